"""A document of hundreds of pages as one tagged PDF, laid out chapter by chapter, so that its memory is that of its
largest chapter: first the chapters, then, when their pages are known, the front with its contents."""

import gc
from collections.abc import Iterator, Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers import document as d
from papers.pdfparts import ELSEWHERE, Whole
from papers.render_pdf import FIGURE, Press, PrintedRendition, Progress, page

LARGE = 2_500  # sections and blocks
TOGETHER = 600  # of a part that holds several chapters


class PartRendition(PrintedRendition):
    """``chapters``: those that it prints; the front where there are none. ``pages``: on which each chapter begins, by
    its key."""

    def __init__(
        self, document: d.Document, chapters: list[d.Numbered], pages: Mapping[str, int], *, last: bool = False
    ):
        super().__init__(document, lambda source: f"{FIGURE}{source}")
        self.chapters, self.pages, self.last = chapters, pages, last

    def whole_parts(self) -> tuple[SafeString, ...]:
        if not self.chapters:
            return self.cover(), self.front()
        ending = (self.contact(),) if self.last else ()
        return (*(self.chapter(numbered) for numbered in self.chapters), *ending)

    def contents_row(self, numbered: d.Numbered) -> SafeString:
        key = numbered.section.key
        return format_html(
            '<li><a href="{}{}" data-page="{}"><span class="paper-entry">{}</span></a></li>',
            ELSEWHERE,
            key,
            self.pages.get(key, 0),
            self.chapter_title(numbered, notes=False),
        )


def is_large(document: d.Document) -> bool:
    """Only where there is nothing behind the chapters."""
    plain = document.cover and not document.annexes
    return plain and sum(1 for _ in document.walk()) > LARGE


def render_in_parts(
    document: d.Document,
    pictures: Mapping[str, bytes],
    on_progress: Progress = lambda percent, words: None,
    together: int = TOGETHER,
) -> bytes:
    """The same document and pictures give the same bytes. Raises ``Refused`` as ``render_pdf`` does."""
    on_progress(2, "Composing the front")
    press, parts, whole = Press(pictures), list(_parts(document, together)), Whole()
    after = len(_laid_out(press, PartRendition(document, [], {})).pages)
    pages: dict[str, int] = {}
    for place, chapters in enumerate(parts):
        on_progress(4 + 90 * place // len(parts), f"Part {place + 1} of {len(parts)}, {after:,} pages so far")
        last = place == len(parts) - 1
        laid_out = _laid_out(press, PartRendition(document, chapters, {}, last=last), after)
        pages |= _pages_of(laid_out, chapters, after)
        after += len(laid_out.pages)
        press.add(laid_out, whole)
        del laid_out
        gc.collect()
    on_progress(95, f"Writing {after:,} pages")
    press.add(_laid_out(press, PartRendition(document, [], pages)), whole, in_front=True)
    pdf = whole.finished(d.snapshot_hash(document)[:32].encode())
    on_progress(100, "Done")
    return pdf


def _laid_out(press: Press, rendition: PartRendition, after: int = 0):
    return press.lay_out(page(rendition.document, rendition.article()), after=after)


def _pages_of(laid_out, chapters: list[d.Numbered], after: int) -> dict[str, int]:
    """On which page of the whole each chapter begins."""
    found = {}
    for number, each in enumerate(laid_out.pages, after + 1):
        for numbered in chapters:
            if numbered.section.key in each.anchors:
                found.setdefault(numbered.section.key, number)
    return found


def _parts(document: d.Document, together: int) -> Iterator[list[d.Numbered]]:
    """Chapters in their order, small ones together."""
    held: list[d.Numbered] = []
    size = 0
    for numbered in document.chapters():
        own = sum(1 for _ in numbered.section.walk())
        if held and size + own > together:
            yield held
            held, size = [], 0
        held.append(numbered)
        size += own
    yield held

"""A pack as one tagged PDF: cover, contents, and each paper as it was issued, with its own reference and with page
numbers that run through.

Each paper is laid out by itself and the pages are then written as one file: tags and bookmarks survive that, while
joining files afterwards would lose every tag. The front comes twice: once to learn how many pages it has, and again
when it is known where each paper begins.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers import render_pdf
from papers.numbers import long_date
from papers.packs import Change, Content, Cover, Part, Place, with_pages
from papers.render_html import joined
from papers.report.front import HANDLING
from papers.sheets import Sheets

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "paper-pack.css"


class Made:
    """The file, and where each paper stands in it."""

    def __init__(self, pdf: bytes, pages: int, places: list[Place]):
        self.pdf, self.pages, self.places = pdf, pages, places


def render_pack(
    cover: Cover,
    contents: list[Content],
    pictures: Mapping[str, bytes],
    changes: list[Change],
    before: dict[str, Place],
    on_progress: render_pdf.Progress = lambda percent, words: None,
) -> Made:
    """``changes``: what differs from the version before, whose papers stood at ``before``.

    Which pages changed is known when everything is laid out, and naming them may take the front a page more: then the
    papers begin a page later, and all is laid out once more."""
    press = render_pdf.Press(pictures)
    style = _style(press)
    parts = [content.part for content in contents]
    pages, front = 0, press.lay_out(_front(cover, parts, {}, changes), style)
    while len(front.pages) != pages:
        pages = len(front.pages)
        laid_out, places = _papers(press, style, contents, pages, on_progress)
        firsts = {place.key: place for place in places}
        front = press.lay_out(_front(cover, parts, firsts, with_pages(changes, before, firsts)), style)
    whole = front.copy([page for part in (front, *laid_out) for page in part.pages])
    on_progress(86, f"Writing {len(whole.pages)} pages")
    identifier = hashlib.sha256("".join((cover.title, *(part.sha256 for part in parts))).encode()).hexdigest()
    pdf = press.write(whole, identifier)
    on_progress(100, "Done")
    return Made(pdf, len(whole.pages), places)


def _papers(press, style, contents: list[Content], after: int, on_progress: render_pdf.Progress):
    """Each paper laid out, and where it stands, ``after`` so many pages."""
    laid_out, places = [], []
    for number, content in enumerate(contents):
        on_progress(5 + 80 * number // len(contents), f"Paper {number + 1} of {len(contents)}: {content.part.named}")
        html = render_pdf.page(content.document)
        part = press.lay_out(html, style, prefix=_prefix(content.part), label=content.part.named, after=after)
        places.append(Place(content.part.key, after + 1, tuple(_digest(page, press.sheets) for page in part.pages)))
        laid_out.append(part)
        after += len(part.pages)
    return laid_out, places


def _style(press):
    from weasyprint import CSS

    return CSS(string=STYLESHEET.read_text(), url_fetcher=press.fetcher, font_config=press.fonts)


def _prefix(part: Part) -> str:
    return f"{part.key}-"


def _digest(page, sheets: Sheets) -> str:
    """Of what stands on a page, but not of its number nor of what runs on every page."""
    from weasyprint.formatting_structure import boxes

    stands = hashlib.sha256()
    for child in page._page_box.children:
        if not isinstance(child, boxes.MarginBox):
            for text in _stands(child, sheets, boxes):
                stands.update(f"{text}\n".encode())
    return stands.hexdigest()[:16]


def _stands(box, sheets: Sheets, boxes):
    for inner in box.descendants():
        if isinstance(inner, boxes.TextBox):
            yield inner.text
        elif isinstance(inner, boxes.ReplacedBox):
            picture = str(getattr(inner.replacement, "id", ""))
            yield sheets.digest(picture) or picture


# The front


def _front(cover: Cover, parts: list[Part], places: dict[str, Place], changes: list[Change]) -> str:
    return format_html(
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n'
        '<meta name="author" content="Smart Energy Code Administrator and Secretariat">\n'
        '<meta name="dcterms.created" content="{}">\n</head>\n<body data-status="">\n{}\n'
        '<article class="paper pack" lang="en-GB">\n{}\n{}\n</article>\n</body>\n</html>',
        cover.title,
        cover.composed_on.isoformat(),
        _running(cover),
        _cover(cover),
        _contents(cover, parts, places, changes),
    )


def _running(cover: Cover) -> SafeString:
    return format_html(
        '<div class="running-classification">{}</div>\n<div class="running-reference"><strong>{}</strong><br>Version {}'
        "</div>",
        _classification(cover),
        f"{cover.short_name} meeting {cover.number}: pack",
        cover.version,
    )


def _classification(cover: Cover) -> SafeString:
    return format_html(
        "This document is classified <strong>{}</strong> under the Panel Information Policy. {}",
        cover.classification,
        HANDLING[cover.classification],
    )


def _cover(cover: Cover) -> SafeString:
    return format_html(
        '<header class="paper-cover" id="cover">\n<p class="paper-classification">{}</p>\n'
        '<h1 data-label="{}"><span class="paper-reference">{}</span> <span class="paper-title">{}</span> '
        '<span class="paper-kind">{}</span></h1>\n<p class="paper-version">Version {}{}</p>\n'
        '<p class="paper-date">{}</p>\n</header>',
        _classification(cover),
        f"{cover.short_name} meeting {cover.number}: pack",
        f"Meeting {cover.number}",
        cover.body,
        f"Papers for {cover.on:%A} {long_date(cover.on)}{f', {cover.place}' if cover.place else ''}",
        cover.version,
        f" – {cover.edition.lower()}",
        f"Put together on {long_date(cover.composed_on)}",
    )


def _contents(cover: Cover, parts, places, changes) -> SafeString:
    rows = joined(_row(part, places.get(part.key)) for part in parts)
    return format_html(
        '<div class="paper-front">\n{}<nav class="paper-contents pack-contents" id="contents" '
        'aria-labelledby="contents-heading">\n<h2 id="contents-heading">Contents</h2>\n<ol>\n{}\n</ol>\n</nav>\n</div>',
        _changed(cover, changes),
        rows,
    )


def _row(part: Part, place: Place | None) -> SafeString:
    number = format_html('<span class="pack-number">{}</span> ', part.number) if part.number else ""
    return format_html(
        '<li><a href="#{}cover" data-page="{}"><span class="paper-entry">{}{}</span></a></li>',
        _prefix(part),
        place.first if place else "000",
        number,
        part.named,
    )


def _changed(cover: Cover, changes: list[Change]) -> SafeString:
    if cover.version == 1:
        return SafeString("")
    items = joined(format_html("<li>{}</li>", change.sentence) for change in changes)
    return format_html(
        '<section id="changes">\n<h2>What is new since version {}</h2>\n<p>{}</p>\n<ul>\n{}\n</ul>\n</section>\n',
        cover.version - 1,
        cover.because,
        items,
    )

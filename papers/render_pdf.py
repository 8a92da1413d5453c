"""The document as a tagged PDF (PDF/UA-1).

The engine costs 0.4 s and 60 MiB to import, so that is left to whoever renders: the worker, never the web process.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import font_source_sans_pro
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers import document as d
from papers.pdfparts import Whole
from papers.render_html import Rendition, joined, without_notes
from papers.sheets import SHEET, VERSION, Sheets

STYLESHEET = Path(settings.BASE_DIR) / "static" / "css" / "paper-print.css"
FONTS = Path(font_source_sans_pro.font_directory)
VARIANT = "pdf/ua-1"
FONT, FIGURE = "font:", "figure:"

Progress = Callable[[int, str], None]


class Refused(ValueError):
    """The document asked for something that is not part of it."""


class PrintedRendition(Rendition):
    """Footnotes go to the foot of their page; what runs on every page is set apart first."""

    def article(self) -> SafeString:
        return joined((self.running(), super().article()))

    def running(self) -> SafeString:
        foot = format_html('<div class="running-classification">{}</div>', self.words(self.document.classification))
        draft = " – draft" if self.document.is_draft else ""
        return joined((foot, self.running_head(self.document.running_title, f"{self.document.version_line}{draft}")))

    def running_head(self, title: str, version: str) -> SafeString:
        return format_html('<div class="running-reference"><strong>{}</strong><br>{}</div>', title, version)

    def annex_cover(self, annex: d.Annex) -> SafeString:
        """Its head begins to run on its own cover: before that it would stand on the last page of what it follows."""
        title = f"{annex.reference or self.document.reference} {annex.label}"
        head = self.running_head(title, annex.version_line)
        return joined((super().annex_cover(annex), head))

    def section_heading(self, section: d.Section, rank: int) -> SafeString:
        """Labelled for its bookmark, which would otherwise end with the number of a footnote."""
        label = "".join(inline.text for inline in without_notes(section.heading))
        return format_html('<h{0} data-label="{1}">{2}</h{0}>', rank, label, self.words(section.heading))

    def sheets(self, block: d.Sheets) -> SafeString:
        return joined(self.sheet(block, number) for number in range(1, block.pages + 1))

    def sheet(self, block: d.Sheets, number: int) -> SafeString:
        """One page of what was supplied, on a page that bears this paper’s reference and number."""
        return format_html(
            '<figure class="paper-sheet" id="{}.{}"><img src="{}{}/{}" alt="Page {} of {} of “{}”, as it was supplied">'
            "</figure>",
            *(block.key, number, SHEET, block.source, number - 1, number, block.pages, block.title),
        )

    def note(self, text: str) -> SafeString:
        return format_html('<span class="paper-note">{}</span>', text)


class Press:
    """The engine with the bundled style and one set of fonts, for one document or for all of a pack.

    ``pictures`` maps the source of each figure, and of each file that was supplied, to its bytes."""

    def __init__(self, pictures: Mapping[str, bytes]):
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        self.pictures = pictures
        self.sheets = Sheets()
        self.fetcher = _fetcher(pictures, self.sheets)
        self.fonts = FontConfiguration()
        self.style = CSS(string=STYLESHEET.read_text(), url_fetcher=self.fetcher, font_config=self.fonts)

    def lay_out(self, html: str, *more, prefix: str = "", label: str = "", after: int = 0):
        """In a pack: ``prefix`` keeps its anchors apart from those of the other documents, ``label`` is its bookmark,
        ``after`` how many pages stand before it.

        Raises ``Refused`` where it asks for something that is neither bundled nor among the pictures."""
        from weasyprint import CSS, HTML
        from weasyprint.urls import FatalURLFetchingError

        source = HTML(string=html, url_fetcher=self.fetcher)
        if prefix:
            _set_apart(source.etree_element, prefix)
        if label:
            source.etree_element.find(".//h1").attrib["data-label"] = label
        counted = CSS(string=f"@page :first {{ counter-reset: page {after + 1} }}", font_config=self.fonts)
        styles = [self.style, *more, *([counted] if after else [])]
        try:
            return source.render(stylesheets=styles, font_config=self.fonts, pdf_variant=VARIANT)
        except FatalURLFetchingError as refusal:  # not an Exception: it would end the worker
            raise Refused(str(refusal)) from refusal

    def add(self, laid_out, whole: Whole, *, in_front: bool = False) -> None:
        """As the next part of ``whole``, or as the one in front of all, which comes last."""
        finisher = lambda document, pdf: whole.add(pdf, in_front=in_front)  # noqa: E731
        laid_out.write_pdf(io.BytesIO(), finisher=finisher, pdf_variant=VARIANT)

    def write(self, laid_out, identifier: str) -> bytes:
        """What was supplied by others may lack what PDF/UA asks for: a file that holds it does not claim to be that,
        and is tagged all the same."""
        given = {"pdf_tags": True, "pdf_version": VERSION} if self.sheets.used else {"pdf_variant": VARIANT}
        pdf = laid_out.write_pdf(pdf_identifier=identifier[:32].encode(), **given)
        return self.sheets.put_into(pdf, self.pictures) if self.sheets.used else pdf


def _set_apart(root, prefix: str) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.attrib["id"] = f"{prefix}{element.attrib['id']}"
        if element.attrib.get("href", "").startswith("#"):
            element.attrib["href"] = f"#{prefix}{element.attrib['href'][1:]}"


def render_pdf(
    document: d.Document, pictures: Mapping[str, bytes], on_progress: Progress = lambda percent, words: None
) -> bytes:
    """``pictures`` maps the source of each figure, and of a file that was supplied, to its bytes. The same document and
    pictures give the same bytes.

    Raises ``Refused`` where the document asks for something that is neither bundled nor among its pictures.
    """
    on_progress(5, "Composing the pages")
    press = Press(pictures)
    html = page(document)
    on_progress(15, "Laying out the pages")
    laid_out = press.lay_out(html)
    on_progress(65, f"Writing {len(laid_out.pages)} pages")
    pdf = press.write(laid_out, d.snapshot_hash(document))
    on_progress(100, "Done")
    return pdf


def page(document: d.Document, body: SafeString | None = None) -> str:
    """``body``: a part of it, where it is not laid out as a whole."""
    body = PrintedRendition(document, lambda source: f"{FIGURE}{source}").article() if body is None else body
    return format_html(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n'
        '<meta name="author" content="Smart Energy Code Administrator and Secretariat">\n'
        '<meta name="dcterms.created" content="{}">\n</head>\n<body data-status="{}">\n{}\n</body>\n</html>',
        document.language,
        document.full_title,
        document.composed_on.isoformat(),
        "Draft" if document.is_draft else "",
        body,
    )


def _fetcher(pictures: Mapping[str, bytes], sheets: Sheets):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        """Answers the bundled fonts and what was handed over, and nothing else: no network, no files."""

        def fetch(self, url, headers=None):
            try:
                return URLFetcherResponse(url, bundled(url, pictures, sheets))
            except Refused as refusal:
                raise FatalURLFetchingError(str(refusal)) from refusal

    return Bundled()


def bundled(address: str, pictures: Mapping[str, bytes], sheets: Sheets | None = None) -> bytes:
    """Raises ``Refused`` for every address that is neither a bundled font nor a picture handed over."""
    if address.startswith(FONT) and (font := FONTS / Path(address.removeprefix(FONT)).name).is_file():
        return font.read_bytes()
    if address.startswith(FIGURE) and address.removeprefix(FIGURE) in pictures:
        return pictures[address.removeprefix(FIGURE)]
    if sheets is not None and address.startswith(SHEET):
        source, number = address.removeprefix(SHEET).split("/")
        if source in pictures:
            return sheets.blank(address, source, int(number), pictures)
    raise Refused(f"A paper may not fetch {address}")

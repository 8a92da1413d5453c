"""The document as a tagged PDF (PDF/UA-1).

The engine costs 0.4 s and 60 MiB to import, so that is left to whoever renders: the worker, never the web process.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import font_source_sans_pro
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers import document as d
from papers.render_html import Rendition, joined, without_notes

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

    def note(self, text: str) -> SafeString:
        return format_html('<span class="paper-note">{}</span>', text)


def render_pdf(
    document: d.Document, figures: Mapping[str, bytes], on_progress: Progress = lambda percent, words: None
) -> bytes:
    """``figures`` maps each figure's source to its bytes. The same document and figures give the same bytes.

    Raises ``Refused`` where the document asks for something that is neither bundled nor among its figures.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    on_progress(5, "Composing the pages")
    fetcher = _fetcher(figures)
    fonts = FontConfiguration()
    html = HTML(string=page(document), url_fetcher=fetcher)
    style = CSS(string=STYLESHEET.read_text(), url_fetcher=fetcher, font_config=fonts)
    on_progress(15, "Laying out the pages")
    try:
        laid_out = html.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    except FatalURLFetchingError as refusal:  # not an Exception: it would end the worker
        raise Refused(str(refusal)) from refusal
    on_progress(65, f"Writing {len(laid_out.pages)} pages")
    pdf = laid_out.write_pdf(pdf_variant=VARIANT, pdf_identifier=d.snapshot_hash(document)[:32].encode())
    on_progress(100, "Done")
    return pdf


def page(document: d.Document) -> str:
    body = PrintedRendition(document, lambda source: f"{FIGURE}{source}").article()
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


def _fetcher(figures: Mapping[str, bytes]):
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        """Answers the bundled fonts and this document's figures, and nothing else: no network, no files."""

        def fetch(self, url, headers=None):
            try:
                return URLFetcherResponse(url, bundled(url, figures))
            except Refused as refusal:
                raise FatalURLFetchingError(str(refusal)) from refusal

    return Bundled()


def bundled(address: str, figures: Mapping[str, bytes]) -> bytes:
    """Raises ``Refused`` for every address that is neither a bundled font nor a figure handed over."""
    if address.startswith(FONT) and (font := FONTS / Path(address.removeprefix(FONT)).name).is_file():
        return font.read_bytes()
    if address.startswith(FIGURE) and address.removeprefix(FIGURE) in figures:
        return figures[address.removeprefix(FIGURE)]
    raise Refused(f"A paper may not fetch {address}")

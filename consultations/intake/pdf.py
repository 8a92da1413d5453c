"""The text of a PDF, by pypdf, line by line with the gaps between the lines, since these part its paragraphs."""

import io
from itertools import pairwise
from statistics import median

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from audit.acts import Refused
from consultations.intake.plain import tidied
from consultations.intake.shapes import Line

MOST_PAGES = 500
# A gap of so many usual ones parts paragraphs.
WIDE = 1.35


def from_pdf(content: bytes, name: str = "The file") -> list[Line]:
    reader = _opened(content, name)
    lines = [line for number, page in enumerate(reader.pages, start=1) for line in _page(page, number, name)]
    if not lines:
        raise Refused(
            f"“{name}” holds no text, only pictures of it: it is probably a scan. Ask the sender for the document "
            "itself, or type what it says.",
            "upload",
        )
    return lines


def _opened(content: bytes, name: str) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
        closed = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if closed else len(reader.pages)
    except Exception as error:
        raise _damaged(name) from error
    if closed:
        raise Refused(f"“{name}” is protected by a password: save it without one and send it again.", "upload")
    if pages > MOST_PAGES:
        raise Refused(f"“{name}” has {pages} pages; a response may have {MOST_PAGES}.", "upload")
    return reader


def _damaged(name: str) -> Refused:
    return Refused(f"“{name}” is damaged: it cannot be opened as a PDF.", "upload")


def _page(page, number: int, name: str) -> list[Line]:
    try:
        rows = _rows(page)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise _damaged(name) from error
    usual = _usual_step(rows)
    lines = []
    for place, (top, text) in enumerate(rows):
        step = abs(rows[place - 1][0] - top) if place else 0
        gap = int(bool(usual) and step > WIDE * usual)
        lines.append(Line(text, f"page {number}, line {place + 1}", gap, new_page=number > 1 and place == 0))
    return lines


def _rows(page) -> list[tuple[float, str]]:
    """The lines of a page, each with its height on the page."""
    rows: list[list] = []

    def take(text: str, _cm, tm, _font, _size) -> None:
        top = tm[5] * _cm[3] + _cm[5]
        for place, part in enumerate(text.split("\n")):
            if place or not rows:
                rows.append([None, ""])
            if part:
                rows[-1][1] += part
            if part.strip() and rows[-1][0] is None:
                rows[-1][0] = top

    page.extract_text(visitor_text=take)
    return [(top, " ".join(tidied(text).split())) for top, text in rows if text.strip() and top is not None]


def _usual_step(rows: list[tuple[float, str]]) -> float:
    steps = [abs(one[0] - next_[0]) for one, next_ in pairwise(rows) if one[0] != next_[0]]
    return median(steps) if steps else 0.0

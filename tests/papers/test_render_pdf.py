"""The PDF: tagged, complete, in order, and made of nothing but what is bundled."""

import io
import re
from dataclasses import replace
from functools import cache

import pytest
from PIL import Image
from pypdf import PdfReader

from papers.modification_report import compose
from papers.render_pdf import Refused, bundled, render_pdf
from tests.papers.reading import headings
from tests.papers.reports import MP087, PATH_2


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (90, 30), "teal").save(written, "png")
    return written.getvalue()


FIGURES = {"failed-updates.png": picture()}


@cache
def rendered(facts) -> bytes:
    return render_pdf(compose(facts), FIGURES)


@pytest.fixture(scope="module")
def mp087() -> PdfReader:
    return PdfReader(io.BytesIO(rendered(MP087)))


def texts(pdf: PdfReader) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in pdf.pages]


def chapters(pdf: PdfReader) -> dict[str, int]:
    """Title of the outline's entries to the page they lead to."""
    found = {}
    for entry in _flat(pdf.outline):
        found.setdefault(entry.title, pdf.get_destination_page_number(entry) + 1)
    return found


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def test_it_is_tagged_titled_and_in_british_english(mp087):
    catalog = mp087.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert mp087.metadata.title == (
        "MP087 ‘Correction to SEC Section G – User Responsibilities’ – Modification Report, version 1.0"
    )
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()


def test_the_headings_stand_in_order(mp087):
    text = " ".join(texts(mp087)[2:])
    at = 0
    for heading in headings(compose(MP087)):
        assert heading in text[at:]
        at = text.index(heading, at) + len(heading)


def test_the_contents_give_the_page_of_each_chapter(mp087):
    contents, pages = texts(mp087)[1], chapters(mp087)
    titles = [f"{numbered.number} {numbered.section.heading[0].text}" for numbered in compose(MP087).chapters()]
    assert len(titles) == 8
    for title in titles:
        assert re.search(rf"{re.escape(title)} {pages[title]}\b", contents)


def test_every_page_carries_the_classification_and_its_number(mp087):
    for number, text in enumerate(texts(mp087), 1):
        assert "This document is classified White" in text
        assert f"Page {number}" in text


def test_the_bookmarks_show_the_sections_without_footnote_marks(mp087):
    assert {"2. Background", "What is the issue?", "Objective (a)"} <= set(chapters(mp087))


def test_annex_a_begins_on_a_page_of_its_own(mp087):
    pages = texts(mp087)
    (cover,) = [
        number for number, text in enumerate(pages) if "Annex A Legal text – version 1.0" in text and "Page" in text
    ][:1]
    assert "About this document" not in pages[cover]
    assert "They have been drafted against SEC Version 6.17." in pages[cover + 1]


def test_insertions_and_deletions_can_be_read_without_colour(mp087):
    text = texts(mp087)[-1]
    assert "[Inserted: which forms part of a SMETS2+ Device end inserted]" in text
    assert "[Deleted: responsible end deleted]" in text


def test_the_fonts_are_source_sans_and_embedded(mp087):
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in mp087.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }
    assert {name.split("+")[1] for name in fonts} <= {
        "Source-Sans",
        "Source-Sans-Semi-Bold",
        "Source-Sans-Italic",
        "Source-Sans-Semi-Bold-Italic",
    }
    for font in fonts.values():
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


def test_a_draft_is_marked_on_every_page_and_an_issued_paper_on_none(mp087):
    assert not any("Draft" in text.replace("Draft Proposal", "") for text in texts(mp087))
    draft = PdfReader(io.BytesIO(rendered(PATH_2)))
    assert len(draft.pages) > 8
    assert all("Draft" in text for text in texts(draft))


def test_footnotes_stand_at_the_foot_of_their_page():
    (page,) = [
        text for text in texts(PdfReader(io.BytesIO(rendered(PATH_2)))) if "2. Background" in text and "Page 4" in text
    ]
    assert "Counted over the year to March 2026." in page


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(compose(PATH_2), FIGURES) == rendered(PATH_2)
    assert render_pdf(compose(replace(PATH_2, version="0.4")), FIGURES) != rendered(PATH_2)


def test_progress_is_told_as_it_goes():
    told = []
    render_pdf(compose(PATH_2), FIGURES, lambda percent, words: told.append((percent, words)))
    assert [percent for percent, _ in told] == [5, 15, 65, 100]
    assert [words for _, words in told][:2] == ["Composing the pages", "Laying out the pages"]


def test_bundled_fonts_and_the_documents_own_figures_are_served():
    assert bundled("font:SourceSansPro-Regular.ttf", {})[:4] == b"\x00\x01\x00\x00"
    assert bundled("figure:failed-updates.png", FIGURES) == picture()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/picture.png",
        "http://127.0.0.1:8000/",
        "file:///etc/passwd",
        "font:../__init__.py",
        "font:/etc/passwd",
        "figure:another.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_nothing_else_is_fetched(address):
    with pytest.raises(Refused):
        bundled(address, FIGURES)


@pytest.mark.parametrize("address", ["https://example.org/picture.png", "file:///etc/passwd"])
def test_a_paper_that_asks_for_something_else_is_not_rendered(address):
    asking = replace(PATH_2, issue=f'<p>Words <img src="{address}" alt="x"></p>')
    with pytest.raises(Refused, match="may not fetch"):
        render_pdf(compose(asking), FIGURES)

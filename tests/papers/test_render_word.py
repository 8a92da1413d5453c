"""The Word file: opens, has our styles, and carries the redline as tracked changes."""

import io
import zipfile

import pytest
from docx import Document as open_word
from docx.oxml.ns import qn

from papers.modification_report import compose
from papers.render_word import render_word
from tests.papers.reports import MP087, PATH_2
from tests.papers.test_render_pdf import FIGURES


@pytest.fixture(scope="module")
def mp087() -> bytes:
    return render_word(compose(MP087), {})


@pytest.fixture(scope="module")
def word(mp087):
    return open_word(io.BytesIO(mp087))


def part(docx: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(name).decode()


def styled(word, style: str) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == style]


def test_the_chapters_are_headings(word):
    assert styled(word, "Heading 1") == [
        "1. Summary",
        "2. Background",
        "3. Solution",
        "4. Impacts",
        "5. Costs",
        "6. Implementation approach",
        "7. Conclusions",
        "Appendix 1: Glossary",
        "Annex A",
    ]
    assert "Approved implementation approach" in styled(word, "Heading 2")


def test_the_cover(word):
    assert styled(word, "Paper Reference")[0] == "MP087"
    assert styled(word, "Title")[0] == "‘Correction to SEC Section G – User Responsibilities’"
    assert word.core_properties.title.endswith("– Modification Report, version 1.0")
    assert word.core_properties.language == "en-GB"
    assert word.styles.element.xpath("//w:lang/@w:val")[0] == "en-GB"


def test_every_line_of_the_contents_has_the_page_of_a_chapter_that_is_there(mp087, word):
    fields = [text.strip() for text in word.element.xpath("//w:instrText/text()")]
    assert fields[0] == "PAGEREF summary \\h"
    assert len(fields) == 8
    bookmarks = set(word.element.xpath("//w:bookmarkStart/@w:name"))
    assert {field.split()[1] for field in fields} <= bookmarks
    assert "updateFields" in part(mp087, "word/settings.xml")


def test_header_and_footer(word):
    (section,) = word.sections
    assert section.header.paragraphs[0].text == "MP087 Modification Report  Version 1.0"
    assert section.footer.paragraphs[0].text.startswith("This document is classified White")
    assert " PAGE " in section.footer._element.xpath("string(.)")


def test_the_redline_is_tracked_changes(word):
    inserted = [change.xpath("string()") for change in word.element.iter(qn("w:ins"))]
    deleted = [change.xpath("string()") for change in word.element.iter(qn("w:del"))]
    assert inserted == [" which forms part of a SMETS2+ Device", "Responsible"]
    assert deleted == ["responsible"]
    (author,) = set(word.element.xpath("//w:ins/@w:author | //w:del/@w:author"))
    assert author == "SECAS"


def test_the_six_cells(word):
    (table,) = [table for table in word.tables if "Large Suppliers" in table.cell(0, 0).text]
    assert [[cell.text[:1] for cell in row.cells] for row in table.rows] == [
        ["✓", "✓"],
        ["\xa0", "\xa0"],
        ["\xa0", "✓"],
    ]


def test_footnotes_and_figures_are_words_own():
    docx = render_word(compose(PATH_2), FIGURES)
    assert "Counted over the year to March 2026." in part(docx, "word/footnotes.xml")
    assert len(open_word(io.BytesIO(docx)).inline_shapes) == 1
    assert "no arrow leads back to the Supplier" in part(docx, "word/document.xml")


def test_the_same_document_gives_the_same_bytes(mp087):
    assert render_word(compose(MP087), {}) == mp087

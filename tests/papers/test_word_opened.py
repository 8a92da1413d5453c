"""Word files opened by a real word processor and turned into PDF: nothing of the paper is lost on the way."""

import io
import re
import subprocess

import pytest
from pypdf import PdfReader

from papers.document import Document
from papers.modification_report import compose
from papers.render_word import render_word
from tests.papers.boards import TWO_SOLUTIONS
from tests.papers.reports import MP087
from tests.papers.test_committee_renditions import FIGURES, PAPERS
from tests.papers.test_conclusions_report import of as concluded
from tests.writer import WRITER, needs_writer

# In the conclusions chapters follow right behind tables.
DOCUMENTS = PAPERS | {"report": compose(MP087), "conclusions": concluded(change_board=TWO_SOLUTIONS)}

pytestmark = [
    needs_writer,
    pytest.mark.xdist_group("writer"),  # one process of it at a time
]


def opened(document: Document, folder) -> PdfReader:
    """The Word file of the paper as LibreOffice prints it."""
    word = folder / "paper.docx"
    word.write_bytes(render_word(document, FIGURES))
    command = [WRITER, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(word)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return PdfReader(io.BytesIO((folder / "paper.pdf").read_bytes()))


@pytest.fixture(scope="module", params=DOCUMENTS)
def key(request):
    return request.param


@pytest.fixture(scope="module")
def printed(key, tmp_path_factory) -> list[str]:
    pages = opened(DOCUMENTS[key], tmp_path_factory.mktemp(key)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_every_heading_stands_in_it_in_order(key, printed):
    text, place = " ".join(printed), 0
    headings = ["".join(part.text for part in numbered.section.heading) for numbered in DOCUMENTS[key].chapters()]
    for heading in headings:
        found = text.find(heading, place)
        assert found >= 0, heading
        place = found
    assert len(headings) >= 3


def test_every_page_bears_its_number_and_the_class(printed):
    for number, text in enumerate(printed, 1):
        assert re.search(rf"\b{number}\b", text), number
        assert "classified White" in text


def test_the_timetable_and_the_footnote_arrive(key, printed):
    text = " ".join(printed)
    rows = "Develop requirements W/C 17 Jun 19 Discuss 10 Jul 19"
    assert (rows in text) == (key == "panel")
    assert ("A Manager is not a Maintainer." in text) == (key in ("panel", "csc", "statement"))
    assert ("Two routes" in text) == (key in ("panel", "csc", "statement"))


def test_the_contents_name_a_page_for_every_chapter(key, printed):
    text = " ".join(printed)
    assert "Reference source not found" not in text
    if DOCUMENTS[key].contents:
        lines = [rf"{re.escape(each.number)} .{{3,60}}?\.{{5,}} ?\d+" for each in DOCUMENTS[key].chapters()]
        assert [line for line in lines if not re.search(line, text)] == []


def test_the_votes_arrive_with_their_outcome(key, printed):
    text = " ".join(printed)
    assert ("Overall outcome 6 1 2 Approved" in text) == (key == "conclusions")

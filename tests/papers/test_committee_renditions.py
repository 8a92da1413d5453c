"""The papers for meetings as files: the PDF tagged, titled and with bookmarks, Word with headings, tables and footnotes."""

import io
from datetime import date

import pytest
from docx import Document as open_word
from docx.oxml.ns import qn
from pypdf import PdfReader

from consultations.comments.feedback import Collated, Feedback, Line, OfCategory
from papers import facts as f
from papers.committee import csc, monthly, panel, statement
from papers.committee import facts as c
from papers.document import AddedText, Section, from_json, snapshot_hash, to_json
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from tests.papers.test_render_pdf import chapters, picture, texts
from tests.papers.test_render_word import part, styled

BODY = f.Body("Change Sub-Committee", "CSC")
PANEL = f.Body("SEC Panel", "Panel")
SSC = f.Body("Security Sub-Committee", "SSC")
FIGURES = {"routes.png": picture()}

SUBJECT = c.Subject(
    75, "", "DP075", "DP075", "MP075", False, "Third party metering", "https://example.org/DP075",
    "Ada Lark", "Tidewater", lead_analyst="Tobias Renwick", summary="<p>Nobody tells anybody.</p>",
)  # fmt: skip
STATEMENT = c.Statement(
    subject=SUBJECT,
    label="0.3",
    issue=(
        "<h4>Duty to notify</h4><p>There is a duty[[note: A Manager is not a Maintainer.]].</p><p>[[figure: 1]]</p>"
    ),
    sec_context="<ul><li>Section G3.9</li></ul>",
    do_nothing="<p>A breach.</p>",
    figures=(f.Figure(1, "routes.png", "Two routes", "Two lines"),),
    feedback=Feedback(
        1,
        by_category=(OfCategory("small_supplier", 1, (("supports", 1),)),),
        lines=(Line("small_supplier", "supports", 1, "It is so."),),
    ),
    comments=(Collated(1, "Tidewater", "small_supplier", "supports", date(2019, 5, 3), "Yes."),),
    views=(c.View(SSC, "ssc", f.Stance.OPPOSES, "<p>No.</p>"),),
)
ASKED = c.Recommendation("AGREE", "that it is ready")


def occasion(body: f.Body, code: str, **more) -> c.Occasion:
    given = {"reference": "SECP_69_1406_11", "action": "For Decision", "author": "Tobias Renwick"}
    texts = {"team": "SECAS Team", "statement_about": "About it."}
    return c.Occasion(
        body, code, "1.0", True, date(2019, 6, 7), "White", texts=texts, recommendations=(ASKED,), **given | more
    )


PACKAGE = c.Package(
    1, entries=(c.Entry("Develop requirements", date(2019, 6, 17), True), c.Entry("Discuss", date(2019, 7, 10)))
)
PANEL_PAPER = panel.compose(
    c.ProposalPaper(
        occasion(PANEL, "panel"), SUBJECT, STATEMENT, agreed_on=date(2019, 5, 28), route="the Refinement Process",
        package=PACKAGE, areas=(c.Area("Is it so?", "<p>Perhaps.</p>"),),
    )
)  # fmt: skip
CSC_PAPER = csc.compose(c.ProposalPaper(occasion(BODY, "csc", reference=""), SUBJECT, STATEMENT))
MONTHLY = monthly.compose(
    c.MonthlyPaper(occasion(BODY, "csc"), date(2019, 5, 1), date(2019, 5, 31), (c.Block(SUBJECT, "<p>So.</p>"),))
)
OWN = statement.compose(c.StatementPaper(occasion(f.Body("", ""), "", reference=""), STATEMENT))
PAPERS = {"panel": PANEL_PAPER, "csc": CSC_PAPER, "monthly": MONTHLY, "statement": OWN}


@pytest.fixture(scope="module", params=PAPERS)
def paper(request):
    return PAPERS[request.param]


@pytest.fixture(scope="module")
def pdf(paper) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(paper, FIGURES)))


def test_the_pdf_is_tagged_titled_and_in_british_english(paper, pdf):
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en-GB"
    assert pdf.metadata.title == paper.full_title
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()


def test_its_bookmarks_are_its_chapters_and_appendices(paper, pdf):
    found = chapters(pdf)
    wanted = [f"{n.number} {n.section.heading[0].text}".strip() for n in paper.chapters()]
    assert [title for title in wanted if title not in found] == []
    assert sum(annex.label in title for annex in paper.annexes for title in found) >= len(paper.annexes)


def test_the_first_page_has_what_stands_at_the_head_and_every_page_its_number(paper, pdf):
    pages = texts(pdf)
    assert paper.title in pages[0]
    for name, value in paper.header.lines if paper.header else ():
        assert f"{name}: {value}" in pages[0]
    assert [number for number, words in enumerate(pages, 1) if f"Page {number}" not in words] == []


def test_an_appendix_begins_on_a_page_of_its_own(pdf, paper):
    found = chapters(pdf)
    begins = [page for title, page in found.items() if any(annex.label in title for annex in paper.annexes)]
    assert len(begins) == len(set(begins))
    assert 1 not in begins


def test_word_has_headings_a_table_and_a_page_field():
    made = render_word(PANEL_PAPER, FIGURES)
    word = open_word(io.BytesIO(made))
    assert styled(word, "Heading 1")[:4] == [
        "1. Purpose", "2. Summary of the issue", "3. Proposed progression", "4. Recommendations",
    ]  # fmt: skip
    assert styled(word, "Paper Annex") == ["Appendix A: Problem statement"]
    assert "Work package and timetable" in styled(word, "Heading 2")
    assert styled(word, "Paper Head Line")[0] == "Paper Reference: SECP_69_1406_11"
    [table] = word.tables
    assert [cell.text for cell in table.rows[1].cells] == ["Develop requirements", "W/C 17 Jun 19"]
    assert table.columns[0].width > table.columns[1].width
    assert "footnoteReference" in part(made, "word/document.xml")
    assert "Maintainer" in part(made, "word/footnotes.xml")
    footer = word.sections[0].footer._element
    assert [field.text.strip() for field in footer.iter(qn("w:instrText"))] == ["PAGE"]


def test_the_same_paper_gives_the_same_bytes(paper):
    assert render_word(paper, FIGURES) == render_word(paper, FIGURES)


def test_a_paper_comes_back_from_its_snapshot_as_it_was(paper):
    assert from_json(to_json(paper)) == paper
    assert snapshot_hash(from_json(to_json(paper))) == snapshot_hash(paper)


def test_what_was_added_by_hand_is_marked_in_each_rendition():
    from dataclasses import replace

    from papers.render_html import fragment

    first = MONTHLY.sections[0]
    added = Section(first.key, first.heading, (*first.blocks, AddedText("purpose.added", "<p>By the way.</p>")))
    document = replace(MONTHLY, sections=(added, *MONTHLY.sections[1:]))
    assert 'class="paper-added-mark">Added by SECAS' in fragment(document, str)
    assert "Added by SECAS" in " ".join(texts(PdfReader(io.BytesIO(render_pdf(document, {})))))
    word = open_word(io.BytesIO(render_word(document, {})))
    assert styled(word, "Paper Added Mark") == ["Added by SECAS"]

"""The four kinds of source paper out of the demo record, as issued: structure and facts against the same hand-written
expectations (tests/papers/expectations_*.py), on screen, as PDF and in Word."""

import io
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from accounts.models import User
from audit import clock
from papers import actions as papers
from papers import document as d
from papers.gather import Edition
from papers.kinds import kind_of
from papers.models import GlossaryTerm, Paper, PaperVersion
from papers.render_html import fragment
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from papers.tasks import pictures
from proposals.models import Proposal
from secmods.demo.committeepapers import MAM, issue_papers
from secmods.demo.record import Record
from tests.papers import expectations_dp075 as dp075
from tests.papers import expectations_mp087 as mp087
from tests.papers import expectations_tabasc as tabasc
from tests.papers.reading import (
    headings,
    html_of,
    items,
    plain,
    ranked,
    recommended,
    said,
    section,
    sentence,
    stated,
    text,
)
from tests.papers.test_render_pdf import chapters, texts
from tests.papers.test_render_word import part, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

CSC, PANEL, TABASC, REPORT = "csc-paper", "panel-paper", "new-proposals", "modification-report"
KINDS = [CSC, PANEL, TABASC, REPORT]
ISSUED_ON = {
    CSC: date(2019, 5, 20), PANEL: date(2019, 6, 7), TABASC: date(2020, 5, 28), REPORT: date(2019, 10, 11),
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """An issued paper and its files, each made once."""

    version: PaperVersion
    document: d.Document
    figures: dict[str, bytes]

    @cached_property
    def pdf(self) -> PdfReader:
        return PdfReader(io.BytesIO(render_pdf(self.document, self.figures)))

    @cached_property
    def pages(self) -> list[str]:
        return texts(self.pdf)

    @cached_property
    def docx(self) -> bytes:
        return render_word(self.document, self.figures)

    @cached_property
    def own(self) -> str:
        """The paper itself, without what is appended to it."""
        return html_of(self.document).split('class="paper-annex"')[0]

    def words_of(self, key: str) -> str:
        return said(section(self.document, key))


READ: dict[str, Read] = {}


@pytest.fixture
def paper():
    def of(kind: str) -> Read:
        """Of MP247, which was voted on, its own test tells."""
        if kind not in READ:
            issued = PaperVersion.objects.filter(state=PaperVersion.State.ISSUED).exclude(paper__proposal__number=247)
            version = issued.get(paper__kind=kind)
            READ[kind] = Read(version, d.from_json(version.snapshot), pictures(version))
        return READ[kind]

    return of


def missing(facts: dict[str, list[str]], read: Read) -> dict[str, list[str]]:
    return {key: [fact for fact in some if fact not in read.words_of(key)] for key, some in facts.items()}


NOTHING = [[]]


def signed(document: d.Document) -> tuple[str, str, str]:
    return document.sign_off.name, document.sign_off.team, f"{document.sign_off.on:%-d %B %Y}"


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_issued_once_under_its_true_day_and_open_to_everybody(kind, paper, client):
    version = paper(kind).version
    assert (version.label, version.composed_on, version.classification) == ("1.0", ISSUED_ON[kind], "white")
    assert client.get(version.get_absolute_url()).status_code == 200
    drafts = version.paper.versions.exclude(pk=version.pk)
    assert {draft.composed_on for draft in drafts} <= {ISSUED_ON[kind]}


class TestTheDecisionPaperOfTheCSC:
    """S0."""

    def test_parts(self, paper):
        read = paper(CSC)
        assert read.document.title == dp075.CSC_TITLE
        assert ranked(read.own) == dp075.CSC_HEADINGS
        assert "<table" not in read.own
        assert ("Action", "For Decision") in read.document.header.lines
        assert [text(line) for line in read.document.attachments] == dp075.CSC_ATTACHMENTS
        assert signed(read.document) == dp075.CSC_SIGNED

    def test_facts(self, paper):
        read = paper(CSC)
        assert list(missing(dp075.CSC_FACTS, read).values()) == NOTHING * len(dp075.CSC_FACTS)
        lines = zip(items(read.document, "comments.list"), dp075.CSC_FEEDBACK, strict=True)
        assert [line for line, start in lines if not line.startswith(start)] == []

    def test_four_recommendations_of_which_one_is_conditional(self, paper):
        asked = recommended(paper(CSC).document)
        assert [(verb, _addressee(words)) for verb, words in asked] == dp075.CSC_ASKED_OF
        assert ["if the Proposer decides" in words for _, words in asked] == [False, False, True, False]
        for (_, words), fact in zip(asked, dp075.CSC_ASKED_FACTS, strict=True):
            assert fact in words

    def test_appendices(self, paper):
        statement, comments = paper(CSC).document.annexes
        assert (statement.label, statement.version) == ("Appendix A", "0.2")
        found = [text(each.heading) for each in statement.walk() if isinstance(each, d.Section)]
        assert found == dp075.STATEMENT_HEADINGS
        [table] = [block for block in comments.about if isinstance(block, d.Table)]
        assert sorted(text(row[1]) for row in table.rows) == ["Other SEC Party"] * 3 + ["Small Supplier"]
        assert len(comments.sections) == 4


def _addressee(words: str) -> str:
    found = re.match(r"to (the \w+) ", words)
    return found[1] if found else ""


class TestTheConversionPaperOfThePanel:
    """S1."""

    def test_parts(self, paper):
        read = paper(PANEL)
        assert [found for found in ranked(read.own) if found[0] in (2, 3)] == dp075.PANEL_HEADINGS
        assert [words for rank, words in ranked(read.own) if rank == 4] == [dp075.PANEL_QUESTION]
        assert read.document.header.lines[:2] == (
            ("Paper Reference", dp075.PANEL_REFERENCE), ("Action", "For Decision"),
        )  # fmt: skip
        assert read.version.get_absolute_url() == "/papers/secp-69-1406-11/1.0/"
        assert [text(line) for line in read.document.attachments] == dp075.PANEL_ATTACHMENTS
        assert signed(read.document) == dp075.PANEL_SIGNED

    def test_the_five_rows_of_the_timetable(self, paper):
        [table] = [each for each in paper(PANEL).document.walk() if isinstance(each, d.Table)]
        assert list(table.head) == dp075.PANEL_HEAD
        assert [text(row[1]) for row in table.rows] == dp075.PANEL_DATES
        rows = zip((text(row[0]) for row in table.rows), dp075.PANEL_ACTIVITIES, strict=True)
        assert [activity for activity, words in rows if words not in activity] == []

    def test_the_question_has_who_says_so_and_what_the_proposer_holds_against_it(self, paper):
        words = paper(PANEL).words_of("progression")
        assert [fact for fact in dp075.PANEL_QUESTION_FACTS if fact not in words] == []

    def test_three_recommendations_in_which_dp_turns_to_mp(self, paper):
        asked = recommended(paper(PANEL).document)
        assert [verb for verb, _ in asked] == ["AGREE"] * 3
        assert [re.search(r"[DM]P075", words)[0] for _, words in asked] == ["DP075", "MP075", "MP075"]
        assert [
            fact for (_, words), fact in zip(asked, dp075.PANEL_ASKED_FACTS, strict=True) if fact not in words
        ] == []

    def test_the_problem_statement_appended_is_0_3_with_the_view_of_the_csc(self, paper):
        [statement] = paper(PANEL).document.annexes
        assert (statement.label, statement.version) == ("Appendix A", "0.3")
        found = [text(each.heading) for each in statement.walk() if isinstance(each, d.Section)]
        assert found == [*dp075.STATEMENT_HEADINGS, dp075.CSC_VIEW]
        html = html_of(paper(PANEL).document).split('class="paper-annex"')[1]
        words = plain(html)
        assert [topic for topic in dp075.SUBTOPICS if topic not in [said for _, said in ranked(html)]] == []
        facts = (*dp075.PROPOSER, *dp075.PLACES, dp075.CAPTION, dp075.FOOTNOTE, "three Other SEC Parties and one Small")
        assert [fact for fact in facts if fact not in words] == []
        assert "The DCC has no comments on this Draft Proposal." in words


class TestTheMonthlyPaperOfTheTABASC:
    """S3."""

    def test_nine_blocks_with_mp130_in_its_place(self, paper):
        read = paper(TABASC)
        assert [found for found in ranked(read.own) if found[0] < 4] == tabasc.HEADINGS
        assert ("Action", "For Discussion") in read.document.header.lines
        assert signed(read.document) == tabasc.SIGNED

    def test_who_raised_each_and_who_leads_it(self, paper):
        by_key = stated(paper(TABASC).document)
        for reference, (verb, of) in tabasc.RAISED.items():
            sentence = text(by_key[f"new.{reference.lower()}.raised"].words)
            assert sentence.startswith(f"{reference} {verb} "), sentence
            assert of in sentence
            assert "The Lead Analyst from SECAS is " in sentence

    def test_technical_values_stand_exactly(self, paper):
        assert [value for value in tabasc.EXACT if value not in paper(TABASC).own] == []

    def test_no_updates_and_two_requests(self, paper):
        document = paper(TABASC).document
        assert [each.key for each in section(document, "updates").walk()] == ["updates", "updates.none"]
        asked = stated(document)["recommendations.list"].items
        assert ["".join(run.text for run in row) for row in asked] == tabasc.RECOMMENDATIONS


class TestTheReportOfMP087:
    """S2."""

    def test_headings_in_order(self, paper):
        document = paper(REPORT).document
        assert headings(document) == mp087.HEADINGS
        assert (document.reference, document.title) == (mp087.REFERENCE, mp087.TITLE)
        assert document.version_line == "Version 1.0"

    def test_facts(self, paper):
        read = paper(REPORT)
        assert list(missing(mp087.FACTS, read).values()) == NOTHING * len(mp087.FACTS)
        assert len(items(read.document, "conclusions.points.benefits.list")) == mp087.BENEFITS

    def test_tables(self, paper):
        by_key = stated(paper(REPORT).document)
        assert [(cell.name, cell.ticked) for cell in by_key["impacts.parties.table"].cells] == mp087.CELLS
        assert [text(row[0]) for row in by_key["glossary.table"].rows] == mp087.GLOSSARY

    def test_nobody_commented_so_that_nothing_is_said_of_comments(self, paper):
        assert "conclusions.parties" not in stated(paper(REPORT).document)

    def test_annex_a(self, paper):
        document = paper(REPORT).document
        [annex] = document.annexes
        assert (annex.label, annex.title, annex.version) == mp087.ANNEX
        [redline] = [each for each in document.walk() if isinstance(each, d.Redline)]
        assert redline.instruction == mp087.INSTRUCTION
        assert [line.label for line in redline.lines if line.label.startswith("G3")] == mp087.CLAUSES
        changed = [run for line in redline.lines for run in line.runs if run.kind != d.KEEP]
        assert [run.kind for run in changed] == [d.INSERT]
        assert mp087.INSERTED in changed[0].text
        assert mp087.BASELINE in html_of(document)


class TestTheConclusionsReportOfMP247:
    """Decided by ballot under Self-Governance: the votes of its data file, counted by hand (domain §2.4). Both Large
    Suppliers approve, a Small Supplier and Other SEC Party too; the networks are divided; the consumers abstain."""

    def version(self) -> PaperVersion:
        return PaperVersion.objects.get(paper__kind="conclusions-report", state=PaperVersion.State.ISSUED)

    def test_the_votes(self):
        table = stated(d.from_json(self.version().snapshot))["vote.votes"]
        assert [[text(cell) for cell in row] for row in table.rows] == [
            ["Large Suppliers", "2", "0", "0", "Approve"],
            ["Small Suppliers", "1", "0", "1", "Approve"],
            ["Network Parties", "1", "1", "0", "Reject"],
            ["Other SEC Parties", "1", "0", "0", "Approve"],
            ["Consumers", "0", "0", "1", "Does not count"],
            ["Overall outcome", "5", "1", "2", "Approved"],
        ]

    def test_it_is_issued_under_the_day_of_the_vote_and_open_to_everybody(self, client):
        version = self.version()
        decided = Proposal.objects.get(number=247).moves.get(key="change_board_approves")
        assert (version.title, version.label) == ("MP247 Conclusions Report", "1.0")
        assert version.composed_on == clock.london_date(decided.effective_at)
        assert client.get(version.get_absolute_url()).status_code == 200
        document = d.from_json(version.snapshot)
        assert headings(document)[:1] == ["Summary"]
        link = stated(document)["solutions.report"].words[1]
        assert link.href.endswith("/papers/mp247-modification-report/1.0/")
        assert "may appeal to the Authority" in sentence(document, "follows.appeals.text")

    def test_of_every_proposal_one_can_be_composed_today(self):
        """Whatever state it is in, and by whichever way it came there."""
        for proposal in Proposal.objects.exclude(number=None):
            paper = Paper(kind="conclusions-report", proposal=proposal)
            document = kind_of(paper).document(paper, Edition("0.1", False, clock.today()))
            assert len(document.sections) == 7, proposal.reference


# The files


@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_is_tagged_titled_and_has_its_chapters_as_bookmarks(kind, paper):
    read = paper(kind)
    catalog = read.pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert (catalog["/Lang"], read.pdf.metadata.title) == ("en-GB", read.document.full_title)
    found = chapters(read.pdf)
    wanted = [f"{each.number} {text(each.section.heading)}".strip() for each in read.document.chapters()]
    assert [title for title in wanted if title not in found] == []
    for annex in read.document.annexes:
        assert any(annex.label in title for title in found)


def in_the_pdf(read: Read) -> str:
    return re.sub(r"\s+", " ", " ".join(read.pages))


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (CSC, ["DP075 Draft Proposal decision", "three Other SEC Parties and one Small Supplier", "21 May 2019",
               "verbally", "20 May 2019", "Appendix B"]),
        (PANEL, [dp075.PANEL_REFERENCE, *dp075.PANEL_DATES, dp075.CAPTION, "7 June 2019", dp075.CSC_VIEW]),
        (TABASC, [words for _, words in tabasc.HEADINGS] + ["28 May 2020", *tabasc.EXACT]),
        (REPORT, ["Version 1.0", "4 November 2019", "£1,200", mp087.BASELINE, *mp087.CLAUSES, *mp087.GLOSSARY]),
    ],
)  # fmt: skip
def test_the_facts_stand_in_the_text_of_the_pdf(kind, facts, paper):
    words = in_the_pdf(paper(kind))
    assert [fact for fact in facts if fact not in words] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_its_number(kind, paper):
    pages = paper(kind).pages
    assert [number for number, words in enumerate(pages, 1) if f"Page {number}" not in words] == []


@pytest.mark.parametrize(
    ("kind", "chapters", "tables", "footnotes"),
    [
        (CSC, [words for rank, words in dp075.CSC_HEADINGS if rank == 2][:-1], 1, 0),
        (PANEL, [words for rank, words in dp075.PANEL_HEADINGS if rank == 2][:-1], 1, 1),
        (TABASC, [words for rank, words in tabasc.HEADINGS if rank == 2], 2, 0),
        (REPORT, [f"{n}. {words}" for n, words in enumerate(mp087.CHAPTERS, 1)], 3, mp087.FOOTNOTES),
    ],
)
def test_word_has_the_headings_tables_and_footnotes(kind, chapters, tables, footnotes, paper):
    made = paper(kind).docx
    word = open_word(io.BytesIO(made))
    assert styled(word, "Heading 1")[: len(chapters)] == chapters
    assert len(word.tables) == tables
    assert part(made, "word/document.xml").count("<w:footnoteReference ") == footnotes


def test_the_word_file_of_the_panel_paper_holds_the_timetable_and_the_footnote(paper):
    made = paper(PANEL).docx
    word = open_word(io.BytesIO(made))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == dp075.PANEL_HEAD
    assert [row[1] for row in rows[1:]] == dp075.PANEL_DATES
    assert dp075.FOOTNOTE in part(made, "word/footnotes.xml")
    assert dp075.PANEL_QUESTION in styled(word, "Heading 3")


def test_the_screen_reads_what_the_snapshot_holds(paper, client):
    read = paper(CSC)
    page = client.get(read.version.get_absolute_url()).content.decode()
    assert plain(fragment(read.document, str))[:400] in plain(page)


# What else is made of the same record


def test_the_problem_statement_is_a_document_of_its_own():
    proposal = Proposal.objects.get(number=75)
    own = {"by": proposal.lead_analyst, "effective": ISSUED_ON[PANEL]}
    draft = papers.compose_paper(kind="problem-statement", proposal=proposal, **own)
    papers.choose_term(paper=draft.paper, by=own["by"], term=GlossaryTerm.objects.get(term=MAM), always=False)
    version = papers.issue_paper(paper=draft.paper, **own)
    document = d.from_json(version.snapshot)
    assert version.get_absolute_url() == "/papers/dp075-problem-statement/1.0/"
    assert (version.title, document.version_line) == ("DP075 problem statement", "Problem statement – version 0.3")
    assert [text(part.heading) for part in document.sections] == ["About this document", *dp075_chapters()]


def dp075_chapters() -> list[str]:
    return [each for each in dp075.STATEMENT_HEADINGS if each.startswith(("What is", "How", "What are the views"))]


def test_composing_the_monthly_paper_takes_at_most_fifteen_queries(paper, django_assert_max_num_queries):
    known = Paper.objects.select_related("committee", "meeting", "item__presenter")
    found = known.get(pk=paper(TABASC).version.paper_id)
    with django_assert_max_num_queries(15):
        kind_of(found).document(found, Edition("0.1", False, ISSUED_ON[TABASC]))


def test_issuing_them_again_issues_nothing():
    record = Record()
    record.people = {person.email: person for person in User.objects.all()}
    before = PaperVersion.objects.count()
    issue_papers(record)
    assert PaperVersion.objects.count() == before

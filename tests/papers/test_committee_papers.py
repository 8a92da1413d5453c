"""The papers on DP075 and the TABASC's paper of 28 May 2020 out of the record, held against what the source papers say."""

import re

import pytest
from django.test.utils import CaptureQueriesContext

from papers import actions as papers
from papers import document as d
from papers.models import Boilerplate, GlossaryTerm, Paper, PaperVersion
from papers.render_html import fragment
from proposals.models import AssessmentArea, Proposal
from secmods.demo.committeepapers import issue_papers
from secmods.demo.record import Record
from tests.papers import expectations_dp075 as want
from tests.papers import expectations_tabasc as tabasc
from tests.papers import sourced
from tests.papers.reading import items, stated, text

pytestmark = pytest.mark.django_db

HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def plain(html: str) -> str:
    return " ".join(TAG.sub("", html).split())


def headings(html: str) -> list[tuple[int, str]]:
    return [(int(rank), plain(words)) for rank, words in HEADING.findall(html)]


def said(part) -> str:
    """The words of a section, however they are marked up."""
    only = d.Document("x", "", "", "", "", "draft", (), None, (), (part,), cover=False, numbered=False)
    return plain(fragment(only, str))


def html_of(document: d.Document) -> str:
    return fragment(document, lambda source: f"/{source}")


def section(document: d.Document, key: str) -> d.Section:
    return next(part for part in document.sections if part.key == key)


def recommended(document: d.Document) -> list[tuple[str, str]]:
    rows = stated(document)["recommendations.list"].items
    return [(row[0].text, text(row[1:]).strip()) for row in rows]


@pytest.fixture
def dp075():
    record = sourced.entered(75)
    proposal = Proposal.objects.get(number=75)
    sourced.commented(record, proposal)
    sourced.put_to_bodies(record, proposal)
    GlossaryTerm.objects.filter(acronym="MAM").exclude(term__startswith="Meter Asset Manager").delete()
    return proposal


@pytest.fixture
def by(dp075):
    return dp075.lead_analyst


@pytest.fixture
def csc_item(dp075):
    item = sourced.item_of(sourced.meeting_of("csc", sourced.CSC_MEETS), 4, proposal=dp075)
    sourced.recommend(item, *sourced.CSC_ASKED)
    return item


@pytest.fixture
def csc(csc_item, by):
    draft = papers.compose_paper(kind="csc-paper", item=csc_item, by=by)
    return papers.issue_paper(paper=draft.paper, by=by, effective=sourced.CSC_PAPERS)


@pytest.fixture
def panel_item(dp075):
    item = sourced.item_of(sourced.meeting_of("panel", sourced.PANEL_MEETS), 11, proposal=dp075)
    sourced.recommend(item, *sourced.PANEL_ASKED)
    item.recommendations.filter(order=2).update(move="convert_to_refinement")
    AssessmentArea.objects.create(
        proposal=dp075,
        question="Do the licence conditions for Non-Domestic Suppliers already deal with the issue?",
        background="<p>Parties advised that they do.</p>",
        counter_view="<p>The Proposer disagrees.</p>",
    )
    return item


@pytest.fixture
def panel(panel_item, by):
    draft = papers.compose_paper(kind="panel-paper", item=panel_item, by=by)
    return papers.issue_paper(paper=draft.paper, by=by, effective=sourced.PANEL_PAPERS)


def test_the_csc_paper_has_the_parts_of_its_source(csc):
    document = d.from_json(csc.snapshot)
    own = headings(html_of(document).split('class="paper-annex"')[0])
    assert own == want.CSC_HEADINGS
    assert [part.key for part in document.walk() if isinstance(part, d.Table) and "appendix" not in part.key] == []
    assert document.header.lines[-2:] == (("Action", "For Decision"), ("Meeting", "CSC, 28 May 2019"))
    assert (document.sign_off.name, document.sign_off.team, f"{document.sign_off.on:%-d %B %Y}") == want.CSC_SIGNED
    assert [text(line) for line in document.attachments] == want.CSC_ATTACHMENTS


def test_the_csc_paper_states_the_facts_of_its_source(csc):
    document = d.from_json(csc.snapshot)
    for key, facts in want.CSC_FACTS.items():
        words = said(section(document, key))
        assert [fact for fact in facts if fact not in words] == [], words
    assert [
        line.startswith(start) for line, start in zip(items(document, "comments.list"), want.CSC_FEEDBACK, strict=True)
    ]
    assert recommended(document) == want.CSC_RECOMMENDATIONS


def test_the_sub_committees_stand_as_s0_has_them(csc):
    [words] = [text(part.words) for part in d.from_json(csc.snapshot).walk() if part.key == "comments.bodies"]
    assert "The SSC and the TABASC oppose the proposal." in words
    assert "The OPSG was asked by correspondence (it was raised too close to its last meeting)" in words
    assert "The SMKI PMA will give its view on 21 May 2019, and we will tell the CSC verbally what it says." in words


def test_the_statement_frozen_under_the_csc_paper_has_no_view_of_the_csc(csc, panel):
    under_csc, under_panel = (d.from_json(version.snapshot).annexes[0] for version in (csc, panel))
    assert (under_csc.label, under_csc.version) == ("Appendix A", "0.2")
    assert (under_panel.label, under_panel.version) == ("Appendix A", "0.3")
    found = [
        [text(part.heading) for part in annex.walk() if isinstance(part, d.Section)]
        for annex in (under_csc, under_panel)
    ]
    assert found == [want.STATEMENT_HEADINGS, [*want.STATEMENT_HEADINGS, want.CSC_VIEW]]


def test_the_collated_comments_are_four_with_who_said_them(csc):
    annex = d.from_json(csc.snapshot).annexes[1]
    [table] = [block for block in annex.about if isinstance(block, d.Table)]
    assert table.head == ("Respondent", "Category", "Position")
    assert [text(row[1]) for row in table.rows] == ["Small Supplier"] + ["Other SEC Party"] * 3
    assert len(annex.sections) == 4


def test_the_panel_paper_has_the_parts_of_its_source(panel):
    document = d.from_json(panel.snapshot)
    own = headings(html_of(document).split('class="paper-annex"')[0])
    assert [heading for heading in own if heading[0] in (2, 3)] == want.PANEL_HEADINGS
    assert [rank for rank, words in own if words.startswith("Do the licence conditions")] == [4]
    assert panel.get_absolute_url() == "/papers/secp-69-1406-11/1.0/"
    assert document.header.lines[:2] == (("Paper Reference", want.PANEL_REFERENCE), ("Action", "For Decision"))
    assert (document.sign_off.name, document.sign_off.team, f"{document.sign_off.on:%-d %B %Y}") == want.PANEL_SIGNED
    assert [text(line) for line in document.attachments] == want.PANEL_ATTACHMENTS


def test_the_timetable_has_five_rows_with_the_days_of_s1(panel):
    [table] = [part for part in d.from_json(panel.snapshot).walk() if isinstance(part, d.Table)]
    assert list(table.head) == want.PANEL_HEAD
    assert [text(row[1]) for row in table.rows] == want.PANEL_DATES
    pairs = zip((text(row[0]) for row in table.rows), want.PANEL_ACTIVITIES, strict=True)
    assert [activity for activity, part in pairs if part not in activity] == []
    assert recommended(d.from_json(panel.snapshot)) == want.PANEL_RECOMMENDATIONS


def test_the_problem_statement_0_3_has_what_s1_has_behind_the_panel_paper(panel):
    html = html_of(d.from_json(panel.snapshot)).split('class="paper-annex"')[1]
    words = plain(html)
    assert "Problem statement – version 0.3" in words
    assert [topic for topic in want.SUBTOPICS if topic not in [said for _, said in headings(html)]] == []
    assert [fact for fact in (*want.PROPOSER, *want.PLACES, want.CAPTION, want.FOOTNOTE) if fact not in words] == []
    assert "The DCC has no comments on this Draft Proposal." in words
    assert "three Other SEC Parties and one Small Supplier" in words
    assert len(re.findall(r"<li><strong>Sections? G", html)) == 3


def test_the_problem_statement_is_a_document_of_its_own(dp075, by):
    draft = papers.compose_paper(kind="problem-statement", proposal=dp075, by=by)
    version = papers.issue_paper(paper=draft.paper, by=by, effective=sourced.PANEL_PAPERS)
    document = d.from_json(version.snapshot)
    assert version.get_absolute_url() == "/papers/dp075-problem-statement/1.0/"
    assert version.title == "DP075 problem statement"
    assert document.version_line == "Problem statement – version 0.3"
    assert [text(part.heading) for part in document.sections] == [
        "About this document",
        *[
            heading
            for heading in want.STATEMENT_HEADINGS
            if heading.startswith(("What is", "How", "What are the views"))
        ],
    ]


@pytest.fixture
def tabasc_paper():
    record = sourced.entered(125, 126, 127, 128, 129, 130, 131, 132, 133)
    safiya = record.people["safiya-rahmani"]
    item = sourced.item_of(
        sourced.meeting_of("tabasc", sourced.TABASC_MEETS),
        3,
        kind="new_proposals",
        purpose="discussion",
        title="New proposals",
        presenter=safiya,
    )
    draft = papers.compose_paper(
        kind="new-proposals", item=item, by=safiya, starts=sourced.NEW_FROM, ends=sourced.TABASC_PAPERS
    )
    return papers.issue_paper(paper=draft.paper, by=safiya, effective=sourced.TABASC_PAPERS)


def test_the_tabasc_paper_has_nine_blocks_with_mp130_in_its_place(tabasc_paper):
    document = d.from_json(tabasc_paper.snapshot)
    html = html_of(document)
    assert [heading for heading in headings(html) if heading[0] < 4] == tabasc.HEADINGS
    for reference, facts in tabasc.RAISED.items():
        sentence = text(stated(document)[f"new.{reference.lower()}.raised"].words)
        assert sentence.startswith(f"{reference} {facts[0]} "), sentence
        assert facts[1] in sentence
        assert "The Lead Analyst from SECAS is " in sentence
    assert [value for value in tabasc.EXACT if value not in html] == []
    assert document.header.lines[1] == ("Action", "For Discussion")
    assert (document.sign_off.name, document.sign_off.team, f"{document.sign_off.on:%-d %B %Y}") == tabasc.SIGNED
    assert [
        "".join(part.text for part in row) for row in stated(document)["recommendations.list"].items
    ] == tabasc.RECOMMENDATIONS


def test_the_updates_section_says_that_there_are_none(tabasc_paper):
    updates = section(d.from_json(tabasc_paper.snapshot), "updates")
    assert [part.key for part in updates.walk()] == ["updates", "updates.none"]
    assert "the TABASC" in text(updates.blocks[0].words)


def test_composing_the_monthly_paper_takes_at_most_fifteen_queries(tabasc_paper):
    from django.db import connection

    from papers.gather import Edition
    from papers.kinds import kind_of

    paper = Paper.objects.select_related("committee", "meeting", "item__presenter").get(pk=tabasc_paper.paper_id)
    with CaptureQueriesContext(connection) as asked:
        kind_of(paper).document(paper, Edition("0.1", False, sourced.TABASC_PAPERS))
    assert len(asked) <= 15


def test_a_body_with_words_of_its_own_is_told_in_them(tabasc_paper):
    own = Boilerplate.objects.filter(committee=None, key="new_focus").get().text
    assert own in text(stated(d.from_json(tabasc_paper.snapshot))["new.focus"].words)


def test_the_demo_issues_these_papers_where_its_agendas_have_the_items(dp075, csc_item, panel_item):
    GlossaryTerm.objects.get_or_create(acronym="MAM", term="Meter Asset Maintainer")
    record = Record()
    record.people = {dp075.lead_analyst.email: dp075.lead_analyst}
    issue_papers(record)
    issue_papers(record)  # again: each has its paper
    found = PaperVersion.objects.filter(state="issued").order_by("composed_on")
    assert [(version.slug, version.label, version.composed_on) for version in found] == [
        ("csc-07-2805-04", "1.0", sourced.CSC_PAPERS),
        ("secp-69-1406-11", "1.0", sourced.PANEL_PAPERS),
    ]

"""From the record to the report: MP087 as its source paper states it, gathered in a fixed number of queries."""

from dataclasses import replace
from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from audit import clock
from legaltext import actions as legal
from papers import actions as papers
from papers import document as d
from papers.gather import Edition, gather
from papers.models import GlossaryTerm, PaperVersion
from papers.modification_report import compose
from proposals import actions
from proposals.actions import alternatives
from proposals.models import IndustryCode, Objective, Proposal
from proposals.models.solution import Solution
from subcommittees.actions import record_view
from tests import factories as make
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db

PANEL_DAY = date(2019, 10, 11)
RAISED = date(2019, 8, 20)


def mp087(by) -> Proposal:
    """The facts of MP087 in words of our own, entered by acts."""
    proposal = make.agreed_proposal(
        by=by, number=87, raised_on=RAISED, title="Correction to SEC Section G – User Responsibilities"
    )
    ssc = make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")
    csc = make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")
    record_view(
        proposal=proposal, by=by, committee=csc, position="supports", text="Ready for the Panel.", given_on=RAISED
    )
    record_view(proposal=proposal, by=by, committee=ssc, position="supports", text="Do it soon.", given_on=RAISED)
    letters = {objective.letter: objective for objective in Objective.objects.filter(set="general")}
    actions.save_solution(
        proposal=proposal,
        by=by,
        text="<p>Section G3.20 will follow Section G3.17.</p>",
        parties_narrative="<p>Suppliers will know which hubs are theirs.</p>",
        dcc_system_impacted=False,
        other_codes_impacted=False,
        greenhouse_gas_impacted=False,
        dcc_cost=Solution.Cost.NONE,
        secas_days=2,
        secas_activities="Putting the change into the SEC",
        party_cost=Solution.Cost.NONE,
        rows=actions.SolutionRows(
            impacts=[{"category": c, "direction": "positive"} for c in ("large_supplier", "small_supplier", "dcc")],
            points={"benefit": [{"text": "The SEC says what was meant.", "named_by": [ssc, csc]}], "drawback": []},
            objectives=[{"objective": letters[x], "effect": "better", "rationale": "It is clearer."} for x in "ag"],
        ),
    )
    document, version = make.SecDocumentFactory(), make.SecVersionFactory()
    for number, text in (
        ("G3.19", "A User need not tell twice."),
        ("G3.20", "Each User shall agree with:\n(a) makers."),
        ("G3.21", "No more."),
    ):
        legal.enter_clause(by=by, document=document, version=version, number=number, text=text)
    legal.draft_against(proposal=proposal, by=by, version=version)
    for number in ("G3.19", "G3.21"):
        legal.save_edit(proposal=proposal, by=by, document=document, clause=number, operation="context")
    legal.save_edit(
        proposal=proposal,
        by=by,
        document=document,
        clause="G3.20",
        operation="amend",
        after="Each User shall agree with:\n(a) all makers.",
    )
    legal.finish_draft(proposal=proposal, by=by)
    actions.approve_fast_track(proposal=proposal, by=by, words="It corrects an error.", effective=PANEL_DAY)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def analyst():
    return make.analyst()


@pytest.fixture
def report(analyst) -> PaperVersion:
    return papers.issue_report(proposal=mp087(analyst), by=analyst, effective=PANEL_DAY)


def block(document: d.Document, key: str):
    return next(part for part in document.walk() if part.key == key)


def test_the_issued_report_has_the_address_and_version_of_the_published_one(report):
    assert report.get_absolute_url() == "/papers/mp087-modification-report/1.0/"
    assert report.is_issued
    assert report.snapshot_hash == d.snapshot_hash(d.from_json(report.snapshot))


def test_suppliers_and_the_dcc_are_ticked_and_no_other(report):
    table = block(d.from_json(report.snapshot), "impacts.parties.table")
    assert [cell.name for cell in table.cells if cell.ticked] == ["Large Suppliers", "Small Suppliers", "DCC"]


def test_implementation_is_one_working_day_after_the_objection_period(report):
    text = d.to_json(d.from_json(report.snapshot))
    assert "one working day following the end of the objection period" in text
    assert "4 November 2019" in text
    assert "1 November 2019" in text


def test_the_annex_shows_the_change_between_its_context(report):
    redline = next(part for part in d.from_json(report.snapshot).walk() if isinstance(part, d.Redline))
    assert redline.instruction == "Amend Section G3.20 as follows:"
    assert [line.label for line in redline.lines] == ["G3.19", "G3.20", "(a)", "G3.21"]


def test_composing_takes_at_most_fifteen_queries(analyst, django_assert_num_queries):
    paper = papers.report_of(mp087(analyst))
    with django_assert_num_queries(14):
        compose(gather(paper, Edition("0.1", False, PANEL_DAY)))


def test_a_path_2_proposal_with_figures_and_other_codes_stays_within_fifteen(analyst, connection_queries):
    proposal = mp087(analyst)
    codes = list(IndustryCode.objects.filter(code__in=["BSC", "REC"]))
    actions.save_solution(
        proposal=proposal, by=analyst, other_codes_impacted=True, rows=actions.SolutionRows(codes=codes)
    )
    paper = papers.report_of(proposal)
    with connection_queries() as queries:
        facts = gather(paper, Edition("0.1", False, PANEL_DAY))
    assert [code.name for code in facts.other_codes] == ["BSC", "REC"]
    assert len(queries) <= 15


@pytest.fixture
def connection_queries():
    from django.db import connection

    return lambda: CaptureQueriesContext(connection)


def test_a_draft_that_says_the_same_is_not_written_twice(analyst):
    proposal = mp087(analyst)
    first = papers.compose_draft(proposal=proposal, by=analyst)
    assert papers.compose_draft(proposal=proposal, by=analyst) == first
    actions.save_details(proposal=proposal, by=analyst, title="Correction to SEC Section G")
    second = papers.compose_draft(proposal=proposal, by=analyst)
    assert [first.label, second.label] == ["0.1", "0.2"]


def test_a_term_is_listed_although_it_is_never_used(analyst):
    proposal = mp087(analyst)
    term = GlossaryTerm.objects.create(acronym="TABASC", term="Technical Architecture Sub-Committee")
    papers.choose_term(proposal=proposal, by=analyst, term=term, always=True)
    document = d.from_json(papers.compose_draft(proposal=proposal, by=analyst).snapshot)
    rows = block(document, "glossary.table").rows
    assert [row[0][0].text for row in rows] == ["TABASC"]


def test_drafts_are_secas_s_and_issued_papers_everybody_s(analyst, report):
    from django.contrib.auth.models import AnonymousUser

    draft = papers.compose_draft(proposal=report.paper.proposal, by=analyst)
    assert draft.label == "1.1"
    assert set(PaperVersion.objects.visible_to(analyst)) == {report, draft}
    assert set(PaperVersion.objects.visible_to(AnonymousUser())) == {report}
    assert set(PaperVersion.objects.visible_to(make.party())) == {report}


def beside(proposal, by, n: int):
    """An Alternative, developed as the proposed solution is."""
    own = {"proposal": proposal, "by": by}
    proposer = {"raised_by": proposal.proposer, "organisation": proposal.proposer_organisation}
    made = alternatives.raise_alternative(**own, title=f"Way {n}", text=f"<p>By way {n}.</p>", **proposer)
    objective = Objective.objects.get(set="general", letter="a")
    rows = actions.SolutionRows(
        impacts=[{"category": "dcc", "direction": "negative"}],
        points={"benefit": [{"text": f"Benefit {n}."}], "drawback": []},
        objectives=[{"objective": objective, "effect": "neutral", "rationale": "It is as clear."}],
    )
    codes = {"other_codes_impacted": True, "other_codes_text": "<p>One item more.</p>"}
    rows = replace(rows, codes=list(IndustryCode.objects.filter(code="BSC")))
    actions.save_solution(**own, alternative=made, rows=rows, dcc_cost="none", secas_days=n, **codes)
    legal.draft_against(**own, alternative=made, version=make.SecVersionFactory())
    edit = {"document": make.SecDocumentFactory(), "clause": "G3.20", "operation": "amend", "after": f"Text {n}."}
    legal.save_edit(**own, alternative=made, **edit)
    return made


def test_an_alternative_is_reported_like_the_proposed_solution(analyst):
    proposal = refined(analyst)
    first, second = beside(proposal, analyst, 1), beside(proposal, analyst, 2)
    alternatives.save_alternative_implementation(
        proposal=proposal, by=analyst, alternative=second, implementation="<p>In June.</p>"
    )
    document = d.from_json(papers.compose_draft(proposal=proposal, by=analyst).snapshot)
    assert [(annex.label, annex.title) for annex in document.annexes] == [
        ("Annex A", "Legal text"),
        ("Annex B", "Legal text of Alternative Solution 1"),
        ("Annex C", "Legal text of Alternative Solution 2"),
    ]
    chapters = {section.key: section for section in document.sections}
    for chapter in ("solution", "impacts", "costs", "implementation", "conclusions"):
        keys = [section.key for section in chapters[chapter].sections]
        assert {f"{chapter}.alternative-1", f"{chapter}.alternative-2"} <= set(keys)
    paragraphs = (part for part in document.walk() if isinstance(part, d.Paragraph))
    said = {part.key: "".join(run.text for run in part.words) for part in paragraphs}
    assert said["costs.alternative-2.secas.amount"].startswith("SECAS estimates two days of effort")
    assert said["implementation.alternative-1.approach"] == (
        "Alternative Solution 1 would be implemented as the Proposed Solution would."
    )
    organisation = proposal.proposer_organisation.name
    assert said["conclusions.alternative-1.objectives.a.effect"] == (
        f"{organisation} believes that Alternative Solution 1 would be neutral towards SEC Objective (a)."
    )
    assert "<p>" not in d.to_json(document).split("BSC", 1)[1][:200]
    alternatives.withdraw_alternative(proposal=proposal, by=analyst, alternative=first, why="No.")
    document = d.from_json(papers.compose_draft(proposal=proposal, by=analyst).snapshot)
    assert [annex.title for annex in document.annexes] == ["Legal text", "Legal text of Alternative Solution 2"]


def test_more_alternatives_cost_no_more_queries(analyst, connection_queries):
    counts = []
    for several in (1, 5):
        proposal = refined(analyst)
        for n in range(several):
            beside(proposal, analyst, n + 1)
        paper = papers.report_of(proposal)
        with connection_queries() as queries:
            gather(paper, Edition("0.1", False, clock.today()))
        counts.append(len(queries))
    assert counts == [16, 16]

"""Changing one fact of the record changes exactly the sentences, cells and lists that state it."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.comments.feedback import Feedback, Line, OfCategory
from papers import facts as f
from papers.board import facts as b
from papers.consultation.counts import Told
from papers.document import DELETE
from papers.modification_report import compose
from tests.papers.boards import APPROVED
from tests.papers.reading import stated
from tests.papers.reports import CSC, MP087, SSC

HELD = Told(
    key=4,
    kind="refinement",
    kind_name="Refinement Consultation",
    address="https://example.org/consultations/4/outcome/",
    opened_on=date(2019, 6, 3),
    closes_on=date(2019, 6, 21),
    working_days=15,
    published=False,
    count=2,
)

# A draft in which everything has been said, so that every fact has a place to show in.
FULL = replace(
    MP087,
    issued=False,
    erratum=f.Erratum("0.9", date(2019, 10, 10), "The clause was cited wrongly."),
    issue="<p>The clause and its readers.</p><p>[[figure: 1]]</p>",
    sec_context="<p>Section G3.20 binds Users.</p>",
    areas=(f.Area("Is the clause enough?", "CSC", "<p>It is.</p>"),),
    assessments=(
        f.Assessment(
            "Preliminary Assessment",
            date(2019, 9, 3),
            f.DccCost(100_000, 200_000),
            "one month",
            "February 2020",
            "<p>No testing.</p>",
        ),
    ),
    legal_text=replace(
        MP087.legal_text,
        documents=(
            replace(
                MP087.legal_text.documents[0],
                changes=(replace(MP087.legal_text.documents[0].changes[0], operation="insert", after="Section G3.19"),),
            ),
        ),
    ),
    party_impacts=(f.PartyImpact(f.Cell.LARGE_SUPPLIERS, f.Direction.POSITIVE, "They know their duty."),),
    dcc_systems=True,
    dcc_systems_detail="<p>One report more.</p>",
    other_codes=(f.OtherCode("Retail Energy Code", "One item more."),),
    greenhouse_gas="<p>Fewer visits.</p>",
    dcc_cost=f.DccCost(100_000, 200_000),
    dcc_cost_detail="<p>Without testing.</p>",
    party_costs="<p>Small.</p>",
    implementations=(
        replace(
            MP087.implementations[0], release_kind=f.ReleaseKind.SCHEDULED, release_name="November 2019 SEC Release"
        ),
    ),
    benefits=(f.Point("Plainer.", True, (SSC,)),),
    drawbacks=(f.Point("Slower.", False, (CSC,)),),
    objectives=MP087.objectives[:1],
    views=MP087.views[:1],
    feedback=Feedback(
        3,
        beside=1,
        by_category=(OfCategory("other_sec_party", 3, (("opposes", 3),)),),
        lines=(Line("other_sec_party", "opposes", 3, "The licences cover it."),),
    ),
    left_open=(f.LeftOpen("The OPSG was asked and did not answer.", "It was asked by correspondence."),),
    working_group="<p>It met once.</p>",
    consultation="<p>Four answered.</p>",
    change_board=b.ChangeBoard(
        votes=(replace(APPROVED, groups=APPROVED.groups[2:3], reasons=APPROVED.reasons[:1]),),
        met_on=date(2026, 11, 20),
        under_way=date(2026, 11, 26),
        step=b.Step(b.Did.RECOMMENDED, date(2026, 11, 25), "<p>All for it.</p>"),
        put_off=(b.Step(b.Did.DEFERRED, date(2026, 10, 28), "<p>Until the cost is known.</p>"),),
    ),
    reopened=f.Reopened(f.Reopening.SENT_BACK, date(2026, 12, 1), "<p>No figures.</p>"),
    figures=(f.Figure(1, "hub.png", "A hub", "A hub between two meters"),),
    glossary=replace(
        MP087.glossary, chosen=(f.Term("MAM", "Meter Asset Manager"),), added=("CSC", "SSC", "TABASC")
    ),  # the bodies are listed whatever else changes
)
OWN = {field.name: getattr(FULL, field.name) for field in fields(f.Worked)}
# An Alternative of which everything is said that is said of the Proposed Solution.
GUIDANCE = f.Alternative(
    1, "By guidance", "<p>Leave it to guidance, as a MAM would.</p>", "Tidewater", "<p>In June.</p>", **OWN
)
FULL = replace(FULL, alternatives=(GUIDANCE,))
OBJECTED = replace(FULL, window=replace(FULL.window, state=f.WindowState.OBJECTED, objections=1))

CERTAINTY = {
    "summary.effect",
    "summary.closing",
    "impacts.lead",
    "impacts.parties.lead",
    "impacts.dcc-system.lead",
    "impacts.documents.lead",
    "impacts.other-codes.lead",
    "costs.dcc.amount",
    "implementation.approach",
    "implementation.approach.date",
    "conclusions.objectives.a.effect",
    "annex-a.purpose",
}
BOARD = "conclusions.change-board"
# What is certain, or not, of the Alternative once it is the one that goes ahead.
OF_ALTERNATIVE = {
    "impacts.alternative-1.parties.lead",
    "impacts.alternative-1.dcc-system.lead",
    "impacts.alternative-1.documents.lead",
    "impacts.alternative-1.other-codes.lead",
    "costs.alternative-1.dcc.amount",
    "conclusions.alternative-1.objectives.a.effect",
    "annex-b.purpose",
}
AREA, GIVEN = "solution.areas.1", "costs.dcc.assessment-1"
VIEW, OBJECTIVE, LEGAL = "conclusions.sub-committees", "conclusions.objectives", "annex-a.section-g"
PARTIES = "conclusions.parties"

# fact: another value of it, and the keys that state it. "party_impacts.cell" is that of the first impact.
STATED_IN = {
    "reference": (
        "MP088",
        {
            "@reference",
            "about.purpose",
            "enclosures.list",
            "summary.closing",
            "impacts.lead",
            "costs.dcc.amount",
            "conclusions.points.named",
            "conclusions.objectives.a.effect",
            f"{BOARD}.put-off-1",
            f"{BOARD}.lead",
            f"{BOARD}.step",
            "conclusions.decision.made",
            "conclusions.panel.objections",
            "annex-a.purpose",
        },
    ),
    "title": ("Another title", {"@title", "about.purpose"}),
    "address": ("/elsewhere/", {"about.purpose"}),
    "classification": ("Green", {"@classification"}),
    "version": ("1.1", {"@version"}),
    "issued": (True, {"@status", "about.draft"}),
    "composed_on": (date(2019, 10, 14), {"@composed_on", "about.draft"}),
    "contact.name": ("Another", {"@contact"}),
    "contact.telephone": ("020 7946 0999", {"@contact"}),
    "contact.email": ("another@example.org", {"@contact"}),
    "office.name": ("Another", {"@contact"}),
    "office.address": ("2 Example Place", {"@contact"}),
    "office.telephone": ("020 7946 0998", {"@contact"}),
    "office.email": ("office@example.org", {"@contact"}),
    "erratum.version": ("0.8", {"about.erratum"}),
    "erratum.issued_on": (date(2019, 10, 9), {"about.erratum"}),
    "erratum.words": ("Other words.", {"about.erratum"}),
    "path": (f.Path.SELF_GOVERNANCE, {"about.glance", "summary.closing", "conclusions.decision.made"}),
    "urgent": (True, {"about.glance"}),
    "proposer": ("Northfield Energy", {"about.glance"}),
    "raised_on": (date(2019, 9, 3), {"about.glance"}),
    "summary": (MP087.summary + "<p>More.</p>", {"summary.text"}),
    "issue": ("<p>Other words.</p><p>[[figure: 1]]</p>", {"background.issue.text"}),
    "sec_context": ("<p>Other words.</p>", {"background.issue.context"}),
    "do_nothing": ("<p>Other words.</p>", {"background.do-nothing.text"}),
    "solution": ("<p>Other words.</p>", {"solution.proposed.text"}),
    "alternatives.title": ("By another way", {"solution.alternative-1.title", "summary.alternatives"}),
    "alternatives.text": ("<p>A MAM would write otherwise.</p>", {"solution.alternative-1.text"}),
    "alternatives.raised_for": ("Kestrel", {"conclusions.alternative-1.objectives.a.effect"}),
    "alternatives.implementation": ("<p>In May.</p>", {"implementation.alternative-1.approach"}),
    "areas.question": ("Is it safe?", {f"{AREA}"}),
    "areas.body": ("SSC", {f"{AREA}.answered"}),
    "areas.answer": ("<p>Other words.</p>", {f"{AREA}.answer"}),
    "areas.left_open": (
        "<p>Other words.</p>",
        {f"{AREA}.answered", f"{AREA}.answer", f"{AREA}.left-open", f"{AREA}.reason"},
    ),
    "assessments.name": ("Impact Assessment", {GIVEN, f"{GIVEN}.assumed"}),
    "assessments.given_on": (date(2019, 9, 4), {GIVEN}),
    "assessments.cost.low": (150_000, {GIVEN}),
    "assessments.cost.high": (250_000, {GIVEN}),
    "assessments.lead_time": ("two months", {GIVEN}),
    "assessments.release": ("June 2020", {GIVEN}),
    "assessments.assumptions": ("<p>Other words.</p>", {f"{GIVEN}.assumptions"}),
    "legal_text.version": ("1.1", {"annex-a"}),
    "legal_text.baseline": ("6.18", {"annex-a.baseline"}),
    "legal_text.documents.document.code": (
        "Section H",
        {"annex-a.section-g", "annex-a.section-g.1", "annex-a.section-h", "annex-a.section-h.1"},
    ),
    "legal_text.documents.document.title": ("Services", {LEGAL}),
    "legal_text.documents.changes.operation": ("delete", {f"{LEGAL}.1"}),
    "legal_text.documents.changes.clause": ("Section G3.22", {f"{LEGAL}.1"}),
    "legal_text.documents.changes.after": ("Section G3.18", {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.label": ("G3.16", {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.runs.kind": (DELETE, {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.runs.text": ("Other words", {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.level": (1, {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.heading": (False, {f"{LEGAL}.1"}),
    "legal_text.documents.changes.lines.was": ("G3.15", {f"{LEGAL}.1"}),
    "party_impacts.cell": (
        f.Cell.OTHER_SEC_PARTIES,
        {"summary.effect", "impacts.parties.table", "impacts.parties.lead", "impacts.parties.reasons"},
    ),
    "party_impacts.direction": (f.Direction.NEGATIVE, {"impacts.parties.lead"}),
    "party_impacts.reason": ("Other words.", {"impacts.parties.reasons"}),
    "parties_narrative": ("<p>Other words.</p>", {"impacts.parties.narrative"}),
    "dcc_systems": (False, {"impacts.dcc-system.lead"}),
    "dcc_systems_detail": ("<p>Other words.</p>", {"impacts.dcc-system.detail"}),
    "documents.code": ("Section H", {"impacts.documents.list"}),
    "documents.title": ("Services", {"impacts.documents.list"}),
    "other_codes.name": ("Uniform Network Code", {"impacts.other-codes.list"}),
    "other_codes.impact": ("Other words.", {"impacts.other-codes.list"}),
    "greenhouse_gas": ("<p>Other words.</p>", {"impacts.greenhouse-gas.text"}),
    "dcc_cost.low": (150_000, {"summary.effect", "costs.dcc.amount"}),
    "dcc_cost.high": (250_000, {"summary.effect", "costs.dcc.amount"}),
    "dcc_cost_detail": ("<p>Other words.</p>", {"costs.dcc.detail"}),
    "secas.days": (Decimal(3), {"summary.effect", "costs.secas.amount"}),
    "secas.daily_rate": (70_000, {"summary.effect", "costs.secas.amount"}),
    "secas.activities": (("Something else.",), {"costs.secas.activities"}),
    "party_costs": ("<p>Other words.</p>", {"costs.parties.text"}),
    "implementations.part": ("Part 1", {"implementation.approach.date"}),
    "implementations.rule": ("as soon as can be", {"implementation.approach.date"}),
    "implementations.planned_on": (
        date(2019, 11, 5),
        {"implementation.approach.date", "summary.closing", "conclusions.panel.objections"},
    ),
    "implementations.release_kind": (f.ReleaseKind.AD_HOC, {"implementation.approach.date"}),
    "implementations.release_name": ("February 2020 SEC Release", {"implementation.approach.date"}),
    "implementations.rationale": ("<p>Other words.</p>", {"implementation.approach.rationale"}),
    "implementations.actual_on": (
        date(2019, 11, 4),
        {"implementation.approach.date", "summary.closing", "conclusions.panel.objections"},
    ),
    "benefits.text": ("Other words.", {"conclusions.points.benefits.list"}),
    "benefits.by_proposer": (False, {"conclusions.points.named"}),
    "benefits.by_bodies.name": ("Another", set()),  # the sentence has the short name, the glossary its own terms
    "benefits.by_bodies.short_name": ("OPS", {"conclusions.points.named"}),
    "drawbacks.text": ("Other words.", {"conclusions.points.drawbacks.list"}),
    "drawbacks.by_proposer": (True, set()),  # the Proposer has named the benefit already
    "drawbacks.by_bodies.name": ("Another", set()),
    "drawbacks.by_bodies.short_name": ("OPS", {"conclusions.points.named"}),
    "objectives.letter": (
        "b",
        {f"{OBJECTIVE}.{letter}{rest}" for letter in "ab" for rest in ("", ".effect", ".rationale")},
    ),
    "objectives.words": ("Other words.", {f"{OBJECTIVE}.a"}),
    "objectives.effect": (f.Effect.WORSE, {f"{OBJECTIVE}.a.effect"}),
    "objectives.rationale": ("<p>Other words.</p>", {f"{OBJECTIVE}.a.rationale"}),
    "views.body.name": ("Another", {f"{VIEW}.csc"}),
    "views.body.short_name": ("OPS", {f"{VIEW}.csc", f"{VIEW}.csc.words", f"{VIEW}.ops", f"{VIEW}.ops.words"}),
    "views.stance": (f.Stance.OPPOSES, {f"{VIEW}.csc"}),
    "views.words": ("<p>Other words.</p>", {f"{VIEW}.csc.words"}),
    "feedback.count": (5, {f"{PARTIES}.count"}),
    "feedback.beside": (2, {f"{PARTIES}.beside"}),
    "feedback.by_category.category": ("gas_network", {f"{PARTIES}.count", f"{PARTIES}.list"}),
    "feedback.by_category.count": (4, {f"{PARTIES}.count", f"{PARTIES}.list"}),
    "feedback.by_category.stances": ((("opposes", 2),), set()),  # which its lines say
    "feedback.lines.category": ("gas_network", {f"{PARTIES}.list"}),
    "feedback.lines.stance": ("supports", {f"{PARTIES}.list"}),
    "feedback.lines.count": (2, {f"{PARTIES}.list"}),
    "feedback.lines.summary": ("Other words.", {f"{PARTIES}.list"}),
    "left_open.text": ("The OPSG has not yet answered.", {"conclusions.left-open.list"}),
    "left_open.why": ("It meets next month.", {"conclusions.left-open.list"}),
    "working_group": ("<p>Other words.</p>", {"conclusions.working-group.text"}),
    "consultation": ("<p>Other words.</p>", {"conclusions.consultation.text"}),
    "consulted": ((HELD,), {f"conclusions.consulted.4{end}" for end in ("", ".when", ".count")}),
    # The Alternative has all that the Proposed Solution has, so that its effect is the same.
    "change_board.votes.solution": (
        1,
        (CERTAINTY - {"summary.effect", "implementation.approach", "implementation.approach.date"})
        | {f"{BOARD}.lead", f"{BOARD}.votes"}
        | OF_ALTERNATIVE,
    ),
    "change_board.votes.strategy": ("otherwise", {f"{BOARD}.counting"}),  # it says how the votes were counted
    "change_board.votes.closed_on": (date(2026, 11, 27), {f"{BOARD}.lead"}),
    "change_board.votes.outcome": ("reject", {f"{BOARD}.outcome", f"{BOARD}.votes"}),
    "change_board.votes.counted": (5, {f"{BOARD}.outcome"}),
    "change_board.votes.approving": (4, {f"{BOARD}.outcome"}),
    "change_board.votes.voted": (10, {f"{BOARD}.took-part"}),
    "change_board.votes.quorum": (None, {f"{BOARD}.took-part"}),
    "change_board.votes.groups.name": ("Networks", {f"{BOARD}.votes"}),
    "change_board.votes.groups.approve": (2, {f"{BOARD}.votes"}),
    "change_board.votes.groups.reject": (2, {f"{BOARD}.votes"}),
    "change_board.votes.groups.abstain": (2, {f"{BOARD}.votes"}),
    "change_board.votes.groups.outcome": ("approve", {f"{BOARD}.votes"}),
    "change_board.votes.groups.recuse": (2, {f"{BOARD}.took-part"}),
    "change_board.votes.groups.silent": (2, {f"{BOARD}.took-part"}),
    "change_board.votes.reasons.group": ("Consumers", {f"{BOARD}.reasons.list"}),
    "change_board.votes.reasons.vote": ("abstain", {f"{BOARD}.reasons.list"}),
    "change_board.votes.reasons.text": ("Other words.", {f"{BOARD}.reasons.list"}),
    "change_board.votes.reasons.objectives": (("c-a",), {f"{BOARD}.reasons.list"}),
    "change_board.met_on": (date(2026, 11, 25), {f"{BOARD}.lead"}),
    "change_board.hidden": (True, {f"{BOARD}.lead"}),
    "change_board.under_way": (date(2026, 11, 27), {f"{BOARD}.lead"}),
    "change_board.step.did": (b.Did.RECOMMENDED_REJECTION, {f"{BOARD}.step"}),
    "change_board.step.on": (date(2026, 11, 26), {f"{BOARD}.step"}),
    "change_board.step.words": ("<p>Other words.</p>", {f"{BOARD}.words"}),
    "change_board.put_off.did": (b.Did.RETURNED, {f"{BOARD}.put-off-1"}),
    "change_board.put_off.on": (date(2026, 10, 29), {f"{BOARD}.put-off-1"}),
    "change_board.put_off.words": ("<p>Other words.</p>", {f"{BOARD}.put-off-1.words"}),
    "reopened.by": (f.Reopening.APPEAL, {"conclusions.reopened", "conclusions.reopened.by"}),
    "reopened.on": (date(2026, 12, 2), {"conclusions.reopened.by"}),
    "reopened.words": ("<p>Other words.</p>", {"conclusions.reopened.words"}),
    "panel": ("<p>Other words.</p>", {"conclusions.panel.text"}),
    "decision.outcome": (f.Outcome.REJECTED, CERTAINTY | {"conclusions.decision.made"}),
    "decision.body": ("Authority", {"conclusions.decision", "conclusions.decision.made"}),
    "decision.on": (date(2019, 10, 14), {"conclusions.decision.made"}),
    "window.working_days": (10, {"conclusions.panel.objections"}),
    "window.closes_on": (date(2019, 11, 4), {"conclusions.panel.objections"}),
    "window.state": (
        f.WindowState.OBJECTED,
        CERTAINTY | {"conclusions.panel.objections", "implementation.approach.rationale"},
    ),
    "window.objections": (2, {"conclusions.panel.objections"}),
    "figures.number": (2, {"background.issue.text.figure-1", "background.issue.text.figure-2"}),
    "figures.source": ("other.png", {"background.issue.text.figure-1"}),
    "figures.caption": ("Other words", {"background.issue.text.figure-1"}),
    "figures.alternative": ("Other words", {"background.issue.text.figure-1"}),
    "glossary.known.acronym": ("BEISS", {"glossary.table"}),
    "glossary.known.meaning": ("Other words", {"glossary.table"}),
    "glossary.chosen.acronym": ("MAP", {"glossary.table"}),
    "glossary.chosen.meaning": ("Meter Asset Maintainer", {"glossary.table"}),
    "glossary.added": ((), {"glossary.table"}),
    "checkpoint.events": (9, {"@checkpoint"}),
    "checkpoint.head": ("0a", {"@checkpoint"}),
    "checkpoint.day": (date(2019, 10, 9), {"@checkpoint"}),
}


def beside(key: str) -> str:
    """Where the first Alternative says what the Proposed Solution says at ``key``."""
    if key.startswith("annex-a"):
        return key.replace("annex-a", "annex-b")
    chapter, _, rest = key.partition(".")
    return f"{chapter}.alternative-1.{rest}"


# What is said of an Alternative stands where the chapters speak of it, and the summary says nothing of it.
STATED_IN |= {
    f"alternatives.{path}": (new, {beside(key) for key in keys if not key.startswith("summary.")})
    for path, (new, keys) in STATED_IN.items()
    if path.split(".")[0] in OWN
}
# The parts of the SEC that it changes are those of its legal text.
for path in ("code", "title"):
    STATED_IN[f"alternatives.legal_text.documents.document.{path}"][1].add("impacts.alternative-1.documents.list")
# Its number is in its name, and in every key of it.
ALL_OF_IT = {key for key in stated(compose(FULL)) if "alternative-1" in key}
STATED_IN["alternatives.number"] = (
    2,
    ALL_OF_IT
    | {key.replace("alternative-1", "alternative-2") for key in ALL_OF_IT}
    | {"summary.alternatives", "enclosures.list", "annex-b", "annex-b.purpose"},
)
# Facts that have something to say only in another state of the record.
BASES = {"window.objections": OBJECTED}


def paths(value, prefix: str = "") -> set[str]:
    """Every fact under ``value``; of several alike, those of the first."""
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        value = value[0]
    if not is_dataclass(value):
        return {prefix}
    dotted = f"{prefix}." if prefix else ""
    return set().union(*(paths(getattr(value, field.name), f"{dotted}{field.name}") for field in fields(value)))


def with_fact(value, path: list[str], new):
    if not path:
        return new
    if isinstance(value, tuple):
        return (with_fact(value[0], path, new), *value[1:])
    name, *rest = path
    return replace(value, **{name: with_fact(getattr(value, name), rest, new)})


def difference(before: f.Facts, after: f.Facts) -> set[str]:
    old, new = stated(compose(before)), stated(compose(after))
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def test_the_table_covers_every_fact():
    assert set(STATED_IN) == paths(FULL)
    assert len(STATED_IN) > 90


@pytest.mark.parametrize("path", sorted(STATED_IN))
def test_one_fact_changes_exactly_what_states_it(path):
    new, keys = STATED_IN[path]
    base = BASES.get(path, FULL)
    changed = with_fact(base, path.split("."), new)
    assert changed != base
    assert difference(base, changed) == keys


@given(
    pounds=st.integers(1, 10_000_000), days=st.integers(1, 400), planned=st.dates(date(2019, 1, 1), date(2040, 1, 1))
)
def test_any_amount_and_any_date_touch_only_their_own_sentences(pounds, days, planned):
    costs = replace(FULL, dcc_cost=f.DccCost(1, pounds * 100), secas=replace(FULL.secas, days=Decimal(days)))
    assert difference(FULL, costs) <= {"summary.effect", "costs.dcc.amount", "costs.secas.amount"}
    moved = with_fact(FULL, ["implementations", "planned_on"], planned)
    _, keys = STATED_IN["implementations.planned_on"]
    assert difference(FULL, moved) == (keys if planned != FULL.implementations[0].planned_on else set())

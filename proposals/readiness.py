"""What is missing before a body can decide, computed from the record: for one proposal, and for the next meetings."""

from dataclasses import dataclass, field
from datetime import date

from audit import clock
from bodies.models import Committee, Meeting
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.lifecycle import MOVES, MoveType
from proposals.models import Acceptance, Move, Proposal, RuleKey
from proposals.processrules import value_on
from proposals.states import Path, UrgentStep
from proposals.states import State as S

# The step that the next decision on a proposal makes, where nothing is amiss; a route that the Change Sub-Committee
# recommended goes before (S0 §5).
STEP = {
    S.DEVELOPMENT: "csc_agrees",
    S.CSC_AGREED: "convert_to_refinement",
    S.REFINEMENT: "present_report",
    S.REPORT_PANEL: "panel_sends_to_consultation",
    S.REPORT_MRC: "consultation_closes",
    S.REPORT_CHANGE_BOARD: "change_board_recommends",
    S.SENT_BACK: "rework_to_consultation",
}
ROUTES = {"Report Phase": "convert_to_report", "Fast-Track": "approve_fast_track"}
# Who looks at what a step without a deciding body puts before them.
BEFORE = {"present_report": "panel", "consultation_closes": "change-board"}
BODIES = ("csc", "panel", "change-board")


@dataclass(frozen=True)
class Gap:
    """Something missing. ``acceptance`` is set where it is accepted with a reason."""

    requirement: str
    reason: ports.Reason
    url: str
    acceptance: Acceptance | None = None


@dataclass(frozen=True)
class Readiness:
    """What stands between a proposal and its next decision."""

    proposal: Proposal
    row: MoveType
    body: str
    gaps: list[Gap] = field(default_factory=list)

    @property
    def must(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.reason.blocks]

    @property
    def should(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.reason.blocks and gap.acceptance is None]

    @property
    def accepted(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.acceptance is not None]

    @property
    def is_ready(self) -> bool:
        return not self.must and not self.should


@dataclass(frozen=True)
class Sitting:
    """A body with its next meeting, the day its papers are due, and what would come before it."""

    committee: Committee
    meeting: Meeting | None
    papers_due: date | None
    days_left: int | None
    rows: list[Readiness]

    @property
    def ready(self) -> int:
        return sum(row.is_ready for row in self.rows)


def readiness(proposals: list[Proposal], on: date | None = None) -> list[Readiness]:
    """For each proposal that a decision awaits, in constant queries. ``on``: today if not given."""
    routes = _routes(proposals)
    steps = {p.pk: step_of(p, routes) for p in proposals}
    waiting = [p for p in proposals if steps[p.pk]]
    keys = list(dict.fromkeys(key for p in waiting for key in MOVES[steps[p.pk]].requires))
    queryset = Proposal.objects.filter(pk__in=[p.pk for p in waiting])
    found = ports.reasons_for(keys, queryset, on or clock.today()) if keys else {}
    accepted = (
        _accepted(waiting) if any(not r.blocks for of in found.values() for rs in of.values() for r in rs) else {}
    )
    return [_one(p, MOVES[steps[p.pk]], found.get(p.pk, {}), accepted) for p in waiting]


def readiness_for(proposal: Proposal, row: MoveType, on: date | None = None) -> Readiness:
    """What stands between a proposal and one step of the table, whether or not it is the next."""
    queryset = Proposal.objects.filter(pk=proposal.pk)
    reasons = ports.reasons_for(row.requires, queryset, on or clock.today())[proposal.pk] if row.requires else {}
    accepted = _accepted([proposal]) if any(not r.blocks for rs in reasons.values() for r in rs) else {}
    return _one(proposal, row, reasons, accepted)


def _one(proposal: Proposal, row: MoveType, reasons: dict, accepted: dict) -> Readiness:
    gaps = [
        Gap(key, reason, reason.mend_url(proposal), accepted.get((proposal.pk, key, reason.text)))
        for key in row.requires
        for reason in reasons.get(key, [])
    ]
    return Readiness(proposal, row, row.body or BEFORE.get(row.key, ""), gaps)


URGENT_STEP = {
    "": "convert_as_urgent",
    UrgentStep.CHANGE_BOARD: "convert_as_urgent",
    UrgentStep.PANEL: "convert_as_urgent_to_panel",
    UrgentStep.CONSULTATION: "convert_as_urgent_to_consultation",
}


def step_of(proposal: Proposal, routes: dict[int, str]) -> str:
    """The key of the step that the next decision makes; empty where none is waited for."""
    state = S(proposal.state)
    if state == S.CSC_AGREED:
        return ROUTES.get(routes.get(proposal.pk, ""), STEP[state])
    if state == S.DEVELOPMENT and proposal.urgent:
        return URGENT_STEP[proposal.urgent_next_step]
    if state == S.REPORT_CHANGE_BOARD and proposal.path == Path.SELF_GOVERNANCE:
        return "change_board_approves"
    return STEP.get(state, "")


def _routes(proposals: list[Proposal]) -> dict[int, str]:
    """The route that the Change Sub-Committee recommended for each that waits for the Panel, where it did."""
    agreed_on = [p.pk for p in proposals if p.state == S.CSC_AGREED]
    if not agreed_on:
        return {}
    agreed = Move.objects.standing().filter(key="csc_agrees", proposal__in=agreed_on)
    return {move.proposal_id: move.facts.get("Route recommended to the Panel", "") for move in agreed}


def _accepted(proposals: list[Proposal]) -> dict:
    rows = Acceptance.objects.standing().filter(proposal__in=[p.pk for p in proposals]).select_related("by")
    return {(row.proposal_id, row.requirement, row.text): row for row in rows}


def sittings(user) -> list[Sitting]:
    """For each deciding body its next meeting and what would come before it, in constant queries."""
    live = list(Proposal.objects.visible_to(user).live().filter(held_on=None, state__in=STEP).for_page())
    rows = readiness(live)
    committees = {c.code: c for c in Committee.objects.filter(code__in=BODIES)}
    meetings = Meeting.objects.to_come().filter(committee__code__in=BODIES)
    upcoming = {m.committee_id: m for m in meetings.order_by("committee_id", "date").distinct("committee_id")}
    calendar = WorkingCalendar.load()
    papers_days = value_on(RuleKey.PAPERS_DAYS, clock.today())
    found = []
    for committee in (committees[code] for code in BODIES if code in committees):
        before = [row for row in rows if row.body == committee.code]
        meeting = upcoming.get(committee.pk)
        due = calendar.add(meeting.date, -papers_days) if meeting else None
        left = calendar.days_left(clock.today(), due) if due else None
        found.append(Sitting(committee, meeting, due, left, before))
    return found

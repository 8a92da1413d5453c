"""What happens next with a proposal, in the few words that a row of the register has room for."""

from audit import clock
from bodies.models import Meeting
from proposals.models import Proposal, Window
from proposals.states import State
from proposals.timetable import next_of

BODIES = {
    State.DEVELOPMENT: ("csc", "Change Sub-Committee"),
    State.CSC_AGREED: ("panel", "Panel"),
    State.REPORT_PANEL: ("panel", "Panel"),
    State.FT_HALTED: ("panel", "Panel chooses another path"),
    State.SENT_BACK: ("panel", "Panel sets the next steps"),
    State.REPORT_CHANGE_BOARD: ("change-board", "Change Board"),
}
AWAITED = sorted({code for code, _ in BODIES.values()})
OPEN = {
    Window.Kind.OBJECTION: "Objections",
    Window.Kind.ADOPTION: "Adoption",
    Window.Kind.APPEAL: "Appeals",
    Window.Kind.CONSULTATION: "Consultation",
}


def next_meetings() -> dict[str, Meeting]:
    """The next meeting of each body that proposals wait for, in one query."""
    upcoming = Meeting.objects.to_come().filter(committee__code__in=AWAITED).select_related("committee")
    return {m.committee.code: m for m in upcoming.order_by("committee_id", "date").distinct("committee_id")}


def waiting_words(proposal: Proposal, meetings: dict[str, Meeting]) -> str:
    """``proposal`` as ``for_register`` reads it; ``meetings`` as ``next_meetings`` does."""
    if proposal.is_held:
        return f"On hold since {proposal.held_on:%-d %b %Y}"
    if proposal.unsettled_windows:
        return _window_words(proposal.unsettled_windows[0])
    planned = next_of(proposal)
    if planned and not planned.is_over:
        return planned.words
    if proposal.state in BODIES:
        return _body_words(*_body(proposal), meetings)
    return planned.words if planned else _state_words(proposal)


def _window_words(window: Window) -> str:
    closes = clock.london_date(window.closes_at)
    if window.closes_at <= clock.now():
        return f"{window.get_kind_display()} closed on {closes:%A %-d %B %Y}"
    return f"{OPEN[Window.Kind(window.kind)]} until {closes:%A %-d %B %Y}"


def _body(proposal: Proposal) -> tuple[str, str]:
    """What is urgent waits for no meeting of the Change Sub-Committee (domain §2.2 row 16)."""
    urgent_now = proposal.urgent and proposal.state == State.DEVELOPMENT
    return BODIES[State.CSC_AGREED if urgent_now else State(proposal.state)]


def _body_words(code: str, words: str, meetings: dict[str, Meeting]) -> str:
    meeting = meetings.get(code)
    return f"{words} on {meeting.date:%A %-d %B %Y}" if meeting else f"{words}, date not yet set"


def _state_words(proposal: Proposal) -> str:
    plan = proposal.implementation
    if plan.implemented_on:
        return f"Implemented {plan.implemented_on:%-d %b %Y}"
    planned = f"{plan.planned_on:%-d %b %Y}" if plan.planned_on else ""
    if proposal.state == State.PENDING_IMPLEMENTATION:
        return f"Implementation {planned}" if planned else "Implementation, date not yet set"
    words = {
        State.SUBMITTED: "SECAS checks the problem statement",
        State.REFINEMENT: "Solution is worked out",
        State.AUTHORITY_DECISION: "The Authority decides",
    }.get(State(proposal.state), "")
    return f"{words}; planned for {planned}" if words and planned else words

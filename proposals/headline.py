"""The paragraph under a proposal's title: where it is, who must act, by when, what the reader can do."""

from datetime import date

from audit import clock
from bodies.queries import next_meeting
from bodies.workingdays import WorkingCalendar
from proposals.models import Move, ProcessRule, Proposal, RuleKey, Window
from proposals.ports import headed
from proposals.rules import speaks_for_a_party, speaks_for_consumers
from proposals.states import State
from proposals.timetable import next_of


def headline(proposal: Proposal, moves: list[Move], windows: list[Window], user) -> str:
    """Composed from the record; ``moves`` in their order, ``windows`` newest first."""
    # A part of a split proposal has been where it is since the whole came there.
    last = next((move for move in reversed(moves) if not move.stays and move.key != "split_from"), None)
    sentences = [
        _where(proposal, last),
        _held(proposal) or _who_acts(proposal, windows),
        *headed(proposal),
        _urgency(proposal),
        _what_you_can_do(proposal, windows, user),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _where(proposal: Proposal, last: Move | None) -> str:
    on = f"{clock.london_date(last.effective_at):%-d %B %Y}" if last else ""
    plan = proposal.implementation
    sentences = {
        State.SUBMITTED: f"The problem statement was received on {on} and SECAS is checking it.",
        State.DEVELOPMENT: f"This Draft Proposal is in Development: its problem is worked out. {_raised(proposal)}",
        State.CSC_AGREED: f"The Change Sub-Committee agreed on {on} that the problem is clearly understood.",
        State.REFINEMENT: f"This proposal has been in Refinement, where its solution is worked out, since {on}.",
        State.REPORT_PANEL: f"The Modification Report has been before the Panel since {on}.",
        State.REPORT_MRC: f"The Modification Report has been out for consultation since {on}.",
        State.SENT_BACK: f"The Authority sent the Modification Report back on {on}; the Panel sets the next steps.",
        State.APPEAL_WINDOW: f"{_decided(last)} on {on} under Self-Governance.",
        State.REPORT_CHANGE_BOARD: f"The Modification Report has been before the Change Board since {on}.",
        State.AUTHORITY_DECISION: f"The Authority has been asked to decide since {on}.",
        State.FT_OBJECTION_WINDOW: f"The Panel approved this on {on} as a Fast-Track Modification Proposal.",
        State.FT_HALTED: f"Implementation was halted on {on} by an objection.",
        State.PENDING_IMPLEMENTATION: f"The decision is final since {on}.",
        State.IMPLEMENTED: _implemented(proposal, on),
        State.WITHDRAWAL_NOTICE: f"The Proposer gave notice of withdrawal on {on}.",
        State.WITHDRAWN: f"This proposal was withdrawn on {on} and is kept in the archive.",
        State.REJECTED: f"This proposal was rejected; the decision is final since {on}.",
        State.REFUSED: f"SECAS refused this submission on {on} and gave the reasons.",
        State.CLOSED_SPLIT: f"This proposal was split into two on {on}; they go on under the same number.",
    }
    return sentences[State(proposal.state)] + (_planned(plan) if proposal.state == State.PENDING_IMPLEMENTATION else "")


def _held(proposal: Proposal) -> str:
    if not proposal.is_held:
        return ""
    return f"It has been on hold since {proposal.held_on:%-d %B %Y}: {proposal.hold_reason}"


def _urgency(proposal: Proposal) -> str:
    if proposal.urgency_requested_on is None:
        return ""
    asked = proposal.urgency_requested_on
    view = _due(RuleKey.URGENCY_PANEL_DAYS, asked, "the Panel’s view is due by {day}, and ")
    return f"Urgency was asked for on {asked:%-d %B %Y}; {view}the Authority has still to answer."


def _due(key: RuleKey, since: date, words: str) -> str:
    """``words`` with the last day that the rule of ``since`` leaves; nothing where no rule held then."""
    days = ProcessRule.objects.on(since).filter(key=key).values_list("value", flat=True).first()
    if not days:
        return ""
    return words.format(day=f"{WorkingCalendar.load().add(since, days):%A %-d %B %Y}", days=days)


def _decided(last: Move | None) -> str:
    approved = last is not None and last.key == "change_board_approves"
    return f"The Change Board {'approved' if approved else 'rejected'} this"


def _raised(proposal: Proposal) -> str:
    return f"It was raised on {proposal.raised_on:%-d %B %Y}." if proposal.raised_on else ""


def _planned(plan) -> str:
    return f" The change enters the SEC on {plan.planned_on:%A %-d %B %Y}." if plan.planned_on else ""


def _implemented(proposal: Proposal, on: str) -> str:
    version = proposal.implementation.sec_version
    part = f" as part of {version.words}" if version else ""
    return f"The change was implemented on {on}{part}."


def _who_acts(proposal: Proposal, windows: list[Window]) -> str:
    window = windows[0] if windows and not windows[0].outcome else None
    bodies = {
        State.DEVELOPMENT: ("csc", "The Change Sub-Committee next meets on {day}."),
        State.CSC_AGREED: ("panel", "The Panel decides next whether to convert it; it meets on {day}."),
        State.REPORT_PANEL: ("panel", "The Panel next meets on {day}."),
        State.SENT_BACK: ("panel", "The Panel next meets on {day}."),
        State.FT_HALTED: ("panel", "The Panel must choose another path; it next meets on {day}."),
        State.REPORT_CHANGE_BOARD: ("change-board", "The Change Board next meets on {day}."),
    }
    if window:
        return _window_sentence(window)
    planned = next_of(proposal)
    if planned and not planned.is_over:
        return planned.sentence
    if proposal.urgent:  # which waits for no meeting of the Change Sub-Committee (domain §2.2 row 16)
        bodies[State.DEVELOPMENT] = ("panel", "The Panel decides next whether to convert it; it meets on {day}.")
    if proposal.state in bodies:
        code, words = bodies[proposal.state]
        meeting = next_meeting(code)
        return words.format(day=f"{meeting.date:%A %-d %B %Y}") if meeting else ""
    if proposal.state == State.AUTHORITY_DECISION and not planned:
        return _authority(proposal)
    return planned.sentence if planned else ""


def _authority(proposal: Proposal) -> str:
    """By when its decision is usual. An urgent one has a timetable of its own, which the Authority sets."""
    if proposal.urgent:
        return ""
    words = "Its decision is expected by {day}, {days} working days later."
    return _due(RuleKey.AUTHORITY_DAYS, proposal.state_since, words)


MAY = {
    Window.Kind.OBJECTION: "Parties may object",
    Window.Kind.APPEAL: "Parties, consumer bodies and the Panel may appeal",
    Window.Kind.ADOPTION: "Somebody else may adopt it",
    Window.Kind.CONSULTATION: "Responses are welcome",
}


def _window_sentence(window: Window) -> str:
    verb = MAY[Window.Kind(window.kind)]
    closes = clock.london_date(window.closes_at)
    left = WorkingCalendar.load().between(clock.today(), closes)
    if clock.now() >= window.closes_at:
        return f"The {window.get_kind_display().lower()} closed on {closes:%A %-d %B %Y} at 17:00."
    return f"{verb} until {closes:%A %-d %B %Y} at 17:00 – {_left(left)}."


def _left(days: int) -> str:
    if days <= 0:
        return "today is the last day"
    return "1 working day left" if days == 1 else f"{days} working days left"


def _what_you_can_do(proposal: Proposal, windows: list[Window], user) -> str:
    if not (windows and not windows[0].outcome and windows[0].closes_at > clock.now()):
        return ""
    if proposal.state == State.FT_OBJECTION_WINDOW and speaks_for_a_party(user):
        return "You may object on behalf of your organisation."
    if proposal.state == State.APPEAL_WINDOW and (speaks_for_a_party(user) or speaks_for_consumers(user)):
        return "You may appeal on behalf of your organisation."
    return ""

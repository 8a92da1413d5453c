"""Windows: opened by a move, settled exactly once, at their closing instant, by the act or sweep that comes first."""

from datetime import date, datetime

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from bodies.workingdays import WorkingCalendar
from proposals import ports, rules
from proposals.actions import parts
from proposals.actions.ground import Decision, TooLate, run_consequences, take, write_move
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal, RuleKey, Window
from proposals.processrules import value_on, values_on
from proposals.steps import FINAL

ENDINGS = {Window.Kind.OBJECTION: "objection_window_ends", Window.Kind.ADOPTION: "adoption_window_ends"}
# Only from these states does the end of a window lead on: whatever else leads out of one ends its window.
WAITING = frozenset().union(*(row.sources for row in MOVES.values() if row.by_time))


def open_window(move: Move, kind: str, working_days: int, calendar: WorkingCalendar) -> Window:
    """Open a window that closes at 17:00 London time, ``working_days`` after the day the move took effect."""
    day = clock.london_date(move.effective_at)
    closes = clock.closing(calendar.add(day, working_days))
    window = Window.objects.create(
        proposal=move.proposal,
        kind=kind,
        move=move,
        working_days=working_days,
        opens_at=move.effective_at,
        closes_at=closes,
    )
    record(
        "window_opened",
        subject=window,
        about=move.proposal,
        sentence=f"{window.get_kind_display()} of {working_days} working days opened; "
        f"it closes on {clock.london_date(closes):%A %-d %B %Y} at 17:00.",
        effective_on=day,
    )
    return window


def settle_due(proposal: Proposal, at: datetime | None = None) -> None:
    """Write what the end of each window due ``at`` (now) brings. ``proposal`` is locked; its state is then fresh."""
    if proposal.state not in WAITING:
        return
    for window in Window.objects.due(at).filter(proposal=proposal).select_for_update():
        _settle(window, proposal)


def _settle(window: Window, proposal: Proposal) -> None:
    close(window, Window.Outcome.EXPIRED, at=window.closes_at)
    row = MOVES[ENDINGS.get(window.kind) or FINAL[window.move.key]]
    said = Decision(before={"state_since": proposal.state_since.isoformat()})
    move = write_move(proposal, row.key, row.to, at=window.closes_at, by=None, said=said)
    run_consequences(row, move, backdated=clock.london_date(window.closes_at) < clock.today())


def close(window: Window, outcome: str, *, at) -> None:
    window.outcome, window.settled_at = outcome, at
    window.save(update_fields=["outcome", "settled_at"])


@act
def settle_windows(*, proposal: Proposal) -> None:
    """The sweep's act: take the proposal, which settles what is due. Running twice is harmless."""
    take(proposal)
    if not current().entries:
        nothing_changed()


def open_objection_window(move: Move) -> Window:
    """Open the objection window and date the implementation one working day after it (MP087's report §6)."""
    day = clock.london_date(move.effective_at)
    calendar = WorkingCalendar.hold()
    days, after = values_on([RuleKey.FT_OBJECTION_DAYS, RuleKey.FT_IMPLEMENTATION_DAYS], day)
    window = open_window(move, Window.Kind.OBJECTION, days, calendar)
    planned = calendar.add(clock.london_date(window.closes_at), after)
    parts.date_by_window(move.proposal, planned, after, "The Panel approved it as Fast-Track.")
    return window


def adoption_days(proposal: Proposal, on: date) -> int:
    """Working days in which others may adopt a withdrawn proposal: by default none for a Draft Proposal (row 39)."""
    rule = RuleKey.ADOPTION_DAYS_MODIFICATION if proposal.converted_on else RuleKey.ADOPTION_DAYS_DRAFT
    return value_on(rule, on)


def open_adoption_window(move: Move) -> None:
    """Open the adoption window; where the rule gives no days the withdrawal is done."""
    proposal, day = move.proposal, clock.london_date(move.effective_at)
    days = adoption_days(proposal, day)
    if days:
        open_window(move, Window.Kind.ADOPTION, days, WorkingCalendar.hold())
        return
    row = MOVES["adoption_window_ends"]
    write_move(proposal, row.key, row.to, at=move.effective_at, by=None)


def open_appeal_window(move: Move) -> Window:
    """Open the appeal window of a Self-Governance decision (domain §2.2 row 31)."""
    day = clock.london_date(move.effective_at)
    return open_window(move, Window.Kind.APPEAL, value_on(RuleKey.APPEAL_DAYS, day), WorkingCalendar.hold())


def consultation_days(proposal: Proposal, on) -> int:
    """Working days of a Modification Report Consultation: as the Authority's timetable of an urgent proposal has them,
    otherwise by the rules, which give an urgent one fewer (domain §2.2 rows 16 and 28)."""
    if proposal.urgent_consultation_days:
        return proposal.urgent_consultation_days
    return value_on(RuleKey.MRC_DAYS_URGENT if proposal.urgent else RuleKey.MRC_DAYS, on)


def open_consultation(move: Move) -> Window:
    days = consultation_days(move.proposal, clock.london_date(move.effective_at))
    return open_window(move, Window.Kind.CONSULTATION, days, WorkingCalendar.hold())


@act
def extend_consultation_window(*, window: Window, by, closes_on: date, reason: str) -> Window:
    """A Modification Report Consultation that still runs, open until a later day, with the reason. Its working days are
    counted anew, and the step after it waits as long."""
    proposal = take(window.proposal)
    rules.check(rules.may_manage, by, proposal, sentence="Only SECAS extends a consultation.")
    held = Window.objects.get(pk=window.pk)
    held.proposal = proposal
    if held.kind != Window.Kind.CONSULTATION or held.outcome or held.closes_at <= current().at:
        raise TooLate("The consultation is over: it is not extended any more.")
    was = clock.london_date(held.closes_at)
    if closes_on <= was:
        raise Refused(f"The consultation closes on {was:%-d %B %Y}; give a later day.", "closes_on")
    if not reason.strip():
        raise Refused("Say why the consultation is extended.", "reason")
    held.extended_to = closes_on
    keep_extension(held)
    held.save(update_fields=["extended_to", "working_days", "closes_at"])
    ports.window_moved(held, reason.strip())
    record(
        "window_extended",
        subject=held,
        about=proposal,
        by=by,
        sentence=f"{held.get_kind_display()} open until {closes_on:%A %-d %B %Y} at 17:00. {reason.strip()}",
        before={"closes": f"{was}"},
        after={"closes": f"{closes_on}"},
    )
    return held


def keep_extension(window: Window) -> None:
    """The close and the working days of a window that was extended, unless it now closes later anyway."""
    if window.extended_to and window.closes_at < clock.closing(window.extended_to):
        window.closes_at = clock.closing(window.extended_to)
        opened = clock.london_date(window.opens_at)
        window.working_days = WorkingCalendar.hold().between(opened, window.extended_to)


def close_consultation(move: Move) -> None:
    """Settle the consultation at its own closing instant; one that still runs, with the move that ends it."""
    for window in move.proposal.windows.unsettled().filter(kind=Window.Kind.CONSULTATION):
        over = window.closes_at <= move.recorded_at
        close(window, Window.Outcome.EXPIRED, at=window.closes_at if over else move.effective_at)

"""Windows and planned dates put right with the step that they hang on. Within an act; none of these is one."""

from datetime import date, timedelta

from audit import clock
from audit.acts import Refused, current
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.actions import parts, urgenttimetable, windows
from proposals.lifecycle import done_words
from proposals.models import Adoption, Implementation, Move, Proposal, RuleKey, Window
from proposals.processrules import value_on
from proposals.steps import is_by_time

OUTCOME, KIND = Window.Outcome, Window.Kind
# Which window a step has ended and how, so that taking the step back opens it again.
ENDED_BY = {
    "object": (KIND.OBJECTION, OUTCOME.HALTED),
    "objection_window_ends": (KIND.OBJECTION, OUTCOME.EXPIRED),
    "appeal": (KIND.APPEAL, OUTCOME.APPEALED),
    "appeal_window_ends_approved": (KIND.APPEAL, OUTCOME.EXPIRED),
    "appeal_window_ends_rejected": (KIND.APPEAL, OUTCOME.EXPIRED),
    "adopt": (KIND.ADOPTION, OUTCOME.ADOPTED),
    "adoption_window_ends": (KIND.ADOPTION, OUTCOME.EXPIRED),
    "consultation_closes": (KIND.CONSULTATION, OUTCOME.EXPIRED),
}


def undo(move: Move) -> None:
    """What the step did beside the proposal's own columns: the window it ended runs again, the one it opened is void,
    the adoption it was is struck out, the date it planned or wrote is taken back. ``move.reversed_by`` is written."""
    if move.key == "implement":
        parts.take_out(move.proposal, clock.london_date(move.effective_at))
    because = move.reversed_by.why_corrected
    if window := _ended_by(move):
        _reopen(window, because)
    if move.key == "adopt":
        Adoption.objects.standing().filter(window=window).update(struck_at=current().at, struck_because=because)
    if hasattr(move, "window"):
        windows.close(move.window, OUTCOME.VOID, at=current().at)
    if move.key == "grant_urgency":
        urgenttimetable.take_back(move)
    if move.key == "approve_fast_track":
        parts.undate_by_window(move.proposal, because)


def _ended_by(move: Move) -> Window | None:
    """None also for a withdrawal that was complete at once, which no window had to follow."""
    if move.key not in ENDED_BY:
        return None
    kind, outcome = ENDED_BY[move.key]
    ended = move.proposal.windows.filter(kind=kind, outcome=outcome).order_by("-opens_at")
    return (ended.filter(settled_at=move.effective_at) if is_by_time(move) else ended).first()


def _reopen(window: Window, because: str) -> None:
    window.outcome, window.settled_at = OUTCOME.OPEN, None
    window.save(update_fields=["outcome", "settled_at"])
    if window.kind == KIND.OBJECTION:
        plan_after(window, because)


def follow_end(move: Move) -> None:
    """An adoption, or the closing of a consultation, at its corrected date: still where its window allows it."""
    if move.key not in ("adopt", "consultation_closes"):
        return
    window = _ended_by(move)
    if move.key == "consultation_closes":
        check_ends_before(window, move)
        return
    if not window.opens_at <= move.effective_at < window.closes_at:
        closes = clock.london_date(window.closes_at)
        raise Refused(f"The adoption window closed on {closes:%-d %B %Y} at 17:00, before that.", "effective")
    windows.close(window, OUTCOME.ADOPTED, at=move.effective_at)


def plan_after(window: Window, because: str) -> None:
    """Date the implementation from the objection window, but for what has a date or a scheduled release of its own."""
    days = value_on(RuleKey.FT_IMPLEMENTATION_DAYS, clock.london_date(window.opens_at))
    planned = WorkingCalendar.load().add(clock.london_date(window.closes_at), days)
    parts.date_again_by_window(window.proposal, planned, days, because)


DAYS = {
    KIND.OBJECTION: lambda proposal, day: value_on(RuleKey.FT_OBJECTION_DAYS, day),
    KIND.APPEAL: lambda proposal, day: value_on(RuleKey.APPEAL_DAYS, day),
    KIND.CONSULTATION: windows.consultation_days,
    KIND.ADOPTION: windows.adoption_days,
}


def redate(window: Window, move: Move) -> None:
    """The window as ``move``, which corrects the step that opened it, opens it: by the rule of that day."""
    day = clock.london_date(move.effective_at)
    days = DAYS[window.kind](move.proposal, day)
    if not days:
        raise Refused(f"By the rules of {day:%-d %B %Y} no window opens; take the step back instead.", "effective")
    window.move, window.working_days, window.opens_at = move, days, move.effective_at
    window.closes_at = clock.closing(WorkingCalendar.load().add(day, days))
    windows.keep_extension(window)
    _check_holds_what_came(window)
    window.save(update_fields=["move", "working_days", "opens_at", "closes_at"])
    ports.window_moved(window, move.why_corrected)
    if window.kind == KIND.OBJECTION and window.outcome in (OUTCOME.OPEN, OUTCOME.EXPIRED):
        plan_after(window, move.why_corrected)


def _check_holds_what_came(window: Window) -> None:
    """What ended the window by being lodged must still lie within it."""
    lodged = window.outcome in (OUTCOME.HALTED, OUTCOME.APPEALED, OUTCOME.ADOPTED)
    if lodged and window.settled_at >= window.closes_at:
        closes, came = clock.london_date(window.closes_at), clock.london_date(window.settled_at)
        raise Refused(
            f"The window would then close on {closes:%-d %B %Y} at 17:00, before what ended it came in on "
            f"{came:%-d %B %Y}.",
            "effective",
        )


def check_ends_before(window: Window, step: Move | None) -> None:
    """``step``: what follows the end of the window. A consultation may be closed on its last day, after 17:00."""
    if step is None or window.closes_at <= _end_of(step, window):
        return
    closes, day = clock.london_date(window.closes_at), clock.london_date(step.effective_at)
    raise Refused(
        f"The {window.get_kind_display()} would then end on {closes:%-d %B %Y} at 17:00, after "
        f"“{done_words(step.key)}” of {day:%-d %B %Y}: put that right first.",
        "effective",
    )


def _end_of(step: Move, window: Window):
    if window.kind != KIND.CONSULTATION:
        return step.effective_at
    return clock.start_of(clock.london_date(step.effective_at) + timedelta(days=1))


def check_not_before_its_day(proposal: Proposal) -> None:
    plan = Implementation.objects.get(proposal=proposal)
    if plan.days_after_window and plan.implemented_on and plan.planned_on and plan.implemented_on < plan.planned_on:
        raise Refused(
            f"The change entered the SEC on {_day(plan.implemented_on)}; by this date it could not have done so before "
            f"{_day(plan.planned_on)}. Put the implementation right first.",
            "effective",
        )


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"

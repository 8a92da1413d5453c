"""When a bank holiday is announced or moved: windows, due dates of the DCC and dates of implementation that were
reckoned over that day are reckoned again.

Nobody loses a right they were told of: a window and a date move later, never earlier (docs/decisions/windows-and-late-
bank-holidays.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db.models import F, Q

from audit import clock
from audit.acts import act, current, record
from bodies.workingdays import WorkingCalendar
from proposals import ports
from proposals.actions import parts
from proposals.actions.assessments import move_due
from proposals.actions.ground import take
from proposals.actions.telling import tell_of_plans
from proposals.dccclock import due_on, start_of, stops_of
from proposals.models import DccAssessment, DueChange, Implementation, Proposal, Window
from proposals.ports import PlanNews


@contextmanager
def reckoned_again(day: date, why: str) -> Iterator[None]:
    """The listener of ``bodies``: proposals locked in the order of their keys, then, once the day is written, windows
    moved, dates moved, people told."""
    for proposal in Proposal.objects.filter(pk__in=_resting_on(day)).order_by("pk"):
        take(proposal)
    yield
    _reckon_again(day=day, why=why)


def _resting_on(day: date) -> set[int]:
    """Keys of the proposals with an open window, a date that rests on one, or an assessment asked of the DCC, reckoned
    over ``day``."""
    return {row.proposal_id for row in [*windows_over(day), *windows_before(day), *assessments_over(day)]}


def windows_over(day: date):
    """Windows still running whose period contains ``day``. The day on which one opens is never counted."""
    # Also one that opened since this act began: its own act may have read the days before this one was written.
    running = Window.objects.unsettled().filter(closes_at__gt=current().at).select_related("proposal")
    within = running.filter(opens_at__lt=clock.start_of(day), closes_at__gte=clock.start_of(day))
    return within.order_by("proposal_id", "pk")


def windows_before(day: date):
    """Objection windows, open or ended without an objection, from which an implementation is reckoned that is still to
    come on ``day`` or later."""
    outcomes = (Window.Outcome.OPEN, Window.Outcome.EXPIRED)
    plan = "proposal__implementation"
    resting = {f"{plan}__days_after_window__isnull": False, f"{plan}__implemented_on": None}
    windows = Window.objects.filter(kind=Window.Kind.OBJECTION, outcome__in=outcomes, **resting)
    coming = windows.filter(Q(closes_at__lt=clock.start_of(day)), **{f"{plan}__planned_on__gte": day})
    return coming.select_related(*(f"proposal__{who}" for who in ("proposer", "representative", "lead_analyst")))


@act
def _reckon_again(*, day: date, why: str) -> None:
    calendar = WorkingCalendar.load()
    for window in windows_over(day):
        was = window.closes_at
        _move_window(window, calendar, why)
        _move_plan(window, calendar, why)  # told with the window it rests on
        if window.closes_at != was:
            ports.window_moved(window, why)
            ports.notices["window_moved"](window, was, why)
    moved = [_move_plan(window, calendar, why) for window in windows_before(day)]
    key = f"day-{day}-{current().id.hex[:12]}"
    tell_of_plans([news for news in moved if news], by=None, key=key, on=None, reason=why)
    for assessment in assessments_over(day):
        _move_assessment(assessment, calendar, why)


def assessments_over(day: date):
    """Requests that the DCC has still to answer and whose time contains ``day``. The day of asking is never counted."""
    people = ("proposal", "proposal__lead_analyst", "proposal__deputy")
    asked = DccAssessment.objects.outstanding().filter(requested_on__lt=day, due_on__gte=day)
    return asked.select_related(*people).prefetch_related("clarifications", "due_changes").order_by("proposal_id", "pk")


def _move_assessment(assessment: DccAssessment, calendar: WorkingCalendar, why: str) -> None:
    """Due later where the days that it was given have become fewer, never earlier; the DCC and SECAS told. What a
    question adds that is still open is reckoned with its answer."""
    proposal, was = assessment.proposal, assessment.due_on
    start = start_of(assessment, assessment.due_changes.all(), calendar)
    due = due_on(start, stops_of(assessment.clarifications.all()), calendar)
    if due == was:
        return
    if due < was:
        kept = f"{assessment} is still due on {was:%A %-d %B %Y}, as the DCC was told, and not on {due:%A %-d %B %Y}."
        record("assessment_due_kept", subject=assessment, about=proposal, sentence=f"{kept} {why}")
        return
    by, today = current().by, clock.today()
    changed = move_due(assessment, due, DueChange.Cause.DAYS, why, by, on=today)
    moved = f"{assessment}: due on {due:%A %-d %B %Y}, and not on {was:%A %-d %B %Y}. {why}"
    span = {"before": {"due": f"{was}"}, "after": {"due": f"{due}"}}
    record("assessment_due_moved", subject=assessment, about=proposal, sentence=moved, **span)
    ports.notices["assessment"]("reckoned", changed, assessment, moved, by=by, on=today)


def _move_window(window: Window, calendar: WorkingCalendar, why: str) -> None:
    was = window.closes_at
    reckoned = clock.closing(calendar.add(clock.london_date(window.opens_at), window.working_days))
    if reckoned == was:
        return
    if reckoned < was:
        kept = f"{_name(window)} still closes on {_day(was)}, as people were told, and not on {_day(reckoned)}. {why}"
        record("window_kept", subject=window, about=window.proposal, sentence=kept)
        return
    window.closes_at = reckoned
    window.save(update_fields=["closes_at"])
    moved = f"{_name(window)}: its close moves from {_day(was)} to {_day(reckoned)} at 17:00. {why}"
    span = {"before": {"closes_at": was.isoformat()}, "after": {"closes_at": reckoned.isoformat()}}
    record("window_moved", subject=window, about=window.proposal, sentence=moved, **span)


def _move_plan(window: Window, calendar: WorkingCalendar, why: str) -> PlanNews | None:
    """The date of implementation is so many working days after the close; it moves later with either."""
    if window.kind != Window.Kind.OBJECTION:
        return None
    resting = Implementation.objects.filter(proposal=window.proposal, implemented_on=None)
    plan = resting.exclude(Q(days_after_window=None) | Q(planned_on=None)).select_for_update().first()
    if plan is None:
        return None
    was, planned = plan.planned_on, calendar.add(clock.london_date(window.closes_at), plan.days_after_window)
    if planned <= was:
        return None
    resting.filter(pk=plan.pk).update(version=F("version") + 1)
    parts.date_again_by_window(window.proposal, planned, plan.days_after_window, why)
    moves = f"Implementation moves from {was:%A %-d %B %Y} to {planned:%A %-d %B %Y}."
    sentence = f"{moves} {why}"
    span = {"before": {"planned_on": was.isoformat()}, "after": {"planned_on": planned.isoformat()}}
    record("implementation_moved", subject=plan, about=window.proposal, sentence=sentence, **span)
    return PlanNews(window.proposal, moves)


def _name(window: Window) -> str:
    return window.get_kind_display()


def _day(instant: datetime) -> str:
    return f"{clock.london_date(instant):%A %-d %B %Y}"

"""The clock of a DCC assessment: arithmetic in working days over rows that are given to it.

It runs from the request, or from the day a new date was agreed. While a question of the DCC's is open it stands still:
every working day after the day of asking, up to and including the day of the answer, is added once, however many
questions were open on it.

A due date that was told is never brought forward: a day that is worked after all takes none from the DCC
(docs/decisions/windows-and-late-bank-holidays.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bodies.workingdays import WorkingCalendar
from proposals.models import Clarification, DccAssessment, DueChange


@dataclass(frozen=True)
class Stop:
    """A question; ``until`` is the day of its answer, None while it is open."""

    since: date
    until: date | None = None


@dataclass(frozen=True)
class Start:
    """Where the reckoning begins: the day, and what was due from there if the clock never stood still."""

    on: date
    due_on: date


@dataclass(frozen=True)
class Reading:
    """How the clock stands on a day. ``left`` is below nought when it is late; ``stopped_since`` while it stands."""

    due_on: date
    left: int
    stopped_since: date | None = None

    @property
    def late(self) -> int:
        return max(0, -self.left)


def start_of(assessment: DccAssessment, changes: Iterable[DueChange], calendar: WorkingCalendar) -> Start:
    """The request, or the latest agreement on a new date. ``changes`` in their order."""
    agreed = [change for change in changes if change.cause == DueChange.Cause.AGREED]
    if agreed:
        return Start(agreed[-1].on, agreed[-1].becomes)
    return Start(assessment.requested_on, calendar.add(assessment.requested_on, assessment.working_days))


def stops_of(clarifications: Iterable[Clarification]) -> list[Stop]:
    """A question that was withdrawn held nothing up."""
    return [Stop(each.asked_on, each.answered_on) for each in clarifications if each.withdrawn_on is None]


def days_stood(stops: Iterable[Stop], since: date, calendar: WorkingCalendar) -> int:
    """Working days after ``since`` on which an answered question held the clock."""
    total, reached = 0, since
    for stop in sorted((stop for stop in stops if stop.until), key=lambda stop: stop.since):
        begins = max(reached, stop.since)
        if stop.until > begins:
            total += calendar.between(begins, stop.until)
            reached = stop.until
    return total


def due_on(start: Start, stops: Iterable[Stop], calendar: WorkingCalendar) -> date:
    return calendar.add(start.due_on, days_stood(stops, start.on, calendar))


def later_by(told: date, start: Start, stops: list[Stop], more: list[Stop], calendar: WorkingCalendar) -> date:
    """The due date ``told`` with ``stops`` counted, now that ``more`` of them are."""
    days = days_stood(more, start.on, calendar) - days_stood(stops, start.on, calendar)
    return max(due_on(start, more, calendar), calendar.add(told, days) if days else told)


def read(start: Start, stops: Iterable[Stop], calendar: WorkingCalendar, today: date, told: date) -> Reading:
    """As it stands ``today``; while it is stopped, the due date and the days left are as if it went on today. ``told``:
    the due date on record."""
    stops = list(stops)
    waiting = [stop.since for stop in stops if stop.until is None]
    resumed = [stop if stop.until else replace(stop, until=max(today, stop.since)) for stop in stops]
    due = later_by(told, start, stops, resumed, calendar)
    return Reading(due, calendar.between(today, due), min(waiting, default=None))

"""The day on which the papers of a meeting are due. How many working days before it is a rule of the process, which an
upper app keeps and provides when it starts."""

from collections.abc import Callable
from datetime import date

from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar

_days_before: Callable | None = None


def provide(function: Callable) -> None:
    """``function(day)``: how many working days before a meeting on ``day`` its papers are due."""
    global _days_before
    _days_before = function


def papers_day(meeting: Meeting, calendar: WorkingCalendar | None = None) -> date:
    """The working day by which the papers of ``meeting`` are out; ``calendar``: where the caller holds one already."""
    return papers_day_of(meeting.date, calendar)


def papers_day_of(day: date, calendar: WorkingCalendar | None = None) -> date:
    return (calendar or WorkingCalendar.load()).add(day, -_days_before(day))


def papers_days_of(days: list[date], calendar: WorkingCalendar | None = None) -> dict[date, date]:
    """Of the meetings of a list, by the rule that holds for the last of them."""
    if not days:
        return {}
    calendar, before = calendar or WorkingCalendar.load(), _days_before(max(days))
    return {day: calendar.add(day, -before) for day in days}

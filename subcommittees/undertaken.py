"""The open actions of a body, as its list, its next agenda and its papers show them."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from bodies.models import Committee
from bodies.workingdays import WorkingCalendar
from subcommittees.models import Action


@dataclass(frozen=True)
class Open:
    """``age``: working days since it was undertaken; ``late``: since it was due, nothing where it is not."""

    action: Action
    age: int
    late: int

    @property
    def owner(self) -> str:
        return str(self.action.owner) if self.action.owner_id else self.action.owner_name


def open_actions(committee: Committee, user, on: date | None = None) -> list[Open]:
    """Overdue ones first, then as they fall due. This is what the agenda item “Open actions” carries."""
    today, calendar = on or clock.today(), WorkingCalendar.load()
    found = Action.objects.visible_to(user).filter(committee=committee).open()
    found = found.select_related("owner", "meeting", "committee", "item__proposal").by_urgency()
    return [_open(action, today, calendar) for action in found]


def _open(action: Action, today: date, calendar: WorkingCalendar) -> Open:
    late = calendar.between(action.due_on, today) if action.due_on and action.due_on < today else 0
    age = calendar.between(action.meeting.date, today) if action.meeting.date < today else 0
    return Open(action, age, late)


def closed_actions(committee: Committee, user, newest: int = 50) -> list[Action]:
    found = Action.objects.visible_to(user).filter(committee=committee).exclude(closed_on=None)
    return list(found.select_related("owner", "meeting", "committee").order_by("-closed_on", "-number")[:newest])

"""A consultation as its page and the lists show it: where it is in its course, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.course.kinds import addressed, row_of
from consultations.models import Consultation

OPEN, PREPARED, CLOSED, TAKEN_BACK = "open", "prepared", "closed", "taken back"
HUES = {OPEN: "good", PREPARED: "attention", CLOSED: "", TAKEN_BACK: "stop"}


@dataclass(frozen=True)
class Shown:
    """``left``: working days, while it is open. ``responses``: how many count, once they are published or for SECAS."""

    row: Consultation
    course: str
    who: str
    closes_on: date | None = None
    left: int | None = None
    responses: int | None = None

    @property
    def label(self) -> str:
        return self.course.capitalize()

    @property
    def hue(self) -> str:
        return HUES[self.course]

    @property
    def is_open(self) -> bool:
        return self.course == OPEN

    @property
    def became(self) -> str:
        """What became of one that is closed, as far as everybody may know it."""
        row = self.row
        if row.is_taken_back:
            return f"Taken back: {row.taken_back_because}"
        if row.responses_published_at:
            on = f"{clock.london_date(row.responses_published_at):%-d %B %Y}"
            return f"{_counted(self.responses)}, published on {on}."
        return "Responses are not published yet." if self.course == CLOSED else ""


def _counted(number: int | None) -> str:
    if not number:
        return "No response"
    return "1 response" if number == 1 else f"{number} responses"


def course_of(row: Consultation, instant: datetime) -> str:
    if row.is_taken_back:
        return TAKEN_BACK
    if row.opened_at is None:
        return PREPARED
    return OPEN if row.is_open_at(instant) else CLOSED


def shown(rows: Iterable[Consultation], calendar: WorkingCalendar) -> list[Shown]:
    """No query of its own; ``responses`` where the rows were read with their ``counted``."""
    return [_shown(row, calendar) for row in rows]


def _shown(row: Consultation, calendar: WorkingCalendar) -> Shown:
    now, today = clock.now(), clock.today()
    course = course_of(row, now)
    closes = clock.london_date(row.closes_at) if row.closes_at else None
    left = calendar.days_left(today, closes) if course == OPEN else None
    return Shown(row, course, who_words(row), closes, left, getattr(row, "counted", None))


def who_words(row: Consultation) -> str:
    """Who should respond, as short as a list has room for."""
    if not row_of(row).names_categories:
        return "Parties other than the DCC"
    if not row.invited:
        return "Everybody"
    return ", ".join(Category(each).label for each in addressed(row))

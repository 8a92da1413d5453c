"""How much time people are given, against what the rules say, and what else asks for their time meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.course.kinds import addressed, row_of
from consultations.models import Consultation
from proposals.actions.windows import consultation_days
from proposals.models import ProcessRule


@dataclass(frozen=True)
class Beside:
    """Another consultation that is open to some of the same people: ``days`` working days of both together."""

    consultation: Consultation
    categories: list[str]
    days: int

    @property
    def whom(self) -> str:
        return "everybody" if len(self.categories) == len(Category) else ", ".join(self.categories)


@dataclass(frozen=True)
class Fairness:
    """``given`` and ``least`` in working days; ``holidays``: (day, name) within the period."""

    given: int
    least: int | None
    holidays: list[tuple[date, str]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def over(self) -> int:
        return self.given - (self.least or 0)

    @property
    def sentences(self) -> list[str]:
        return [sentence for sentence in (_given(self), _holidays(self.holidays)) if sentence]


def _given(found: Fairness) -> str:
    words = f"{_days(found.given)} to answer"
    if found.least is None:
        return f"{words}."
    against = f"the least that the rules ask is {found.least}"
    return f"{words}; {against}." if found.over >= 0 else f"Only {words}, although {against}."


def _holidays(holidays: list[tuple[date, str]]) -> str:
    if not holidays:
        return "No bank holiday falls into that time."
    named = ", ".join(f"{name} ({day:%-d %B})" for day, name in holidays)
    return f"Not counted: {named}.".replace("'", "’")


def _days(number: int) -> str:
    return "1 working day" if number == 1 else f"{number} working days"


def fairness(
    opened: date, closes: date, least: int | None, calendar: WorkingCalendar, beside: Iterable[Beside] = ()
) -> Fairness:
    """Of a period: the day of the opening is not counted, the day of the close is."""
    return Fairness(calendar.between(opened, closes), least, calendar.holidays_between(opened, closes), list(beside))


def overlap(first: tuple[date, date], second: tuple[date, date], calendar: WorkingCalendar) -> int:
    """Working days in both periods; the day on which the later one opened is not counted."""
    opened, closes = max(first[0], second[0]), min(first[1], second[1])
    return max(0, calendar.between(opened, closes)) if closes > opened else 0


def fairness_of(consultation: Consultation, user, calendar: WorkingCalendar, closes_on: date | None = None) -> Fairness:
    """As it stands, or, before it is open, as it would be if it opened today and closed on ``closes_on``. Others are
    those that ``user`` may see."""
    opened = clock.london_date(consultation.opened_at) if consultation.opened_at else clock.today()
    closes = clock.london_date(consultation.closes_at) if consultation.closes_at else closes_on
    others = beside(consultation, (opened, closes), user, calendar)
    return fairness(opened, closes, least_of(consultation, opened), calendar, others)


def least_of(consultation: Consultation, day: date) -> int | None:
    """The rule of its opening day; for a report that is consulted on, what its step gave it, as it was before it was
    extended: of an urgent proposal the days of the Authority's timetable, or of the rule for urgent ones."""
    window = consultation.window
    if window and not window.extended_to:
        return window.working_days
    if window:
        return consultation_days(consultation.proposal, clock.london_date(window.opens_at))
    rule = ProcessRule.objects.on(day).filter(key=row_of(consultation).least)
    return rule.values_list("value", flat=True).first()


def beside(consultation: Consultation, period: tuple[date, date], user, calendar: WorkingCalendar) -> list[Beside]:
    """Open to some of the same Party Categories at the same time, the longest overlap first."""
    opened, closes = period
    others = Consultation.objects.visible_to(user).opened().exclude(pk=consultation.pk)
    near = others.filter(opened_at__lt=clock.closing(closes), closes_at__gt=clock.start_of(opened))
    mine, found = set(addressed(consultation)), []
    for each in near.select_related("proposal").order_by("closes_at", "pk"):
        shared = [category for category in addressed(each) if category in mine]
        days = overlap(period, (clock.london_date(each.opened_at), clock.london_date(each.closes_at)), calendar)
        if shared and days:
            found.append(Beside(each, [Category(category).label for category in shared], days))
    return sorted(found, key=lambda each: -each.days)

"""How long proposals take and how many there were, from the record's own moves.

Everything is a *fact*: (measure, proposal, the day that places it in a year, days). What a page counts and what the
list behind the number shows are the same facts (see ``ageing_facts``), so they cannot differ.

Counted are proposals that were formally raised and that the reader may see. A proposal taken over from the earlier
register has no date of raising and is left out. Days run from one London date to another; working days are those of
``WorkingCalendar``. A stage is timed as the sum of all stays in it, so that a step which stays where it is, or a
return, breaks nothing. A decision counts from the day on which it is final: after the objection or appeal window.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Min

from audit import clock
from proposals.ageing_facts import (
    DECIDED,
    LEFT,
    NOW,
    OBJECTED,
    RAISED,
    SENT_BACK,
    URGENT,
    population,
    read,
    timed_stages,
)
from proposals.lifecycle import MOVES
from proposals.states import FINISHED, STAGE_OF, Stage, State

__all__ = ["DECIDED", "LEFT", "NOW", "OBJECTED", "RAISED", "SENT_BACK", "URGENT", "timed_stages"]

NO_PATH = "none"
MOST_DOTS = 12  # as long as there are no more proposals than this, each is told one by one
QUARTILES = (0, 0.25, 0.5, 0.75, 1)


def endings() -> list[State]:
    """In their order, the states in which the life of a raised proposal may end."""
    return [state for state in State if state in FINISHED and _follows_raising(state)]


def _follows_raising(state: State) -> bool:
    sources = (source for row in MOVES.values() if row.to == state for source in row.sources)
    return any(STAGE_OF[source] != Stage.SUBMITTED for source in sources)


@dataclass(frozen=True)
class Spread:
    """How the days of several proposals are spread."""

    least: float
    quarter: float
    median: float
    three_quarters: float
    most: float

    @classmethod
    def of(cls, days: list[int]) -> "Spread | None":
        """A quartile that falls between two of the days lies between them in proportion."""
        ordered = sorted(days)
        return cls(*(_quantile(ordered, share) for share in QUARTILES)) if ordered else None


def _quantile(days: list[int], share: float) -> float:
    place = share * (len(days) - 1)
    before = int(place)
    after = min(before + 1, len(days) - 1)
    return days[before] + (days[after] - days[before]) * (place - before)


class Figure:
    """What is known of one measure (in one year, or on one path); reckoned of its days once somebody asks."""

    def __init__(self):
        self.count, self._days, self._working_days = 0, [], []

    def add(self, count: int, days: list[int], working_days: Iterable[int] = ()) -> None:
        self.count += count
        self._days += days
        self._working_days += working_days

    @cached_property
    def mean(self) -> float | None:
        return sum(self._days) / len(self._days) if self._days else None

    @cached_property
    def days(self) -> Spread | None:
        return Spread.of(self._days)

    @cached_property
    def working_days(self) -> Spread | None:
        return Spread.of(self._working_days)

    @property
    def dots(self) -> tuple[int, ...]:
        """Every value, where there are few."""
        return tuple(sorted(self._days)) if len(self._days) <= MOST_DOTS else ()


@dataclass
class Figures:
    """Each measure as a whole, by year, and by path (“” until it is determined)."""

    whole: dict[str, Figure] = field(default_factory=lambda: defaultdict(Figure))
    by_year: dict[tuple[str, int], Figure] = field(default_factory=lambda: defaultdict(Figure))
    by_path: dict[tuple[str, str], Figure] = field(default_factory=lambda: defaultdict(Figure))

    def of(self, measure: str) -> Figure:
        return self.whole.get(measure, Figure())

    def in_year(self, measure: str, year: int) -> Figure:
        return self.by_year.get((measure, year), Figure())

    def on_path(self, measure: str, path: str) -> Figure:
        return self.by_path.get((measure, path), Figure())


def figures(user, *, year: int | None = None, path: str | None = None) -> Figures:
    """All measures at once, in two queries: the bank holidays and this. What is under way now belongs to every year."""
    narrowed, given = _narrowed(year, path)
    timed = "FILTER (WHERE days IS NOT NULL)"
    question = f"""
        SELECT measure, year, path, COUNT(*), ARRAY_AGG(days) {timed}, ARRAY_AGG(working_days) {timed}
        FROM facts WHERE {narrowed} GROUP BY measure, year, path"""  # noqa: S608
    found = Figures()
    for measure, of_year, of_path, count, days, working_days in read(user, question, given):
        for figure in (found.whole[measure], found.by_year[measure, of_year], found.by_path[measure, of_path]):
            figure.add(count, days or [], working_days or [])
    return found


class Fact(NamedTuple):
    proposal_id: int
    on: date
    days: int | None
    working_days: int | None


def listed(user, measure: str, *, year: int | None = None, path: str | None = None) -> list[Fact]:
    """The proposals behind a number, the latest first."""
    narrowed, given = _narrowed(year, path)
    question = f"""
        SELECT proposal_id, day, days, working_days FROM facts WHERE measure = %s AND {narrowed}
        ORDER BY day DESC, proposal_id DESC"""  # noqa: S608
    return [Fact(*row) for row in read(user, question, [measure, *given])]


def years(user) -> list[int]:
    """From the year in which the first proposal that the reader may see was raised to this one, newest first."""
    first = population(user).aggregate(first=Min("raised_on"))["first"]
    return list(range(clock.today().year, first.year - 1, -1)) if first else []


def _narrowed(year: int | None, path: str | None) -> tuple[str, list]:
    conditions, given = ["TRUE"], []
    if year is not None:
        conditions.append(f"(year = %s OR measure LIKE '{NOW}-%%')")
        given.append(year)
    if path is not None:
        conditions.append("path = %s")
        given.append("" if path == NO_PATH else path)
    return " AND ".join(conditions), given

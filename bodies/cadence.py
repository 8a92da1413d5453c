"""When a body usually meets, read from the words in which its cadence stands: “Monthly, on the second Friday”, “1st
Thursday”, “Twice a month, on the first and third Wednesday”, “Every other Wednesday”.

It proposes days. Whether a meeting is held on a bank holiday, or on which day instead, somebody decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
DAY = re.compile(rf"\b({'|'.join(DAYS)})s?\b", re.IGNORECASE)
ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)})\b", re.IGNORECASE)
EVERY_OTHER = re.compile(r"\bevery (other|second)\b|\bfortnightly\b", re.IGNORECASE)
WEEKLY = re.compile(r"\bevery\b|\bweekly\b", re.IGNORECASE)
A_WEEK = timedelta(weeks=1)


class NotUnderstood(ValueError):
    """The words do not say on which days."""


@dataclass(frozen=True)
class Cadence:
    """``ordinals``: which of the month, -1 the last; without any, every ``weeks`` weeks."""

    weekday: int
    ordinals: tuple[int, ...] = ()
    weeks: int = 0

    def days(self, first: date, last: date, after: date | None = None) -> list[date]:
        """The days from ``first`` to ``last``. ``after``: the day of the last meeting, from which every other week is
        counted."""
        return [day for day in self._from(first, after) if day <= last] if first <= last else []

    def _from(self, first: date, after: date | None) -> Iterator[date]:
        limit = first + timedelta(days=366 * 3)
        day = self._next(first, after)
        while day <= limit:
            if not self.ordinals or self._is_counted(day):
                yield day
            day += A_WEEK * (self.weeks or 1)

    def _next(self, first: date, after: date | None) -> date:
        day = first + timedelta(days=(self.weekday - first.weekday()) % 7)
        if self.weeks == 2 and after is not None and ((day - monday(after)).days // 7) % 2:
            day += A_WEEK
        return day

    def _is_counted(self, day: date) -> bool:
        is_last = (day + A_WEEK).month != day.month
        return (day.day - 1) // 7 + 1 in self.ordinals or (is_last and -1 in self.ordinals)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def read(words: str) -> Cadence:
    """What the words say; ``NotUnderstood`` where they do not say it."""
    days = {DAYS.index(found.lower()) for found in DAY.findall(words)}
    if len(days) != 1:
        raise NotUnderstood("Name one day of the week, such as “second Friday” or “every other Wednesday”.")
    weekday = days.pop()
    if EVERY_OTHER.search(words):
        return Cadence(weekday, weeks=2)
    ordinals = tuple(dict.fromkeys(ORDINALS[found.lower()] for found in ORDINAL.findall(words)))
    if ordinals:
        return Cadence(weekday, ordinals)
    if WEEKLY.search(words):
        return Cadence(weekday, weeks=1)
    raise NotUnderstood("Say which of the month, such as “first Thursday”, or “every other Wednesday”.")

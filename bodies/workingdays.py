"""Working days in England and Wales, the only calendar in which the process counts.

A working day is Monday to Friday and no bank holiday of England and Wales; a day that is a bank holiday in Scotland or
Northern Ireland alone is a working day. Bank holidays announced late, or moved, come in as overrides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from django.db import connection
from holidays import country_holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@lru_cache(maxsize=256)
def _bank_holidays(year: int) -> Mapping[date, str]:
    """One year, complete: the library's own growing calendar may be seen half-filled by a second thread."""
    found = country_holidays("GB", subdiv="ENG", years=year, expand=False)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}


def _weekdays_through(day: date) -> int:
    """Mondays to Fridays from 1 January 0001, itself a Monday, to `day` inclusive."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


class WorkingCalendar:
    """`overrides` say of a date whether it is worked, against the rule; `names` say what a holiday is called."""

    def __init__(self, overrides: Mapping[date, bool] | None = None, names: Mapping[date, str] | None = None):
        self.overrides = dict(overrides or {})
        self.names = dict(names or {})

    @classmethod
    def load(cls) -> WorkingCalendar:
        """With every override on record, in one query: hold on to it for the length of a request or an act."""
        # Here, so that models may import the calendar and the rules load without Django's apps.
        from bodies.models import BankHolidayOverride

        rows = list(BankHolidayOverride.objects.values_list("date", "name", "is_working_day"))
        return cls({day: worked for day, _name, worked in rows}, {day: name for day, name, _worked in rows})

    @classmethod
    def hold(cls) -> WorkingCalendar:
        """As ``load``, for an act that writes down what it reckons: until its transaction ends nobody changes a day, so
        that whoever changes one next finds what was reckoned (see ``bodies.actions.override_day``)."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE bodies_bankholidayoverride IN SHARE MODE")
        return cls.load()

    def is_working_day(self, day: date) -> bool:
        if isinstance(day, datetime):
            raise TypeError("A working day is a date in London, not an instant.")
        return self.overrides.get(day, _is_working_by_rule(day))

    def add(self, day: date, n: int) -> date:
        """The `n`th working day after `day` (before it, if `n` is negative); `day` itself is never counted.

        Zero is the first working day on or after `day`.
        """
        if n == 0:
            return self.next(day)
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; the other way round, the same number below zero."""
        if end < start:
            return -self.between(end, start)
        by_weekday = _weekdays_through(end) - _weekdays_through(start)
        return by_weekday + sum(self._correction(day) for day in self._exceptions(start, end))

    def numbered(self, first: date, last: date) -> list[int]:
        """For each day from `first` to `last`, the working days after `first` up to and including it."""
        put_right = {day.toordinal(): self._correction(day) for day in self._exceptions(first, last)}
        days = range(first.toordinal() + 1, last.toordinal() + 1)
        works = (((day - 1) % 7 < SATURDAY) + put_right.get(day, 0) for day in days)
        return list(accumulate(works, initial=0))

    def next(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def days_left(self, today: date, closing_date: date) -> int:
        """Working days after today up to and including the closing date: 0 on the day itself and afterwards."""
        return max(0, self.between(today, closing_date))

    def holidays_between(self, start: date, end: date) -> list[tuple[date, str]]:
        """The days in (start, end] that would be working days but for a holiday, oldest first."""
        return [(day, self._name(day)) for day in self._exceptions(start, end) if self._correction(day) < 0]

    def _exceptions(self, start: date, end: date) -> Iterator[date]:
        """Every date in (start, end] on which a rule other than the weekend may speak, oldest first."""
        ruled = {day for year in range(start.year, end.year + 1) for day in _bank_holidays(year)}
        yield from sorted(day for day in ruled | self.overrides.keys() if start < day <= end)

    def _correction(self, day: date) -> int:
        """What the weekday count gets wrong about one date: -1, 0 or 1."""
        return self.is_working_day(day) - (day.weekday() < SATURDAY)

    def _name(self, day: date) -> str:
        return self.names.get(day) or _bank_holidays(day.year).get(day, "Holiday")


def _is_working_by_rule(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)

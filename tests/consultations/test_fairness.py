"""Working days given against the least, holidays by name, and what else is open to the same people. The calendar of
spring 2026: Good Friday 3 April, Easter Monday 6 April, early May bank holiday 4 May."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Category
from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.course.fairness import beside, fairness, fairness_of, overlap
from consultations.models import Kind
from tests import factories as make
from tests.consultations.running import OPENED, opened, prepared
from tests.proposals.states import refined

CALENDAR = WorkingCalendar()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_holidays_within_are_named_and_not_counted():
    found = fairness(date(2026, 3, 30), date(2026, 4, 8), 5, CALENDAR)
    assert (found.given, found.over) == (5, 0)
    assert [day for day, _ in found.holidays] == [date(2026, 4, 3), date(2026, 4, 6)]
    assert found.sentences == [
        "5 working days to answer; the least that the rules ask is 5.",
        "Not counted: Good Friday (3 April), Easter Monday (6 April).",
    ]


def test_one_that_is_too_short_says_so():
    found = fairness(date(2026, 3, 9), date(2026, 3, 10), 10, CALENDAR)
    assert found.sentences == [
        "Only 1 working day to answer, although the least that the rules ask is 10.",
        "No bank holiday falls into that time.",
    ]


@given(DAYS, st.integers(1, 60))
def test_a_period_of_so_many_working_days_gives_so_many(day, days):
    assert fairness(day, CALENDAR.add(day, days), days, CALENDAR).given == days


@given(DAYS, DAYS, DAYS, DAYS)
def test_overlaps_are_the_same_from_both_sides_and_no_longer_than_either(a, b, c, d):
    first, second = tuple(sorted((a, b))), tuple(sorted((c, d)))
    both = overlap(first, second, CALENDAR)
    assert both == overlap(second, first, CALENDAR)
    assert 0 <= both <= min(CALENDAR.between(*first), CALENDAR.between(*second))


@pytest.mark.django_db
def test_others_open_to_some_of_the_same_categories_are_told_the_longest_first():
    by, reader = make.analyst(), make.party()
    with clock.set_to(OPENED):
        mine = opened(by, title="Mine", invited=(Category.LARGE_SUPPLIER,))
        opened(by, Kind.INFORMATION, refined(by), days=10, title="Short", invited=(Category.LARGE_SUPPLIER,))
        opened(by, Kind.INFORMATION, refined(by), days=30, title="Long")
        opened(by, Kind.INFORMATION, refined(by), days=30, title="For others", invited=(Category.GAS_NETWORK,))
        prepared(by, title="Not open")
        found = fairness_of(mine, reader, CALENDAR)
    assert [(each.consultation.title, each.days) for each in found.beside] == [("Long", 20), ("Short", 10)]
    assert [each.whom for each in found.beside] == ["Large Supplier", "Large Supplier"]
    assert (found.given, found.least) == (20, 20)


@pytest.mark.django_db
def test_before_it_is_open_it_says_what_would_be():
    by = make.analyst()
    with clock.set_to(OPENED):
        held = prepared(by)
        found = fairness_of(held, by, CALENDAR, closes_on=date(2026, 4, 20))
    assert (found.given, found.least, len(found.holidays)) == (28, 20, 2)


@pytest.mark.django_db
def test_what_closed_before_is_none_of_it():
    by = make.analyst()
    with clock.set_to(OPENED - timedelta(days=60)):
        opened(by, title="Earlier")
    with clock.set_to(OPENED):
        mine = opened(by, title="Mine")
    assert beside(mine, (date(2026, 3, 9), date(2026, 4, 8)), by, CALENDAR) == []

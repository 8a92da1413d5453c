"""The clock of a DCC assessment, argued by hand in working days and then for any course of questions.

England and Wales: Good Friday is 3 April 2026, Easter Monday 6 April, the Early May bank holiday Monday 4 May, the Spring
bank holiday Monday 25 May.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bodies.workingdays import WorkingCalendar
from proposals.dccclock import Start, Stop, days_stood, due_on, read

CALENDAR = WorkingCalendar()
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "requested, days, due",
    [
        # Tuesday 3 March is day 1, Friday 6 is day 4, and five a week from then: 13 is 9, 20 is 14, Monday 23 is 15
        (date(2026, 3, 2), 15, date(2026, 3, 23)),
        # Monday 16 March: 20 is 4, 27 is 9, Thursday 2 April is 13, Easter passes, Tuesday 7 is 14, Wednesday 8 is 15
        (date(2026, 3, 16), 15, date(2026, 4, 8)),
        # The Friday of 1 May: the Tuesday after the bank holiday is day 1, Friday 8 is 4, 15 is 9, 22 is 14, 25 is none
        (date(2026, 5, 1), 15, date(2026, 5, 26)),
        # 40 from 2 March: 23 March is 15, Thursday 2 April 23, 10 April 27, 17 April 32, 24 April 37, Wednesday 29 is 40
        (date(2026, 3, 2), 40, date(2026, 4, 29)),
    ],
)
def test_fifteen_and_forty_working_days_by_hand(requested, days, due):
    start = Start(requested, CALENDAR.add(requested, days))
    assert due_on(start, [], CALENDAR) == due


def of(*stops, requested=date(2026, 3, 16), days=15):
    return due_on(Start(requested, CALENDAR.add(requested, days)), stops, CALENDAR)


def test_a_clock_stopped_over_easter_counts_its_working_days_only():
    # Asked on Thursday 2 April, answered on Wednesday 8: Tuesday 7 and Wednesday 8 stood still, the rest was no work.
    assert days_stood([Stop(date(2026, 4, 2), date(2026, 4, 8))], date(2026, 3, 16), CALENDAR) == 2
    # Due on Wednesday 8 April without it; two days later is Friday 10.
    assert of(Stop(date(2026, 4, 2), date(2026, 4, 8))) == date(2026, 4, 10)


def test_a_question_answered_before_the_next_working_day_costs_nothing():
    assert of(Stop(date(2026, 4, 2), date(2026, 4, 2))) == date(2026, 4, 8)
    assert of(Stop(date(2026, 4, 2), date(2026, 4, 6))) == date(2026, 4, 8)  # Good Friday to Easter Monday


def test_a_day_on_which_two_questions_were_open_counts_once():
    # 18 to 20 March stood still, for two reasons on the 19th and 20th.
    one, other = Stop(date(2026, 3, 17), date(2026, 3, 20)), Stop(date(2026, 3, 18), date(2026, 3, 20))
    assert of(one) == of(one, other) == of(other, one) == date(2026, 4, 13)


def test_what_was_agreed_anew_is_reckoned_from_the_day_it_was_agreed():
    # Agreed on 20 March for 30 April; a question from 18 to 24 March holds it for Monday 23 and Tuesday 24 only.
    start = Start(date(2026, 3, 20), date(2026, 4, 30))
    assert due_on(start, [Stop(date(2026, 3, 18), date(2026, 3, 24))], CALENDAR) == date(2026, 5, 5)


def test_an_open_question_shows_since_when_and_what_would_be_left():
    due = date(2026, 3, 23)
    reading = read(Start(MONDAY, due), [Stop(date(2026, 3, 18))], CALENDAR, date(2026, 4, 30), due)
    assert reading.stopped_since == date(2026, 3, 18)
    assert reading.left == 3  # 19, 20 and 23 March were still to come when it was asked
    assert reading.late == 0


def test_a_running_clock_says_how_late_it_is():
    reading = read(Start(MONDAY, date(2026, 3, 23)), [], CALENDAR, date(2026, 3, 26), date(2026, 3, 23))
    assert (reading.left, reading.late, reading.stopped_since) == (-3, 3, None)


DAYS = st.integers(0, 90).map(lambda n: MONDAY + timedelta(n))
STOPS = st.lists(st.tuples(DAYS, st.integers(0, 30)).map(lambda t: Stop(t[0], t[0] + timedelta(t[1]))), max_size=6)


def stood_still(stops) -> set[date]:
    """Every working day on which some question was open after the day of asking, one by one."""
    days = (stop.since + timedelta(n) for stop in stops for n in range(1, (stop.until - stop.since).days + 1))
    return {day for day in days if CALENDAR.is_working_day(day)}


@given(STOPS, st.integers(1, 60))
def test_due_is_the_request_and_its_days_and_the_days_it_stood_still(stops, days):
    """Whatever the order, the overlaps and the bank holidays."""
    start = Start(MONDAY, CALENDAR.add(MONDAY, days))
    assert due_on(start, stops, CALENDAR) == CALENDAR.add(MONDAY, days + len(stood_still(stops)))


@given(STOPS, DAYS)
def test_an_agreed_date_forgets_what_stood_still_before_it(stops, agreed_on):
    due = CALENDAR.add(agreed_on, 20)
    after = {day for day in stood_still(stops) if day > agreed_on}
    assert due_on(Start(agreed_on, due), stops, CALENDAR) == CALENDAR.add(due, len(after))


@given(STOPS, DAYS, DAYS)
def test_while_the_clock_stands_still_no_day_is_lost(stops, asked, today):
    """Waiting longer for an answer moves the date as far as today moves: what is left stays."""
    today = max(today, asked)
    start = Start(MONDAY, CALENDAR.add(MONDAY, 15))
    told = due_on(start, stops, CALENDAR)
    first, later = (read(start, [*stops, Stop(asked)], CALENDAR, day, told) for day in (today, today + timedelta(14)))
    over = [stop for stop in stops if stop.until > today]
    if not over:
        assert later.left == first.left

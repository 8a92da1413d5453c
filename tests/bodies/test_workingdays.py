from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bodies.workingdays import WorkingCalendar

plain = WorkingCalendar()

dates = st.dates(min_value=date(1995, 1, 1), max_value=date(2060, 12, 31))
counts = st.integers(min_value=-300, max_value=300)
calendars = st.builds(WorkingCalendar, st.dictionaries(dates, st.booleans(), max_size=12))


def days_after(start, end):
    """Every date in (start, end]: the definition, counted by hand."""
    return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


class TestFromTheCode:
    """Dates taken from published papers of the SEC and of its peers."""

    def test_objection_period_of_mp087_ends_on_1_november_2019(self):
        assert plain.add(date(2019, 10, 11), 15) == date(2019, 11, 1)

    def test_mp087_is_implemented_one_working_day_after_the_objection_period(self):
        closes = plain.add(date(2019, 10, 11), 15)
        assert plain.add(closes, 1) == date(2019, 11, 4)
        assert plain.add(date(2019, 10, 11), 16) == date(2019, 11, 4)

    @pytest.mark.parametrize(
        ("decided", "closes"),
        [
            (date(2014, 8, 14), date(2014, 9, 5)),  # BSC P312, over the August bank holiday
            (date(2016, 12, 8), date(2017, 1, 3)),  # BSC P353, over Christmas and the substitute for New Year's Day
        ],
    )
    def test_fifteen_working_days_in_the_balancing_and_settlement_code(self, decided, closes):
        assert plain.between(decided, closes) == 15
        assert plain.add(decided, 15) == closes

    @pytest.mark.parametrize(
        ("meeting", "papers"),
        [
            (date(2019, 6, 14), date(2019, 6, 7)),  # the Panel
            (date(2020, 6, 4), date(2020, 5, 28)),  # the TABASC
        ],
    )
    def test_papers_are_due_five_working_days_before_the_meeting(self, meeting, papers):
        assert plain.add(meeting, -5) == papers

    def test_mp099_report_consultation_had_fourteen_days_after_the_day_of_issue(self):
        assert plain.between(date(2021, 4, 19), date(2021, 5, 10)) == 14

    def test_mp130_took_eight_working_days_from_raised_to_implemented(self):
        raised, implemented = date(2020, 5, 14), date(2020, 5, 27)
        assert plain.between(raised, implemented) == 8  # 25 May 2020 is the spring bank holiday


class TestHolidays:
    @pytest.mark.parametrize(
        "day",
        [
            date(2019, 4, 19),  # Good Friday
            date(2019, 4, 22),  # Easter Monday, a holiday of England and Wales but not of the whole Kingdom
            date(2019, 8, 26),  # the summer bank holiday, likewise
            date(2020, 5, 8),  # moved for VE Day
            date(2021, 12, 27),  # substitute for Christmas Day, a Saturday
            date(2021, 12, 28),  # substitute for Boxing Day, a Sunday
            date(2022, 1, 3),  # substitute for New Year's Day, a Saturday
            date(2022, 6, 2),  # spring bank holiday, moved
            date(2022, 6, 3),  # Platinum Jubilee
            date(2022, 9, 19),  # State Funeral
            date(2023, 5, 8),  # Coronation
        ],
    )
    def test_bank_holidays_of_england_and_wales(self, day):
        assert not plain.is_working_day(day)

    @pytest.mark.parametrize(
        "day",
        [
            date(2020, 5, 4),  # the first Monday of May 2020 was worked: the holiday was moved to the 8th
            date(2022, 5, 30),  # the last Monday of May 2022 was worked: the holiday was moved to 2 June
            date(2020, 12, 24),
            date(2021, 12, 29),
            date(2019, 1, 2),  # a holiday in Scotland only
            date(2019, 8, 5),  # a holiday in Scotland only
            date(2019, 11, 29),  # St Andrew's Day is in Scotland only
            date(2019, 3, 18),  # a holiday in Northern Ireland only
            date(2019, 7, 12),  # a holiday in Northern Ireland only
        ],
    )
    def test_days_worked_in_england_and_wales(self, day):
        assert plain.is_working_day(day)

    def test_weekends_are_not_worked(self):
        week = [date(2019, 10, 7) + timedelta(days=n) for n in range(7)]
        assert [plain.is_working_day(day) for day in week] == [True] * 5 + [False] * 2

    def test_an_instant_is_refused(self):
        with pytest.raises(TypeError, match="not an instant"):
            plain.is_working_day(datetime(2019, 10, 7, 9, 0, tzinfo=UTC))

    def test_list_of_holidays_leaves_out_those_that_fall_on_a_weekend(self):
        assert plain.holidays_between(date(2021, 12, 24), date(2022, 1, 4)) == [
            (date(2021, 12, 27), "Christmas Day (substitute day)"),
            (date(2021, 12, 28), "Boxing Day (substitute day)"),
            (date(2022, 1, 3), "New Year's Day (substitute day)"),
        ]

    def test_list_of_holidays_leaves_out_its_first_day_and_keeps_its_last(self):
        assert plain.holidays_between(date(2019, 4, 19), date(2019, 4, 22)) == [(date(2019, 4, 22), "Easter Monday")]

    def test_list_of_holidays_backwards_is_empty(self):
        assert plain.holidays_between(date(2019, 4, 30), date(2019, 4, 1)) == []


class TestCounting:
    def test_over_easter(self):
        assert plain.add(date(2019, 4, 18), 1) == date(2019, 4, 23)
        assert plain.add(date(2019, 4, 23), -1) == date(2019, 4, 18)
        assert plain.between(date(2019, 4, 18), date(2019, 4, 23)) == 1

    def test_over_the_year_end(self):
        assert plain.add(date(2019, 12, 24), 4) == date(2020, 1, 2)
        assert plain.between(date(2019, 12, 24), date(2020, 1, 2)) == 4
        assert plain.add(date(2021, 12, 24), 1) == date(2021, 12, 29)

    def test_the_day_itself_is_not_counted(self):
        monday = date(2019, 10, 14)
        assert plain.add(monday, 1) == date(2019, 10, 15)
        assert plain.between(monday, monday) == 0

    def test_from_a_weekend(self):
        saturday = date(2019, 10, 12)
        assert plain.add(saturday, 1) == date(2019, 10, 14)
        assert plain.add(saturday, -1) == date(2019, 10, 11)

    def test_zero_days_is_the_first_working_day_on_or_after(self):
        assert plain.add(date(2019, 10, 11), 0) == date(2019, 10, 11)
        assert plain.add(date(2019, 10, 12), 0) == date(2019, 10, 14)

    def test_next_is_the_first_working_day_on_or_after(self):
        assert plain.next(date(2021, 12, 25)) == date(2021, 12, 29)
        assert plain.next(date(2021, 12, 29)) == date(2021, 12, 29)

    def test_days_left_counts_the_closing_day_and_not_today(self):
        closes = date(2019, 11, 1)
        assert plain.days_left(date(2019, 10, 11), closes) == 15
        assert plain.days_left(date(2019, 10, 31), closes) == 1
        assert plain.days_left(closes, closes) == 0
        assert plain.days_left(date(2019, 11, 5), closes) == 0

    def test_over_the_weekend_only_the_monday_is_left(self):
        assert plain.days_left(date(2019, 11, 2), date(2019, 11, 4)) == 1


class TestOverrides:
    def test_a_holiday_announced_late_moves_the_closing_day(self):
        told = WorkingCalendar({date(2019, 10, 21): False}, {date(2019, 10, 21): "Day of thanks"})
        assert told.add(date(2019, 10, 11), 15) == date(2019, 11, 4)
        assert told.between(date(2019, 10, 11), date(2019, 11, 1)) == 14
        assert told.holidays_between(date(2019, 10, 11), date(2019, 11, 1)) == [(date(2019, 10, 21), "Day of thanks")]

    def test_a_holiday_taken_back_is_worked(self):
        told = WorkingCalendar({date(2019, 8, 26): True})
        assert told.is_working_day(date(2019, 8, 26))
        assert told.between(date(2019, 8, 23), date(2019, 8, 27)) == 2
        assert told.holidays_between(date(2019, 8, 23), date(2019, 8, 27)) == []

    def test_a_saturday_may_be_declared_a_working_day(self):
        told = WorkingCalendar({date(2019, 10, 12): True})
        assert told.add(date(2019, 10, 11), 1) == date(2019, 10, 12)
        assert told.between(date(2019, 10, 11), date(2019, 10, 14)) == 2

    def test_an_override_that_says_what_the_rule_says_changes_nothing(self):
        told = WorkingCalendar({date(2019, 10, 12): False, date(2019, 10, 14): True, date(2019, 8, 26): False})
        assert told.between(date(2019, 8, 1), date(2019, 10, 31)) == plain.between(date(2019, 8, 1), date(2019, 10, 31))
        assert told.holidays_between(date(2019, 8, 1), date(2019, 8, 31)) == [
            (date(2019, 8, 26), "Late Summer Bank Holiday")
        ]

    def test_an_override_without_a_name_is_still_listed(self):
        told = WorkingCalendar({date(2019, 10, 21): False})
        assert told.holidays_between(date(2019, 10, 20), date(2019, 10, 22)) == [(date(2019, 10, 21), "Holiday")]

    def test_a_calendar_keeps_its_own_copy(self):
        overrides = {date(2019, 10, 21): False}
        told = WorkingCalendar(overrides)
        overrides.clear()
        assert not told.is_working_day(date(2019, 10, 21))


class TestProperties:
    @given(calendars, dates, st.integers(min_value=1, max_value=300))
    def test_between_undoes_add_forwards(self, calendar, day, n):
        assert calendar.between(day, calendar.add(day, n)) == n

    @given(calendars, dates, st.integers(min_value=1, max_value=300))
    def test_between_undoes_add_backwards_from_a_working_day(self, calendar, day, n):
        assume(calendar.is_working_day(day))
        assert calendar.between(day, calendar.add(day, -n)) == -n

    @given(calendars, dates, st.integers(min_value=1, max_value=300))
    def test_add_there_and_back(self, calendar, day, n):
        assume(calendar.is_working_day(day))
        assert calendar.add(calendar.add(day, n), -n) == day

    @given(calendars, dates, counts)
    def test_add_always_lands_on_a_working_day(self, calendar, day, n):
        assert calendar.is_working_day(calendar.add(day, n))

    @given(calendars, dates, counts)
    def test_one_day_more_is_never_earlier(self, calendar, day, n):
        assert calendar.add(day, n) <= calendar.add(day, n + 1)
        assert calendar.add(day, n) <= calendar.add(day + timedelta(days=1), n)

    @given(calendars, dates, st.integers(min_value=0, max_value=900))
    def test_between_is_the_count_of_working_days_after_the_first(self, calendar, start, length):
        end = start + timedelta(days=length)
        assert calendar.between(start, end) == sum(map(calendar.is_working_day, days_after(start, end)))

    @given(calendars, dates, dates)
    def test_between_turned_round_is_its_negative(self, calendar, one, other):
        assert calendar.between(one, other) == -calendar.between(other, one)

    @given(calendars, dates, dates, dates)
    def test_between_adds_up(self, calendar, a, b, c):
        assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)

    @given(calendars, dates, st.integers(min_value=0, max_value=900))
    def test_days_are_numbered_as_they_are_counted(self, calendar, first, length):
        last = first + timedelta(days=length)
        expected = [calendar.between(first, day) for day in [first, *days_after(first, last)]]
        assert calendar.numbered(first, last) == expected

    @given(calendars, dates, st.integers(min_value=0, max_value=900))
    def test_holidays_are_weekdays_or_overrides_that_are_not_worked(self, calendar, start, length):
        end = start + timedelta(days=length)
        expected = [d for d in days_after(start, end) if d.weekday() < 5 and not calendar.is_working_day(d)]
        assert [day for day, _name in calendar.holidays_between(start, end)] == expected


@pytest.mark.django_db
class TestOverridesOnRecord:
    def test_are_read_in_one_query(self, django_assert_num_queries):
        from bodies.models import BankHolidayOverride

        BankHolidayOverride.objects.create(date=date(2019, 10, 21), name="Day of thanks", is_working_day=False)
        BankHolidayOverride.objects.create(date=date(2019, 8, 26), name="Worked after all", is_working_day=True)
        with django_assert_num_queries(1):
            calendar = WorkingCalendar.load()
            closes = calendar.add(date(2019, 10, 11), 15)
        assert closes == date(2019, 11, 4)
        assert calendar.is_working_day(date(2019, 8, 26))
        assert calendar.holidays_between(date(2019, 8, 1), date(2019, 11, 1)) == [(date(2019, 10, 21), "Day of thanks")]

    def test_none_on_record(self):
        assert WorkingCalendar.load().add(date(2019, 10, 11), 15) == date(2019, 11, 1)

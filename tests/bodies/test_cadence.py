"""When bodies meet, read from the words in which it stands (domain §1.2: second Friday 2019, fourth Wednesday …)."""

from datetime import date

import pytest

from bodies.cadence import NotUnderstood, read


@pytest.mark.parametrize(
    "words, first, last, expected",
    [
        # The Panel met on the second Friday in 2019: 14 June, 12 July, 9 August.
        ("Monthly, on the second Friday", (2019, 6, 1), (2019, 8, 31), [(2019, 6, 14), (2019, 7, 12), (2019, 8, 9)]),
        ("2nd Friday monthly", (2019, 6, 15), (2019, 7, 12), [(2019, 7, 12)]),
        # The TABASC on the first Thursday: 4 June 2020.
        ("1st Thursday", (2020, 6, 1), (2020, 7, 31), [(2020, 6, 4), (2020, 7, 2)]),
        ("Monthly, on the third Tuesday", (2019, 5, 1), (2019, 5, 31), [(2019, 5, 21)]),
        ("Monthly, on the last Wednesday", (2026, 5, 1), (2026, 6, 30), [(2026, 5, 27), (2026, 6, 24)]),
        (
            "Twice a month, on the second and fourth Wednesday",
            (2019, 7, 1),
            (2019, 7, 31),
            [(2019, 7, 10), (2019, 7, 24)],
        ),
        ("Every other Wednesday", (2019, 7, 1), (2019, 7, 31), [(2019, 7, 3), (2019, 7, 17), (2019, 7, 31)]),
        ("Every Monday", (2026, 1, 1), (2026, 1, 14), [(2026, 1, 5), (2026, 1, 12)]),
        ("first Friday", (2026, 2, 7), (2026, 2, 28), []),
    ],
)
def test_days_that_follow_from_the_words(words, first, last, expected):
    assert read(words).days(date(*first), date(*last)) == [date(*day) for day in expected]


def test_every_other_week_counts_from_the_last_meeting():
    rule = read("Every other Wednesday")
    assert rule.days(date(2019, 7, 1), date(2019, 7, 31), date(2019, 6, 26)) == [date(2019, 7, 10), date(2019, 7, 24)]


@pytest.mark.parametrize("words", ["", "Monthly", "When needed", "On Fridays", "Mondays and Tuesdays, every week"])
def test_words_that_do_not_say_on_which_days_are_refused(words):
    with pytest.raises(NotUnderstood):
        read(words)

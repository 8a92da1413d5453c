"""Figures, dates and lists in prose."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import numbers


@pytest.mark.parametrize(("number", "words"), [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (1204, "1,204")])
def test_numbers_are_spelled_to_ten(number, words):
    assert numbers.spelled(number) == words


def test_three_other_sec_parties_and_one_small_supplier():
    counts = [numbers.counted(3, "Other SEC Party", "Other SEC Parties"), numbers.counted(1, "Small Supplier")]
    assert numbers.listed(counts) == "three Other SEC Parties and one Small Supplier"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("0.5", "half a day"),
        ("1", "one day"),
        ("1.5", "one and a half days"),
        ("2", "two days"),
        ("2.25", "2.25 days"),
        ("12", "12 days"),
    ],
)
def test_days(days, words):
    assert numbers.days(Decimal(days)) == words


@pytest.mark.parametrize(("pence", "pounds"), [(0, "£0"), (120_000, "£1,200"), (120_050, "£1,200.50"), (5, "£0.05")])
def test_pounds(pence, pounds):
    assert numbers.pounds(pence) == pounds


def test_pounds_between():
    assert numbers.pounds_between(15_000_000, 20_000_000) == "between £150,000 and £200,000"
    assert numbers.pounds_between(15_000_000, 15_000_000) == "£150,000"


def test_dates():
    assert numbers.long_date(date(2019, 11, 4)) == "4 November 2019"
    assert numbers.short_date(date(2019, 11, 4)) == "4 Nov 2019"


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1))
def test_a_list_names_each_item_once_and_has_one_and(items):
    words = numbers.listed(items)
    assert words.replace(" and ", ", ").split(", ") == items
    assert words.count(" and ") == (len(items) > 1)


def test_only_the_first_letter_grows():
    assert numbers.capitalised("the DCC and Users") == "The DCC and Users"
    assert numbers.capitalised("") == ""

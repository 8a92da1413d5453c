from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from audit.templatetags import look


def context(query):
    return {"request": SimpleNamespace(GET=QueryDict(query))}


def test_dates_as_house_style_writes_them():
    implementation = date(2019, 11, 4)
    assert look.date_long(implementation) == "4 November 2019"
    assert look.date_table(implementation) == "4 Nov 2019"
    assert look.date_act(date(2019, 11, 1)) == "Friday 1 November 2019"
    assert look.date_long(None) == ""


def test_an_instant_is_told_by_londons_clock():
    """16:00 UTC in British Summer Time is 17:00 in London; half past eleven at night UTC is already the next day there."""
    assert look.deadline(datetime(2026, 7, 3, 16, 0, tzinfo=UTC)) == "Friday 3 July 2026 at 17:00"
    assert look.datetime_london(datetime(2026, 1, 5, 17, 0, tzinfo=UTC)) == "5 January 2026 at 17:00"
    assert look.date_table(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 Jul 2026"


@pytest.mark.parametrize(
    ("pence", "words"),
    [(120000, "£1,200"), (120050, "£1,200.50"), (0, "£0"), (-5000, "-£50"), (None, ""), (123456789, "£1,234,567.89")],
)
def test_pounds(pence, words):
    assert look.pounds(pence) == words


@pytest.mark.parametrize(("number", "words"), [(0, "no"), (3, "three"), (10, "ten"), (11, "11"), (1200, "1,200")])
def test_spell(number, words):
    assert look.spell(number) == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 working days"), (1, "1 working day"), (15, "15 working days")])
def test_working_days(number, words):
    assert look.working_days_words(number) == words


def test_titles_stand_in_single_curly_quotes():
    assert look.quote_title("Updates to SEC") == "‘Updates to SEC’"


@pytest.mark.parametrize(
    ("query", "link", "aria"),
    [
        ("", "?sort=raised", "none"),
        ("sort=raised", "?sort=-raised", "ascending"),
        ("sort=-raised", "?sort=raised", "descending"),
        ("q=key&page=3&sort=title", "?q=key&sort=raised", "none"),
    ],
)
def test_sorting_turns_round_and_goes_back_to_page_one(query, link, aria):
    assert look.sort_query(context(query), "raised") == link
    assert look.aria_sort(context(query), "raised") == aria


def test_taking_one_filter_away_keeps_the_others():
    query = "stage=development&stage=refinement&path=FT&page=2"
    assert look.query_without(context(query), "stage", "refinement") == "?stage=development&path=FT"
    assert look.query_without(context(query), "stage") == "?path=FT"


def test_a_page_link_keeps_filters_and_page_size():
    assert look.query_with(context("stage=development&size=50"), page=2) == "?stage=development&size=50&page=2"

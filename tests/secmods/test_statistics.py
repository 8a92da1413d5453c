"""The statistics page: every number opens its list, the file holds what is shown, and nobody sees what is not for them."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from proposals import actions
from tests import factories as make
from tests.lives import live
from tests.reading import all_words, by_class, crowd, links, parsed, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst(name="Ann Archer")


@pytest.fixture
def mp087(by):
    """Raised 20 August, approved 11 October, final 1 November 2019."""
    proposal = make.fast_tracked(by=by, number=87, raised_on=date(2019, 8, 20), decided_on=date(2019, 10, 11))
    actions.settle_windows(proposal=proposal)
    return proposal


def table(response, caption: str) -> dict[str, dict[str, str]]:
    """The cells of a table by their row and column."""
    found = next(t for t in parsed(response).iter("table") if words(t.find("caption")) == caption)
    columns = [words(th) for th in found.find("thead").iter("th")]
    rows = [[words(cell) for cell in row] for row in found.find("tbody").iter("tr")]
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in rows}


DECISION = "From raising to decision, in calendar days"
YEARLY = "How many each year"
SVG = "{http://www.w3.org/2000/svg}"  # what a drawing’s elements are called in the tree


def test_mp087_took_73_days_to_its_final_decision(client, mp087):
    response = client.get("/statistics/")
    assert table(response, DECISION)["2019"] == table(response, DECISION)["Fast-Track"]
    assert table(response, DECISION)["All"] == {
        "Proposals": "1",
        "Median": "73",
        "Average": "73",
        "Middle half from": "73",
        "Middle half to": "73",
        "Shortest": "73",
        "Longest": "73",
        "Median in working days": "52",
    }


def test_the_charts_say_in_words_what_they_draw(client, mp087):
    drawn = parsed(client.get("/statistics/")).iter(f"{SVG}svg")
    told = {words(svg.find(f"{SVG}title")): words(svg.find(f"{SVG}desc")) for svg in drawn if svg.get("role") == "img"}
    assert list(told) == [
        "From raising to decision",
        "From raising to implementation",
        "Days in each stage",
        "In each stage today",
    ]
    assert told["From raising to decision"] == (
        "All: median 73 days, from 73 to 73; 2019: median 73 days, from 73 to 73; Fast-Track: median 73 days, from 73 "
        "to 73; For comparison: 305 days, the average once quoted. The table below says the same."
    )
    assert told["From raising to implementation"] == "Nothing to draw yet. The table below says the same."


def test_every_number_opens_a_list_as_long_as_it_says(client, by, mp087):
    live(25, make.submission())
    opened = 0
    for address in ("/statistics/", "/statistics/?year=2019", "/statistics/?path=FT", "/statistics/?path=none"):
        for anchor in parsed(client.get(address)).find(".//main").iter("a"):
            if words(anchor).isdecimal():
                response = client.get(anchor.get("href"))
                assert response.context["count"] == int(words(anchor)) == len(response.context["rows"]), anchor.attrib
                opened += 1
    assert opened > 100


def test_a_list_names_the_proposals_with_the_day_and_the_days(client, mp087):
    response = client.get("/statistics/decided/?year=2019&path=FT")
    assert all_words(response, "h1") == ["Decided: 2019, Fast-Track"]
    assert all_words(response, "tbody", "th[@scope='row']") == ["MP087"]
    assert all_words(response, "tbody", "td")[3:] == ["20 Aug 2019", "1 Nov 2019", "73", "52"]
    assert by_class(client.get("/statistics/decided/?year=2018"), "empty-words")[0].startswith("None for 2018.")


def test_a_list_in_several_pages(client, by):
    crowd(101, make.draft_proposal(by=by))
    response = client.get("/statistics/raised/")
    assert len(response.context["rows"]) == 100
    assert len(client.get(links(response)["Next page"] and "/statistics/raised/?page=2").context["rows"]) == 2


def test_the_file_holds_exactly_what_is_shown(client, mp087):
    live(12, make.submission())
    for query in ("", "?year=2019&path=FT"):
        page = client.get(f"/statistics/{query}")
        answer = client.get(links(page)["Download these tables (CSV)"])
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert lines[0] == ["Table", "Row", "Column", "Value"]
        shown = [
            [words(t.find("caption")), row, column, value]
            for t in parsed(page).iter("table")
            for row, cells in table(page, words(t.find("caption"))).items()
            for column, value in cells.items()
        ]
        assert lines[1:] == shown
        assert len(shown) > 60


def test_the_yearly_figures(client, by, mp087):
    make.draft_proposal(by=by, number=140, raised_on=date(2020, 5, 4))
    response = client.get("/statistics/")
    yearly = table(response, YEARLY)
    assert list(yearly) == [
        "Raised",
        "Of these, urgent",
        "Decided",
        "Implemented",
        "Withdrawn",
        "Rejected",
        "Split into two proposals",
        "Sent back by the Authority",
        "Fast-Track objected to",
    ]
    assert (yearly["Raised"]["2019"], yearly["Raised"]["2020"], yearly["Raised"]["All years"]) == ("1", "1", "2")
    assert (yearly["Decided"]["2019"], yearly["Decided"]["2020"]) == ("1", "0")
    assert table(response, "Raised, by category of the Proposer")["Large Supplier"]["All years"] == "2"


@pytest.mark.parametrize(
    "query, complaint",
    [
        ("?year=soon", "“soon” is not a year. It was left out."),
        ("?path=9", "There is no path “9”. It was left out."),
        ("?year=²⁰¹⁹", "“²⁰¹⁹” is not a year. It was left out."),
    ],
)
def test_what_there_is_not_is_left_out_and_told(client, mp087, query, complaint):
    response = client.get(f"/statistics/{query}")
    assert by_class(response, "notice") == [complaint]
    assert table(response, DECISION)["All"]["Proposals"] == "1"


def test_there_is_no_list_of_what_is_not_counted(client):
    assert client.get("/statistics/decided/").status_code == 200
    assert client.get("/statistics/nothing/").status_code == 404


def test_an_empty_register_has_a_page_too(client):
    response = client.get("/statistics/")
    assert table(response, DECISION)["All"]["Proposals"] == "0"
    assert client.get("/statistics/statistics.csv").status_code == 200


def test_what_is_hidden_is_neither_counted_nor_listed(client, by, mp087):
    def seen() -> tuple:
        table_of_years = table(client.get("/statistics/"), YEARLY)
        return table_of_years["Raised"].get("All years"), client.get("/statistics/raised/").context["count"]

    assert seen() == ("1", 1)
    actions.save_details(proposal=mp087, by=by, classification="amber")
    assert seen() == (None, 0)  # with nothing raised there is no year either
    client.force_login(by)
    assert seen() == ("1", 1)


@pytest.mark.parametrize("size", [3, 300])
@pytest.mark.parametrize(
    "address, most",
    [("/statistics/", 7), ("/statistics/statistics.csv", 6), ("/statistics/raised/", 7), ("/guide/lifecycle/", 4)],
)
def test_the_number_of_queries_does_not_grow(client, size, address, most):
    crowd(size - 3, make.submission())
    live(3, make.submission())
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) == most


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width, scheme", [(1280, "light"), (320, "dark")])
def test_the_pages_are_accessible_and_fit(new_page, axe, width, scheme):
    live(20, make.submission())
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in ("/statistics/", "/statistics/raised/", "/guide/", "/guide/lifecycle/"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_footer_and_the_front_page_lead_here(client):
    found = links(client.get("/"))
    assert (found["Statistics"], found["How a change is made"]) == ("/statistics/", "/guide/lifecycle/")
    assert (found["how long they take"], found["What the stages mean"]) == ("/statistics/", "/guide/lifecycle/")


def test_today_is_part_of_no_list_that_is_over(client, by):
    with clock.set_to(datetime(2020, 6, 1, 9, tzinfo=UTC)):
        make.draft_proposal(by=by, number=140, raised_on=date(2020, 5, 4))
        now = table(client.get("/statistics/"), "Proposals that are in the stage today, in calendar days so far")
        assert (now["Development"]["Proposals"], now["Development"]["Median"]) == ("1", "28")
        left = table(client.get("/statistics/"), "Proposals that have left the stage, in calendar days")
        assert left["Development"]["Proposals"] == "0"

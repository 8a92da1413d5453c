"""How well the process keeps to its times: what is counted, argued by hand, and each number with its list (domain §5)."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from proposals import actions, keeping
from proposals.actions import assessments as acts
from tests import factories as make
from tests.proposals.refining import agreed_requirements, answered, at, dcc, refining
from tests.proposals.states import object_to
from tests.reading import links
from tests.secmods.test_statistics import table

pytestmark = pytest.mark.django_db

ASKED = date(2026, 3, 2)  # a Monday; fifteen working days end on Monday 23 March


@pytest.fixture
def by():
    return make.analyst()


def assessed(by, on: date):
    proposal = refining(by)
    with at(ASKED):
        held = agreed_requirements(proposal, by)
        made = acts.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=held)
    with at(on):
        answered(proposal, by, made)
    return proposal


def dated(by, proposal, due: date, done: date | None = None, moved_to: date | None = None, exactness: str = "day"):
    with at(ASKED):
        planned = make.Planned("Publish it", "publish", due, exactness)
        entry = actions.add_entry(proposal=proposal, by=by, planned=planned)
        if moved_to:
            actions.move_entry(entry=entry, by=by, to=moved_to, reason="More to do.", agreed_by="The Panel")
    if done:
        with at(done):
            actions.mark_done(entry=entry, by=by)
    return entry


def page(client, query: str = ""):
    return client.get(f"/statistics/keeping-to-time/{query}")


def test_assessments_by_hand(client, by):
    """One on its last day, one two days late: 21 and 23 calendar days, one of two on time."""
    assessed(by, date(2026, 3, 23))
    assessed(by, date(2026, 3, 25))
    rows = table(page(client), "Assessments by the DCC")
    assert rows["Preliminary Assessments given"] == {"2026": "2"}
    assert rows["Preliminary Assessments given on time"] == {"2026": "1"}
    assert rows["On time, of all Preliminary Assessments"] == {"2026": "50%"}
    assert rows["Median days, Preliminary Assessment"] == {"2026": "22"}
    assert rows["On time, of all Impact Assessments"] == {"2026": "–"}


def test_an_assessment_whose_clock_stood_still_is_on_time_by_the_date_it_had_then(by):
    proposal = refining(by)
    with at(ASKED):
        made = acts.request_assessment(
            proposal=proposal, by=by, kind="preliminary", requirement_set=agreed_requirements(proposal, by)
        )
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=made, question="Which?")
    with at(date(2026, 3, 4)):
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="All.")
    with at(date(2026, 3, 25)):
        answered(proposal, by, made)
    figures = keeping.figures(by)
    assert (figures.of("preliminary-given").days.median, figures.of("preliminary-on-time").count) == (23, 1)


def test_dates_of_timetables_by_hand(client, by):
    proposal = refining(by)
    dated(by, proposal, date(2026, 3, 10), done=date(2026, 3, 10))
    dated(by, proposal, date(2026, 3, 9), done=date(2026, 3, 15), exactness="week")  # its Sunday
    dated(by, proposal, date(2026, 3, 9), done=date(2026, 3, 16), exactness="week")
    dated(by, proposal, date(2026, 3, 10), moved_to=date(2026, 3, 20), done=date(2026, 3, 20))
    entry = dated(by, proposal, date(2026, 3, 10))
    with at(date(2026, 3, 12)):
        actions.mark_missed(entry=entry, by=by, reason="Nobody came.")
    dated(by, proposal, date(2026, 4, 1))  # still to come: of no measure
    rows = table(page(client), "Dates of timetables")
    values = {row: cells["2026"] for row, cells in rows.items()}
    assert values == {
        "Dates of timetables that were kept": "4",
        "Of these, as first planned": "2",
        "As first planned, of all kept": "50%",
        "Of these, moved at least once": "1",
        "Dates that were missed": "1",
        "Dates kept: Publication": "4",
    }
    assert sorted(keeping.figures(by).of("dates-done").dots) == [0, 0, 1, 10]


def test_windows_by_hand(client, by):
    with clock.set_to(datetime(2025, 3, 3, 11, tzinfo=UTC)):
        quiet, objected = make.fast_tracked(by=by), make.fast_tracked(by=by)
        object_to(objected)
    actions.settle_windows(proposal=quiet)
    make.fast_tracked(by=by)  # still open
    rows = table(page(client), "Windows that have ended")
    assert rows["Objection windows ended"] == {"2025": "2"}
    assert rows["Of these, with an objection"] == {"2025": "1"}


def test_every_number_opens_a_list_as_long_as_it_says(client, by):
    proposal = assessed(by, date(2026, 3, 25))
    dated(by, proposal, date(2026, 3, 10), done=date(2026, 3, 12))
    dated(by, proposal, date(2026, 3, 10), done=date(2026, 3, 10))
    opened = 0
    for query in ("", "?year=2026", "?path=none"):
        response = page(client, query)
        for label, address in links(response).items():
            if "/keeping-to-time/list/" in address:
                listed = client.get(address)
                assert f"{label} in all" in " ".join(listed.content.decode().split())
                opened += 1
    assert opened > 5
    assert client.get("/statistics/keeping-to-time/list/unheard-of/").status_code == 404


def test_the_file_holds_what_is_shown(client, by):
    assessed(by, date(2026, 3, 23))
    text = client.get("/statistics/keeping-to-time/keeping-to-time.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == ["Table", "Row", "Column", "Value"]
    shown = {
        (caption, row, column, value)
        for caption in ("Assessments by the DCC", "Dates of timetables", "Windows that have ended")
        for row, cells in table(page(client), caption).items()
        for column, value in cells.items()
    }
    assert {tuple(line) for line in lines[1:]} == shown


def test_nobody_counts_what_they_may_not_read(client, by):
    proposal = assessed(by, date(2026, 3, 23))
    assert table(page(client), "Assessments by the DCC")["Preliminary Assessments given"] == {"2026": "1"}
    make.classed(proposal, by, "amber")
    assert keeping.figures(by).of("preliminary-given").count == 1
    assert keeping.figures(dcc()).of("preliminary-given").count == 0
    assert page(client).status_code == 200


@pytest.mark.parametrize("many", [1, 4])
def test_the_page_costs_the_same_however_much_there_is(client, by, many):
    for _ in range(many):
        proposal = assessed(by, date(2026, 3, 23))
        dated(by, proposal, date(2026, 3, 10), done=date(2026, 3, 12))
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len(queries) == 3  # the facts, the years, the checkpoint in the footer

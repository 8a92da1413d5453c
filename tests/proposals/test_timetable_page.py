"""The timetable tab and the pages behind it: what it says to whom, what it warns of, what it costs in queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from audit import clock
from proposals import actions
from proposals.layouts import Planned
from proposals.models import Exactness, Slip, TimetableEntry
from tests import factories as make
from tests.reading import all_words, by_class, links, parsed, words

pytestmark = pytest.mark.django_db

TAB = "/modifications/DP075/timetable/"
NOW = datetime(2026, 2, 12, 9, tzinfo=UTC)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, number=75, raised_on=date(2026, 1, 5))


@pytest.fixture
def panel():
    return make.CommitteeFactory()


@pytest.fixture
def laid_out(by, proposal, panel):
    """Three dates, laid out on 9 January 2026: done, moved by two weeks, and to come."""
    make.MeetingFactory(committee=panel, number=150, date=date(2026, 3, 13))
    planned = [
        Planned("Develop", "requirements", date(2026, 2, 2), Exactness.WEEK),
        Planned("Close the MRC", "mrc", date(2026, 2, 16)),
        Planned("Update the Panel", "panel_update", date(2026, 3, 13), Exactness.MEETING, panel),
    ]
    with clock.set_to(datetime(2026, 1, 9, 9, tzinfo=UTC)):
        package = actions.lay_out_package(proposal=proposal, by=by, entries=planned, words="The first.")
    with clock.set_to(NOW):
        actions.mark_done(entry=entry("Develop"), by=by, on=date(2026, 2, 5))
        actions.move_entry(
            entry=entry("Close the MRC"), by=by, to=date(2026, 3, 2), reason="More time.", agreed_body=panel
        )
    return package


@pytest.fixture
def analyst(client, by):
    client.force_login(by)
    return client


def entry(activity: str) -> TimetableEntry:
    return TimetableEntry.objects.get(activity=activity)


def got(client, address: str = TAB):
    with clock.set_to(NOW):
        return client.get(address)


def sent(client, address: str, data: dict):
    with clock.set_to(NOW):
        return client.post(TAB + address, data)


def rows(response, caption: str) -> list[list[str]]:
    table = next(t for t in parsed(response).iter("table") if words(t.find("caption")).startswith(caption))
    return [[words(cell) for cell in row] for row in table.iter("tr")][1:]


# Reading


def test_an_empty_tab_says_what_would_be_there(client, analyst, proposal):
    assert by_class(got(client), "empty-title") == ["No timetable yet"]
    assert links(got(analyst))["Lay out a work package"] == f"{TAB}lay-out/"


def test_the_table_holds_the_dates_and_how_they_stand(client, laid_out):
    assert rows(got(client), "Timetable of DP075") == [
        ["Work package 1 laid out on 9 January 2026; not yet approved by the Panel The first."],
        ["1. Develop Business requirements", "W/C 2 Feb 2026", "W/C 2 Feb 2026", "–", "Done on 5 Feb 2026"],
        [
            "2. Close the MRC Modification Report Consultation", "16 Feb 2026", "2 Mar 2026", "10 working days later",
            "Planned",
        ],
        ["3. Update the Panel Panel", "13 Mar 2026", "13 Mar 2026 Panel, meeting 150", "–", "Planned"],
    ]  # fmt: skip


def test_each_slip_is_listed_with_its_reason_and_who_agreed(client, laid_out):
    assert rows(got(client), "Slips of DP075") == [
        [
            "Close the MRC", "16 Feb 2026", "2 Mar 2026", "10 working days later", "More time.",
            "the Panel 12 Feb 2026",
        ]
    ]  # fmt: skip


SVG = "{http://www.w3.org/2000/svg}"


def drawing(response):
    return next(svg for svg in parsed(response).iter(f"{SVG}svg") if svg.get("role") == "img")


def test_the_chart_has_a_title_and_says_in_words_what_it_shows(client, laid_out):
    svg = drawing(got(client))
    named = {child.get("id"): words(child) for child in svg if child.get("id")}
    assert svg.get("aria-labelledby").split() == list(named)
    assert named == {
        "chart-title": "Timetable of DP075",
        "chart-description": "3 dates from 2 February 2026 to 13 March 2026; 1 done, 1 moved. Next: Close the MRC, on "
        "Monday 2 March 2026. The table beneath holds the same.",
    }


def test_the_chart_draws_plan_and_present_in_the_hue_of_the_stage(client, laid_out):
    svg = drawing(got(client))
    shapes = [f"{SVG}{tag}" for tag in ("rect", "path", "line")]
    drawn = [
        (row.get("class"), [part.get("class") for part in row.iter() if part.tag in shapes])
        for row in svg.iter(f"{SVG}g")
    ]
    assert drawn == [
        ("stage-refinement chart-done", ["chart-first", "chart-now", "chart-sign"]),
        ("stage-report chart-planned", ["chart-slip", "chart-first", "chart-now"]),
        ("stage-refinement chart-planned", ["chart-first", "chart-now"]),
    ]
    said = [words(text) for text in svg.iter(f"{SVG}text")]
    assert "Today, 12 Feb" in said
    assert " ".join(said).endswith(
        "1. Develop – W/C 2 Feb 2026, done 2. Close the MRC – 2 Mar 2026, 10 working days later "
        "3. Update the Panel – 13 Mar 2026"
    )


def test_today_far_away_stands_at_the_edge(client, laid_out):
    with clock.set_to(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        said = [words(text) for text in drawing(client.get(TAB)).iter(f"{SVG}text")]
    assert "Today, 20 Nov 2026, is later →" in said


def test_what_may_be_done_is_offered_to_secas_alone(client, analyst, laid_out):
    one = f"{TAB}{entry('Close the MRC').pk}/"
    offered = {address for address in links(got(analyst)).values() if address.startswith(TAB) and address != TAB}
    assert {a.removeprefix(one) for a in offered if a.startswith(one)} == {"move/", "done/", "remove/"}
    assert {f"{TAB}packages/{laid_out.pk}/approve/", f"{TAB}lay-out/", f"{TAB}add/"} <= offered
    client.logout()
    assert {a for a in links(got(client)).values() if a.startswith(TAB)} == {TAB}


def test_the_overview_has_what_is_agreed_in_its_timeline(client, laid_out, by):
    assert "Update the Panel" not in by_class(got(client, "/modifications/DP075/"), "timeline-title")
    with clock.set_to(NOW):
        actions.approve_work_package(package=laid_out, by=by)
    page = got(client, "/modifications/DP075/")
    assert by_class(page, "timeline-title")[:2] == ["Update the Panel", "Close the MRC"]
    assert "Next in its timetable, on Monday 2 March 2026: Close the MRC." in words(parsed(page))
    register = got(client, "/modifications/")
    assert by_class(register, "cell-next") == ["Close the MRC, 2 Mar 2026"]


# Doing


def test_a_template_shows_its_dates_before_anything_is_saved(analyst, proposal):
    make.MeetingFactory(committee=make.CommitteeFactory(code="change-board", short_name="CB"), date=date(2026, 3, 4))
    page = got(analyst, f"{TAB}lay-out/?layout=urgent&starts=2026-02-12")
    form = page.context["form"]
    names = ("activity", "on")
    assert [[form[f"entry-{n}-{name}"].value() for name in names] for n in range(3)] == [
        ["Change Board vote", date(2026, 3, 4)],
        ["Authority determination", date(2026, 3, 5)],
        ["Implementation", date(2026, 3, 6)],
    ]
    assert not TimetableEntry.objects.exists()
    data = {bound.html_name: bound.value() or "" for bound in form}
    assert sent(analyst, "lay-out/", data).status_code == 302
    found = proposal.timetable.standing()
    assert [(e.activity, e.when, e.package.number) for e in found] == [
        ("Change Board vote", "4 Mar 2026", 1), ("Authority determination", "5 Mar 2026", 1),
        ("Implementation", "6 Mar 2026", 1),
    ]  # fmt: skip


def test_what_the_template_needs_is_said_where_it_is_asked(analyst, proposal):
    page = got(analyst, f"{TAB}lay-out/?layout=urgent&starts=tomorrow")
    assert page.status_code == 422
    assert page.context["chooser"].errors["starts"] == ["Give a date that exists, such as 4 November 2019."]


def row(n: int, **fields) -> dict:
    values = {"activity": f"Date {n}", "kind": "publish", "exactness": "day", "on": "2026-03-02"} | fields
    return {f"entry-{n}-{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    "fields, field, sentence",
    [
        ({"activity": ""}, "activity", "Say what is to happen on date 2."),
        ({"on": ""}, "on", "Give a day for date 2."),
        ({"kind": ""}, "kind", "Choose the kind of date 2."),
        ({"exactness": ""}, "exactness", "Say what is meant by date 2."),
        ({"on": "2026-03-03", "exactness": "week"}, "on", "A week commences on a Monday; the next is 9 March 2026."),
        ({"exactness": "meeting"}, "body", "Say which body meets."),
    ],
)
def test_a_row_that_is_wrong_says_so_and_keeps_what_was_typed(analyst, proposal, fields, field, sentence):
    data = {"entry-count": "2", "version": "1"} | row(0) | row(1, **fields)
    answer = sent(analyst, "lay-out/", data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {f"entry-1-{field}": [sentence]}
    assert answer.context["form"]["entry-0-activity"].value() == "Date 0"
    assert not TimetableEntry.objects.exists()


def test_odd_dates_are_warned_of_once_and_then_saved(analyst, proposal):
    data = {"entry-count": "2", "version": "1"} | row(0, on="2026-05-04") | row(1)
    answer = sent(analyst, "lay-out/", data)
    assert answer.context["odd"] == [
        "Date 0: Monday 4 May 2026 is not a working day; the nearest are Friday 1 May 2026 and Tuesday 5 May 2026.",
        "Date 0: It is due after “Date 1”, which follows it and is due on Monday 2 March 2026.",
    ]
    assert not TimetableEntry.objects.exists()
    warned = {"warned": answer.context["form"]["warned"].value()}
    other = sent(analyst, "lay-out/", data | warned | row(1, on="2026-03-07"))
    assert len(other.context["odd"]) == 3
    assert sent(analyst, "lay-out/", data | warned).status_code == 302
    assert TimetableEntry.objects.count() == 2


def test_a_move_past_its_successor_is_warned_of_then_made(analyst, laid_out, panel):
    address = f"{entry('Close the MRC').pk}/move/"
    form = got(analyst, TAB + address).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form}
    data |= {"to": "2026-03-16", "reason": "Still more time.", "agreed_by": "The Proposer"}
    answer = sent(analyst, address, data)
    assert answer.context["odd"] == [
        "It is due after “Update the Panel”, which follows it and is due on Friday 13 March 2026."
    ]
    assert entry("Close the MRC").due_on == date(2026, 3, 2)
    data["warned"] = answer.context["form"]["warned"].value()
    assert sent(analyst, address, data).status_code == 302
    assert entry("Close the MRC").due_on == date(2026, 3, 16)
    assert "It is due after “Update the Panel”" in by_class(got(analyst), "timetable-warning")[0]


def test_a_move_agreed_on_the_day_of_a_meeting_names_it(analyst, laid_out, panel):
    meeting = make.MeetingFactory(committee=panel, number=149, date=NOW.date())
    data = {"to": "2026-03-03", "exactness": "day", "reason": "So.", "agreed_body": panel.pk}
    assert sent(analyst, f"{entry('Close the MRC').pk}/move/", data).status_code == 302
    assert Slip.objects.latest("pk").agreed_at == meeting


def test_a_refusal_stands_at_its_field(analyst, laid_out):
    address = f"{entry('Close the MRC').pk}/move/"
    data = {"to": "2026-03-02", "exactness": "day", "reason": "So.", "agreed_by": "They"}
    answer = sent(analyst, address, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"to": ["That is the date it has already."]}


def test_an_entry_of_another_proposal_is_not_there(analyst, laid_out, by):
    other = make.agreed_proposal(by=by, number=76)
    assert got(analyst, f"{TAB}{other.timetable.get().pk}/move/").status_code == 404
    assert got(analyst, f"{TAB}packages/{other.work_packages.get().pk}/approve/").status_code == 404
    assert got(analyst, f"{TAB}packages/{laid_out.pk}/approve/").status_code == 200


# What it costs


def crowd(proposal, by, number: int) -> None:
    """``number`` dates, each of which has moved by a week."""
    first, now = date(2026, 3, 2), clock.now()
    made = TimetableEntry.objects.bulk_create(
        TimetableEntry(
            proposal=proposal, sort=n, activity=f"Date {n}", kind="publish", laid_on=first, by=by, at=now,
            baseline_on=first, baseline_exactness="day", due_on=first, exactness="day",
        )
        for n in range(number)
    )  # fmt: skip
    Slip.objects.bulk_create(
        Slip(
            entry=one, from_on=first, from_exactness="day", to_on=first + timedelta(days=7), to_exactness="day",
            reason="So.", agreed_by="They", on=first, by=by, at=now,
        )
        for one in made
    )  # fmt: skip
    TimetableEntry.objects.update(due_on=F("due_on") + timedelta(days=7))


@pytest.mark.parametrize("size", [3, 300])
@pytest.mark.parametrize("who, queries", [("anybody", 7), ("analyst", 9)])
def test_the_tab_costs_the_same_with_little_and_with_much(client, by, proposal, size, who, queries):
    crowd(proposal, by, size)
    if who == "analyst":
        client.force_login(by)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(TAB)
    assert len(all_words(response, "tbody", "th[@scope='row']")) == 2 * size
    assert len(asked) == queries

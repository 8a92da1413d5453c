"""The pages of bodies and meetings: who gets what, what each shows, and bad input."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from bodies.models import Seat
from subcommittees import actions
from subcommittees.models import AgendaItem
from tests import factories as make
from tests.pages.people import cast
from tests.pages.test_who_sees_what import BODIES, EVERYBODY
from tests.subcommittees.meetings import ahead, item, meeting, order, secretary

pytestmark = pytest.mark.django_db

SECAS = {"analyst", "secretary"}
KEEPERS = SECAS | {"administrator"}
MEMBERS = SECAS | {"panel member"}
ALL = EVERYBODY | {"secretary"}
# Who gets the page; everybody else signs in first, or is told that it is not theirs.
READ = {
    "committees": ALL,
    "committee": ALL,
    "feed": ALL,
    "meeting": ALL,
    "enter_committee": {"analyst", "administrator"},
    "edit_committee": KEEPERS,
    "contacts": KEEPERS | {"panel member"},
    "contacts_csv": KEEPERS | {"panel member"},
    "add_seat": KEEPERS,
    "seat_step": KEEPERS,
    "term_step": KEEPERS,
    "enter_meeting": KEEPERS,
    "enter_series": KEEPERS,
    "meeting_step": SECAS,
    "add_item": SECAS,
    "fix_agenda": SECAS,
    "item_step": SECAS,
    "declare_conflict": MEMBERS,
    "withdraw_conflict": SECAS,
    "meeting_update": SECAS,
}
SENT = {"answer_attendance", "put_on", "press_item"}


def stage():
    """Everybody, a meeting of the Panel with an item, and an interest that somebody else declared in it."""
    people = cast()
    panel = make.CommitteeFactory()
    clients = {role: people.client(role) for role in EVERYBODY}
    clients["secretary"] = Client()
    clients["secretary"].force_login(secretary(panel))
    of, by = meeting(panel), make.analyst()
    one = item(of, by, "A paper")
    term = make.member(panel).memberships.get()
    conflict = actions.declare_conflict(item=one, by=by, person=term.user, words="An interest.")
    told = actions.owe_verbal_update(meeting=of, by=by, about="What the DCC says")
    own, on = {"code": "panel"}, {"code": "panel", "day": f"{of.date}"}
    arguments = {
        "committees": {},
        "enter_committee": {},
        "seat_step": own | {"pk": term.seat_id, "step": "change"},
        "term_step": own | {"pk": term.pk, "step": "end"},
        "meeting": on,
        "meeting_step": on | {"step": "move"},
        "add_item": on,
        "put_on": on,
        "fix_agenda": on,
        "answer_attendance": on,
        "item_step": on | {"pk": one.pk, "step": "edit"},
        "press_item": on | {"pk": one.pk, "step": "up"},
        "declare_conflict": on | {"pk": one.pk},
        "withdraw_conflict": on | {"pk": conflict.pk},
        "meeting_update": on | {"pk": told.pk, "step": "give"},
    }
    urls = {name: reverse(f"subcommittees:{name}", kwargs=arguments.get(name, own)) for name in READ.keys() | SENT}
    return clients, urls, of


def test_every_capacity_gets_what_the_table_says():
    clients, urls, of = stage()
    assert {f"subcommittees:{name}" for name in urls} == BODIES
    for name, allowed in READ.items():
        given = {role: client.get(urls[name]).status_code for role, client in clients.items()}
        refused = {role: 302 if role == "anonymous" else 403 for role in ALL - allowed}
        if name == "withdraw_conflict":
            refused["panel member"] = 404  # it is another member’s
        assert (name, given) == (name, dict.fromkeys(allowed, 200) | refused)
    for name in SENT:
        before = list(AgendaItem.objects.values_list("place", "state"))
        given = {role: client.post(urls[name]).status_code for role, client in clients.items() if role not in MEMBERS}
        assert given == {role: 302 if role == "anonymous" else 403 for role in ALL - MEMBERS}
        assert list(AgendaItem.objects.values_list("place", "state")) == before
    assert order(of) == ["A paper", "What the DCC says"]


def test_amber_items_are_there_for_the_body_and_not_for_strangers():
    by, panel = make.analyst(), make.CommitteeFactory()
    of = meeting(panel)
    item(of, by, "An open matter")
    item(of, by, "A secret matter", classification="amber")
    member = Client()
    member.force_login(make.member(panel))
    for url in (f"/committees/panel/meetings/{of.date}/", "/committees/panel/"):
        assert "A secret matter" in member.get(url).content.decode()
        page = Client().get(url).content.decode()
        assert "An open matter" in page
        assert "A secret matter" not in page
    public = Client().get(f"/committees/panel/meetings/{of.date}/").content.decode()
    assert "1 item" in public
    assert "2 items" not in public


def test_contacts_are_shown_where_they_are_published_and_otherwise_to_the_body_alone():
    panel = make.CommitteeFactory()
    hidden = make.member(panel, telephone="020 7946 0999")
    shown = make.member(panel, publish_contact=True, telephone="020 7946 0998")
    page = Client().get("/committees/panel/").content.decode()
    assert hidden.name in page
    assert shown.email in page
    assert hidden.email not in page
    assert "020 7946 0999" not in page
    member = Client()
    member.force_login(hidden)
    for url in ("/committees/panel/contacts/", "/committees/panel/contacts.csv"):
        assert hidden.email in member.get(url).content.decode()
        assert Client().get(url).status_code == 302


def test_a_formula_in_a_name_is_kept_as_text_in_the_list():
    panel = make.CommitteeFactory()
    make.member(panel, name="=HYPERLINK(1)")
    client = Client()
    client.force_login(make.analyst())
    assert "'=HYPERLINK(1)" in client.get("/committees/panel/contacts.csv").content.decode()


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "20260601", "2026-W01-1", "2031-01-01"])
def test_a_day_on_which_there_is_no_meeting_is_not_found(day):
    make.CommitteeFactory()
    assert Client().get(f"/committees/panel/meetings/{day}/").status_code == 404


@pytest.fixture
def desk():
    """The secretary’s browser, and the address of a meeting of the Panel."""
    panel = make.CommitteeFactory()
    client = Client()
    client.force_login(secretary(panel))
    of = meeting(panel)
    return client, of, f"/committees/panel/meetings/{of.date}/"


def test_what_is_ready_goes_on_with_one_press_and_what_is_not_says_what_is_missing(desk):
    client, of, url = desk
    ready, unready = make.agreed_proposal(), make.draft_proposal()
    page = client.get(url).content.decode()
    assert "Put on the agenda" in page
    sent = {"kind": "proposal", "purpose": "decision", "proposal": ready.slug}
    assert client.post(f"{url}items/put-on/", sent).status_code == 302
    assert order(of) == [f"{ready.reference} {ready.title}"]
    answer = client.post(
        f"{url}items/add/",
        {"kind": "proposal", "purpose": "decision", "proposal": unready.reference, "classification": "white"},
    )
    assert answer.status_code == 422
    assert "nothing in it for the Panel to decide" in answer.content.decode()
    assert order(of) == [f"{ready.reference} {ready.title}"]


@pytest.mark.parametrize("typed", ["DP999", "abc", "DP" + "9" * 400, "=1", "\x00"])
def test_a_reference_that_names_nothing_is_refused_where_it_was_typed(desk, typed):
    client, of, url = desk
    sent = {"kind": "proposal", "purpose": "decision", "proposal": typed, "classification": "white", "note": "Kept."}
    answer = client.post(f"{url}items/add/", sent)
    assert answer.status_code == 422
    assert "Kept." in answer.content.decode()
    assert order(of) == []


def test_numbers_are_shown_before_they_are_fixed_for_good(desk):
    client, of, url = desk
    one = item(of, make.analyst(), "A paper")
    page = client.get(f"{url}items/fix/").content.decode()
    assert f"1: A paper – SECP_{of.number:02}_{of.date:%d%m}_01" in page
    one.refresh_from_db()
    assert one.reference == ""
    client.post(f"{url}items/fix/")
    one.refresh_from_db()
    assert one.reference == f"SECP_{of.number:02}_{of.date:%d%m}_01"


def test_moving_shows_first_what_it_will_do(desk):
    client, of, url = desk
    sent = {"to": f"{ahead(30)}", "reason": "The room was taken."}
    page = client.post(f"{url}move/", sent).content.decode()
    assert f"{ahead(30):%A %-d %B %Y}" in page
    of.refresh_from_db()
    assert of.date != ahead(30)
    assert client.post(f"{url}move/", sent | {"step": "do"}).status_code == 302
    of.refresh_from_db()
    assert of.date == ahead(30)


def test_a_series_leaves_out_what_is_no_working_day_until_somebody_chooses_it(desk):
    client, of, _ = desk
    # Good Friday 2031 is 11 April: the second Friday of the month.
    url = "/committees/panel/meetings/series/?cadence=second+Friday&first=2031-04-01&last=2031-05-31"
    page = client.get(url).content.decode()
    assert "Friday 11 April 2031 – not a working day" in page
    client.post(url, {"taken": ["2031-05-09"], "others": "2031-04-10"})
    days = of.committee.meetings.exclude(pk=of.pk).values_list("date", flat=True)
    assert [f"{day}" for day in days] == ["2031-04-10", "2031-05-09"]


@pytest.mark.parametrize(
    "query, words",
    [
        ("cadence=When+needed&first=2031-01-01&last=2031-02-01", "Name one day of the week"),
        ("cadence=second+Friday&first=2031-02-01&last=2031-01-01", "ends before it begins"),
        ("cadence=second+Friday&first=2031-01-01&last=2041-01-01", "At most eighteen months"),
        ("cadence=second+Friday&first=x&last=", "Give a date that exists"),
    ],
)
def test_a_series_that_cannot_be_worked_out_says_why(desk, query, words):
    client, *_ = desk
    answer = client.get(f"/committees/panel/meetings/series/?{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_attendance_is_taken_with_everybody_there_until_said_otherwise():
    panel = make.CommitteeFactory(quorum=1)
    client = Client()
    client.force_login(secretary(panel))
    member = make.member(panel)
    of = meeting(panel, date=clock.today())
    url = f"/committees/panel/meetings/{of.date}/attendance/"
    form = client.get(url).context["form"]
    data = {bound.html_name: bound.value() for bound in form}
    assert set(data.values()) == {"present", ""}
    client.post(url, data | {"others": "Ann Lee, DCC\n\nBob Ray"})
    assert set(of.attendance.values_list("name", "capacity")) == {("", ""), ("Ann Lee", "DCC"), ("Bob Ray", "")}
    assert of.attendance.filter(person=member, how="present").exists()


def fill(of, count: int) -> None:
    by = make.analyst()
    for n in range(count):
        item(of, by, f"Item {n} of {count}", kind=("business", "minutes", "actions")[n % 3], presenter=by)
        actions.owe_verbal_update(meeting=of, by=by, about=f"Word {n} of {of.items.count()}")
        seat = Seat.objects.create(committee=of.committee, name=f"Seat {Seat.objects.count()}")
        seat.memberships.create(user=make.UserFactory(), starts=make.LONG_AGO)


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["", "meetings/{day}/", "contacts/", "meetings.ics"])
def test_queries_do_not_grow_with_what_there_is(path, desk):
    client, of, _ = desk
    url = f"/committees/panel/{path.format(day=of.date)}"
    fill(of, 3)
    client.get(url)
    few = queries_of(client, url)
    fill(of, 297)
    assert queries_of(client, url) == few

"""All minutes of a meeting written on one page, each beginning with what the record knows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from subcommittees import actions
from subcommittees.frames import address
from subcommittees.models import AgendaItem, Minute, Minutes
from subcommittees.prefilled import prefill, prefills
from tests import factories as make
from tests.proposals.states import described
from tests.subcommittees.deciding import body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db
A_MONTH = timedelta(days=28)
Kind = AgendaItem.Kind


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def held():
    return meeting(body("ssc"), on=clock.today() - timedelta(days=2))


@pytest.fixture
def page(held):
    return address(held, "write_minutes")


def minuted() -> dict[str, str]:
    return {minute.item.title: minute.text for minute in Minute.objects.order_by("version")}


def approved_before(held, by):
    """Minutes of a month ago with two actions, approved at the meeting."""
    last = meeting(held.committee, on=held.date - A_MONTH)
    one = item(last, title="Planning")
    for text in ("Write to the DCC.", "Count them."):
        actions.undertake(meeting=last, by=by, text=text, owner=by)
    actions.write_minute(item=one, by=by, text="It was noted.")
    actions.circulate_minutes(meeting=last, by=by)
    actions.approve_minutes(meeting=last, by=by, approved_in=held)
    return last


def test_the_view_of_the_body_and_what_stands_on_every_agenda_are_known(held, by):
    proposal = described(by)
    asked_about = item(held, proposal, purpose="discussion")
    last = approved_before(held, by)
    actions.close_action(action=last.actions.get(number=1), by=by, outcome="Written.", on=held.date)
    actions.record_view(
        proposal=proposal, by=by, committee=held.committee, position="opposes", text="It weakens control.",
        meeting=held, given_on=held.date,
    )  # fmt: skip
    assert prefill(asked_about, by) == f"The SSC opposed {proposal.reference}. It weakens control."
    approved = item(held, title="Minutes", kind=Kind.MINUTES)
    assert prefill(approved, by) == f"The minutes of the meeting of {last.date:%-d %B %Y} were approved."
    listed = item(held, title="Actions", kind=Kind.ACTIONS)
    assert prefill(listed, by) == "SSC action 1 was closed: Written.\n\nStill open: SSC action 2."


def test_what_is_for_fewer_people_than_the_item_stays_out_of_its_minute(held, by):
    proposal = described(by)
    open_item, view = item(held, proposal), {"position": "supports", "meeting": held, "given_on": held.date}
    actions.record_view(
        proposal=proposal, by=by, committee=held.committee, text="A secret.", classification="amber", **view
    )
    last = meeting(held.committee, on=held.date - A_MONTH)
    actions.undertake(meeting=last, by=by, text="A secret.", owner=by, classification="amber")
    actions_item = item(held, title="Actions", kind=Kind.ACTIONS)
    assert (prefill(open_item, by), prefill(actions_item, by)) == ("", "")
    AgendaItem.objects.filter(meeting=held).update(classification="amber")
    assert prefill(AgendaItem.objects.get(pk=open_item.pk), by) == f"The SSC supported {proposal.reference}. A secret."
    assert prefill(AgendaItem.objects.get(pk=actions_item.pk), by) == "Still open: SSC action 1."


def test_what_is_left_empty_is_minuted_later_and_what_is_unchanged_is_not_written_again(client, held, page):
    first, second = item(held, title="Planning"), item(held, title="Review")
    client.force_login(secretary(held.committee))
    sent = {f"item-{first.pk}": "It was noted.", f"item-{second.pk}": " "}
    assert client.post(page, sent).status_code == 302
    assert minuted() == {"Planning": "It was noted."}
    client.post(page, sent | {f"item-{second.pk}": "Reviewed."})
    assert minuted() == {"Planning": "It was noted.", "Review": "Reviewed."}
    assert set(Minute.objects.values_list("version", flat=True)) == {1}
    states = AgendaItem.objects.filter(meeting=held).values_list("state", flat=True)
    assert set(states) == {"taken"}


def test_once_they_are_sent_round_a_change_says_why_and_once_approved_there_is_none(client, held, page, by):
    one, other = item(held, title="Planning"), item(held, title="Review")
    for each in (one, other):
        actions.write_minute(item=each, by=by, text="It was noted.")
    actions.circulate_minutes(meeting=held, by=by)
    client.force_login(secretary(held.committee))
    sent = {f"item-{one.pk}": "It was agreed.", f"item-{other.pk}": "It was noted.", "why_changed": ""}
    refused = client.post(page, sent)
    assert (refused.status_code, "say why this is changed" in refused.content.decode()) == (422, True)
    assert "It was agreed." in refused.content.decode()
    assert set(minuted().values()) == {"It was noted."}
    assert client.post(page, sent | {"why_changed": "So it was."}).status_code == 302
    assert minuted() == {"Planning": "It was agreed.", "Review": "It was noted."}
    later = meeting(held.committee, on=clock.today())
    Minutes.objects.update(comments_due_on=clock.today() - timedelta(days=1))
    actions.approve_minutes(meeting=held, by=chair(held.committee), approved_in=later)
    for answer in (client.get(page), client.post(page, sent | {f"item-{other.pk}": "Else.", "why_changed": "X."})):
        assert (answer.status_code, answer.url) == (302, address(held, "minutes"))
    assert minuted()["Review"] == "It was noted."


def test_who_may_write_them_and_a_meeting_to_come(client, held, page):
    one = item(held, title="Planning")
    doors = {
        "secretary": secretary(held.committee),
        "chair": chair(held.committee),
        "member": make.member(held.committee),
    }
    given = {}
    for who, user in doors.items():
        client.force_login(user)
        given[who] = client.get(page).status_code
    assert given == {"secretary": 200, "chair": 403, "member": 403}
    client.force_login(doors["secretary"])
    assert b"Write the minutes" in client.get(address(held, "minutes")).content
    coming = meeting(held.committee, on=clock.today() + A_MONTH)
    ahead = item(coming, title="Planning ahead")
    answer = client.post(address(coming, "write_minutes"), {f"item-{ahead.pk}": "Already?"})
    assert (answer.status_code, Minute.objects.count(), one.minutes.count()) == (422, 0, 0)


def cost(held, by) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        prefills(held, by)
    return len(queries)


def test_what_is_known_costs_no_more_for_many_items(held, by):
    item(held, title="Minutes", kind=Kind.MINUTES)
    item(held, title="Actions", kind=Kind.ACTIONS)
    proposal = described(by)
    item(held, proposal)
    few = cost(held, by)
    for number in range(12):
        item(held, title=f"Item {number}")
    assert (cost(held, by), few) == (8, 8)

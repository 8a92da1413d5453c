"""Actions: numbered for ever, owned, closed with what became of them, put right."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.acts import NotAllowed, Refused
from subcommittees import actions
from subcommittees.models import Action
from subcommittees.undertaken import open_actions
from tests import factories as make
from tests.subcommittees.deciding import body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 6)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def held():
    return meeting(body("ssc"), on=ON)


@pytest.fixture
def one(held, by):
    return actions.undertake(meeting=held, by=by, text="Write to the DCC.", owner=make.UserFactory())


def test_numbers_run_on_for_each_body(held, one, by):
    two = actions.undertake(meeting=held, by=by, text="Ask.", owner_name="The chair of the OPSG")
    other = actions.undertake(meeting=meeting(body("panel"), on=ON), by=by, text="Ask.", owner=by)
    assert [f"{action}" for action in (one, two, other)] == ["SSC action 1", "SSC action 2", "SECP action 1"]
    actions.close_action(action=two, by=by, outcome="Asked.")
    assert actions.undertake(meeting=held, by=by, text="Ask again.", owner=by).number == 3


@pytest.mark.parametrize(
    "fields, place",
    [
        ({"text": " "}, "text"),
        ({"owner": None}, "owner"),
        ({"owner_name": "Somebody else"}, "owner"),
        ({"due_on": date(2026, 10, 5)}, "due_on"),
    ],
)
def test_what_cannot_be_undertaken(held, by, fields, place):
    with pytest.raises(Refused) as refused:
        actions.undertake(meeting=held, by=by, **({"text": "Write.", "owner": by} | fields))
    assert refused.value.field == place
    assert not Action.objects.exists()


def test_nothing_is_undertaken_at_a_meeting_to_come_nor_under_an_item_of_another(held, by):
    coming, elsewhere = meeting(body("ssc"), on=clock.today() + timedelta(days=3)), meeting(body("panel"), on=ON)
    with pytest.raises(Refused, match="still to come"):
        actions.undertake(meeting=coming, by=by, text="Write.", owner=by)
    other = item(elsewhere)
    with pytest.raises(Refused) as refused:
        actions.undertake(meeting=held, by=by, text="Write.", owner=by, item=other)
    assert refused.value.field == "item"


def test_whoever_undertook_it_closes_it_and_the_secretary_too(held, one, by):
    with pytest.raises(NotAllowed):
        actions.close_action(action=one, by=make.member(held.committee), outcome="Done.")
    closed = actions.close_action(action=one, by=one.owner, outcome="The DCC has answered.")
    assert (closed.outcome, closed.closed_on) == ("The DCC has answered.", clock.today())
    with pytest.raises(Refused, match="was closed on"):
        actions.close_action(action=one, by=secretary(held.committee), outcome="Done.")


@pytest.mark.parametrize("on, words", [(date(2026, 10, 5), "before that"), (date(2031, 1, 1), "still to come")])
def test_it_is_closed_on_a_day_that_can_be(one, by, on, words):
    with pytest.raises(Refused, match=words) as refused:
        actions.close_action(action=one, by=by, outcome="Done.", on=on)
    assert refused.value.field == "on"


def test_it_is_opened_again_with_why(one, by):
    with pytest.raises(Refused, match="is open"):
        actions.reopen_action(action=one, by=by, because="So.")
    actions.close_action(action=one, by=by, outcome="Done.")
    with pytest.raises(Refused) as refused:
        actions.reopen_action(action=one, by=by, because="")
    assert refused.value.field == "because"
    actions.reopen_action(action=one, by=by, because="The answer was another’s.")
    one.refresh_from_db()
    assert (one.closed_on, one.outcome) == (None, "")
    assert one.changed.endswith(": The answer was another’s.")


def test_its_day_changes_with_why(one, by):
    actions.change_action(action=one, by=by, because="More time.", due_on=date(2026, 12, 1))
    actions.change_action(action=one, by=by, because="Still more.", due_on=date(2026, 12, 8))
    one.refresh_from_db()
    today = f"{clock.today():%-d %B %Y}"
    assert one.changed == f"Due on 8 December 2026 instead of 1 December 2026, since {today}: Still more."
    with pytest.raises(Refused, match="says already"):
        actions.change_action(action=one, by=by, because="So.", due_on=date(2026, 12, 8))


def test_its_owner_changes(one, by):
    actions.change_action(action=one, by=by, because="On leave.", owner=None, owner_name="The chair")
    one.refresh_from_db()
    assert (one.owner, one.owner_name) == (None, "The chair")


def test_a_closed_one_is_opened_first(one, by):
    actions.close_action(action=one, by=by, outcome="Done.")
    with pytest.raises(Refused, match="open it again first"):
        actions.change_action(action=one, by=by, because="So.", text="Else.")


def test_the_chair_and_the_secretary_record_them_and_members_do_not(held):
    for who in (chair, secretary):
        actions.undertake(meeting=held, by=who(held.committee), text="Write.", owner_name="Somebody")
    with pytest.raises(NotAllowed):
        actions.undertake(meeting=held, by=make.member(held.committee), text="Write.", owner_name="Somebody")


def test_the_open_list_has_overdue_ones_first_with_their_age(held, by):
    """6 October 2026 is a Tuesday; the 13th is five working days on, the 16th three more."""
    for text, due in (("none", None), ("later", date(2026, 11, 3)), ("late", date(2026, 10, 13))):
        actions.undertake(meeting=held, by=by, text=text, owner=by, due_on=due)
    rows = open_actions(held.committee, by, on=date(2026, 10, 16))
    assert [(row.action.text, row.age, row.late) for row in rows] == [("late", 8, 3), ("later", 8, 0), ("none", 8, 0)]


def test_one_of_a_closed_item_is_closed_too(held, by):
    closed = item(held, classification="amber")
    with pytest.raises(Refused):
        actions.undertake(meeting=held, by=by, text="Write.", owner=by, item=closed, classification="white")
    made = actions.undertake(meeting=held, by=by, text="Write.", owner=by, item=closed)
    assert made.classification == "amber"
    assert made in Action.objects.visible_to(make.member(held.committee))
    for other in (AnonymousUser(), make.party(), make.member(body("panel"))):
        assert made not in Action.objects.visible_to(other)

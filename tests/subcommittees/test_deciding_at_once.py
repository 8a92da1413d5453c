"""Two secretaries decide one item in the same instant, and minutes are approved while something is recorded."""

from datetime import timedelta

import pytest

from audit import clock, verify
from audit.acts import Refused
from audit.models import Event
from proposals.models import Move
from subcommittees import actions
from subcommittees.actions import Decided
from subcommittees.models import Action, Resolution
from tests import factories as make
from tests.subcommittees.deciding import agreed, asked, body, item, meeting, secretary
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.analyst()


def test_of_two_one_decides_and_the_other_is_told(by):
    held = item(meeting(), make.agreed_proposal(by=by))
    rows = asked(held, by, "convert_to_refinement")
    other = secretary(held.meeting.committee)
    answers = at_once(
        lambda: actions.decide(item=held, by=by, said=agreed(rows)),
        lambda: actions.decide(item=held, by=other, said=agreed(rows, one=("amended", "In parts."))),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Decided", "list"]
    (told,) = [answer for answer in answers if isinstance(answer, Decided)]
    assert "Somebody else was faster" in told.sentence
    assert Resolution.objects.count() == 3
    assert Move.objects.filter(key="convert_to_refinement").count() == 1
    assert Event.objects.filter(action="item_decided").count() == 1
    assert list(verify.faults()) == []


def test_numbers_of_actions_are_given_once(by):
    held = meeting(body("ssc"), on=clock.today() - timedelta(days=9))
    answers = at_once(
        *[lambda n=n: actions.undertake(meeting=held, by=by, text=f"{n}", owner_name="Somebody") for n in range(4)]
    )
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert sorted(Action.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_nothing_is_recorded_of_a_meeting_once_its_minutes_are_approved(by):
    """Whoever takes the meeting first: the action is in before the approval, or it is refused."""
    held = item(meeting(body("ssc"), on=clock.today() - timedelta(days=30)), title="Planning")
    actions.write_minute(item=held, by=by, text="Noted.")
    actions.circulate_minutes(meeting=held.meeting, by=by)
    later = meeting(body("ssc"), on=clock.today() - timedelta(days=2))
    approving, recording = at_once(
        lambda: actions.approve_minutes(meeting=held.meeting, by=by, approved_in=later),
        lambda: actions.undertake(meeting=held.meeting, by=by, text="Write.", owner_name="Somebody"),
    )
    assert approving.is_locked
    if isinstance(recording, Refused):
        assert "an action is no longer recorded" in recording.sentence
        assert not Action.objects.exists()
    else:
        order = Event.objects.filter(action__in=["action_undertaken", "minutes_approved"]).order_by("sequence")
        assert list(order.values_list("action", flat=True)) == ["action_undertaken", "minutes_approved"]

"""Two things at once: what is recorded while minutes are being approved waits for the approval, and nobody waits for
each other for ever."""

from datetime import timedelta
from threading import Event as Signal

import pytest
from django.db import transaction

from audit import clock
from audit.acts import Refused
from bodies.actions import enter_committee, move_meeting
from subcommittees import actions
from subcommittees.actions import AfterTheMinutes
from subcommittees.models import Interest, MemberPosition, VerbalUpdate, View
from tests import factories as make
from tests.subcommittees.deciding import body, item, meeting
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def round_(by):
    """A meeting whose minutes are with the members."""
    one = item(meeting(body("ssc"), on=clock.today() - timedelta(days=30)), title="Planning")
    actions.write_minute(item=one, by=by, text="Noted.")
    actions.circulate_minutes(meeting=one.meeting, by=by)
    return one.meeting


def while_approving(of, by, act):
    """What ``act`` answers that is begun when the minutes are approved and nobody else can see it yet."""
    later, under_way = meeting(of.committee, on=clock.today() - timedelta(days=2)), Signal()

    def approve():
        with transaction.atomic():
            actions.approve_minutes(meeting=of, by=by, approved_in=later)
            under_way.set()
            Signal().wait(0.7)

    def then():
        under_way.wait(10)
        return act()

    return at_once(approve, then)[1]


def test_a_view_waits_for_an_approval_under_way(round_, by):
    given = {"proposal": make.draft_proposal(by=by), "committee": round_.committee, "by": by, "meeting": round_}
    answer = while_approving(
        round_, by, lambda: actions.record_view(**given, position="supports", text="Yes.", given_on=round_.date)
    )
    assert isinstance(answer, AfterTheMinutes)
    assert not View.objects.exists()


def test_so_does_a_position(round_, by):
    member, asked_on = make.member(round_.committee), round_.date - timedelta(days=9)
    proposal = make.draft_proposal(by=by)
    request = actions.ask_for_view(
        proposal=proposal,
        by=by,
        committee=round_.committee,
        how="meeting",
        meeting=round_,
        document="A note",
        asked_on=asked_on,
    )
    answer = while_approving(
        round_, by, lambda: actions.post_position(request=request, by=member, position="supports", text="Yes.")
    )
    assert isinstance(answer, AfterTheMinutes)
    assert not MemberPosition.objects.exists()


def test_so_do_the_words_of_a_verbal_update(round_, by):
    owed = actions.owe_verbal_update(meeting=round_, by=by, about="Costs", promised_on=round_.date)
    answer = while_approving(round_, by, lambda: actions.give_verbal_update(update=owed, by=by, words="None."))
    assert isinstance(answer, AfterTheMinutes)
    assert VerbalUpdate.objects.get().words == ""


def test_an_action_is_undertaken_while_its_meeting_is_moved(by):
    """Both lock the body before the meeting; otherwise each would wait for what the other holds."""
    held = [meeting(body(code), on=clock.today()) for code in ("ssc", "csc", "panel")]
    acts = [
        lambda of=of, n=n: (
            actions.undertake(meeting=of, by=by, text="Write.", owner=by)
            if n % 2
            else move_meeting(meeting=of, by=by, to=clock.today() + timedelta(days=n + 1), reason="So.")
        )
        for of in held
        for n in range(6)
    ]
    for each in at_once(*acts):
        assert not type(each).__name__.startswith("Operational")


def test_many_are_marked_and_others_chased_at_once(by):
    """Proposals are locked by their numbers, which a submission raised late has the higher although it came first."""
    ssc = body("ssc")
    make.holds(ssc, make.UserFactory())
    first = make.draft_proposal(by=by, number=260)
    second = make.draft_proposal(by=by, number=250)
    requests = [make.asked(proposal, by, ssc) for proposal in (first, second)]
    marking = [actions.Wish(proposal, wants_input=True) for proposal in (first, second)]
    for turn in range(3):
        answers = at_once(
            lambda: actions.mark_interests(committee=ssc, by=by, wishes=marking),
            lambda turn=turn: actions.chase_all(requests=requests, by=by, text=f"Please {turn}."),
        )
        assert [each for each in answers if isinstance(each, Exception)] == []
    assert Interest.objects.count() == 2


def test_two_bodies_never_have_one_prefix(by):
    """Their papers would have one reference: the body, the number, the day and the item are all that it says."""
    given = {"by": by, "code": "other", "name": "Another body", "short_name": "Other"}
    body("csc")
    with pytest.raises(Refused, match="The papers of the CSC have the prefix “CSC”") as refused:
        enter_committee(**given, prefix="CSC")
    assert refused.value.field == "prefix"
    answers = at_once(*(lambda n=n: enter_committee(**given | {"code": f"o-{n}"}, prefix="OTH") for n in range(2)))
    assert sorted(type(each).__name__ for each in answers) == ["Committee", "Refused"]


def test_of_two_papers_with_one_reference_the_second_is_refused(by):
    """Two bodies with one prefix, as they may have been entered before that was asked."""
    items = [
        item(make.MeetingFactory(committee=make.CommitteeFactory(code=code, prefix="WG"), number=7, date=clock.today()))
        for code in ("first", "second")
    ]
    answers = at_once(*(lambda one=one: actions.fix_reference(item=one, by=by) for one in items))
    assert sorted(type(each).__name__ for each in answers) == ["AgendaItem", "Refused"]
    (refused,) = [each for each in answers if isinstance(each, Refused)]
    (fixed,) = [each for each in answers if not isinstance(each, Refused)]
    assert refused.sentence == (
        f"{fixed.reference} is a paper of {fixed.meeting} already, so no second paper is issued under it."
    )

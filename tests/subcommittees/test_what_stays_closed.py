"""What was entered for few is read by few: in no list beside it, in no history, in no chase."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.models import Event
from audit.queries import history_of, history_rows
from bodies.models import Membership
from subcommittees import actions
from subcommittees.asked import Reading
from subcommittees.models import Action, Chase, MinuteComment, Recommendation, Resolution
from tests import factories as make
from tests.subcommittees.deciding import body, item, meeting

pytestmark = pytest.mark.django_db
ANYBODY, HELD = AnonymousUser(), date(2026, 10, 6)


@pytest.fixture
def by():
    return make.analyst()


def told(subject, user) -> str:
    """Everything that the history of it tells ``user``."""
    return " ".join(row.sentence for row in history_rows(history_of(subject, user), names=False))


def test_an_interest_that_a_member_declares_is_for_the_body_and_not_in_the_public_history(by):
    one = item(meeting(body("ssc"), on=clock.today()), make.draft_proposal(by=by), purpose="discussion")
    member = make.member(one.meeting.committee)
    declared = actions.declare_conflict(item=one, by=member, words="My employer raised it.")
    assert "My employer raised it." in told(one.proposal, by)
    assert "My employer" not in told(one.proposal, ANYBODY)
    actions.withdraw_conflict(conflict=declared, by=member, because="I have left them.")
    assert "I have left them." in told(one.proposal, by)
    assert "I have left them." not in told(one.proposal, make.party())


def test_what_was_said_by_telephone_in_confidence_does_not_stand_beside_the_request(by):
    ssc, proposal = body("ssc"), make.draft_proposal(by=by)
    request = make.asked(proposal, by, ssc)
    said = {"request": request, "by": by, "position": "opposes", "spoke_to": "Its chair"}
    actions.answer_by_telephone(**said, text="There is a hole in it.", classification="red")
    assert Chase.objects.get(how="telephone").text == ""
    member = make.member(ssc)
    shown = Reading(proposal, member).givers()[0].requests[0]
    assert [row["words"] for row in shown.chases] == ["Answered by telephone"]
    assert "hole" not in str(shown.chases)


def test_what_is_asked_of_a_closed_proposal_under_an_open_item_is_closed(by):
    """The monthly paper of new proposals asks of many at once; one of them may be for few."""
    ssc = body("ssc")
    amber = make.classed(make.draft_proposal(by=by), by, "amber", on_behalf_of=ssc)
    one = item(meeting(ssc, on=clock.today()), title="New proposals", kind="new_proposals")
    asked = actions.recommend(item=one, by=by, verb="NOTE", text="that keys leak", proposal=amber)
    plain = actions.recommend(item=one, by=by, verb="NOTE", text="the others")
    actions.fix_reference(item=one, by=by)
    said = [actions.Said(asked, "noted", "Keys leak."), actions.Said(plain, "noted")]
    actions.decide(item=one, by=by, said=said)
    assert set(Recommendation.objects.visible_to(make.member(ssc))) == {asked, plain}
    assert list(Recommendation.objects.visible_to(ANYBODY)) == [plain]
    assert [row.recommendation for row in Resolution.objects.visible_to(make.party())] == [plain]
    assert "Keys leak." in told(one.meeting, by)
    assert "Keys leak." not in told(one.meeting, ANYBODY)


def test_a_comment_on_a_minute_is_as_closed_as_the_minute(by):
    one = item(meeting(body("ssc"), on=HELD), title="Planning", classification="amber")
    member = make.member(one.meeting.committee)
    actions.write_minute(item=one, by=by, text="So.")
    actions.circulate_minutes(meeting=one.meeting, by=by)
    said = actions.comment_on_minute(item=one, by=member, text="The key was lost.")
    assert set(MinuteComment.objects.visible_to(member)) == {said}
    actions.write_minute(item=one, by=by, text="So.", why_changed="It names people.", classification="red")
    assert not MinuteComment.objects.visible_to(member).exists()
    red = {"minute_commented", "minute_comment_answered"}
    actions.answer_comment(comment=said, by=by, answer="It was.")
    closed = dict(Event.objects.filter(action__in=red).values_list("action", "classification"))
    assert closed == {"minute_commented": "amber", "minute_comment_answered": "red"}


def test_whoever_undertook_something_reads_it_whatever_their_seat(by):
    """Otherwise it would stand on nobody's desk."""
    owner, other = make.UserFactory(), make.party()
    held = meeting(body("ssc"), on=HELD)
    made = actions.undertake(meeting=held, by=by, text="Change the keys.", owner=owner, classification="amber")
    assert list(Action.objects.visible_to(owner)) == [made]
    assert not Action.objects.visible_to(other).exists()
    assert not Action.objects.visible_to(ANYBODY).exists()


def test_a_member_whose_term_ended_yesterday_reads_and_does_what_anybody_does(by):
    ssc = body("ssc")
    member = make.member(ssc)
    one = item(meeting(ssc, on=HELD), title="Planning", classification="amber")
    assert one in type(one).objects.visible_to(make.member(ssc))
    Membership.objects.filter(user=member).update(ends=clock.today() - timedelta(days=1))
    member = type(member).objects.get(pk=member.pk)
    assert not type(one).objects.visible_to(member).exists()

"""Minutes: written, sent round, commented on, approved and locked; corrected by the body alone afterwards."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.acts import NotAllowed, Refused
from subcommittees import actions
from subcommittees.minuted import sheet
from subcommittees.models import Conflict, Minute, MinuteComment, Minutes, Resolution, VerbalUpdate
from subcommittees.prefilled import prefill
from tests import factories as make
from tests.subcommittees.deciding import agreed, asked, body, chair, item, meeting, secretary

pytestmark = pytest.mark.django_db
LONG_AGO, LATER = date(2026, 10, 6), date(2026, 11, 3)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def held(by):
    return meeting(body("ssc"), on=LONG_AGO)


@pytest.fixture
def one(held):
    return item(held, title="Planning")


@pytest.fixture
def minuted(one, by):
    actions.write_minute(item=one, by=by, text="The plan was noted.")
    return one


@pytest.fixture
def round_(minuted, by):
    actions.circulate_minutes(meeting=minuted.meeting, by=by)
    return minuted


@pytest.fixture
def approved(round_, by):
    actions.approve_minutes(meeting=round_.meeting, by=by, approved_in=meeting(body("ssc"), on=LATER))
    return round_


def test_a_minute_is_written_anew_until_it_is_sent_round(minuted, by):
    actions.write_minute(item=minuted, by=by, text="The plan was agreed.")
    assert list(minuted.minutes.values_list("version", "text", "why_changed")) == [
        (1, "The plan was noted.", ""),
        (2, "The plan was agreed.", "Written anew before it was sent round."),
    ]
    with pytest.raises(Refused, match="minuted already"):
        actions.write_minute(item=minuted, by=by, text="The plan was agreed.")


def test_afterwards_it_says_why(round_, by):
    with pytest.raises(Refused) as refused:
        actions.write_minute(item=round_, by=by, text="The plan was agreed.")
    assert refused.value.field == "why_changed"
    made = actions.write_minute(item=round_, by=by, text="The plan was agreed.", why_changed="A member asked.")
    assert made.version == 2


def test_members_have_the_days_of_the_rule(minuted, by):
    """Five working days, counted from the day after."""
    with clock.set_to(clock.closing(date(2026, 10, 8))):
        minutes = actions.circulate_minutes(meeting=minuted.meeting, by=by)
    assert minutes.comments_due_on == date(2026, 10, 15)


def test_nothing_is_sent_round_with_a_hole_in_it(minuted, by):
    item(minuted.meeting, title="Silence", state="taken")
    with pytest.raises(Refused, match="minuted of “Silence” first"):
        actions.circulate_minutes(meeting=minuted.meeting, by=by)


def test_members_comment_and_are_answered(round_, by):
    member = make.member(round_.meeting.committee)
    said = actions.comment_on_minute(item=round_, by=member, text="It was agreed.")
    with pytest.raises(Refused, match="has no answer yet"):
        actions.approve_minutes(meeting=round_.meeting, by=by, approved_in=meeting(body("ssc"), on=LATER))
    actions.answer_comment(comment=said, by=by, answer="It is changed.")
    assert MinuteComment.objects.get().answer == "It is changed."
    with pytest.raises(NotAllowed):
        actions.answer_comment(comment=said, by=member, answer="So.")
    with pytest.raises(NotAllowed):
        actions.withdraw_comment(comment=said, by=make.member(round_.meeting.committee))
    actions.withdraw_comment(comment=said, by=member)
    assert not MinuteComment.objects.standing().exists()


def test_comments_come_from_members_in_time(round_):
    with pytest.raises(NotAllowed):
        actions.comment_on_minute(item=round_, by=make.member(body("panel")), text="No.")
    after = round_.meeting.minutes.comments_due_on + timedelta(days=1)
    member = make.member(round_.meeting.committee)
    with clock.set_to(clock.closing(after)), pytest.raises(Refused, match="Comments were due by"):
        actions.comment_on_minute(item=round_, by=member, text="No.")


def test_nobody_comments_on_a_draft(minuted):
    with pytest.raises(Refused, match="not been sent round"):
        actions.comment_on_minute(item=minuted, by=make.member(minuted.meeting.committee), text="No.")


def test_the_chair_approves_once_the_time_for_comments_is_over(round_):
    who = chair(round_.meeting.committee)
    with pytest.raises(Refused, match="Members may comment until"):
        actions.approve_minutes(meeting=round_.meeting, by=who)
    with clock.set_to(clock.closing(round_.meeting.minutes.comments_due_on + timedelta(days=1))):
        minutes = actions.approve_minutes(meeting=round_.meeting, by=who)
    assert (minutes.state, minutes.approved_by, minutes.approved_in) == ("approved", who, None)


def test_a_later_meeting_approves(approved):
    minutes = Minutes.objects.get(meeting=approved.meeting)
    assert (minutes.is_locked, minutes.approved_on) == (True, LATER)


def test_only_a_later_meeting_of_the_body(round_, by):
    for wrong in (meeting(body("panel"), on=LATER), round_.meeting, meeting(body("ssc"), on=date(2026, 9, 1))):
        with pytest.raises(Refused, match="Choose a meeting of the SSC after 6 October 2026"):
            actions.approve_minutes(meeting=round_.meeting, by=by, approved_in=wrong)


def test_approved_minutes_lock_the_meeting(approved, by):
    """No view, no resolution, no minute, no comment, no action of that meeting."""
    ssc, proposal = approved.meeting.committee, make.draft_proposal(by=by)
    recommendation = actions.recommend(item=approved, by=by, verb="NOTE", text="the plan")
    for what, act in {
        "a view": lambda: actions.record_view(
            proposal=proposal, by=by, committee=ssc, position="supports", text="Yes.", meeting=approved.meeting
        ),
        "what was resolved": lambda: actions.decide(item=approved, by=by, said=agreed([recommendation])),
        "a minute": lambda: actions.write_minute(item=approved, by=by, text="Else."),
        "a comment": lambda: actions.comment_on_minute(item=approved, by=make.member(ssc), text="Else."),
        "an action": lambda: actions.undertake(meeting=approved.meeting, by=by, text="Write.", owner=by),
    }.items():
        with pytest.raises(Refused) as refused:
            act()
        later = " Record it at a later meeting, or as given by correspondence." if what == "a view" else ""
        assert refused.value.sentence == (
            f"The minutes of the SSC’s meeting of 6 October 2026 were approved on 3 November 2026: {what} is no longer "
            f"recorded at that meeting.{later}"
        )
    assert not Resolution.objects.exists()


def test_the_body_corrects_them_at_a_later_meeting(approved, by):
    later = meeting(body("ssc"), on=date(2026, 11, 24))
    with pytest.raises(Refused) as refused:
        actions.correct_minute(item=approved, by=by, text="Else.", why_changed="A slip.", approved_in=None)
    assert refused.value.field == "approved_in"
    made = actions.correct_minute(item=approved, by=by, text="Else.", why_changed="A slip.", approved_in=later)
    assert (made.version, made.approved_in) == (2, later)
    assert approved.minutes.get(version=1).text == "The plan was noted."


def test_a_resolution_is_corrected_then_as_the_minutes_are(one, by):
    recommendation = actions.recommend(item=one, by=by, verb="NOTE", text="the plan")
    actions.decide(item=one, by=by, said=agreed([recommendation]))
    actions.write_minute(item=one, by=by, text="Noted.")
    actions.circulate_minutes(meeting=one.meeting, by=by)
    later = meeting(body("ssc"), on=LATER)
    actions.approve_minutes(meeting=one.meeting, by=by, approved_in=later)
    given = {"recommendation": recommendation, "by": by, "outcome": "noted", "why_changed": "A slip."}
    with pytest.raises(Refused, match="Name the later meeting"):
        actions.correct_resolution(**given)
    made = actions.correct_resolution(**given, approved_in=later)
    assert made.why_changed == "A slip. Approved by the SSC on 3 November 2026."


def test_an_approval_recorded_by_mistake_is_taken_back(approved, by):
    minutes = actions.take_approval_back(meeting=approved.meeting, by=by, because="It was another meeting’s.")
    assert (minutes.state, minutes.approved_on, minutes.approved_in) == ("circulated", None, None)
    actions.write_minute(item=approved, by=by, text="Else.", why_changed="A slip.")


def test_an_approval_stands_once_the_body_has_corrected_what_it_approved(approved, by):
    later = meeting(body("ssc"), on=date(2026, 11, 24))
    actions.correct_minute(item=approved, by=by, text="Else.", why_changed="A slip.", approved_in=later)
    with pytest.raises(Refused, match="the approval stands"):
        actions.take_approval_back(meeting=approved.meeting, by=by, because="No.")


@pytest.mark.parametrize("act", ["write", "send round", "approve"])
def test_members_read_and_do_not_write(round_, act):
    member = make.member(round_.meeting.committee)
    with pytest.raises(NotAllowed):
        {
            "write": lambda: actions.write_minute(item=round_, by=member, text="Else.", why_changed="So."),
            "send round": lambda: actions.circulate_minutes(meeting=round_.meeting, by=member),
            "approve": lambda: actions.approve_minutes(meeting=round_.meeting, by=member),
        }[act]()


def test_the_secretary_writes_and_nothing_is_minuted_before_the_day(held):
    who = secretary(held.committee)
    actions.write_minute(item=item(held, title="One"), by=who, text="So.")
    coming = item(meeting(body("ssc"), on=clock.today() + timedelta(days=3)))
    with pytest.raises(Refused, match="still to come"):
        actions.write_minute(item=coming, by=who, text="So.")


# Who reads what


def read_by(user) -> set[str]:
    return set(Minute.objects.visible_to(user).values_list("text", flat=True))


def test_drafts_are_for_the_body_and_approved_ones_for_all(minuted, by):
    ssc = minuted.meeting.committee
    assert read_by(by) == read_by(make.member(ssc)) == {"The plan was noted."}
    for other in (AnonymousUser(), make.party(), make.member(body("panel"))):
        assert read_by(other) == set()
    actions.circulate_minutes(meeting=minuted.meeting, by=by)
    actions.approve_minutes(meeting=minuted.meeting, by=by, approved_in=meeting(ssc, on=LATER))
    assert read_by(AnonymousUser()) == {"The plan was noted."}


@pytest.mark.parametrize("classification", ["amber", "green"])
def test_what_is_confidential_is_minuted_apart_and_read_by_few(approved, by, classification):
    ssc = approved.meeting.committee
    actions.take_approval_back(meeting=approved.meeting, by=by, because="One item is missing.")
    closed = item(approved.meeting, title="A weakness", classification=classification)
    actions.write_minute(item=closed, by=by, text="It is grave.")
    actions.approve_minutes(meeting=approved.meeting, by=by, approved_in=meeting(ssc, on=date(2026, 11, 10)))
    assert read_by(AnonymousUser()) == {"The plan was noted."}
    assert "It is grave." in read_by(make.member(ssc))
    assert ("It is grave." in read_by(make.party())) is (classification == "green")
    found = sheet(approved.meeting, make.member(ssc))
    assert [each.item.title for each in found.closed_items] == (["A weakness"] if classification == "amber" else [])


def test_what_is_minuted_is_not_more_open_than_its_item(held, by):
    closed = item(held, classification="amber")
    with pytest.raises(Refused) as refused:
        actions.write_minute(item=closed, by=by, text="So.", classification="white")
    assert refused.value.field == "classification"
    assert actions.write_minute(item=closed, by=by, text="So.").classification == "amber"


def test_comments_stay_within_the_body(round_):
    member = make.member(round_.meeting.committee)
    actions.comment_on_minute(item=round_, by=member, text="No.")
    assert MinuteComment.objects.visible_to(member).count() == 1
    for other in (AnonymousUser(), make.party(), make.member(body("panel"))):
        assert not MinuteComment.objects.visible_to(other).exists()


# What nobody types again


def test_a_minute_begins_with_what_the_record_knows(by):
    proposal = make.draft_proposal(by=by)
    held = item(meeting(body("csc")), proposal)
    asked(held, by, "csc_asks_more")
    VerbalUpdate.objects.create(
        meeting=held.meeting,
        item=held,
        proposal=proposal,
        about="what the SMKI PMA said",
        promised_on=clock.today(),
        words="It had no comment.",
        given_on=clock.today(),
        at=clock.now(),
    )
    Conflict.objects.create(item=held, person=by, words="An employer’s contract.", at=clock.now())
    actions.decide(item=held, by=by, said=agreed(list(held.recommendations.all())))
    assert prefill(held, by) == (
        "The meeting was told of what the SMKI PMA said: It had no comment.\n\n"
        f"{by} declared an interest and stood aside: An employer’s contract.\n\n"
        "The CSC resolved:\n"
        f"- Agreed that the issue behind DP{proposal.number:03} needs more work before it is clearly defined."
    )

"""What a meeting is promised by word of mouth (S0 §3), and which proposals a body wants more input on (S3 §4)."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from subcommittees import actions
from subcommittees.models import Interest, VerbalUpdate
from tests import factories as make
from tests.subcommittees.test_positions import locked

pytestmark = pytest.mark.django_db
# As SECAS wrote its paper on DP075: the SMKI PMA meets the day after, and the CSC a week after that.
MAY_20 = datetime(2019, 5, 20, 9, tzinfo=UTC)
ABOUT = "What the SMKI PMA says of DP075."


@pytest.fixture(autouse=True)
def _may_20():
    with clock.set_to(MAY_20):
        yield


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, raised_on=date(2019, 4, 12), number=75)


@pytest.fixture
def csc():
    return make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")


@pytest.fixture
def meeting(csc):
    return make.MeetingFactory(committee=csc, number=7, date=date(2019, 5, 28))


@pytest.fixture
def update(proposal, by, meeting):
    pma = make.CommitteeFactory(code="smki-pma", short_name="SMKI PMA")
    request = make.asked(proposal, by, pma, due_on=date(2019, 5, 21))
    return actions.owe_verbal_update(meeting=meeting, by=by, about=ABOUT, request=request)


def test_what_is_owed_stands_with_its_meeting_its_request_and_who_owes_it(update, proposal, meeting):
    assert (update.proposal, update.request.asked, update.meeting) == (proposal, "the SMKI PMA", meeting)
    assert (update.owing, update.is_owed, update.promised_on) == ("SECAS", True, date(2019, 5, 20))
    assert list(VerbalUpdate.objects.owed()) == [update]


def test_secas_and_whoever_speaks_for_a_body_promise_it(proposal, meeting, csc):
    promise = {"meeting": meeting, "about": ABOUT, "proposal": proposal}
    for person in (make.member(csc), make.party(), make.authority(), make.UserFactory(), AnonymousUser()):
        with pytest.raises(NotAllowed):
            actions.owe_verbal_update(**promise, by=person)
    actions.owe_verbal_update(**promise, by=make.holds(csc, make.UserFactory(), "secretary"))
    assert VerbalUpdate.objects.count() == 1


def test_what_cannot_be_promised_is_refused_at_its_field(proposal, by, meeting, csc):
    over = make.MeetingFactory(committee=csc, number=6, date=date(2019, 4, 23))
    for changes, field in (({"about": " "}, "about"), ({"meeting": over}, "meeting")):
        with pytest.raises(Refused) as refused:
            actions.owe_verbal_update(**{"meeting": meeting, "about": ABOUT, "proposal": proposal, "by": by} | changes)
        assert refused.value.field == field
    other = make.asked(make.draft_proposal(by=by), by, csc)
    with pytest.raises(Refused, match="another proposal"):
        actions.owe_verbal_update(meeting=meeting, by=by, about=ABOUT, proposal=proposal, request=other)
    assert not VerbalUpdate.objects.exists()


def test_the_words_are_kept_once_given_and_put_right_with_why(update, by, csc):
    with clock.set_to(datetime(2019, 5, 28, 15, tzinfo=UTC)):
        for words, given_on, field in ((" ", None, "words"), ("So.", date(2019, 5, 19), "given_on")):
            with pytest.raises(Refused) as refused:
                actions.give_verbal_update(update=update, by=by, words=words, given_on=given_on)
            assert refused.value.field == field
        with pytest.raises(NotAllowed):
            actions.give_verbal_update(update=update, by=make.member(csc), words="So.")
        given = actions.give_verbal_update(update=update, by=by, words="It had no comment.")
        assert (given.words, given.given_on) == ("It had no comment.", date(2019, 5, 28))
        with pytest.raises(Refused, match="given on 28 May 2019 already"):
            actions.give_verbal_update(update=update, by=by, words="Again.")
        with pytest.raises(Refused) as refused:
            actions.correct_verbal_update(update=update, by=by, words="It had no comments.", why="")
        assert refused.value.field == "why"
        actions.correct_verbal_update(update=update, by=by, words="It had no comments.", why="A letter was missing.")
    update.refresh_from_db()
    assert update.words == "It had no comments."
    assert Event.objects.filter(action="verbal_update_corrected").count() == 1


def test_whoever_owes_it_gives_it(proposal, meeting, by):
    owing = make.UserFactory()
    update = actions.owe_verbal_update(meeting=meeting, by=by, about=ABOUT, proposal=proposal, owed_by=owing)
    assert actions.give_verbal_update(update=update, by=owing, words="So.").given_on == date(2019, 5, 20)


def test_after_the_minutes_are_approved_nothing_is_said_any_more(update, by, meeting):
    with clock.set_to(datetime(2019, 6, 28, 9, tzinfo=UTC)):
        locked(meeting)
        with pytest.raises(actions.AfterTheMinutes):
            actions.give_verbal_update(update=update, by=by, words="So.")
    update.refresh_from_db()
    assert update.is_owed


def test_it_is_dropped_with_a_reason_and_then_not_given(update, by):
    with pytest.raises(Refused) as refused:
        actions.drop_verbal_update(update=update, by=by, because=" ")
    assert refused.value.field == "because"
    actions.drop_verbal_update(update=update, by=by, because="The SMKI PMA did not meet.")
    with pytest.raises(Refused, match="It was dropped: The SMKI PMA did not meet"):
        actions.give_verbal_update(update=update, by=by, words="So.")
    assert not VerbalUpdate.objects.owed().exists()


def test_the_database_refuses_one_both_given_and_dropped(update):
    change = {"words": "So.", "given_on": date(2019, 5, 28), "dropped_because": "No."}
    with pytest.raises(IntegrityError, match="verbal_update_given_or_dropped"), transaction.atomic():
        VerbalUpdate.objects.update(**change)


UPDATES_READ = {
    "white": {"stranger", "party", "csc member", "analyst"},
    "green": {"party", "csc member", "analyst"},
    "amber": {"csc member", "analyst"},
    "red": set(),
}


@pytest.mark.parametrize("classification", UPDATES_READ)
def test_an_update_is_read_by_whom_its_class_is_for(update, csc, by, classification):
    VerbalUpdate.objects.update(classification=classification)
    readers = {"stranger": AnonymousUser(), "party": make.party(), "csc member": make.member(csc), "analyst": by}
    found = {who for who, user in readers.items() if VerbalUpdate.objects.visible_to(user).exists()}
    assert found == UPDATES_READ[classification]


# Further input


def test_members_and_secas_mark_what_a_body_wants_and_the_newest_word_holds(proposal, csc, by):
    mark = {"committee": csc, "proposal": proposal, "wants_input": True, "note": "On the contracts."}
    other = make.CommitteeFactory(code="opsg", short_name="OPSG")
    for person in (make.member(other), make.party(), make.authority(), make.UserFactory(), AnonymousUser()):
        with pytest.raises(NotAllowed):
            actions.mark_interest(**mark, by=person)
    actions.mark_interest(**mark, by=make.member(csc))
    with pytest.raises(Refused, match="stands already"):
        actions.mark_interest(**mark, by=by)
    actions.mark_interest(**mark | {"wants_input": False, "note": ""}, by=by)
    held = Interest.objects.holding().get()
    assert (held.wants_input, held.note, Interest.objects.count()) == (False, "", 2)


def test_a_month_is_marked_in_one_act_and_only_what_is_new_is_written(proposal, csc, by):
    second = make.draft_proposal(by=by)
    actions.mark_interest(committee=csc, proposal=proposal, by=by, wants_input=True)
    wishes = [actions.Wish(second, False, "Clear as it is."), actions.Wish(proposal, True)]
    (made,) = actions.mark_interests(committee=csc, by=by, wishes=wishes)
    assert (made.proposal, made.note) == (second, "Clear as it is.")
    assert actions.mark_interests(committee=csc, by=by, wishes=wishes) == []
    assert Interest.objects.count() == 2


def test_nobody_marks_a_proposal_that_is_not_open_to_them(csc, by):
    hidden = make.classed(make.draft_proposal(by=by), by, "amber")
    with pytest.raises(NotAllowed):
        actions.mark_interest(committee=csc, proposal=hidden, by=make.member(csc), wants_input=True)
    assert not Interest.objects.exists()

"""A decision is recorded once it is made, under its own date, in its own order (design §3, as at a date)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from audit import clock
from audit.acts import Refused
from audit.models import Event
from notifications.models import Message
from proposals import actions
from proposals.states import State
from tests import factories as make
from tests.proposals.states import attempt, described, everything, fresh, granted, urgent

pytestmark = pytest.mark.django_db

RAISED, AGREED = date(2019, 8, 20), date(2019, 9, 24)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def agreed(by):
    proposal = make.agreed_proposal(by=by, raised_on=RAISED)
    return fresh(proposal)


def test_a_decision_of_the_future_is_refused(by, agreed):
    before = everything()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Refused, match="still to come") as refused:
        actions.convert_to_refinement(proposal=agreed, by=by, words="To Refinement.", effective=tomorrow)
    assert refused.value.field == "effective"
    assert everything() == before
    actions.convert_to_refinement(proposal=agreed, by=by, words="To Refinement.", effective=clock.today())


def test_a_decision_before_the_last_step_is_refused_with_both_days(by, agreed):
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.convert_to_refinement(
            proposal=agreed, by=by, words="To Refinement.", effective=RAISED - timedelta(days=1)
        )
    assert refused.value.field == "effective"
    assert "19 August 2019" in refused.value.sentence
    assert "20 August 2019" in refused.value.sentence
    assert everything() == before


def test_a_decision_on_the_day_of_the_last_step_comes_after_it(by, agreed):
    last = agreed.moves.last()
    move = actions.convert_to_refinement(proposal=agreed, by=by, words="To Refinement.", effective=RAISED)
    assert move.effective_at >= last.effective_at
    assert clock.london_date(move.effective_at) == RAISED


def test_a_back_dated_decision_has_its_day_and_the_real_instant_of_its_recording(by, agreed):
    now = clock.now()
    with clock.set_to(now):
        move = actions.convert_to_refinement(proposal=agreed, by=by, words="To Refinement.", effective=AGREED)
    assert (clock.london_date(move.effective_at), move.recorded_at) == (AGREED, now)
    assert (fresh(agreed).state_since, fresh(agreed).converted_on) == (AGREED, AGREED)
    event = Event.objects.get(action="proposal_convert_to_refinement")
    assert (event.effective_on, event.at) == (AGREED, now)


BACKDATED = {
    "raise": lambda by: make.submission(effective=RAISED),
    "csc_agrees": lambda by: described(by, raised_on=RAISED),
    "convert_to_refinement": lambda by: make.ready_for_fast_track(by=by, raised_on=RAISED),
    "approve_fast_track": lambda by: make.ready_for_fast_track(by=by, raised_on=RAISED),
    "withdraw": lambda by: make.ready_for_fast_track(by=by, raised_on=RAISED),
}


def record_on(key, proposal, by, day):
    more = {"lead_analyst": by} if key == "raise" else {}
    return actions.ACTS[key](proposal=proposal, by=by, words="As decided.", effective=day, **more)


@pytest.mark.parametrize("key", BACKDATED)
def test_a_back_dated_step_mails_nobody_and_todays_does(by, key):
    for day, mails in ((AGREED, False), (clock.today(), True)):
        move = record_on(key, BACKDATED[key](by), by, day)
        assert Message.objects.filter(move=move).exists() is mails, day


def test_a_step_of_yesterday_mails_nobody(by):
    with clock.set_to(datetime.combine(date(2026, 3, 9), time(10), UTC)):
        proposal = described(by)
    with clock.set_to(datetime.combine(date(2026, 3, 11), time(10), UTC)):
        move = actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.", effective=date(2026, 3, 10))
    assert not Message.objects.filter(move=move).exists()


def test_the_six_dates_of_mp130_can_be_told(by):
    """Raised 14 May 2020, urgent 18 May, Change Board 22 May, the Authority 26 May, implemented 27 May (domain §2.0)."""
    days = [date(2020, 5, day) for day in (14, 15, 18, 22, 26, 27)]
    proposal = make.draft_proposal(by=by, number=130, raised_on=days[0])
    actions.request_urgency(proposal=proposal, by=by, words="Stocks run out.", effective=days[0])
    actions.grant_urgency(proposal=proposal, by=by, words="Granted.", effective=days[2])
    actions.convert_as_urgent(proposal=proposal, by=by, words="Converted.", effective=days[2])
    actions.record_change_board_recommendation(proposal=proposal, by=by, words="Approve.", effective=days[3])
    actions.record_authority_approval(proposal=proposal, by=by, words="Approved.", effective=days[4])
    actions.plan_implementation(proposal=proposal, by=by, planned_on=days[5], on=days[4])
    actions.implement(proposal=proposal, by=by, sec_version="7.2", effective=days[5])
    proposal = fresh(proposal)
    assert (proposal.reference, proposal.state, proposal.path) == ("MP130", State.IMPLEMENTED, "2")
    assert [clock.london_date(m.effective_at) for m in proposal.moves.all()][1:] == [
        days[0],
        days[0],
        days[2],
        *days[2:],
    ]
    assert Event.objects.get(action="proposal_grant_urgency").effective_on == days[2]
    assert not Message.objects.filter(proposal=proposal).exists()


def test_nothing_is_implemented_before_its_day(by):
    proposal = make.fast_tracked(by=by, raised_on=RAISED, decided_on=date(2019, 10, 11))
    with pytest.raises(Refused, match="4 November 2019"):
        actions.implement(proposal=proposal, by=by, sec_version="6.18", effective=date(2019, 11, 3))
    actions.implement(proposal=proposal, by=by, sec_version="6.18", effective=date(2019, 11, 4))
    plan = fresh(proposal).implementation
    assert (plan.implemented_on, plan.sec_version.number) == (date(2019, 11, 4), "6.18")


def test_an_implementation_names_the_version_that_carries_it(by):
    proposal = make.fast_tracked(by=by, raised_on=RAISED, decided_on=date(2019, 10, 11))
    with pytest.raises(Refused) as refused:
        actions.implement(proposal=proposal, by=by, sec_version=" ", effective=date(2019, 11, 4))
    assert refused.value.field == "sec_version"


def test_urgency_is_granted_where_it_can_still_matter(by):
    fast = make.fast_tracked(by=by)
    gone = make.draft_proposal(by=by)
    actions.withdraw(proposal=gone, by=by, words="No.")
    for proposal in (fast, gone):
        before = everything()
        with pytest.raises(Refused):
            actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
        with pytest.raises(Refused):
            actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
        assert everything() == before
    assert granted(make.draft_proposal(by=by), by).urgent is True
    assert urgent(by).path == "2"


def test_urgency_is_answered_once_and_only_where_it_was_asked_for(by):
    """Domain §2.2 rows 15 and 16: the Authority answers a request; a second request waits for that answer."""
    proposal = make.draft_proposal(by=by)
    with pytest.raises(Refused, match="Urgency has not been asked for"):
        actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
    actions.request_urgency(proposal=proposal, by=proposal.proposer, words="A breach is imminent.")
    with pytest.raises(Refused, match="has still to answer"):
        actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    actions.refuse_urgency(proposal=proposal, by=make.authority(), words="It can wait.")
    assert (fresh(proposal).urgent, fresh(proposal).urgency_requested_on) == (False, None)
    actions.request_urgency(proposal=proposal, by=by, words="It has got worse.")
    actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
    with pytest.raises(Refused, match="It is urgent already"):
        actions.request_urgency(proposal=proposal, by=by, words="Again.")
    assert [move.key for move in proposal.moves.all()][2:] == [
        "request_urgency", "refuse_urgency", "request_urgency", "grant_urgency",
    ]  # fmt: skip


def test_a_decision_carries_its_meeting_and_words(by):
    meeting = make.MeetingFactory(date=AGREED)
    proposal = make.ready_for_fast_track(by=by, raised_on=RAISED)
    move = actions.convert_to_refinement(
        proposal=proposal, by=by, words="  The Panel AGREED.  ", meeting=meeting, effective=AGREED
    )
    assert (move.meeting, move.words, move.by) == (meeting, "The Panel AGREED.", by)
    assert attempt("withdraw", proposal, by).words == "As decided."

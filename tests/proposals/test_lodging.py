"""Objection, appeal and adoption: in time until 17:00 London on the last day, heard once, ended once (domain §2.2 rows 31,
32, 36–40); and what several people do at one instant."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event
from proposals import actions
from proposals.actions.ground import GRACE
from proposals.models import Appeal, RuleKey, Window
from proposals.processrules import value_on
from proposals.states import State
from tests import factories as make
from tests.proposals.states import IN_STATE, attempt, everything, fresh, object_to
from tests.threads import at_once

pytestmark = pytest.mark.django_db

OPENED = datetime(2026, 10, 9, 11, tzinfo=UTC)  # in summer time; it ends on 25 October
# what is lodged → the state it is lodged in, where it leads, its working days, and the day on which its window closes
LODGED = {
    "object": (State.FT_OBJECTION_WINDOW, State.FT_HALTED, 15, date(2026, 10, 30)),
    "appeal": (State.APPEAL_WINDOW, State.AUTHORITY_DECISION, 10, date(2026, 10, 23)),
    "adopt": (State.WITHDRAWAL_NOTICE, State.REFINEMENT, 10, date(2026, 10, 23)),
}
ENDED = {
    "object": State.PENDING_IMPLEMENTATION,
    "appeal": State.PENDING_IMPLEMENTATION,
    "adopt": State.WITHDRAWN,
}


def opened(key, **fields):
    with clock.set_to(OPENED):
        return IN_STATE[LODGED[key][0]](make.analyst(), **fields)


def lodge(key, proposal, speaker):
    return attempt(key, proposal, speaker, organisation=speaker.organisations[0])


@pytest.mark.parametrize("key", LODGED)
@pytest.mark.parametrize("before", [timedelta(milliseconds=1), timedelta(microseconds=1)])
def test_at_16_59_59_999_on_the_last_day_it_is_in_time(key, before):
    _, to, days, closes = LODGED[key]
    proposal, speaker = opened(key), make.party()
    window = proposal.windows.get(outcome="")
    assert (window.working_days, window.closes_at) == (days, clock.closing(closes))
    with clock.set_to(window.closes_at - before):
        lodge(key, proposal, speaker)
    assert fresh(proposal).state == to
    window.refresh_from_db()
    assert window.settled_at == window.closes_at - before


@pytest.mark.parametrize("key", LODGED)
@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=3)])
def test_at_17_00_00_000_on_the_last_day_it_is_late(key, after):
    proposal, speaker = opened(key), make.party()
    window = proposal.windows.get(outcome="")
    with clock.set_to(window.closes_at + after):
        with pytest.raises(Refused, match=f"closed on {LODGED[key][3]:%A %-d %B %Y} at 17:00"):
            lodge(key, proposal, speaker)
        with clock.set_to(window.closes_at + after + GRACE):
            actions.settle_windows(proposal=proposal)
    move = fresh(proposal).moves.last()
    assert (fresh(proposal).state, move.effective_at) == (ENDED[key], window.closes_at)


@pytest.mark.parametrize("after", [timedelta(minutes=10), timedelta(days=40)])
def test_what_is_said_to_have_come_before_the_window_is_refused_as_such(after):
    """While it is open, and when its end is written: nobody is told that it closed, or how."""
    proposal, party, by = opened("object"), make.party(), make.analyst()
    given = {"organisation": party.organisations[0], "reason": "It is material.", "by": by}
    with clock.set_to(OPENED + after), pytest.raises(Refused) as refused:
        actions.object_to_fast_track(proposal=proposal, received_at=OPENED - timedelta(days=8), **given)
    assert refused.value.sentence == (
        "The objection window opened on Friday 9 October 2026 at 12:00: nothing came in before."
    )
    assert refused.value.field == "received_at"


def test_the_clocks_change_within_a_window_and_it_still_closes_at_five():
    assert opened("object").windows.get().closes_at == datetime(2026, 10, 30, 17, tzinfo=UTC)
    assert opened("appeal").windows.get().closes_at == datetime(2026, 10, 23, 16, tzinfo=UTC)
    assert value_on(RuleKey.APPEAL_DAYS, clock.london_date(OPENED)) == 10


def test_a_rejection_that_nobody_appeals_against_is_final_at_the_end_of_the_window():
    by = make.analyst()
    with clock.set_to(OPENED):
        proposal = IN_STATE[State.REPORT_CHANGE_BOARD](by)
        actions.determine_path(proposal=proposal, by=by, path="3", reasons="No material effect.")
        actions.record_self_governance_rejection(proposal=proposal, by=by, words="Rejected.")
    window = proposal.windows.get(kind="appeal")
    with clock.set_to(window.closes_at + GRACE):
        actions.settle_windows(proposal=proposal)
    assert fresh(proposal).state == State.REJECTED
    assert fresh(proposal).moves.last().key == "appeal_window_ends_rejected"


# Appeals


def test_an_appeal_suspends_the_decision_and_the_authority_decides():
    proposal, speaker, by = opened("appeal"), make.party(), make.analyst()
    with clock.set_to(OPENED + timedelta(days=1)):
        appeal = lodge("appeal", proposal, speaker)
        with pytest.raises(actions.TooLate):
            actions.implement(proposal=proposal, by=by, sec_version="9.9")
    assert (appeal.organisation, appeal.ground) == (speaker.organisations[0], Appeal.Ground.OBJECTIVES)
    move = fresh(proposal).moves.last()
    assert move.facts == {"Ground": "It was wrongly decided against the SEC Objectives"}
    with clock.set_to(OPENED + timedelta(days=60)):
        actions.settle_windows(proposal=proposal)
        assert fresh(proposal).state == State.AUTHORITY_DECISION
        actions.record_authority_rejection(proposal=proposal, by=make.authority(), words="The appeal is upheld.")
    assert fresh(proposal).state == State.REJECTED


def test_a_second_appeal_is_written_down_without_a_second_step():
    proposal, first, second = opened("appeal"), make.party(), make.party(category="consumer_body", is_party=False)
    with clock.set_to(OPENED + timedelta(days=1)):
        lodge("appeal", proposal, first)
        moves, settled = proposal.moves.count(), proposal.windows.get(kind="appeal").settled_at
        lodge("appeal", proposal, second)
        before = everything()
        with pytest.raises(Refused, match="has already appealed"):
            lodge("appeal", proposal, first)
        assert everything() == before
    assert proposal.moves.count() == moves
    assert Appeal.objects.count() == 2
    assert proposal.windows.get(kind="appeal").settled_at == settled
    assert Event.objects.filter(action="appeal_added").count() == 1


def test_the_panel_appeals_through_a_member_and_nobody_else_for_it():
    panel = make.CommitteeFactory()
    proposal, member, speaker = opened("appeal"), make.member(panel), make.party()
    csc = make.CommitteeFactory(code="csc", short_name="CSC")
    with clock.set_to(OPENED + timedelta(days=1)):
        for by, committee in ((speaker, panel), (member, csc)):
            with pytest.raises(Refused) as refused:
                attempt("appeal", proposal, by, committee=committee)
            assert refused.value.field == "organisation"
        with pytest.raises(NotAllowed):
            attempt("appeal", proposal, make.UserFactory(), committee=panel)
        appeal = attempt("appeal", proposal, member, committee=panel)
    assert (appeal.committee, appeal.organisation) == (panel, None)


# Adoption


def test_who_adopts_becomes_the_proposer_and_it_goes_on_from_where_it_was():
    proposal, speaker = opened("adopt"), make.party()
    old, earlier = proposal.proposer, list(proposal.moves.values_list("pk", flat=True))
    with clock.set_to(OPENED + timedelta(days=1)):
        with pytest.raises(Refused, match="cannot adopt it"):
            lodge("adopt", proposal, old)
        lodge("adopt", proposal, speaker)
    proposal = fresh(proposal)
    assert (proposal.proposer, proposal.proposer_organisation) == (speaker, speaker.organisations[0])
    assert (proposal.state, proposal.windows.get().outcome) == (State.REFINEMENT, Window.Outcome.ADOPTED)
    assert list(proposal.moves.values_list("pk", flat=True))[:-1] == earlier
    with clock.set_to(OPENED + timedelta(days=60)):
        actions.settle_windows(proposal=proposal)
    assert fresh(proposal).state == State.REFINEMENT


def test_the_consultation_of_a_proposal_that_is_withdrawn_ends_with_it():
    by = make.analyst()
    with clock.set_to(OPENED):
        proposal = IN_STATE[State.REPORT_PANEL](by)
        actions.determine_path(proposal=proposal, by=by, path="3", reasons="No material effect.")
        actions.send_to_consultation(proposal=proposal, by=by, words="Ready.")
    with clock.set_to(OPENED + timedelta(days=3)):
        actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    assert proposal.windows.unsettled().count() == 2  # somebody may still adopt it, and the consultation goes on
    with clock.set_to(OPENED + timedelta(days=60)):
        actions.settle_windows(proposal=proposal)
    assert fresh(proposal).state == State.WITHDRAWN
    assert proposal.windows.unsettled().count() == 0


# At one instant


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_approve_at_once_one_succeeds_and_the_other_is_told_who_was_faster():
    by = make.analyst()
    proposal = IN_STATE[State.AUTHORITY_DECISION](by)
    authority = make.authority()

    def approve(who):
        return actions.record_authority_approval(proposal=proposal, by=who, words="Approved.")

    answers = sorted(at_once(lambda: approve(by), lambda: approve(authority)), key=lambda a: type(a).__name__)
    assert [type(answer).__name__ for answer in answers] == ["Move", "TooLate"]
    assert answers[1].sentence.startswith("Somebody else was faster")
    assert "Pending implementation" in answers[1].sentence
    assert fresh(proposal).moves.filter(key="authority_approves").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_of_an_appeal_window_at_once_write_its_end_once():
    proposal = opened("appeal")
    events = Event.objects.count()

    def settle():
        actions.settle_windows(proposal=proposal)

    with clock.set_to(OPENED + timedelta(days=60)):
        assert at_once(settle, settle, settle) == [None] * 3
    assert fresh(proposal).moves.filter(key="appeal_window_ends_approved").count() == 1
    assert Event.objects.count() == events + 1
    assert list(verify.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_act_on_sixteen_proposals_at_once_without_a_deadlock_or_an_error():
    by = make.analyst()
    make.SecVersionFactory(number="9.9")
    steps = ["convert_to_refinement", "approve_fast_track", "convert_to_report", "panel_declines"]
    chosen = [(steps[n % 4], make.ready_for_fast_track(by=by)) for n in range(8)]
    halting = [make.fast_tracked(by=by) for _ in range(8)]
    parties = [make.party() for _ in range(8)]
    calls = [lambda key=key, p=p: attempt(key, p, by) for key, p in chosen]
    calls += [lambda p=p, who=who: object_to(p, by=who) for p, who in zip(halting, parties, strict=True)]
    assert len(calls) == 16
    assert [answer for answer in at_once(*calls) if isinstance(answer, Exception)] == []
    assert {fresh(p).state for p in halting} == {State.FT_HALTED}
    assert [fresh(p).moves.last().key for _, p in chosen] == [key for key, _ in chosen]
    assert list(verify.faults()) == []

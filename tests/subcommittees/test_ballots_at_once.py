"""Votes in the same instant, and a close while a vote is under way: the count is right every time."""

from datetime import timedelta

import pytest

from accounts.models import Category
from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.models import Membership
from subcommittees.actions import (
    VoteTooLate,
    change_counting_rule,
    close_ballot,
    result_of,
    settle_ballot,
    void_ballot,
    vote,
)
from subcommittees.models import Ballot, CountingRule, Position
from tests import factories as make
from tests.subcommittees.voting import before_the_board, change_board, opened, seat_of, seated, secretary_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ballot():
    by = make.analyst()
    change_board(2, 2, 1, 1, 1, 1)
    return opened(before_the_board(by), by)


def voting(ballot, name: str, said: str, by=None):
    seat = seat_of(ballot, name)
    return lambda: vote(seat=seat, by=by or seat.holder, vote=said, reasons="It costs too much.")


def faults(answers) -> list:
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_two_members_vote_in_the_same_instant_and_both_count(ballot):
    answers = at_once(voting(ballot, "Large Supplier 1", "approve"), voting(ballot, "Large Supplier 2", "reject"))
    assert faults(answers) == []
    large = result_of(ballot)["groups"][0]
    assert (large["approve"], large["reject"], large["silent"]) == (1, 1, 0)
    assert list(verify.faults()) == []


def test_the_holder_and_the_alternate_of_one_seat_at_once_leave_two_versions_and_one_vote(ballot):
    alternate = make.UserFactory()
    seated(ballot.committee, "Small Supplier 3", Category.SMALL_SUPPLIER, alternate=alternate)
    void_ballot(ballot=ballot, by=make.analyst(), because="A seat was missing.")
    ballot = opened(ballot.proposal, make.analyst())
    seat = seat_of(ballot, "Small Supplier 3")
    said = [("approve", None), ("reject", alternate), ("abstain", None), ("approve", alternate)]
    assert faults(at_once(*(voting(ballot, "Small Supplier 3", vote, by=by) for vote, by in said))) == []
    versions = Position.objects.filter(seat=seat).order_by("version")
    assert [position.version for position in versions] == [1, 2, 3, 4]
    assert {position.by for position in versions} == {seat.holder, alternate}
    small = result_of(ballot)["groups"][1]
    assert small[versions.last().vote] == 1
    assert sum(small[key] for key in ("approve", "reject", "abstain")) == 1


def test_a_member_whose_term_ended_yesterday_does_not_vote_beside_those_who_do(ballot):
    board = ballot.committee
    left = seated(board, "Left", Category.SMALL_SUPPLIER, ends=clock.today() - timedelta(days=1))
    ended = seat_of(ballot, "Small Supplier 2")
    Membership.objects.filter(seat=ended.seat).update(ends=clock.today() - timedelta(days=1))
    answers = at_once(
        voting(ballot, "Small Supplier 1", "approve"),
        voting(ballot, "Small Supplier 1", "reject", by=left),
        voting(ballot, "Small Supplier 2", "reject"),
    )
    assert [type(answer) for answer in answers] == [Position, NotAllowed, NotAllowed]
    small = result_of(ballot)["groups"][1]
    assert (small["approve"], small["reject"]) == (1, 0)
    assert Event.objects.filter(action="vote_refused").count() == 2


@pytest.mark.parametrize("turn", range(4))
def test_a_vote_under_way_when_the_secretary_closes_is_counted_or_told_that_it_came_late(ballot, turn):
    secretary = secretary_of(ballot.committee)
    names = ["Large Supplier 1", "Large Supplier 2", "Small Supplier 1", "Gas Network 1", "Consumer 1"]
    calls = [voting(ballot, name, "approve") for name in names]
    calls.insert(turn, lambda: close_ballot(ballot=ballot, by=secretary))
    answers = at_once(*calls)
    taken = [answer for answer in answers if isinstance(answer, Position)]
    late = [answer for answer in answers if isinstance(answer, VoteTooLate)]
    assert len(taken) + len(late) == len(names)
    closed = Ballot.objects.get(pk=ballot.pk)
    assert sum(group["approve"] for group in closed.result["groups"]) == len(taken) == Position.objects.count()
    assert closed.result == result_of(closed)
    assert Event.objects.filter(action="vote_refused").count() == len(late)
    assert Event.objects.filter(action="vote_cast").count() == len(taken)
    assert list(verify.faults()) == []


def test_two_closes_and_a_sweep_at_once_close_it_once(ballot):
    secretary, by = secretary_of(ballot.committee), make.analyst()
    instant = ballot.closes_at + timedelta(minutes=5)

    def then(call):
        def run():
            with clock.set_to(instant):
                return call()

        return run

    answers = at_once(
        then(lambda: close_ballot(ballot=ballot, by=secretary)),
        then(lambda: close_ballot(ballot=ballot, by=by)),
        then(lambda: settle_ballot(ballot=ballot)),
        then(lambda: settle_ballot(ballot=ballot)),
    )
    assert all(isinstance(fault, Refused) for fault in faults(answers))
    closed = Ballot.objects.get(pk=ballot.pk)
    assert closed.closed_at == ballot.closes_at
    assert Event.objects.filter(action="ballot_closed").count() == 1


def test_what_reached_the_server_in_time_counts_although_it_is_written_later(ballot):
    """Its instant is that of its receipt; the sweep leaves the ballot alone until the grace has passed."""
    in_time = ballot.closes_at - timedelta(milliseconds=1)

    def late_in_the_queue():
        with clock.set_to(in_time):
            return voting(ballot, "Large Supplier 1", "approve")()

    def sweep():
        with clock.set_to(ballot.closes_at + timedelta(seconds=20)):
            return settle_ballot(ballot=ballot)

    assert faults(at_once(late_in_the_queue, sweep)) == []
    with clock.set_to(ballot.closes_at + timedelta(minutes=3)):
        settle_ballot(ballot=ballot)
    assert Ballot.objects.get(pk=ballot.pk).result["groups"][0]["approve"] == 1


def test_of_two_who_change_how_votes_are_counted_the_second_is_told():
    administrator, rule = make.administrator(), CountingRule.objects.get()
    said = {"by": administrator, "groups": rule.groups, "source": "SEC Section D8"}
    starts = clock.today() + timedelta(days=30)
    answers = at_once(*(lambda n=n: change_counting_rule(**said, starts=starts, quorum=n) for n in (7, 8, 9)))
    assert sorted(type(answer).__name__ for answer in answers) == ["CountingRule", "Refused", "Refused"]
    assert "is already in the record" in next(a for a in answers if isinstance(a, Refused)).sentence
    assert CountingRule.objects.filter(starts=starts).count() == 1

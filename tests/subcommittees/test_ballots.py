"""Ballots of the Change Board (domain §2.2 rows 29 and 30, §2.4): who opens them, who votes, what is frozen, what follows."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction

from accounts.models import Category
from audit import clock, verify
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.models import Membership, Seat
from notifications.models import Delivery, Message
from proposals import actions as steps
from proposals.models import Proposal
from proposals.states import State
from subcommittees import tasks
from subcommittees.actions import (
    VoteTooLate,
    cast,
    close_ballot,
    open_ballot,
    open_ballots,
    record_outcome,
    remind_of_close,
    result_of,
    settle_ballot,
    void_ballot,
    vote,
)
from subcommittees.counting import recount
from subcommittees.models import Ballot, BallotSeat, CountingRule, Position
from subcommittees.views.ballots import exported
from tests import factories as make
from tests.proposals.states import fresh
from tests.subcommittees.voting import (
    BOARD_2021,
    all_opened,
    before_the_board,
    chair_of,
    change_board,
    meeting_of,
    opened,
    say,
    seat_of,
    seated,
    secretary_of,
    with_alternative,
)

pytestmark = pytest.mark.django_db

SOON = timedelta(days=3)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def board():
    return change_board()


@pytest.fixture
def proposal(by, board):
    return before_the_board(by)


def tomorrow_but_one():
    return clock.now() + SOON


# Opening ---------------------------------------------------------------------------------------------


def test_secas_and_the_secretary_open_a_ballot_and_nobody_else(proposal, by, board):
    others = [chair_of(board), Seat.objects.get(name="Large Supplier 1").memberships.get().user, make.party()]
    for person in [*others, make.authority(), make.administrator(), AnonymousUser()]:
        with pytest.raises(NotAllowed):
            opened(proposal, person)
    assert Ballot.objects.count() == 0
    assert opened(proposal, secretary_of(board)).is_open


def test_the_electorate_is_the_held_seats_with_a_vote_each_with_its_group(proposal, by, board):
    alternate = make.UserFactory()
    seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=alternate)
    Seat.objects.create(committee=board, name="Empty", category=Category.SMALL_SUPPLIER)
    seated(board, "DCC", Category.DCC)
    seated(board, "Observer", Category.OTHER_SEC_PARTY, votes=False)
    seated(board, "Left", Category.OTHER_SEC_PARTY, ends=clock.today() - timedelta(days=1))
    chair_of(board)
    ballot = opened(proposal, by)
    assert list(ballot.seats.values_list("name", "group").order_by("name")) == [
        ("Electricity Network 1", "Network Parties"),
        ("Gas Network 1", "Network Parties"),
        ("Large Supplier 1", "Large Suppliers"),
        ("Other SEC Party 1", "Other SEC Parties"),
        ("Small Supplier 1", "Small Suppliers"),
        ("Small Supplier 2", "Small Suppliers"),
    ]
    assert seat_of(ballot, "Small Supplier 2").alternate == alternate


def test_the_board_of_2021_has_twenty_three_votes_in_five_categories(by):
    board = change_board(*BOARD_2021)
    ballot = opened(before_the_board(by), by)
    groups = [group["seats"] for group in result_of(ballot)["groups"]]
    assert (groups, board.seats.count()) == ([13, 3, 3, 3, 1], 23)


def test_what_is_frozen_stays_whatever_becomes_of_seats_members_and_rules(proposal, by, board):
    ballot = opened(proposal, by)
    before = list(ballot.seats.values_list("name", "category", "group", "holder", "alternate")), ballot.rule
    seat = Seat.objects.get(name="Large Supplier 1")
    Seat.objects.filter(pk=seat.pk).update(name="Renamed", category=Category.CONSUMER_BODY)
    Membership.objects.filter(seat=seat).update(ends=clock.today() - timedelta(days=1))
    CountingRule.objects.update(quorum=23)
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (list(ballot.seats.values_list("name", "category", "group", "holder", "alternate")), ballot.rule) == before


def test_a_ballot_for_the_proposal_and_for_each_alternative_that_stands(proposal, by):
    other = with_alternative(proposal, by)
    ballots = all_opened(proposal, by)
    assert [ballot.alternative for ballot in ballots] == [None, other]
    assert {ballot.opened_at for ballot in ballots} == {ballots[0].opened_at}
    other.withdrawn_on, other.withdrawn_why = clock.today(), "It costs too much."
    other.save()
    void_ballot(ballot=ballots[0], by=by, because="The Alternative was withdrawn.")
    assert [ballot.alternative for ballot in all_opened(proposal, by)] == [None]
    with pytest.raises(Refused, match="does not stand beside"):
        open_ballot(proposal=proposal, by=by, alternative=other, closes_at=tomorrow_but_one())


def test_it_is_refused_where_the_proposal_is_not_before_the_board(by, board):
    with pytest.raises(Refused, match="and not before the Change Board"):
        opened(make.draft_proposal(by=by), by)


def test_it_is_refused_while_one_is_open_and_until_a_closed_one_is_decided_or_void(proposal, by):
    ballot = opened(proposal, by)
    with pytest.raises(Refused, match="is open since"):
        opened(proposal, by)
    close_ballot(ballot=ballot, by=by)
    with pytest.raises(Refused, match="Record its outcome, or declare it void"):
        opened(proposal, by)
    void_ballot(ballot=ballot, by=by, because="A seat was missing.")
    assert opened(proposal, by).is_open


def test_it_is_refused_without_an_electorate(by):
    make.CommitteeFactory(code="change-board", short_name="Change Board")
    with pytest.raises(Refused, match="Nobody holds a seat with a vote on the Change Board"):
        opened(before_the_board(by), by)


def test_a_voting_group_has_one_vote(proposal, by, board):
    seated(board, "Large Supplier 9", Category.LARGE_SUPPLIER, voting_group="Group 1")
    with pytest.raises(Refused, match="Group 1 is one Voting Group with one vote"):
        opened(proposal, by)


def test_a_written_resolution_says_when_it_closes(proposal, by, board):
    with pytest.raises(Refused) as refused:
        open_ballot(proposal=proposal, by=by)
    assert refused.value.field == "closes_on"
    with pytest.raises(Refused):
        open_ballot(proposal=proposal, by=by, closes_at=clock.now())
    meeting = meeting_of(board, clock.today() + timedelta(days=10))
    assert open_ballot(proposal=proposal, by=by, meeting=meeting).closes_at is None


def test_a_meeting_of_another_body_or_one_cancelled_is_refused(proposal, by, board):
    elsewhere = make.MeetingFactory(date=clock.today())
    cancelled = meeting_of(board, clock.today())
    cancelled.state, cancelled.cancelled_because = "cancelled", "No quorum."
    cancelled.save()
    for meeting in (elsewhere, cancelled):
        with pytest.raises(Refused) as refused:
            open_ballot(proposal=proposal, by=by, meeting=meeting)
        assert refused.value.field == "meeting"


# Voting ----------------------------------------------------------------------------------------------


def test_the_holder_and_the_alternate_vote_for_the_seat_and_the_newest_counts(proposal, by, board):
    alternate = make.UserFactory()
    seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=alternate)
    ballot = opened(proposal, by)
    say(ballot, "Small Supplier 2", "approve")
    say(ballot, "Small Supplier 2", "reject", by=alternate)
    positions = list(Position.objects.order_by("version").values_list("version", "vote", "by"))
    holder = seat_of(ballot, "Small Supplier 2").holder
    assert positions == [(1, "approve", holder.pk), (2, "reject", alternate.pk)]
    (small,) = [group for group in result_of(ballot)["groups"] if group["name"] == "Small Suppliers"]
    assert (small["approve"], small["reject"], small["silent"]) == (0, 1, 1)


def test_whoever_rejects_says_why_and_cites_only_objectives_of_the_sec(proposal, by):
    ballot = opened(proposal, by)
    with pytest.raises(Refused) as refused:
        say(ballot, "Large Supplier 1", "reject", reasons="  ")
    assert refused.value.field == "reasons"
    with pytest.raises(Refused) as refused:
        say(ballot, "Large Supplier 1", "approve", objectives=["z"])
    assert refused.value.field == "objectives"
    with pytest.raises(Refused) as refused:
        say(ballot, "Large Supplier 1", "perhaps")
    assert refused.value.field == "vote"
    assert Position.objects.count() == 0
    say(ballot, "Large Supplier 1", "reject", reasons="It hinders supply.", objectives=["a", "g"])
    assert Position.objects.get().objectives == ["a", "g"]


def test_nobody_outside_the_electorate_votes_and_each_attempt_is_recorded(proposal, by, board):
    yesterday = clock.today() - timedelta(days=1)
    left = seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, ends=yesterday)
    dcc = seated(board, "DCC", Category.DCC)
    ballot = opened(proposal, by)
    seat = seat_of(ballot, "Small Supplier 1")
    observer, other = make.UserFactory(), seat_of(ballot, "Large Supplier 1").holder
    for person in (left, dcc, observer, other, make.authority(), make.administrator(), chair_of(board), by):
        with pytest.raises(NotAllowed) as refused:
            vote(seat=seat, by=person, vote="approve")
        event = Event.objects.filter(action="vote_refused").latest("sequence")
        assert (event.actor, event.subject) == (f"accounts.user:{person.pk}", f"subcommittees.ballot:{ballot.pk}")
    assert Position.objects.count() == 0
    assert Event.objects.filter(action="vote_refused").count() == 8
    with pytest.raises(NotAllowed, match=f"Your term in the seat Small Supplier 2 ended on {yesterday:%-d %B %Y}."):
        vote(seat=seat, by=left, vote="approve")
    with pytest.raises(NotAllowed, match="Only those vote who held a seat"):
        vote(seat=seat, by=observer, vote="approve")
    with pytest.raises(NotAllowed, match="You do not vote for the seat Small Supplier 1"):
        vote(seat=seat, by=other, vote="approve")
    refused = Event.objects.filter(action="vote_refused").first()
    assert refused.classification == "amber"
    assert list(verify.faults()) == []


def test_whose_term_ends_while_the_ballot_is_open_votes_no_more_and_nobody_takes_the_place(proposal, by, board):
    ballot = opened(proposal, by)
    seat = seat_of(ballot, "Small Supplier 1")
    term = Membership.objects.get(seat=seat.seat)
    term.ends = clock.today()
    term.save()
    say(ballot, "Small Supplier 1", "approve")  # on the last day
    successor = make.UserFactory()
    Membership.objects.create(seat=seat.seat, user=successor, starts=clock.today() + timedelta(days=1))
    with clock.set_to(clock.now() + timedelta(days=1)):
        with pytest.raises(NotAllowed, match="so you no longer vote for it"):
            say(ballot, "Small Supplier 1", "reject")
        with pytest.raises(NotAllowed):
            say(ballot, "Small Supplier 1", "reject", by=successor)
    assert result_of(ballot)["groups"][1]["approve"] == 1


def test_the_secretary_writes_down_a_vote_that_was_given_otherwise(proposal, by, board):
    ballot, secretary = opened(proposal, by), secretary_of(board)
    for person in (chair_of(board), seat_of(ballot, "Large Supplier 1").holder):
        with pytest.raises(NotAllowed):
            say(ballot, "Small Supplier 1", "approve", by=person, how="by telephone")
    say(ballot, "Small Supplier 1", "approve", by=secretary, how="by telephone")
    position = Position.objects.get()
    assert (position.recorded_for, position.how, position.by) == (True, "by telephone", secretary)


def test_a_vote_after_the_close_is_told_when_it_closed_and_is_recorded(proposal, by):
    ballot = opened(proposal, by)
    close_ballot(ballot=ballot, by=by)
    seat = seat_of(ballot, "Large Supplier 1")
    with pytest.raises(VoteTooLate, match=r"The ballot closed on \w+day .* Your vote came later, and is not counted"):
        vote(seat=seat, by=seat.holder, vote="approve")
    assert (Position.objects.count(), Event.objects.filter(action="vote_refused").count()) == (0, 1)


def test_the_instant_of_the_close_is_late_and_the_one_before_is_not(proposal, by):
    closes = tomorrow_but_one().replace(microsecond=0)
    ballot = opened(proposal, by, closes_at=closes)
    with clock.set_to(closes - timedelta(microseconds=1)):
        say(ballot, "Large Supplier 1", "approve")
    with clock.set_to(closes), pytest.raises(VoteTooLate):
        say(ballot, "Small Supplier 1", "approve")
    with clock.set_to(closes + timedelta(minutes=30)):
        settle_ballot(ballot=ballot)
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (ballot.closed_at, ballot.result["voted"]) == (closes, 1)


def test_nobody_votes_on_what_has_left_the_change_board(proposal, by):
    ballot = opened(proposal, by)
    steps.withdraw(proposal=fresh(proposal), by=proposal.proposer, words="It is solved elsewhere.")
    with pytest.raises(VoteTooLate, match="no longer before the Change Board"):
        say(ballot, "Large Supplier 1", "approve")


def test_standing_aside_takes_the_seat_out_of_the_count_and_may_be_changed(proposal, by):
    ballot = opened(proposal, by)
    say(ballot, "Large Supplier 1", "recuse")
    assert result_of(ballot)["voted"] == 0
    say(ballot, "Large Supplier 1", "approve")
    assert (result_of(ballot)["voted"], Position.objects.count()) == (1, 2)


# Closing ---------------------------------------------------------------------------------------------


def test_chair_secretary_and_secas_close_it_and_the_result_is_kept_as_it_was_counted(proposal, by, board):
    ballot = opened(proposal, by)
    for person in (seat_of(ballot, "Large Supplier 1").holder, make.party(), make.authority()):
        with pytest.raises(NotAllowed):
            close_ballot(ballot=ballot, by=person)
    for name, said in [("Large Supplier 1", "approve"), ("Small Supplier 1", "approve"), ("Gas Network 1", "reject")]:
        say(ballot, name, said)
    close_ballot(ballot=ballot, by=chair_of(board))
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (ballot.result["outcome"], ballot.result["approving"], ballot.result["counted"]) == ("approve", 2, 3)
    assert ballot.result == result_of(ballot) == recount(exported(ballot, by))
    for person in (by, secretary_of(board)):
        with pytest.raises(Refused, match="Somebody else was faster: this ballot was closed on"):
            close_ballot(ballot=ballot, by=person)


def test_the_database_keeps_what_was_opened_and_what_was_counted(proposal, by):
    ballot = opened(proposal, by)
    say(ballot, "Large Supplier 1", "approve")
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.filter(pk=ballot.pk).update(rule={})
    close_ballot(ballot=ballot, by=by)
    for change in ({"result": {}}, {"closed_at": clock.now() + SOON}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Ballot.objects.filter(pk=ballot.pk).update(**change)
    for rows in (BallotSeat.objects.all(), Position.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_the_sweep_closes_once_at_its_own_instant_after_the_grace(proposal, by):
    closes = tomorrow_but_one()
    ballot = opened(proposal, by, closes_at=closes)
    for late, closed in [(timedelta(seconds=30), False), (timedelta(minutes=3), True), (timedelta(minutes=9), True)]:
        with clock.set_to(closes + late):
            settle_ballot(ballot=ballot)
        assert (Ballot.objects.get(pk=ballot.pk).closed_at == closes) is closed
    assert Event.objects.filter(action="ballot_closed").count() == 1
    assert fresh(proposal).state == State.REPORT_CHANGE_BOARD


def test_whoever_closes_it_after_its_end_closes_it_at_its_end(proposal, by):
    closes = tomorrow_but_one()
    ballot = opened(proposal, by, closes_at=closes)
    with clock.set_to(closes + timedelta(hours=4)):
        close_ballot(ballot=ballot, by=by)
    assert Ballot.objects.get(pk=ballot.pk).closed_at == closes


def test_the_sweep_finds_what_is_due_and_what_closes_within_a_day(proposal, by):
    from jobs.models import Job

    closes = tomorrow_but_one()
    ballot = opened(proposal, by, closes_at=closes)
    tasks.queue_due_ballots()
    assert Job.objects.filter(kind__in=["settle_ballot", "remind_of_ballot"]).count() == 0
    with clock.set_to(closes - timedelta(hours=20)):
        tasks.queue_due_ballots()
    with clock.set_to(closes + timedelta(minutes=3)):
        tasks.queue_due_ballots()
    found = Job.objects.filter(kind__in=["settle_ballot", "remind_of_ballot"]).order_by("pk")
    assert [(job.kind, job.payload) for job in found] == [
        ("remind_of_ballot", {"ballot_id": ballot.pk}),
        ("settle_ballot", {"ballot_id": ballot.pk}),
    ]


# What follows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path, said, key, state",
    [
        ("3", "approve", "change_board_approves", State.APPEAL_WINDOW),
        ("3", "reject", "change_board_rejects", State.APPEAL_WINDOW),
        ("2", "approve", "change_board_recommends", State.AUTHORITY_DECISION),
        ("2", "reject", "change_board_recommends_rejection", State.AUTHORITY_DECISION),
    ],
)
def test_the_outcome_is_the_next_step_in_one_act_with_the_close(by, board, path, said, key, state):
    proposal = before_the_board(by, path)
    ballot, secretary = opened(proposal, by), secretary_of(board)
    say(ballot, "Large Supplier 1", said)
    close_ballot(ballot=ballot, by=secretary, outcome=True, words="The minutes add this.")
    move = fresh(proposal).moves.standing().last()
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (move.key, fresh(proposal).state, ballot.move) == (key, state, move)
    assert "Large Suppliers: 1 to" in move.words
    assert move.words.endswith("\n\nThe minutes add this.")
    acts = Event.objects.filter(action__in=["ballot_closed", f"proposal_{key}"]).values_list("act", flat=True)
    assert len(set(acts)) == 1
    assert len(acts) == 2


def test_the_outcome_may_be_recorded_later_on_the_day_of_the_close(proposal, by):
    closes = clock.now() + timedelta(hours=1)
    ballot = opened(proposal, by, closes_at=closes)
    say(ballot, "Large Supplier 1", "approve")
    with clock.set_to(closes + timedelta(days=4)):
        settle_ballot(ballot=ballot)
        move = record_outcome(proposal=proposal, by=by)
    assert clock.london_date(move.effective_at) == clock.london_date(closes)
    with pytest.raises(Refused, match="No ballot"):
        record_outcome(proposal=proposal, by=by)


def test_of_two_solutions_the_one_with_more_support_is_recommended_and_one_approval_approves(proposal, by):
    with_alternative(proposal, by)
    first, second = all_opened(proposal, by)
    for name in ("Large Supplier 1", "Small Supplier 1", "Other SEC Party 1"):
        say(first, name, "reject")
        say(second, name, "approve")
    close_ballot(ballot=first, by=by, outcome=True)
    move = fresh(proposal).moves.standing().last()
    assert move.key == "change_board_approves"
    assert move.facts == {
        "The Modification Proposal": "Not approved",
        "Alternative 1 ‘Another way’": "Approved",
        "Recommended": "Alternative 1 ‘Another way’",
    }
    assert {ballot.move for ballot in Ballot.objects.all()} == {move}


def test_without_a_quorum_nothing_follows_but_the_question_put_again_or_deferred(by):
    change_board(quorum=4)
    proposal = before_the_board(by)
    ballot = opened(proposal, by)
    say(ballot, "Large Supplier 1", "approve")
    with pytest.raises(Refused, match="Too few seats took part"):
        close_ballot(ballot=ballot, by=by, outcome=True)
    assert Ballot.objects.get().is_open
    close_ballot(ballot=ballot, by=by)
    assert Ballot.objects.get().result["outcome"] == "no_quorum"
    void_ballot(ballot=ballot, by=by, because="Too few were there.", defer=True)
    move = fresh(proposal).moves.standing().last()
    assert (move.key, fresh(proposal).state) == ("change_board_defers", State.REPORT_CHANGE_BOARD)
    assert opened(proposal, by).is_open


def test_a_path_that_nobody_determined_is_said(by, board):
    proposal = before_the_board(by)
    ballot = opened(proposal, by)
    say(ballot, "Large Supplier 1", "approve")
    Proposal.objects.filter(pk=proposal.pk).update(path="", path_determined_on=None, path_reasons="")
    with pytest.raises(Refused, match="The Panel has not determined the path"):
        close_ballot(ballot=ballot, by=by, outcome=True)


def test_by_hand_the_decision_is_entered_for_earlier_days_only(proposal, by):
    """Where nobody could vote here, as in the time before the register held its ballots, it is entered by hand."""
    with pytest.raises(Refused, match="entered for earlier days only"):
        steps.record_self_governance_approval(proposal=proposal, by=by, words="Approved.")
    Seat.objects.update(votes=False)
    steps.record_self_governance_approval(proposal=proposal, by=by, words="Approved.")
    assert fresh(proposal).state == State.APPEAL_WINDOW


def test_no_step_of_the_change_board_is_taken_beside_an_open_ballot(proposal, by):
    opened(proposal, by)
    for step in (steps.record_deferral, steps.record_change_board_return):
        with pytest.raises(Refused, match="The Change Board is voting on it"):
            step(proposal=proposal, by=by, words="More is needed.")
    steps.withdraw(proposal=proposal, by=proposal.proposer, words="It is solved elsewhere.")  # a right of the Proposer


def test_a_ballot_is_void_only_until_its_outcome_is_a_step_and_again_once_that_is_taken_back(proposal, by):
    ballot = opened(proposal, by)
    say(ballot, "Large Supplier 1", "approve")
    close_ballot(ballot=ballot, by=by, outcome=True)
    with pytest.raises(Refused, match="take that step back first"):
        void_ballot(ballot=ballot, by=by, because="A seat was missing.")
    step = fresh(proposal).moves.standing().last()
    steps.reverse_move(proposal=fresh(proposal), move=step, by=by, reason="A seat was missing.")
    with pytest.raises(Refused) as refused:
        void_ballot(ballot=ballot, by=by, because=" ")
    assert refused.value.field == "because"
    void_ballot(ballot=ballot, by=by, because="A seat was missing.")
    again = opened(fresh(proposal), by)
    assert (again.is_open, Position.objects.count(), Ballot.objects.count()) == (True, 1, 2)


def test_a_vote_of_the_past_is_written_down_with_its_days_and_mails_nobody(by, board):
    day = clock.today() - timedelta(days=5)
    with clock.set_to(clock.now() - timedelta(days=8)):
        proposal = before_the_board(by)
    before = Message.objects.count()
    (ballot,) = open_ballots(proposal=proposal, by=by, meeting=meeting_of(board, day), effective=day)
    with pytest.raises(Refused):
        say(ballot, "Large Supplier 1", "approve", effective=day)
    say(ballot, "Large Supplier 1", "approve", by=by, how="at the meeting", effective=day)
    close_ballot(ballot=ballot, by=by, outcome=True, effective=day)
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert {clock.london_date(at) for at in (ballot.opened_at, ballot.closed_at, ballot.move.effective_at)} == {day}
    assert Message.objects.count() == before


# Who is told -------------------------------------------------------------------------------------------


def told(audience_key: str) -> set[str]:
    return set(Delivery.objects.filter(message__key__startswith=audience_key).values_list("user__name", flat=True))


def test_those_who_vote_and_their_alternates_are_told_of_the_opening_and_before_the_close(proposal, by, board):
    alternate = make.UserFactory(name="Ivo Stand")
    holder = seated(board, "Small Supplier 2", Category.SMALL_SUPPLIER, alternate=alternate)
    ballot = opened(proposal, by)
    electorate = {seat.holder.name for seat in ballot.seats.select_related("holder")} | {"Ivo Stand"}
    assert told(f"ballot-opened-{ballot.pk}") == electorate
    say(ballot, "Small Supplier 2", "approve")
    with clock.set_to(ballot.closes_at - timedelta(hours=5)):
        remind_of_close(ballot=ballot)
        remind_of_close(ballot=ballot)
    assert told(f"ballot-closes-soon-{ballot.pk}") == electorate - {"Ivo Stand", holder.name}


def test_the_result_is_told_to_those_who_voted_and_to_the_proposals_people(proposal, by):
    ballot = opened(proposal, by)
    close_ballot(ballot=ballot, by=by)
    heard = told(f"ballot-closed-{ballot.pk}")
    assert {proposal.proposer.name, seat_of(ballot, "Gas Network 1").holder.name} <= heard


# Who reads ---------------------------------------------------------------------------------------------


def test_until_the_close_a_vote_is_read_by_its_seat_the_secretary_and_secas_and_then_by_all(proposal, by, board):
    ballot, secretary, chair = opened(proposal, by), secretary_of(board), chair_of(board)
    holder = say(ballot, "Large Supplier 1", "approve").by
    say(ballot, "Large Supplier 1", "reject")
    other = seat_of(ballot, "Small Supplier 1").holder
    people = [by, secretary, holder, other, chair, make.party(), make.authority(), AnonymousUser()]

    def seen() -> list[int]:
        return [Position.objects.visible_to(person).count() for person in people]

    assert seen() == [2, 2, 2, 0, 0, 0, 0, 0]
    close_ballot(ballot=ballot, by=by)
    assert seen() == [2, 2, 2, 1, 1, 1, 1, 1]


def test_a_ballot_is_as_closed_as_its_proposal(by, board):
    proposal = make.classed(before_the_board(by), by, "amber")
    ballot = opened(proposal, by)
    readers = [by, secretary_of(board), make.authority(), make.party(), AnonymousUser()]
    assert [Ballot.objects.visible_to(person).filter(pk=ballot.pk).count() for person in readers][2:] == [1, 0, 0]
    assert Ballot.objects.visible_to(by).count() == 1


def test_the_rule_has_dates_and_one_to_come_is_put_right(by):
    from subcommittees.actions import change_counting_rule, correct_counting_rule, take_counting_rule_back

    administrator, groups = make.administrator(), CountingRule.objects.get().groups
    starts = clock.today() + timedelta(days=30)
    said = {"groups": groups, "starts": starts, "source": "SEC Section D8"}
    with pytest.raises(NotAllowed):
        change_counting_rule(by=by, **said)
    for wrong in ([], [{"name": "All"}], [{"name": "All", "categories": ["martian"]}], "all", [*groups, groups[0]]):
        with pytest.raises(Refused) as refused:
            change_counting_rule(by=administrator, **{**said, "groups": wrong})
        assert refused.value.field == "groups"
    rule = change_counting_rule(by=administrator, **said, quorum=12)
    first = CountingRule.objects.order_by("starts").first()
    assert first.ends == starts - timedelta(days=1)
    later = {**said, "starts": starts + timedelta(days=7)}
    correct_counting_rule(rule=rule, by=administrator, reason="It begins later.", **later, quorum=11)
    first.refresh_from_db()
    rule.refresh_from_db()
    assert (first.ends, rule.quorum) == (later["starts"] - timedelta(days=1), 11)
    with pytest.raises(Refused, match="in force since"):
        correct_counting_rule(rule=first, by=administrator, reason="Wrong.", **later)
    take_counting_rule_back(rule=rule, by=administrator, reason="It does not come.")
    assert CountingRule.objects.get().ends is None


def test_no_rule_no_ballot(proposal, by):
    CountingRule.objects.update(starts=date(2040, 1, 1))
    with pytest.raises(Refused, match="No rule says how votes are counted"):
        opened(proposal, by)


def test_cast_alone_refuses_too(proposal, by):
    ballot = opened(proposal, by)
    with pytest.raises(NotAllowed):
        cast(seat=seat_of(ballot, "Large Supplier 1"), by=make.UserFactory(), vote="approve")

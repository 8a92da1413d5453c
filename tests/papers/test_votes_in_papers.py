"""From ballots to papers: the table of the report is that of the ballot and of a recount, as on the paper's day and for
its readers."""

import runpy
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from audit import clock
from papers import actions as papers
from papers import document as d
from papers.board.chapter import HEAD
from papers.board.facts import Did
from papers.board.gathering import change_board_in
from papers.gather import Edition, gather
from papers.kinds import kind_of
from papers.models import Paper
from proposals import actions as steps
from proposals.models import Proposal
from proposals.models.solution import Solution
from subcommittees.actions import close_ballot, record_outcome, void_ballot
from subcommittees.ballotwords import GROUP_OUTCOMES, OUTCOMES
from subcommittees.counting import count
from subcommittees.models import Ballot, BallotSeat, Position
from subcommittees.views.ballots import exported
from tests import factories as make
from tests.papers.boards import ON
from tests.papers.reading import items, sentence, stated
from tests.papers.test_change_board import KEY, of, rows
from tests.subcommittees.test_counting import GROUPS, RULE
from tests.subcommittees.voting import (
    all_opened,
    before_the_board,
    change_board,
    meeting_of,
    opened,
    say,
    with_alternative,
)

RECOUNT = runpy.run_path(str(Path(__file__).resolve().parents[2] / "docs" / "recount.py"))["recount"]
DAY = timedelta(days=1)
ONE_DAY = "2026-11-25T12:00:00+00:00"


@pytest.fixture
def by():
    return make.analyst()


def gathered(proposal, on=None, kind: str = "modification-report"):
    facts = gather(Paper(kind=kind, proposal=proposal), Edition("0.1", False, on or clock.today()))
    return facts.change_board


def document(proposal, on=None) -> d.Document:
    paper = Paper(kind="modification-report", proposal=proposal)
    return kind_of(paper).document(paper, Edition("0.1", False, on or clock.today()))


def published(groups: list[dict], outcome: str) -> list[list[str]]:
    """The table as a recount of the votes has it."""
    lines = [[g["name"], *(str(g[vote]) for vote in ("approve", "reject", "abstain")), GROUP_OUTCOMES[g["outcome"]]]
             for g in groups]  # fmt: skip
    sums = [str(sum(g[vote] for g in groups)) for vote in ("approve", "reject", "abstain")]
    return [*lines, ["Overall outcome", *sums, OUTCOMES[outcome]]]


# What is counted


@given(
    votes=st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from(["approve", "reject", "abstain", "recuse", ""]))),
    quorum=st.one_of(st.none(), st.integers(0, 12)),
)
def test_the_table_of_any_vote_is_that_of_the_script_that_anybody_can_run(votes, quorum):
    rule = RULE | {"quorum": quorum}
    seats = [{"group": group, "positions": [{"version": 1, "vote": vote}] if vote else []} for group, vote in votes]
    row = {
        "solution": None, "classification": "white", "opened_at": ONE_DAY, "closed_at": ONE_DAY, "met_on": None,
        "place": None, "rule": rule, "result": count(rule, votes), "said": [],
    }  # fmt: skip
    found = change_board_in({"voted_on": [row]}, [], ON, ["white"])
    assert rows(of(found), f"{KEY}.votes") == published(*RECOUNT({"rule": rule, "seats": seats}))


@pytest.mark.django_db
class TestFromTheRecord:
    def test_a_ballot_with_changed_votes_and_one_who_stands_aside(self, by):
        """Two Large Suppliers approve, one of them after a change of mind; a network stands aside, the other rejects."""
        change_board(2, 1, 1, 1, 1, 1)
        ballot = opened(before_the_board(by), by)
        say(ballot, "Large Supplier 1", "reject")
        say(ballot, "Large Supplier 1", "approve", reasons="On reflection.", objectives=["g"])
        say(ballot, "Large Supplier 2", "approve")
        say(ballot, "Small Supplier 1", "abstain")
        say(ballot, "Electricity Network 1", "recuse", reasons="We would sell it.")
        say(ballot, "Gas Network 1", "reject", reasons="It costs.", objectives=["a", "d"])
        say(ballot, "Other SEC Party 1", "approve")
        close_ballot(ballot=ballot, by=by, outcome=True)
        found = document(ballot.proposal)
        assert stated(found)[f"{KEY}.votes"].head == HEAD
        assert rows(found, f"{KEY}.votes") == [
            ["Large Suppliers", "2", "0", "0", "Approve"],
            ["Small Suppliers", "0", "0", "1", "Does not count"],
            ["Network Parties", "0", "1", "0", "Reject"],
            ["Other SEC Parties", "1", "0", "0", "Approve"],
            ["Consumers", "0", "0", "0", "Does not count"],
            ["Overall outcome", "3", "1", "1", "Approved"],
        ]
        assert items(found, f"{KEY}.reasons.list") == [
            "Large Suppliers, to approve: On reflection. It rests on SEC Objective (g).",
            "Network Parties, to reject: It costs. It rests on SEC Objective (a) and SEC Objective (d).",
        ]
        assert "One member stood aside" in sentence(found, f"{KEY}.took-part")
        assert "We would sell it." not in d.to_json(found)
        assert sentence(found, f"{KEY}.step").startswith("The decision under Self-Governance is the Change Board’s")
        export = exported(Ballot.objects.get(pk=ballot.pk), by)
        assert rows(found, f"{KEY}.votes") == published(*RECOUNT(export))

    def test_no_seat_and_no_person_is_named(self, by):
        change_board()
        ballot = opened(before_the_board(by), by)
        say(ballot, "Small Supplier 1", "reject", reasons="It costs.")
        close_ballot(ballot=ballot, by=by, outcome=True)
        words = d.to_json(document(ballot.proposal))
        assert "Small Suppliers, to reject: " in words
        holders = [seat.holder.name for seat in BallotSeat.objects.filter(ballot=ballot)]
        assert [name for name in ("Small Supplier 1", *holders) if name in words] == []

    def test_each_solution_as_it_was_voted_on_at_a_meeting(self, by):
        board = change_board()
        proposal = before_the_board(by)
        Solution.objects.create(alternative=with_alternative(proposal, by))
        meeting = meeting_of(board, clock.today())
        own, other = all_opened(proposal, by, meeting=meeting)
        for name in ("Large Supplier 1", "Small Supplier 1", "Other SEC Party 1"):
            say(own, name, "reject")
            say(other, name, "approve")
        close_ballot(ballot=own, by=by, outcome=True, words="It asked for a report in a year.")
        found = gathered(proposal)
        assert [(vote.solution, vote.outcome) for vote in found.votes] == [(0, "reject"), (1, "approve")]
        assert (found.met_on, found.step.did, found.best) == (clock.today(), Did.APPROVED, (1,))
        assert found.step.words == "<p>It asked for a report in a year.</p>"
        facts = gather(Paper(kind="modification-report", proposal=proposal), Edition("0.1", False, clock.today()))
        assert facts.chosen == 1

    @pytest.mark.parametrize(("vote", "did"), [("approve", Did.RECOMMENDED), ("reject", Did.RECOMMENDED_REJECTION)])
    def test_on_path_2_it_recommends(self, by, vote, did):
        change_board()
        ballot = opened(before_the_board(by, "2"), by)
        say(ballot, "Large Supplier 1", vote)
        close_ballot(ballot=ballot, by=by, outcome=True)
        assert gathered(ballot.proposal).step.did == did


def _closed(by, path: str = "3"):
    change_board()
    ballot = opened(before_the_board(by, path), by)
    say(ballot, "Large Supplier 1", "reject", reasons="It costs.")
    close_ballot(ballot=ballot, by=by)
    return ballot


@pytest.mark.django_db
class TestAsOnItsDay:
    def test_what_came_after_it_is_not_told(self, by):
        change_board()
        ballot = opened(before_the_board(by), by)
        say(ballot, "Large Supplier 1", "approve")
        today = clock.today()
        with clock.set_to(clock.now() + DAY):
            close_ballot(ballot=ballot, by=by, outcome=True)
        assert gathered(ballot.proposal, today - DAY).is_silent
        on_the_day = gathered(ballot.proposal, today)
        assert (on_the_day.under_way, on_the_day.votes, on_the_day.step) == (today, (), None)
        after = gathered(ballot.proposal, today + DAY)
        assert (after.under_way, len(after.votes), after.step.on) == (None, 1, today + DAY)

    def test_a_closed_vote_waits_for_its_step(self, by):
        ballot = _closed(by)
        assert gathered(ballot.proposal).step is None
        record_outcome(proposal=ballot.proposal, by=by)
        assert gathered(ballot.proposal).step.did == Did.REJECTED

    def test_a_void_one_is_no_part_of_it_and_the_one_put_again_is(self, by):
        ballot = _closed(by)
        assert len(gathered(ballot.proposal).votes) == 1
        void_ballot(ballot=ballot, by=by, because="Two seats had no papers.")
        assert gathered(ballot.proposal).is_silent
        again = opened(ballot.proposal, by)
        say(again, "Large Supplier 1", "approve")
        close_ballot(ballot=again, by=by, outcome=True)
        found = gathered(ballot.proposal)
        assert [vote.outcome for vote in found.votes] == ["approve"]
        assert "It costs." not in d.to_json(document(ballot.proposal))

    def test_a_vote_put_off_is_told_with_its_reason_and_the_void_ballot_is_not(self, by):
        change_board()
        ballot = opened(before_the_board(by), by)
        void_ballot(ballot=ballot, by=by, because="The DCC has still to answer.", defer=True, words="Until June.")
        found = gathered(ballot.proposal)
        assert [(made.did, made.words) for made in found.put_off] == [(Did.DEFERRED, "<p>Until June.</p>")]
        assert (found.votes, found.under_way) == ((), None)

    def test_after_the_authority_sent_it_back_the_next_vote_is_a_round_of_its_own(self, by):
        change_board()
        ballot = opened(before_the_board(by, "2"), by)
        say(ballot, "Large Supplier 1", "approve")
        close_ballot(ballot=ballot, by=by, outcome=True)
        steps.record_send_back(proposal=ballot.proposal, by=by, words="The costs are not shown.")
        facts = gather(
            Paper(kind="modification-report", proposal=ballot.proposal), Edition("0.1", False, clock.today())
        )
        assert facts.reopened.words == "<p>The costs are not shown.</p>"
        assert len(facts.change_board.votes) == 1


@pytest.mark.django_db
class TestForItsReaders:
    def test_what_is_closer_than_the_report_is_not_in_it(self, by):
        """The ballot is Amber, the proposal White: its report is for everybody."""
        ballot = _closed(by)
        record_outcome(proposal=ballot.proposal, by=by)
        assert "It costs." in d.to_json(document(ballot.proposal))
        Ballot.objects.filter(pk=ballot.pk).update(classification="amber")
        found = document(ballot.proposal)
        assert "It costs." not in d.to_json(found)
        assert f"{KEY}.votes" not in stated(found)
        assert "is not open to everybody who may read this document" in sentence(found, f"{KEY}.lead")

    def test_an_amber_report_holds_it(self, by):
        ballot = _closed(by)
        record_outcome(proposal=ballot.proposal, by=by)
        Ballot.objects.filter(pk=ballot.pk).update(classification="amber")
        Proposal.objects.filter(pk=ballot.proposal_id).update(classification="amber")
        assert "It costs." in d.to_json(document(Proposal.objects.get(pk=ballot.proposal_id)))

    def test_that_an_amber_ballot_is_open_is_told_to_nobody_else(self, by):
        change_board()
        ballot = opened(before_the_board(by), by)
        assert gathered(ballot.proposal).under_way
        Ballot.objects.filter(pk=ballot.pk).update(classification="amber")
        assert gathered(ballot.proposal).is_silent


@pytest.mark.django_db
def test_a_report_issued_before_the_vote_stays_what_it_was(by):
    change_board()
    ballot = opened(before_the_board(by), by)
    before = papers.issue_report(proposal=ballot.proposal, by=by)
    say(ballot, "Large Supplier 1", "approve")
    close_ballot(ballot=ballot, by=by, outcome=True)
    after = papers.issue_report(proposal=ballot.proposal, by=by)
    before.refresh_from_db()
    assert before.snapshot_hash == d.snapshot_hash(d.from_json(before.snapshot))
    assert (f"{KEY}.votes" in before.snapshot, f"{KEY}.votes" in after.snapshot) == (False, True)


def voted(by, seats: int) -> Proposal:
    change_board(seats // 3, seats // 3, 0, 0, seats // 3, 0)
    ballot = opened(before_the_board(by), by)
    given = {"vote": "approve", "objectives": ["a"], "by": by, "at": clock.now()}
    held = BallotSeat.objects.filter(ballot=ballot)
    Position.objects.bulk_create(Position(seat=seat, reasons=f"For {seat.name}.", **given) for seat in held)
    close_ballot(ballot=ballot, by=by, outcome=True)
    return ballot.proposal


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "queries"), [("modification-report", 13), ("conclusions-report", 17)])
@pytest.mark.parametrize("seats", [3, 300])
def test_composing_asks_as_often_for_three_votes_as_for_three_hundred(by, kind, queries, seats):
    proposal = voted(by, seats)
    paper = Paper(kind=kind, proposal=proposal)
    with CaptureQueriesContext(connection) as asked:
        made = kind_of(paper).document(paper, Edition("0.1", False, clock.today()))
    assert len(asked) == queries
    key = "vote" if kind == "conclusions-report" else KEY
    assert len(items(made, f"{key}.reasons.list")) == seats

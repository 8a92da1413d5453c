"""Ballots of the demo: those of the past written down as they were given at the meeting, and one that is open."""

from datetime import date

from accounts.models import User
from proposals.models import Proposal
from secmods.demo import shapes
from secmods.demo.record import Record
from subcommittees.actions import cast, close_ballot, open_ballots
from subcommittees.models import Ballot

GIVEN = "at the meeting"


def decide(proposal: Proposal, by: User, move: shapes.Move, record: Record) -> None:
    """The vote of a meeting: opened, cast and closed on its day; its outcome is the step."""
    meeting = record.meetings[move.meeting.committee, move.meeting.on]
    (ballot,) = open_ballots(proposal=proposal, by=by, meeting=meeting, effective=move.on)
    _write_down(ballot, move.votes, record, by, how=GIVEN, on=move.on)
    close_ballot(ballot=ballot, by=by, outcome=True, words=move.words, effective=move.on)


def open_one(proposal: Proposal, by: User, data: shapes.Ballot, record: Record) -> None:
    """Put to the vote for a meeting to come; some seats have voted, each by its holder."""
    meeting = record.meetings[data.meeting.committee, data.meeting.on]
    for ballot in open_ballots(proposal=proposal, by=by, meeting=meeting, effective=data.on):
        votes = data.votes_on_alternative if ballot.alternative else data.votes
        _write_down(ballot, votes, record, None)


def _write_down(
    ballot: Ballot,
    votes: tuple[shapes.Vote, ...],
    record: Record,
    by: User | None,
    how: str = "",
    on: date | None = None,
) -> None:
    for vote in votes:
        seat = ballot.seats.select_related("ballot__proposal", "holder").get(seat=record.seats[vote.seat])
        said = {"vote": vote.vote, "reasons": vote.reasons, "objectives": vote.objectives}
        cast(seat=seat, by=by or seat.holder, how=how, effective=on, **said)

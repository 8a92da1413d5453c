"""Ballots as the rest of the house sees them: whether a decision is voted on, what waits for whom, which tab has it."""

from audit import clock
from bodies.models import Membership
from proposals.models import Proposal
from proposals.ports import Task, list_tasks
from proposals.states import Path, State
from subcommittees.actions.balloting import VOTES_BY_BALLOT
from subcommittees.counting import group_of
from subcommittees.models import Ballot, BallotSeat, CountingRule
from subcommittees.rules import may_run

# Where a proposal may have been voted on, or is.
AFTER_A_VOTE = frozenset(State) - {State.SUBMITTED, State.DEVELOPMENT, State.CSC_AGREED, State.REFUSED}


def votes_by_ballot(proposal: Proposal) -> bool:
    """Whether there is an electorate: where nobody holds a seat with a vote, what the Change Board decided is recorded
    by hand, as for the time before the register held its ballots."""
    terms = Membership.objects.on().filter(seat__committee__code=VOTES_BY_BALLOT, seat__votes=True)
    categories = set(terms.values_list("seat__category", flat=True))
    rule = CountingRule.objects.on().first() if categories else None
    return rule is not None and any(group_of({"groups": rule.groups}, category) for category in categories)


def has_ballot_tab(proposal: Proposal, user) -> bool:
    """While the Change Board has it, and afterwards where there was a ballot."""
    if proposal.state == State.REPORT_CHANGE_BOARD:
        return True
    if not proposal.converted_on or proposal.path == Path.FAST_TRACK or proposal.state not in AFTER_A_VOTE:
        return False
    return Ballot.objects.visible_to(user).filter(proposal=proposal.pk).exists()


@list_tasks("ballots")
def tasks(desk) -> list[Task]:
    """For those who vote what they have not voted on; for those who run it what is open, and what has no step yet."""
    return [*votes_due(desk.user), *_to_run(desk, _standing(desk.user))]


def _standing(user):
    return Ballot.objects.visible_to(user).filter(proposal__state=State.REPORT_CHANGE_BOARD).standing()


def votes_due(user) -> list[Task]:
    """What is open to the votes of this person’s seats and has none of them yet. One query."""
    seats = BallotSeat.objects.of(user).filter(ballot__in=_standing(user).open(), positions=None)
    seats = seats.select_related(
        "ballot__proposal", "ballot__committee", "ballot__alternative__proposal", "ballot__meeting"
    )
    return [_vote(seat) for seat in seats.order_by("ballot", "pk") if seat.ballot.takes_votes_at(clock.now())]


def _vote(seat: BallotSeat) -> Task:
    ballot = seat.ballot
    what = f"Vote on {ballot.alternative}" if ballot.alternative else "Vote on the Modification Proposal"
    due = clock.london_date(ballot.closes_at) if ballot.closes_at else ballot.meeting.date if ballot.meeting else None
    since = clock.london_date(ballot.opened_at)
    return Task(ballot.proposal, f"{what}, for the seat {seat.name}", ballot.get_absolute_url(), "Vote", since, due)


def _to_run(desk, visible) -> list[Task]:
    """For the secretary of the body, and for whoever leads the proposal."""
    if not desk.user.is_analyst and not desk.user.offices:
        return []
    led = {proposal.pk for proposal in desk.led}
    undecided = visible.filter(move=None).with_question().with_turnout().order_by("opened_at", "pk")
    mine = [ballot for ballot in undecided if may_run.test(desk.user, ballot.committee)]
    return [_run(ballot) for ballot in mine if not desk.user.is_analyst or ballot.proposal_id in led]


def _run(ballot: Ballot) -> Task:
    since = clock.london_date(ballot.closed_at or ballot.opened_at)
    if ballot.closed_at:
        words = f"The ballot on {ballot.question} has closed and nothing follows from it yet"
        return Task(ballot.proposal, words, ballot.get_absolute_url(), "Record the outcome", since)
    due = clock.london_date(ballot.closes_at) if ballot.closes_at else ballot.meeting.date if ballot.meeting else None
    words = f"Ballot on {ballot.question}: {ballot.cast_count} of {ballot.seat_count} seats have voted"
    return Task(ballot.proposal, words, ballot.get_absolute_url(), "See the ballot", since, due)

"""What a meeting votes on, as its page shows it (templates/subcommittees/panels/ballots.html)."""

from django.urls import reverse

from bodies.workingdays import WorkingCalendar
from subcommittees.ballotpage import status_of
from subcommittees.models import Ballot, BallotSeat
from subcommittees.panels import meeting_panel


@meeting_panel("ballots", "Ballots", 15)
def ballots(request, meeting) -> dict | None:
    """The ballots of the meeting that the reader may see; nothing where there are none."""
    found = list(Ballot.objects.visible_to(request.user).filter(meeting=meeting).with_question().with_turnout())
    if not found:
        return None
    calendar, votes = WorkingCalendar.load(), _votes(found, request.user)
    rows = [
        {"ballot": ballot, "status": status_of(ballot, calendar), "vote_url": votes.get(ballot.pk, "")}
        for ballot in found
    ]
    return {"ballots": rows}


def _votes(ballots: list[Ballot], user) -> dict[int, str]:
    """Where the reader votes, in those that are open and in which their seat has taken no position yet."""
    waiting = [ballot.pk for ballot in ballots if ballot.closed_at is None and ballot.void_at is None]
    seats = BallotSeat.objects.of(user).filter(ballot__in=waiting, positions=None)
    return {
        seat.ballot_id: reverse("subcommittees:vote", args=[seat.ballot.committee.code, seat.ballot_id, seat.pk])
        for seat in seats.select_related("ballot__committee")
    }

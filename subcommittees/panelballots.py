"""What a meeting votes on, as its page shows it (templates/subcommittees/panels/ballots.html)."""

from bodies.workingdays import WorkingCalendar
from subcommittees.ballotpage import status_of
from subcommittees.models import Ballot


def ballots(request, meeting) -> dict | None:
    """The ballots of the meeting that the reader may see; nothing where there are none."""
    found = Ballot.objects.visible_to(request.user).filter(meeting=meeting).with_question().with_turnout()
    calendar = WorkingCalendar.load()
    rows = [{"ballot": ballot, "status": status_of(ballot, calendar)} for ballot in found]
    return {"ballots": rows} if rows else None

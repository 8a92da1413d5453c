"""When a meeting is moved or cancelled: the dates of timetables that are its own go with it, each with its slip."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.acts import Refused
from bodies.listeners import MeetingChange
from proposals.actions.ground import take
from proposals.actions.timetable import meeting_entries, move_with_meeting
from proposals.models import Proposal


@contextmanager
def dates_go_with_it(change: MeetingChange) -> Iterator[None]:
    """The listener of ``bodies``: proposals locked in the order of their keys, then the meeting, then the slips."""
    if change.what not in ("moved", "cancelled"):
        yield
        return
    resting = set(meeting_entries(change.meeting).values_list("proposal", flat=True))
    _check_somewhere_to_go(change, len(resting))
    for proposal in Proposal.objects.filter(pk__in=resting).order_by("pk"):
        take(proposal)
    yield
    meeting = change.to or change.meeting
    for entry in meeting_entries(change.meeting).order_by("proposal_id", "pk"):
        move_with_meeting(entry, meeting, _reason(change), change.by)


def _check_somewhere_to_go(change: MeetingChange, count: int) -> None:
    if change.what == "cancelled" and count and change.to is None:
        they = "One proposal has" if count == 1 else f"{count} proposals have"
        raise Refused(f"{they} a date at this meeting: say to which meeting it goes.", "to")


def _reason(change: MeetingChange) -> str:
    what = "moved" if change.what == "moved" else "was cancelled"
    return f"The meeting of {change.meeting.committee.named} on {change.was:%-d %B %Y} {what}: {change.reason}"

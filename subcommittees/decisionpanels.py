"""What the page of a meeting shows of its decisions, its minutes and the open actions: one function for each panel,
``function(request, meeting)``, with its template under templates/subcommittees/panels/."""

from django.urls import reverse

from bodies.models import Meeting
from subcommittees.meetingpages import address
from subcommittees.models import Minutes
from subcommittees.resolutions import of_meeting
from subcommittees.rules import may_run, may_speak_for, may_take_part
from subcommittees.undertaken import open_actions


def decisions(request, meeting: Meeting) -> dict | None:
    """Nothing where nothing is asked that the reader may see."""
    groups = [group for group in of_meeting(meeting, request.user) if group.rows]
    if not groups:
        return None
    speaks = may_speak_for(request.user, meeting.committee)
    rows = [
        {"group": group, "decide_url": address("decide", meeting, group.item.pk) if speaks else ""} for group in groups
    ]
    return {"groups": rows, "outcome_url": address("outcome", meeting)}


def minutes(request, meeting: Meeting) -> dict | None:
    """For the body also where none are written yet; for others once they are approved."""
    found = Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    if found is None and not may_run(request.user, meeting.committee):
        return None
    return {"minutes": found, "minutes_url": address("minutes", meeting)}


def actions(request, meeting: Meeting) -> dict | None:
    """What is open, for those who work with it."""
    if not may_take_part(request.user, meeting.committee):
        return None
    listed = reverse("subcommittees:actions", args=[meeting.committee.code])
    return {"rows": open_actions(meeting.committee, request.user), "actions_url": listed}

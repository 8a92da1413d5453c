"""What the page of a meeting shows of its decisions, its minutes and the actions: one panel each, with its template
under templates/subcommittees/panels/."""

from django.urls import reverse

from audit import clock
from bodies.models import Meeting
from subcommittees.frames import address
from subcommittees.meetingpage import Step
from subcommittees.models import Action, Minutes
from subcommittees.panels import meeting_panel
from subcommittees.resolutions import of_meeting
from subcommittees.rules import may_run, may_speak_for, may_take_part
from subcommittees.undertaken import open_actions

State = Minutes.State


@meeting_panel("decisions", "Decisions", 10)
def decisions(request, meeting: Meeting) -> dict | None:
    """Nothing where nothing is asked that the reader may see."""
    asked = request.sitting.asked if hasattr(request, "sitting") else of_meeting(meeting, request.user)
    groups = [group for group in asked if group.rows]
    if not groups:
        return None
    has_met = meeting.date <= clock.today() and meeting.state != Meeting.State.CANCELLED
    decides = has_met and may_speak_for(request.user, meeting.committee) and not _are_approved(request, meeting)
    rows = [
        {
            "group": group,
            "decide_url": address(meeting, "decide", group.item.pk) if decides and not group.is_resolved else "",
        }
        for group in groups
    ]
    return {"groups": rows, "outcome_url": address(meeting, "outcome")}


def _are_approved(request, meeting: Meeting) -> bool:
    found = minutes_of(request, meeting)
    return found is not None and found.is_locked


def minutes_of(request, meeting: Meeting) -> Minutes | None:
    if hasattr(request, "sitting"):
        return request.sitting.minutes
    return Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()


@meeting_panel("minutes", "Minutes", 40)
def minutes(request, meeting: Meeting) -> dict | None:
    """For the body from the day of the meeting on, also where none are written yet; for others once approved."""
    found, user = minutes_of(request, meeting), request.user
    if found is None and (meeting.date > clock.today() or not may_run(user, meeting.committee)):
        return None
    return {"minutes": found, "minutes_url": address(meeting, "minutes"), "step": _step(found, meeting, user)}


def _step(found: Minutes | None, meeting: Meeting, user) -> Step | None:
    """What comes next with them, for this person."""
    state = found.state if found else State.DRAFT
    if state == State.DRAFT and may_run(user, meeting.committee):
        words = "Send the minutes round" if found else "Write the minutes"
        return Step("", address(meeting, "circulate_minutes" if found else "minutes"), words)
    if state == State.CIRCULATED and may_speak_for(user, meeting.committee):
        return Step("", address(meeting, "approve_minutes"), "Approve the minutes")
    if state == State.CIRCULATED and may_take_part(user, meeting.committee):
        return Step("", address(meeting, "minutes"), "Comment on the minutes")
    return None


@meeting_panel("actions", "Actions", 50)
def actions(request, meeting: Meeting) -> dict | None:
    """Before a meeting what is open, for those who work with it; afterwards what was undertaken there."""
    if not may_take_part(request.user, meeting.committee):
        return None
    context = {"actions_url": reverse("subcommittees:actions", args=[meeting.committee.code])}
    if meeting.date > clock.today():
        return context | {"rows": open_actions(meeting.committee, request.user)}
    undertaken = Action.objects.visible_to(request.user).filter(meeting=meeting)
    records = may_speak_for(request.user, meeting.committee) and not _are_approved(request, meeting)
    return context | {
        "undertaken": list(undertaken.select_related("owner", "committee")),
        "undertake_url": address(meeting, "undertake") if records else "",
    }

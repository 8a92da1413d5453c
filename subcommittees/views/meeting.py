"""The page of a meeting: what is decided, what the reader must do, and for the secretary the next thing to press."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.models import Meeting
from subcommittees.meetingpage import Sitting, Step, sitting_of
from subcommittees.panels import meeting_panel, panels_of
from subcommittees.quorum import attendance_of, quorum
from subcommittees.rules import may_run
from subcommittees.views.frames import crumbs, meeting_page, step_url
from subcommittees.waiting import sees_readiness, waiting_for


@require_safe
@meeting_page
def meeting(request, meeting: Meeting):
    sitting = sitting_of(meeting, request.user)
    ready = waiting_for(meeting, request.user) if sitting.runs and sitting.is_planned else []
    request.waiting = ready
    context = {
        "meeting": meeting,
        "committee": meeting.committee,
        "sitting": sitting,
        "next_step": next_step(sitting, ready),
        "panels": panels_of(request, meeting),
        "previous": _beside(meeting, earlier=True),
        "following": _beside(meeting, earlier=False),
        "crumbs": crumbs(meeting.committee, meeting),
    }
    return render(request, "subcommittees/meeting.html", context)


def _beside(meeting: Meeting, *, earlier: bool) -> Meeting | None:
    others = Meeting.objects.standing().filter(committee=meeting.committee_id)
    found = others.filter(date__lt=meeting.date) if earlier else others.filter(date__gt=meeting.date)
    one = found.order_by("-date" if earlier else "date").first()
    if one:
        one.committee = meeting.committee
    return one


def next_step(sitting: Sitting, ready: list) -> Step | None:
    """What whoever runs the body does next; nothing where only time has to pass."""
    if not sitting.runs or not sitting.is_planned:
        return None
    meeting, own = sitting.meeting, [sitting.meeting.committee.code, f"{sitting.meeting.date}"]
    if meeting.date <= sitting.today:
        if not sitting.is_recorded:
            return Step("Say who was there.", step_url(meeting, "attendance"), "Record attendance")
        return Step("Say that it was held, and what was not reached.", step_url(meeting, "hold"), "Record it as held")
    waiting = [row for row in ready if row.is_ready]
    if waiting:
        count = f"{len(waiting)} thing{'' if len(waiting) == 1 else 's'}"
        return Step(f"{count} could go on the agenda.", "#ready", "See what is ready")
    if sitting.unfixed and sitting.days_left == 0:
        words = "The papers are due: fix the numbers under which they go out."
        return Step(words, reverse("subcommittees:fix_agenda", args=own), "Fix the numbers")
    return None


@meeting_panel("ready", "What is ready", 20)
def ready_panel(request, meeting: Meeting):
    """For whoever runs the body, while the meeting is still to come."""
    if not may_run.test(request.user, meeting.committee) or meeting.state != Meeting.State.PLANNED:
        return None
    rows = getattr(request, "waiting", None)
    rows = waiting_for(meeting, request.user) if rows is None else rows
    return {
        "rows": rows,
        "sees_readiness": sees_readiness(request.user),
        "put_on_url": reverse("subcommittees:put_on", args=[meeting.committee.code, f"{meeting.date}"]),
        "add_url": reverse("subcommittees:add_item", args=[meeting.committee.code, f"{meeting.date}"]),
    }


@meeting_panel("attendance", "Attendance", 80)
def attendance_panel(request, meeting: Meeting):
    """Who was there, for everybody once it is recorded; what members said beforehand for whoever runs the body."""
    runs = may_run.test(request.user, meeting.committee)
    if not runs and meeting.state != Meeting.State.HELD:
        return None
    rows = attendance_of(meeting)
    if not rows and not runs:
        return None
    return {
        "seats": [row for row in rows if row.seat_id],
        "others": [row for row in rows if not row.seat_id],
        "quorum": quorum(meeting.committee, rows) if rows else None,
        "is_ahead": meeting.state == Meeting.State.PLANNED,
        "record_url": step_url(meeting, "attendance") if runs and meeting.state != Meeting.State.CANCELLED else "",
    }

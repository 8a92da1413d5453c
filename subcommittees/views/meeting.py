"""The page of a meeting: what is decided, what the reader must do, and for the secretary the next thing to press."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from bodies.models import Meeting
from subcommittees.frames import address, crumbs, meeting_page, step_url
from subcommittees.meetingpage import Sitting, Step, sitting_of
from subcommittees.models import Minutes
from subcommittees.panels import meeting_panel, panels_of
from subcommittees.ports import begin_paper_url
from subcommittees.quorum import attendance_of, quorum
from subcommittees.rules import may_run
from subcommittees.waiting import sees_readiness, waiting_for


@require_safe
@meeting_page
def meeting(request, meeting: Meeting):
    sitting = sitting_of(meeting, request.user)
    ready = waiting_for(meeting, request.user) if sitting.runs and sitting.is_ahead else []
    request.waiting, request.sitting = ready, sitting
    panels = panels_of(request, meeting)
    context = {
        "meeting": meeting,
        "committee": meeting.committee,
        "sitting": sitting,
        "next_step": next_step(sitting, ready),
        # What was resolved comes first once there is something; until then what is still to be gone through.
        "first": [panel for panel in panels if panel.key == "decisions" and sitting.has_resolved],
        "panels": [panel for panel in panels if panel.key != "decisions" or not sitting.has_resolved],
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
    """What whoever runs the body, or speaks for it, does next; nothing where only time has to pass."""
    if sitting.meeting.state == Meeting.State.CANCELLED or not (sitting.runs or sitting.speaks):
        return None
    if sitting.meeting.date > sitting.today:
        return _before(sitting, ready) if sitting.runs and sitting.is_planned else None
    return _on_the_day(sitting) or _afterwards(sitting)


def _before(sitting: Sitting, ready: list) -> Step | None:
    waiting = [row for row in ready if row.is_ready]
    if waiting:
        count = f"{len(waiting)} thing{'' if len(waiting) == 1 else 's'}"
        return Step(f"{count} could go on the agenda.", "#ready", "See what is ready")
    if sitting.unfixed and sitting.days_left == 0:
        words = "The papers are due: fix the numbers under which they go out."
        return Step(words, address(sitting.meeting, "fix_agenda"), "Fix the numbers")
    unwritten = [row for row in sitting.rows if not row.papers and begin_paper_url(row.item)]
    if unwritten:
        words = f"A paper is still to be written for {unwritten[0].item.title}."
        return Step(words, begin_paper_url(unwritten[0].item), "Write the paper")
    if sitting.terms and sitting.days_left and sitting.last_call is None:
        words = "Members and Lead Analysts have not been asked yet what is to come before it."
        return Step(words, step_url(sitting.meeting, "call"), "Call for papers")
    return None


def _on_the_day(sitting: Sitting) -> Step | None:
    meeting = sitting.meeting
    if sitting.runs and sitting.is_planned and not sitting.is_recorded:
        return Step("Say who was there.", step_url(meeting, "attendance"), "Record attendance")
    waits = (
        [] if sitting.is_locked or not sitting.speaks else [g for g in sitting.asked if g.rows and not g.is_resolved]
    )
    if waits:
        words = f"Record what was resolved of {waits[0].item.title}."
        return Step(words, address(meeting, "decide", waits[0].item.pk), "Decide")
    if sitting.runs and sitting.is_planned:
        return Step("Say that it was held, and what was not reached.", step_url(meeting, "hold"), "Record it as held")
    return None


def _afterwards(sitting: Sitting) -> Step | None:
    meeting, minutes = sitting.meeting, sitting.minutes
    url = address(meeting, "minutes")
    if minutes is None:
        write = address(meeting, "write_minutes")
        return Step("The minutes are not written yet.", write, "Write the minutes") if sitting.runs else None
    if minutes.state == Minutes.State.DRAFT:
        return Step("The minutes are drafted; members have not seen them yet.", url, "Open the minutes")
    if minutes.state == Minutes.State.CIRCULATED and minutes.comments_due_on < sitting.today:
        return Step("Members have had the minutes; they are still to be approved.", url, "Open the minutes")
    return None


def _is_ahead(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.PLANNED and meeting.date >= clock.today()


@meeting_panel("ready", "What is ready", 20)
def ready_panel(request, meeting: Meeting):
    """For whoever runs the body, while the meeting is still to come."""
    if not may_run.test(request.user, meeting.committee) or not _is_ahead(meeting):
        return None
    rows = getattr(request, "waiting", None)
    rows = waiting_for(meeting, request.user) if rows is None else rows
    sitting = getattr(request, "sitting", None) or sitting_of(meeting, request.user)
    return {
        "rows": rows,
        "sees_readiness": sees_readiness(request.user),
        "put_on_url": reverse("subcommittees:put_on", args=[meeting.committee.code, f"{meeting.date}"]),
        "add_url": reverse("subcommittees:add_item", args=[meeting.committee.code, f"{meeting.date}"]),
        "called": sitting.last_call,
        "call_url": step_url(meeting, "call") if sitting.papers_due >= sitting.today else "",
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
        "is_ahead": _is_ahead(meeting),
        "record_url": step_url(meeting, "attendance") if runs and meeting.state != Meeting.State.CANCELLED else "",
    }

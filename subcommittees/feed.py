"""The meetings of a body and their papers' days as a calendar that people subscribe to."""

from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from audit import clock
from bodies import ical
from bodies.models import Committee, Meeting
from bodies.papersday import papers_days_of

BACK = timedelta(days=366)
LASTS = timedelta(hours=3)
ONE_DAY = timedelta(days=1)
CANCELLED = Meeting.State.CANCELLED


def calendar_of(committee: Committee) -> bytes:
    """Meetings of the last year and all to come, those cancelled marked so. Nothing of an agenda is in it."""
    meetings = list(committee.meetings.filter(date__gte=clock.today() - BACK).order_by("date", "pk"))
    due = papers_days_of([meeting.date for meeting in meetings])
    events = []
    for meeting in meetings:
        events += [_meeting(committee, meeting), _papers(committee, meeting, due[meeting.date])]
    return ical.calendar(f"{committee.name}: meetings and papers’ days", events)


def _meeting(committee: Committee, meeting: Meeting) -> list[tuple[str, str]]:
    begins, ends = meeting.date, meeting.date + ONE_DAY
    if meeting.starts_at:
        begins = datetime.combine(meeting.date, meeting.starts_at, clock.LONDON)
        ends = begins + LASTS
    own = _base(committee, meeting, "meeting", f"{committee.short_name} {meeting.number}", begins, ends)
    own += [("LOCATION", ical.text(meeting.place))] if meeting.place else []
    if meeting.state == CANCELLED:
        own.append(("DESCRIPTION", ical.text(f"Cancelled: {meeting.cancelled_because}")))
    return own


def _papers(committee: Committee, meeting: Meeting, due: date) -> list[tuple[str, str]]:
    words = f"Papers due: {committee.short_name} {meeting.number} on {meeting.date:%-d %B}"
    return [*_base(committee, meeting, "papers", words, due, due + ONE_DAY), ("TRANSP", "TRANSPARENT")]


def _base(committee: Committee, meeting: Meeting, kind: str, summary: str, begins, ends) -> list[tuple[str, str]]:
    """The name of an event stays for good; its sequence grows with every change of the meeting."""
    path = reverse("subcommittees:meeting", args=[committee.code, meeting.date.isoformat()])
    return [
        ("UID", f"{kind}-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname or 'secmods'}"),
        ("SEQUENCE", f"{meeting.sequence}"),
        ical.when("DTSTAMP", datetime.combine(clock.today(), time(0), UTC)),
        ical.when("DTSTART", begins),
        ical.when("DTEND", ends),
        ("SUMMARY", ical.text(summary)),
        ("STATUS", "CANCELLED" if meeting.state == CANCELLED else "CONFIRMED"),
        ("URL", f"{settings.SITE_URL}{path}"),
    ]

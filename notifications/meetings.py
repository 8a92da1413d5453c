"""Who is told that a meeting was moved, cancelled or is held after all: those who sit on the body or stand in there,
and SECAS’s people of the proposals that have a date at it or stand on its agenda."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit import clock
from audit.acts import current
from audit.classification import Classification
from bodies.listeners import MeetingChange
from bodies.models import Meeting
from notifications.actions import Letter, send_letters
from notifications.recipients import Recipient, in_place, of_the_body
from proposals.models import Proposal
from proposals.ports import Telling, foretell
from subcommittees.models import AgendaItem

WORDS = {"moved": "is moved", "cancelled": "is cancelled", "reinstated": "is held after all"}


@foretell("meeting_changed")
def would_hear_of_the_meeting(meeting: Meeting) -> Telling:
    if meeting.date < clock.today():
        return Telling("")
    names = tuple(sorted(recipient.user.name for recipient in _concerned(meeting)))
    return Telling("those who sit on the body and stand in there, and the Lead Analysts of what comes before it", names)


@contextmanager
def told_of_the_meeting(change: MeetingChange) -> Iterator[None]:
    """The listener of ``bodies``. What is put right of a meeting of the past mails nobody, nor does its number."""
    if change.what not in WORDS:
        yield
        return
    found = _concerned(change.meeting)
    yield
    if max(change.was, change.meeting.date) < clock.today():
        return
    meeting = change.meeting
    named = f"{meeting.committee.short_name} {meeting.number} on {change.was:%A %-d %B %Y}"
    path = reverse("subcommittees:meeting", args=[meeting.committee.code, meeting.date.isoformat()])
    to = f" It is on {meeting.date:%A %-d %B %Y}." if change.what == "moved" else ""
    letter = Letter(
        key=f"meeting-{meeting.pk}-{current().id.hex[:12]}",
        audience="meeting",
        subject=f"{named} {WORDS[change.what]}",
        body=f"The meeting {named} {WORDS[change.what]}.{to}\n\n{change.reason}\n\n{settings.SITE_URL}{path}",
        recipients=found,
        classification=Classification.WHITE,
    )
    if found:
        send_letters([letter])


def _concerned(meeting: Meeting) -> list[Recipient]:
    return in_place([*of_the_body(meeting), *_of_what_comes_before_it(meeting)])


def _of_what_comes_before_it(meeting: Meeting) -> Iterator[tuple[User, str]]:
    items = AgendaItem.objects.filter(meeting=meeting).standing().exclude(proposal=None)
    dated = Q(timetable__meeting=meeting, timetable__done_on=None, timetable__removed_on=None)
    proposals = Proposal.objects.filter(Q(pk__in=items.values("proposal")) | dated).distinct()
    for proposal in proposals.select_related("lead_analyst", "deputy"):
        for person in (proposal.lead_analyst, proposal.deputy):
            if person:
                yield person, f"Lead Analyst of {proposal.reference}"

"""Who is told of the minutes of a meeting: those who sit on the body and stand in there hear that the minutes were sent
round, by when they may comment, and that they were approved. What is entered afterwards mails nobody."""

from django.conf import settings
from django.urls import reverse

from audit import clock
from audit.acts import current
from audit.classification import Classification
from bodies.models import Meeting
from notifications.actions import Letter, send_letters
from notifications.recipients import in_place, of_the_body
from proposals.ports import Telling, foretell, notice
from subcommittees.models import Minutes


@foretell("minutes")
def would_hear_of_the_minutes(meeting: Meeting) -> Telling:
    names = tuple(sorted(recipient.user.name for recipient in in_place(of_the_body(meeting))))
    return Telling(f"those who sit on {meeting.committee.named} and stand in there", names)


@notice("minutes_circulated")
def tell_of_the_draft(minutes: Minutes) -> None:
    due = f"{minutes.comments_due_on:%A %-d %B %Y}"
    words = f"can be read and commented on, item by item, until {due}"
    _tell(minutes, f"for your comments by {due}", f"The draft {_named(minutes)} {words}.", Classification.AMBER)


@notice("minutes_approved")
def tell_of_the_approval(minutes: Minutes) -> None:
    if minutes.approved_on < clock.london_date(minutes.circulated_at):
        return
    later = minutes.approved_in
    how = f"at meeting {later.number} on {later.date:%-d %B %Y}" if later else "by the chair"
    _tell(minutes, "approved", f"The {_named(minutes)} were approved {how}. Nothing of them is changed any more.")


@notice("minutes_approval_taken_back")
def tell_of_the_mistake(minutes: Minutes, because: str) -> None:
    words = f"The approval of the {_named(minutes)} is taken back: they are a draft again.\n\n{because}"
    _tell(minutes, "no longer approved", words, Classification.AMBER)


def _named(minutes: Minutes) -> str:
    meeting = minutes.meeting
    return f"minutes of {meeting.committee.named}’s meeting {meeting.number} of {meeting.date:%-d %B %Y}"


def _tell(minutes: Minutes, what: str, words: str, classification: str = Classification.WHITE) -> None:
    meeting, people = minutes.meeting, in_place(of_the_body(minutes.meeting))
    path = reverse("subcommittees:minutes", args=[meeting.committee.code, meeting.date.isoformat()])
    letter = Letter(
        key=f"minutes-{minutes.pk}-{current().id.hex[:12]}-{minutes.state}",
        audience="meeting",
        subject=f"Minutes of {meeting.committee.short_name} meeting {meeting.number}: {what}",
        body=f"{words}\n\n{settings.SITE_URL}{path}",
        recipients=people,
        classification=classification,
    )
    if people:
        send_letters([letter])

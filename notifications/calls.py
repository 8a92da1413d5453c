"""Who is asked for the papers of a meeting: those who sit on the body or stand in there, and SECAS’s people of the
proposals that could come before it."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from audit.classification import Classification
from bodies.models import Meeting
from notifications.actions import Letter, send_letters
from notifications.meetings import of_the_body
from notifications.recipients import Recipient, in_place
from proposals.models import Proposal
from proposals.ports import Telling, foretell, notice


@foretell("papers_called_for")
def would_be_asked(meeting: Meeting, proposals: list[Proposal]) -> Telling:
    names = tuple(sorted(recipient.user.name for recipient in _asked(meeting, proposals)))
    words = "those who sit on the body and stand in there, and the Lead Analysts of what could come before it"
    return Telling(words, names)


@notice("papers_called_for")
def ask_for_papers(call, proposals: list[Proposal], opening: str) -> None:
    meeting = call.meeting
    page = reverse("subcommittees:meeting", args=[meeting.committee.code, meeting.date.isoformat()])
    letter = Letter(
        key=f"call-{call.pk}",
        audience="meeting",
        subject=f"Call for papers: {meeting.committee.short_name} meeting {meeting.number} on {meeting.date:%-d %B %Y}",
        body=f"{opening}\n\n{call.text}\n\n{settings.SITE_URL}{page}",
        recipients=_asked(meeting, proposals),
        classification=Classification.WHITE,
    )
    send_letters([letter])


def _asked(meeting: Meeting, proposals: list[Proposal]) -> list[Recipient]:
    return in_place([*of_the_body(meeting), *_of(proposals)])


def _of(proposals: list[Proposal]) -> Iterator[tuple[User, str]]:
    found = Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals])
    for proposal in found.select_related("lead_analyst", "deputy").order_by("pk"):
        for person in (proposal.lead_analyst, proposal.deputy):
            if person:
                yield person, f"Lead Analyst of {proposal.reference}"

"""Who is told that the pack of a meeting is issued: those who sit on the body or stand in there. Of a second version
they are told only what has changed."""

from django.conf import settings
from django.urls import reverse

from bodies.models import Meeting
from notifications.actions import Letter, send_letters
from notifications.recipients import Recipient, in_place, of_the_body
from proposals.ports import Telling, foretell, notice


@foretell("pack_issued")
def would_hear_of_the_pack(meeting: Meeting) -> Telling:
    names = tuple(sorted(recipient.user.name for recipient in _readers(meeting)))
    return Telling(f"those who sit on {meeting.committee.named} and stand in there", names)


@notice("pack_issued")
def tell_of_the_pack(pack, changes: list[str]) -> None:
    """``pack``: the one that the members read; ``changes``: what differs from the version before, in sentences."""
    meeting, people = pack.meeting, _readers(pack.meeting)
    if not people:
        return
    named = f"{meeting.committee.short_name} meeting {meeting.number} on {meeting.date:%A %-d %B %Y}"
    page = reverse("papers:pack", args=[meeting.committee.code, meeting.date.isoformat()])
    letter = Letter(
        key=f"pack-{pack.pk}",
        audience="meeting",
        subject=f"Papers for {named}" if pack.version == 1 else f"Papers for {named}: version {pack.version}",
        body="\n\n".join((*_body(pack, named, changes), f"{settings.SITE_URL}{page}")),
        recipients=people,
        classification=pack.classification,
    )
    send_letters([letter])


def _body(pack, named: str, changes: list[str]) -> list[str]:
    if pack.version == 1:
        return [f"The papers for {named} are put together in one file."]
    told = "\n".join(f"- {change}" for change in changes)
    return [f"There is version {pack.version} of the papers for {named}. {pack.because}", f"What has changed:\n{told}"]


def _readers(meeting: Meeting) -> list[Recipient]:
    return in_place(of_the_body(meeting))

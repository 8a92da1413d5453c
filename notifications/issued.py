"""Who is told that a notice or a letter is issued: those whom it is for. Of one that corrects another they are told
only where people were told of that one."""

from django.conf import settings

from notifications.actions import tell_people
from notifications.consequences import GROUPS
from notifications.models import Message
from notifications.recipients import Recipient, recipients
from proposals.ports import Telling, foretell, notice


@foretell("notice_issued")
def would_hear_of_the_notice(proposal, audiences: tuple[str, ...], corrects=None) -> Telling:
    """``corrects``: the version issued before, if there is one."""
    people = _hearers(proposal, audiences, corrects)
    return Telling(_groups(audiences), tuple(sorted(recipient.user.name for recipient in people)))


def _groups(audiences: tuple[str, ...]) -> str:
    *first, last = (GROUPS[audience] for audience in audiences)
    return f"{', '.join(first)} and {last}" if first else last


def _hearers(proposal, audiences: tuple[str, ...], corrects) -> list[Recipient]:
    if corrects is not None and not Message.objects.filter(key=_key(corrects)).exists():
        return []
    found: dict[int, Recipient] = {}
    for recipient in (each for audience in audiences for each in recipients(audience, proposal)):
        found.setdefault(recipient.user.pk, recipient)
    return list(found.values())


def _key(version) -> str:
    return f"notice-{version.pk}"


@notice("notice_issued")
def tell_of_the_notice(version, audiences: tuple[str, ...], words: str) -> None:
    """``words``: what the notice says first."""
    proposal = version.paper.proposal
    corrected = f"It corrects version {version.corrects.label}: {version.erratum}" if version.corrects_id else ""
    parts = [
        words,
        corrected,
        f"The whole: {settings.SITE_URL}{version.get_absolute_url()}",
        f"The proposal: {settings.SITE_URL}{proposal.get_absolute_url()}",
    ]
    tell_people(
        proposal,
        _hearers(proposal, audiences, version.corrects),
        audience="notice",
        key=_key(version),
        subject=f"{'Corrected: ' if corrected else ''}{version.title} – {proposal.title}",
        body="\n\n".join(part for part in parts if part),
    )

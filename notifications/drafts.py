"""Who is told that a response waits to be signed off: those who may sign it, and nobody in their place, since a draft
is its own people’s. The message says that it waits, not what it says."""

from django.conf import settings
from django.urls import reverse

from audit import clock
from audit.acts import current
from consultations.responses.signers import signers_of
from notifications.actions import Letter, send_letters
from notifications.recipients import Recipient
from proposals.ports import Telling, foretell, notice

BECAUSE = "authorised to speak for the respondent"


def _signers(response, by) -> list[Recipient]:
    return [Recipient(person, BECAUSE) for person in signers_of(response) if person != by]


@foretell("response_ready")
def would_hear_that_it_is_ready(response, by) -> Telling:
    names = tuple(sorted({recipient.user.name for recipient in _signers(response, by)}))
    return Telling("those who may sign it off", names)


@notice("response_ready")
def tell_that_it_is_ready(response, *, by) -> None:
    found = _signers(response, by)
    consultation = response.consultation
    address = f"{settings.SITE_URL}{reverse('consultations:respond', args=[consultation.pk])}"
    closes = f"It closes on {consultation.closes_at.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M}."
    letter = Letter(
        key=f"response-ready-{response.pk}-{current().id.hex[:12]}",
        audience="consultation",
        subject=f"{response.organisation.named}: a response waits to be signed off",
        body="\n\n".join([f"{by.name} has made your response to ‘{consultation.title}’ ready.", closes, address]),
        recipients=found,
        classification=consultation.classification,
        proposal=consultation.proposal,
    )
    if found:
        send_letters([letter])

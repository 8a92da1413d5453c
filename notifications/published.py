"""Respondents are told once that the responses to a consultation are published. No mail holds a response. Whoever was
told already what became of their points has been led there."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import Affiliation
from consultations.models import Consultation, Submission
from notifications.actions import Letter, send_letters
from notifications.consultations import readers
from notifications.guests import PUBLISHED, led_to_their_outcome, write_to_guest
from notifications.models import Delivery, Message
from notifications.receipts import AUTHORISED
from notifications.recipients import Recipient, in_place
from proposals.ports import Telling, foretell, notice

RESPONDENTS = "those who may speak for a respondent"


@foretell("responses_published")
def would_hear(consultation: Consultation, by) -> Telling:
    return Telling(RESPONDENTS, tuple(sorted(recipient.user.name for recipient in _speakers(consultation, by))))


@notice("responses_published")
def tell(consultation: Consultation, *, by) -> None:
    """The message is kept also where there is nobody: published again, nobody is told again."""
    if Message.objects.filter(key=_key(consultation)).exists():
        return
    counting = Submission.objects.counting().filter(response__consultation=consultation)
    guests = counting.filter(response__invitation__revoked_at=None).exclude(response__invitation=None)
    told = led_to_their_outcome(consultation)
    for invitation in guests.order_by("response__invitation").values_list("response__invitation", flat=True):
        if invitation not in told:
            write_to_guest("published", invitation)
    page = f"{settings.SITE_URL}{reverse('consultations:outcome', args=[consultation.pk])}"
    letter = Letter(
        key=_key(consultation),
        audience="respondent",
        subject=f"{consultation.title}: responses published",
        body="\n\n".join([f"{consultation}", PUBLISHED, page]),
        classification=consultation.classification,
        recipients=_speakers(consultation, by),
        proposal=consultation.proposal,
    )
    send_letters([letter])


def _key(consultation: Consultation) -> str:
    return f"responses-published-{consultation.pk}"


def _speakers(consultation: Consultation, by) -> list[Recipient]:
    counting = Submission.objects.counting().filter(response__consultation=consultation)
    speakers = Affiliation.objects.on().filter(
        organisation__in=counting.values("response__organisation"), kind=Affiliation.Kind.SUBMITTER
    )
    named = [(each.user, AUTHORISED) for each in speakers.select_related("user").order_by("user__folded", "pk")]
    heard = Q(message__key=_key(consultation)) | Q(message__key__startswith=f"points-{consultation.pk}-")
    told = set(Delivery.objects.filter(heard).values_list("user", flat=True)) if named else ()
    found = readers(in_place(named), consultation)
    return [recipient for recipient in found if recipient.user != by and recipient.user.pk not in told]

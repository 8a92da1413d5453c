"""Letters to guests, who have an address and no account: each is written when it is sent, so that no signed link stays
in a table, and bears a stable Message-ID, so that one sent twice is one mail."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from audit import clock
from consultations.models import Consultation, Invitation, Submission
from consultations.responses.guests import TO_OUTCOME, holds, link
from consultations.responses.receipts import READ, Receipt
from jobs.actions import enqueue
from jobs.models import Job
from notifications.tasks import domain
from proposals.ports import notice

OWN = "This link is yours alone: whoever opens it writes in your name. You need no account."
PUBLISHED = "You answered this consultation. What was asked and what was said is published."
ENDED = "Your link opens nothing any more. Ask SECAS for what became of it."
ANSWERED = "answered"
UNASKED = "If you did not ask for this, leave it: nothing is done until somebody opens the link."


@notice("guest_invited")
def send_link(invitation: Invitation) -> None:
    write_to_guest("link", invitation.pk)


def write_to_guest(what: str, invitation_id: int, occasion: str = "", **about) -> None:
    """``what``: a letter of ``LETTERS``. One that waits to be sent is not written twice; of another ``occasion`` it is
    another."""
    number = about.get("submission_id", invitation_id)
    key = f"{what}-{number}-{occasion}" if occasion else f"{what}-{number}"
    enqueue("write_to_guest", key, what=what, invitation_id=invitation_id, **about)


def led_to_their_outcome(consultation: Consultation) -> set[int]:
    """The invitations of those guests who were told what became of what they said."""
    own = list(Invitation.objects.filter(consultation=consultation).values_list("pk", flat=True))
    told = Job.objects.filter(kind="write_to_guest", payload__what=ANSWERED, payload__invitation_id__in=own)
    return set(told.values_list("payload__invitation_id", flat=True))


def deliver(job, progress) -> dict:
    invitation = Invitation.objects.select_related("consultation__proposal").get(pk=job.payload["invitation_id"])
    if LETTERS[job.payload["what"]] in WHILE_IT_HOLDS and not _is_still_to_be_answered(invitation):
        return {"sent": 0}
    mail_to_guest(job, invitation).send()
    Invitation.objects.filter(pk=invitation.pk, sent_at=None).update(sent_at=timezone.now())
    return {"sent": 1}


def mail_to_guest(job, invitation: Invitation) -> EmailMessage:
    """As it leaves, or left, by this job."""
    subject, body = LETTERS[job.payload["what"]](invitation, job.payload)
    number = {"Message-ID": f"<guest-{job.pk}@{domain()}>"}
    return EmailMessage(subject=subject, body=body, to=[invitation.email], headers=number)


def _link(invitation: Invitation, payload: dict) -> tuple[str, str]:
    consultation = invitation.consultation
    asked = invitation.asked_for_by_guest
    parts = [
        f"{invitation.name}, here is the link that was asked for with your address." if asked else
        f"{invitation.name}, SECAS invites you to answer a consultation.",
        f"{consultation}, open until {_closes(invitation)}.",
        _address(invitation),
        OWN,
        UNASKED if asked else "",
    ]  # fmt: skip
    return f"Your link: {consultation.title}", "\n\n".join(part for part in parts if part)


def _is_still_to_be_answered(invitation: Invitation) -> bool:
    return invitation.revoked_at is None and invitation.consultation.is_open_at(clock.now())


def _extended(invitation: Invitation, payload: dict) -> tuple[str, str]:
    """Extended again before it was sent, it says the last."""
    last = invitation.consultation.extensions.order_by("pk").last()
    sentence = f"{invitation.consultation} is open for longer: until {_closes(invitation)}, and not {_day(last.was)}."
    parts = [sentence, last.reason, _address(invitation)]
    return f"Open for longer: {invitation.consultation.title}", "\n\n".join(parts)


def _reminder(invitation: Invitation, payload: dict) -> tuple[str, str]:
    sentence = f"{invitation.consultation} closes on {_closes(invitation)}. We have no answer of yours yet."
    return f"Closes soon: {invitation.consultation.title}", "\n\n".join([sentence, _address(invitation), OWN])


def _taken_back(invitation: Invitation, payload: dict) -> tuple[str, str]:
    consultation = invitation.consultation
    parts = [
        f"{consultation} has been taken back, and no answer is needed.",
        f"Reason: {consultation.taken_back_because}",
        "What you have written is kept.",
    ]
    return f"Taken back: {consultation.title}", "\n\n".join(parts)


def _receipt(invitation: Invitation, payload: dict) -> tuple[str, str]:
    receipt = _receipt_of(payload)
    parts = [receipt.heading, receipt.text(), f"Change or withdraw it: {_address(invitation)}"]
    return f"Receipt: {receipt.consultation.title}", "\n\n".join(parts)


def _decided(invitation: Invitation, payload: dict) -> tuple[str, str]:
    return f"Your late response: {invitation.consultation.title}", _standing(invitation, payload)


def _withdrawn(invitation: Invitation, payload: dict) -> tuple[str, str]:
    return f"Response withdrawn: {invitation.consultation.title}", _standing(invitation, payload)


def _published(invitation: Invitation, payload: dict) -> tuple[str, str]:
    """Where others than the public alone read it, their own link leads to what they may read of it."""
    consultation = invitation.consultation
    page = _outcome(consultation) if _is_open_to_all(consultation) else _address(invitation)
    return f"Responses published: {consultation.title}", "\n\n".join([f"{consultation}", PUBLISHED, page])


def _answered(invitation: Invitation, payload: dict) -> tuple[str, str]:
    """Their own link leads to what became of it; where it has ended, to what everybody may read."""
    consultation = invitation.consultation
    parts = [f"{consultation}", answered_words(payload["points"], payload["response"]), _led(invitation)]
    return f"What became of what you said: {consultation.title}", "\n\n".join(parts)


def answered_words(points: int, response: int) -> str:
    made = "One point that you made is" if points == 1 else f"{points} points that you made are"
    return f"{made} answered, as made in response {response}."


def _led(invitation: Invitation) -> str:
    if holds(invitation):
        return f"{_address(invitation)}?to={TO_OUTCOME}"
    return _outcome(invitation.consultation) if _is_open_to_all(invitation.consultation) else ENDED


def _outcome(consultation: Consultation) -> str:
    return f"{settings.SITE_URL}{reverse('consultations:outcome', args=[consultation.pk])}"


def _is_open_to_all(consultation: Consultation) -> bool:
    return Consultation.objects.visible_to(AnonymousUser()).filter(pk=consultation.pk).exists()


def _standing(invitation: Invitation, payload: dict) -> str:
    receipt = _receipt_of(payload)
    return "\n\n".join([receipt.heading, receipt.standing, _address(invitation)])


def _receipt_of(payload: dict) -> Receipt:
    return Receipt(Submission.objects.select_related(*READ).get(pk=payload["submission_id"]))


def _closes(invitation: Invitation) -> str:
    return f"{_day(invitation.consultation.closes_at)} at 17:00"


def _day(instant) -> str:
    return f"{clock.london_date(instant):%A %-d %B %Y}"


def _address(invitation: Invitation) -> str:
    return f"{settings.SITE_URL}{link(invitation)}"


LETTERS = {
    "link": _link,
    "extended": _extended,
    "reminder": _reminder,
    "taken back": _taken_back,
    "receipt": _receipt,
    "decided": _decided,
    "withdrawn": _withdrawn,
    "published": _published,
    ANSWERED: _answered,
}
WHILE_IT_HOLDS = (_link, _extended, _reminder)
HOLD_A_RESPONSE = ("receipt", "decided", "withdrawn")

"""Sending mail: each copy once, by a stable Message-ID, and none again that is already sent."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from notifications.models import Delivery


def send_notices(job, progress) -> dict:
    """Send every unsent copy of the messages of one act. One that fails waits for the next attempt and holds up no
    other."""
    unsent = Delivery.objects.unsent().filter(message__in=job.payload["message_ids"])
    copies = list(unsent.select_related("message", "user"))
    errors = []
    for number, copy in enumerate(copies, start=1):
        try:
            _send(copy)
        except OSError as error:
            errors.append(f"{copy.user.email}: {error}")
        progress(100 * number // len(copies), f"{number} of {len(copies)} sent")
    if errors:
        raise OSError("; ".join(errors[:5]))
    return {"sent": len(copies)}


def domain() -> str:
    return urlsplit(settings.SITE_URL).hostname or "secmods"


def mail_of(copy: Delivery) -> EmailMessage:
    """The mail as it leaves: the same each time it is made."""
    return EmailMessage(
        subject=copy.message.subject,
        body=f"{copy.message.body}\n\nYou get this as {copy.because}.",
        to=[copy.user.email],
        headers={"Message-ID": f"<delivery-{copy.pk}@{domain()}>"},
    )


def _send(copy: Delivery) -> None:
    mail_of(copy).send()
    Delivery.objects.filter(pk=copy.pk, sent_at=None).update(sent_at=timezone.now())

"""What the demo has mailed, for anybody who is signed in to it. Nothing here answers where ``DEMO`` is off."""

import functools
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMessage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.classification import Classification, clearances, readable_by
from consultations.models import Consultation, Invitation
from jobs.models import Job, JobState
from notifications.guests import HOLD_A_RESPONSE, mail_to_guest
from notifications.models import Delivery
from notifications.tasks import mail_of

MAILS_A_PAGE = 25
LAST_TO_GUESTS = 10


def _in_the_demo(view):
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def _mailed(user):
    """Every copy that was sent, whoever got it, about what ``user`` may read."""
    sent = Delivery.objects.filter(readable_by(user, field="message__classification"), sent_at__isnull=False)
    return sent.select_related("message", "user").order_by("-sent_at", "-pk")


@_in_the_demo
@require_safe
@login_required
def sent(request):
    page = Paginator(_mailed(request.user), MAILS_A_PAGE).get_page(request.GET.get("page"))
    guests = _to_guests(request.user)[:LAST_TO_GUESTS] if page.number == 1 else []
    count = page.paginator.count
    context = {
        "page_obj": page,
        "caption": f"{count} mail{'' if count == 1 else 's'}, newest first",
        "rows": [
            Row(reverse("demo_mail_one", args=[copy.pk]), copy.message.subject, copy.user.name, copy.sent_at)
            for copy in page
        ],
        "to_guests": [
            Row(reverse("demo_mail_to_guest", args=[job.pk]), mail.subject, invitation.name, job.finished_at)
            for job, invitation, mail in map(_written, guests)
        ],
    }
    return render(request, "secmods/demo_mail.html", context)


@dataclass(frozen=True)
class Row:
    url: str
    subject: str
    to: str
    at: datetime


@_in_the_demo
@require_safe
@login_required
def one(request, pk: int):
    copy = get_object_or_404(_mailed(request.user), pk=pk)
    return _shown(request, mail_of(copy), copy.user.name, copy.sent_at)


@_in_the_demo
@require_safe
@login_required
def to_a_guest(request, pk: int):
    job, invitation, mail = _written(get_object_or_404(_to_guests(request.user), pk=pk))
    return _shown(request, mail, invitation.name, job.finished_at)


def _shown(request, mail, to: str, sent_at: datetime):
    headers = [
        ("From", mail.from_email),
        ("To", ", ".join(mail.to)),
        ("Subject", mail.subject),
        ("Message-ID", mail.extra_headers["Message-ID"]),
    ]
    context = {"mail": mail, "headers": headers, "to": to, "sent_at": sent_at}
    return render(request, "secmods/demo_mail_one.html", context)


def _to_guests(user) -> QuerySet[Job]:
    """What was sent to guests of consultations that ``user`` may read, newest first. Letters that hold a response are
    Amber, as the receipts of others are."""
    readable = Invitation.objects.filter(consultation__in=Consultation.objects.visible_to(user))
    found = Job.objects.filter(kind="write_to_guest", state=JobState.DONE, result__sent=1)
    found = found.filter(payload__invitation_id__in=list(readable.values_list("pk", flat=True)))
    if Classification.AMBER not in clearances(user):
        found = found.exclude(payload__what__in=HOLD_A_RESPONSE)
    return found.order_by("-finished_at", "-pk")


def _written(job: Job) -> tuple[Job, Invitation, EmailMessage]:
    """No link of a guest is kept in a table: the mail is written anew."""
    invitation = Invitation.objects.select_related("consultation__proposal").get(pk=job.payload["invitation_id"])
    return job, invitation, mail_to_guest(job, invitation)

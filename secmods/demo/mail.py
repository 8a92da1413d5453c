"""What the demo has mailed, for anybody who is signed in to it. Nothing here answers where ``DEMO`` is off."""

import functools

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from audit.classification import readable_by
from notifications.models import Delivery
from notifications.tasks import mail_of

MAILS_A_PAGE = 25


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
    return render(request, "secmods/demo_mail.html", {"page_obj": page})


@_in_the_demo
@require_safe
@login_required
def one(request, pk: int):
    copy = get_object_or_404(_mailed(request.user), pk=pk)
    mail = mail_of(copy)
    headers = [
        ("From", mail.from_email),
        ("To", ", ".join(mail.to)),
        ("Subject", mail.subject),
        ("Message-ID", mail.extra_headers["Message-ID"]),
    ]
    return render(request, "secmods/demo_mail_one.html", {"copy": copy, "mail": mail, "headers": headers})

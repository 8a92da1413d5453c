"""What the frame of every page needs: where one can go, in what role one is here, and how far the record has grown."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from audit.models import Checkpoint

PAGES = (("Register", "proposals:register"),)
SIGNED_IN = (("Raise a proposal", "proposals:raise"),)


def frame(request) -> dict:
    """For templates/base.html. Costs a query for the checkpoint, and only where the frame is drawn."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "nav": [_link(request, *page) for page in (*PAGES, *(SIGNED_IN if signed_in else ()))],
        "role_words": SimpleLazyObject(lambda: user.capacity if signed_in else ""),
        "checkpoint": SimpleLazyObject(_checkpoint),
        "report_problem_url": _report_problem(request),
        "accessibility_url": reverse("accessibility"),
        "demo_mail_url": reverse("demo_mail") if settings.DEMO else "",
    }


def _link(request, label: str, name: str) -> dict:
    url = reverse(name)
    return {"label": label, "url": url, "current": request.path.startswith(url)}


def _checkpoint() -> dict | None:
    newest = Checkpoint.objects.first()
    return {"size": newest.size, "head": newest.hash, "url": reverse("record")} if newest else None


def _report_problem(request) -> str:
    subject = quote(f"A problem with {request.path}")
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}?subject={subject}"

"""What the frame of every page needs: where one can go, in what role one is here, and how far the record has grown."""

from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.models import Category
from audit.models import Checkpoint

PAGES = (
    ("Register", "proposals:register"),
    ("Consultations", "consultations:consultations"),
    ("Committees", "subcommittees:committees"),
    ("Decisions", "subcommittees:decision_list"),
    ("Releases", "proposals:releases"),
)
FOR_THE_DCC = (("Requests", "proposals:requests"),)
FOR_SECAS = (("View requests", "subcommittees:requests"),)
FOR_MEMBERS = (("Inbox", "subcommittees:inbox"),)
SIGNED_IN = (
    ("Desk", "desk"),
    ("Raise a proposal", "proposals:raise"),
)


def frame(request) -> dict:
    """For templates/base.html. Costs a query for the checkpoint, and only where the frame is drawn."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "nav": [_link(request, *page) for page in (*PAGES, *(SIGNED_IN if signed_in else ()), *_of_role(user))],
        "role_words": SimpleLazyObject(lambda: user.capacity if signed_in else ""),
        "checkpoint": SimpleLazyObject(_checkpoint),
        "report_problem_url": _report_problem(request),
        "guide_url": reverse("lifecycle"),
        "statistics_url": reverse("statistics"),
        "accessibility_url": reverse("accessibility"),
        "demo_mail_url": reverse("demo_mail") if settings.DEMO else "",
    }


def _of_role(user) -> tuple:
    """Pages that are somebody's daily work. Whoever has a role of the register's own is not asked for organisations."""
    if not getattr(user, "is_authenticated", False):
        return ()
    if user.roles:
        return FOR_SECAS if user.is_analyst else ()
    dcc = any(o.category == Category.DCC for o in user.organisations)
    return (*FOR_MEMBERS, *(FOR_THE_DCC if dcc else ()))


def _link(request, label: str, name: str) -> dict:
    url = reverse(name)
    return {"label": label, "url": url, "current": request.path.startswith(url)}


def _checkpoint() -> dict | None:
    newest = Checkpoint.objects.first()
    return {"size": newest.size, "head": newest.hash, "url": reverse("record")} if newest else None


def _report_problem(request) -> str:
    subject = quote(f"A problem with {request.path}")
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}?subject={subject}"

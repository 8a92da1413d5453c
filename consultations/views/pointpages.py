"""What the pages of points have in common: who may, the frame, and the one point that an address names."""

import functools

from django.shortcuts import get_object_or_404
from django.urls import reverse

from consultations import rules
from consultations.course.frames import trail
from consultations.models import Consultation, PointMade
from consultations.views.consultation import the_consultation
from proposals.pages import barred

BASE = "consultations/points/acting.html"
LEDGER = "Points"


def settling_page(view):
    """Give the view the consultation; whoever may not settle points signs in first, or gets 403."""

    @functools.wraps(view)
    def wrapper(request, pk, *args, **kwargs):
        consultation = the_consultation(request, pk)
        if answer := barred(request, rules.may_settle, consultation):
            return answer
        return view(request, consultation, *args, **kwargs)

    return wrapper


def frame_of(consultation: Consultation, title: str, back: str = "", under: tuple[str, str] | None = None) -> dict:
    """``back``: the address to go to instead; the ledger unless said. ``under``: label and address of the page between
    the ledger and here."""
    ledger_url = reverse("consultations:points", args=[consultation.pk])
    own = (consultation.title, consultation.get_absolute_url())
    between = [under] if under else []
    return {
        "base": BASE,
        "consultation": consultation,
        "page_title": title,
        "over": str(consultation),
        "crumbs": trail(own, (LEDGER, ledger_url), *between, (title, "")),
        "cancel_url": back or ledger_url,
        "page_classification": consultation.get_classification_display(),
    }


def the_point(consultation: Consultation, number: int) -> PointMade:
    """Also one that was dropped, so that its page can say so."""
    found = PointMade.objects.select_related("merged_with", "referred_to", "settled_by", "by")
    point = get_object_or_404(found, consultation=consultation, number=number)
    point.consultation = consultation
    return point


def point_url(point: PointMade) -> str:
    return reverse("consultations:point", args=[point.consultation_id, point.number])


def frame_of_point(point: PointMade, title: str) -> dict:
    address = point_url(point)
    return frame_of(point.consultation, f"{title} {point.number}", address, (str(point), address))

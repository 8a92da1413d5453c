"""What the page of a consultation offers of points and of what became of them."""

from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.models import Response
from consultations.offers.registry import Offer, offer


@offer("points", sort=70)
def points(consultation, user) -> Offer | None:
    if consultation.is_over_at(clock.now()) and rules.may_settle.test(user, consultation):
        return Offer("Points and replies", reverse("consultations:points", args=[consultation.pk]))
    return None


@offer("outcome", sort=80)
def outcome(consultation, user) -> Offer | None:
    if consultation.is_over_at(clock.now()):
        return Offer("What became of it", reverse("consultations:outcome", args=[consultation.pk]))
    return None


@offer("my_outcome", sort=85)
def my_outcome(consultation, user) -> Offer | None:
    if not (getattr(user, "is_authenticated", False) and consultation.is_over_at(clock.now())):
        return None
    own = Response.objects.of(user).standing().filter(consultation=consultation, number__isnull=False)
    if own.exists():
        return Offer("What became of what you said", reverse("consultations:my_outcome", args=[consultation.pk]))
    return None

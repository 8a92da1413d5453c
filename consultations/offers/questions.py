"""What the page of a consultation offers SECAS about its questions."""

from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.offers.registry import Offer, offer


@offer("questions", sort=20)
def questions(consultation, user) -> Offer | None:
    if not rules.may_build.test(user, None):
        return None
    is_prepared = consultation.opened_at is None and not consultation.is_taken_back
    return Offer("Questions", reverse("consultations:questions", args=[consultation.pk]), leads=is_prepared)


@offer("preview", sort=21)
def preview(consultation, user) -> Offer | None:
    if not rules.may_build.test(user, None) or consultation.is_over_at(clock.now()):
        return None
    return Offer("Preview as a respondent", reverse("consultations:preview", args=[consultation.pk]))

"""That SECAS may enter responses that came by another way, on the page of a consultation that was opened."""

from django.urls import reverse

from consultations import rules
from consultations.offers.registry import Offer, offer


@offer("intake", sort=70)
def enter_responses(consultation, user) -> Offer | None:
    if consultation.opened_at is None or consultation.is_taken_back or not rules.may_sort.test(user, consultation):
        return None
    return Offer("Enter a response that came by another way", reverse("consultations:intake", args=[consultation.pk]))

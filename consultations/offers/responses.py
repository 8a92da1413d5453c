"""What the page of a consultation offers: to answer without an account, and, to SECAS, responses and guests."""

from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.offers.registry import Offer, offer
from consultations.queries.readers import is_analyst


@offer("ask_for_link", sort=20)
def answer_without_an_account(consultation, user) -> Offer | None:
    is_open = consultation.is_open_at(clock.now()) and rules.guests_may_ask(consultation)
    if not is_open or user.is_authenticated:
        return None
    return Offer("Answer without an account", reverse("consultations:ask_for_link", args=[consultation.pk]))


@offer("responses", sort=60)
def responses(consultation, user) -> Offer | None:
    if not is_analyst(user) or consultation.opened_at is None:
        return None
    return Offer("Responses", reverse("consultations:responses", args=[consultation.pk]))


@offer("guests", sort=65)
def guests(consultation, user) -> Offer | None:
    if not is_analyst(user) or not consultation.is_open_at(clock.now()):
        return None
    return Offer("Guests", reverse("consultations:guests", args=[consultation.pk]))

"""The link from the page of a consultation to what was said."""

from django.urls import reverse

from consultations import rules
from consultations.offers.registry import Offer, offer


@offer("collation", sort=60)
def collation(consultation, user) -> Offer | None:
    """For SECAS from the opening on; for others once responses are published."""
    secas = rules.may_collate.test(user, consultation)
    if consultation.opened_at is None or not (secas or consultation.responses_published_at):
        return None
    words = "Collate the responses" if secas else "What was said"
    return Offer(words, reverse("consultations:collation", args=[consultation.pk]))

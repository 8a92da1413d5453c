"""What the page of a consultation offers to those who may answer it."""

from django.urls import reverse

from audit import clock
from consultations import rules
from consultations.models import Response
from consultations.offers.registry import Offer, offer


@offer("respond", sort=10)
def respond(consultation, user) -> Offer | None:
    """Also after the close to those who had begun: what they wrote is there, and may be submitted late."""
    among = rules.organisations_that_answer(user, consultation)
    if not among or consultation.is_taken_back or consultation.opened_at is None:
        return None
    is_open = consultation.is_open_at(clock.now())
    begun = Response.objects.standing().filter(consultation=consultation, organisation__in=among)
    numbers = list(begun.values_list("number", flat=True))
    if not numbers and not is_open:
        return None
    return Offer(_words(numbers, is_open), reverse("consultations:respond", args=[consultation.pk]), leads=is_open)


def _words(numbers: list[int | None], is_open: bool) -> str:
    """``numbers``: of what they have begun; it has one once it was sent."""
    if not numbers:
        return "Respond"
    if None in numbers:
        return "Go on with your response"
    return "Change your response" if is_open else "Your response"

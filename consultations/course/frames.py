"""The frame of the pages on which something is done to a consultation, and the way there."""

from django.urls import reverse

from consultations.models import Consultation

BASE = "consultations/acting.html"
LIST = "Consultations"


def trail(*steps: tuple[str, str]) -> list[dict]:
    """From the list by ``steps``, (label, address), the last of which is the page itself."""
    *above, (here, _) = [(LIST, reverse("consultations:consultations")), *steps]
    return [*({"label": label, "url": url} for label, url in above), {"label": here}]


def crumbs(consultation: Consultation, here: str = "") -> list[dict]:
    """From the list by the consultation to a page of it, ``here``; without that the consultation is the page."""
    own = (consultation.title, consultation.get_absolute_url())
    return trail(own, (here, "")) if here else trail(own)


def frame(title: str, consultation: Consultation | None = None) -> dict:
    """What templates/consultations/acting.html needs."""
    back = consultation.get_absolute_url() if consultation else reverse("consultations:consultations")
    return {
        "base": BASE,
        "consultation": consultation,
        "over": over(consultation),
        "page_title": title,
        "crumbs": crumbs(consultation, title) if consultation else trail((title, "")),
        "cancel_url": back,
        "page_classification": consultation.get_classification_display() if consultation else "",
    }


def over(consultation: Consultation | None) -> str:
    if consultation is None:
        return ""
    kind, proposal = consultation.get_kind_display(), consultation.proposal
    return f"{kind} – {proposal.reference} ‘{proposal.title}’" if proposal else kind

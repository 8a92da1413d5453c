"""The link from the page of a consultation to its documents."""

from django.urls import reverse

from consultations.models import Consultation
from consultations.offers import Offer, offer

HERE = "Documents and files"


@offer("documents", sort=80)
def documents(consultation: Consultation, user) -> Offer:
    return Offer(HERE, reverse("papers:consultation_documents", args=[consultation.pk]))

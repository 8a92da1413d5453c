"""What the page of a consultation offers its reader: each room of this app registers its own here, and so do the apps
above it."""

from consultations.offers import collation, drafts, intake, points, questions, responses, running
from consultations.offers.registry import Offer, links_for, offer

__all__ = [
    "Offer",
    "collation",
    "drafts",
    "intake",
    "links_for",
    "offer",
    "points",
    "questions",
    "responses",
    "running",
]

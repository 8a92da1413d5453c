"""Who may read what: the four classes of the Panel Information Policy (SEC Section M4; Panel Information Policy v6.0)."""

from django.db import models
from django.db.models import Q


class Classification(models.TextChoices):
    WHITE = "white", "White"
    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


def clearances(user) -> frozenset[str]:
    """The classes ``user`` may read whoever owns them. Strangers read White; the rest is for ``accounts.User`` to say."""
    return getattr(user, "clearances", frozenset({Classification.WHITE}))


def readable_by(user, *, field: str = "classification", body_field: str | None = None) -> Q:
    """The one filter of every door: the classes the user is cleared for, and Amber of the bodies they sit on."""
    allowed = Q(**{f"{field}__in": clearances(user)})
    bodies = getattr(user, "committee_ids", frozenset())
    if body_field and bodies:
        allowed |= Q(**{field: Classification.AMBER, f"{body_field}__in": bodies})
    return allowed

"""Who may read what: the four classes of the Panel Information Policy (SEC Section M4; policy v6.0)."""

from django.db import models
from django.db.models import Q


class Classification(models.TextChoices):
    WHITE = "white", "White"
    GREEN = "green", "Green"
    AMBER = "amber", "Amber"
    RED = "red", "Red"


def up_to(classification: str) -> list[str]:
    """``classification`` and every class more open than it."""
    return Classification.values[: Classification.values.index(classification) + 1]


def clearances(user) -> frozenset[str]:
    """The classes ``user`` may read whoever owns them. Strangers read White; the rest ``accounts.User`` says."""
    return getattr(user, "clearances", frozenset({Classification.WHITE}))


def readable_by(user, *, field: str = "classification", body_field: str | None = None) -> Q:
    """The one filter of every door: the classes the user is cleared for, and Amber of the bodies they sit on."""
    classes = clearances(user)
    allowed = Q(**{f"{field}__in": classes})
    if body_field is None or Classification.AMBER in classes:
        return allowed
    bodies = getattr(user, "committee_ids", frozenset())
    return allowed | Q(**{field: Classification.AMBER, f"{body_field}__in": bodies}) if bodies else allowed

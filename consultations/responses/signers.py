"""Everybody who may sign a response off; whether one person may, ``consultations.rules.may_sign_off`` says."""

from django.db.models import QuerySet

from accounts.models import Affiliation, User
from consultations.models import Response
from consultations.rules import keys_of


def signers_of(response: Response) -> QuerySet[User]:
    """Of an organisation’s its authorised submitters today, by name; nobody where the respondent is none."""
    if response.organisation_id is None:
        return User.objects.none()
    today = Affiliation.objects.on().filter(
        organisation__in=keys_of(response.organisation), kind=Affiliation.Kind.SUBMITTER
    )
    return User.objects.filter(pk__in=today.values("user"), is_active=True).order_by("folded")

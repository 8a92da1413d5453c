"""Who comes into question as a reader of a Red item."""

from django.db.models import Q

from accounts.models import Role, User
from accounts.queries import holders
from bodies.models import Membership
from subcommittees.models import AgendaItem


def may_be_named(item: AgendaItem) -> list[User]:
    """Those who sit on the body and stand in there, SECAS’s analysts, the Authority, who presents the item, the
    Proposer and their representative, and whoever is named already."""
    terms = Membership.objects.on().filter(seat__committee=item.meeting.committee_id)
    own = [item.presenter_id]
    if item.proposal:
        own += [item.proposal.proposer_id, item.proposal.representative_id]
    found = (
        Q(pk__in=terms.values("user"))
        | Q(pk__in=terms.values("alternate"))
        | Q(pk__in=holders(Role.ANALYST).values("pk"))
        | Q(pk__in=holders(Role.AUTHORITY).values("pk"))
        | Q(pk__in=[pk for pk in own if pk])
        | Q(pk__in=item.readers.standing().values("person"))
    )
    return list(User.objects.filter(found, is_active=True).order_by("name"))

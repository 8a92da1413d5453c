"""When somebody or an organisation is called otherwise: their proposals are found under the new name."""

from django.db.models import Q

from proposals.indexing import index
from proposals.models import Proposal


def found_under_the_new_name(people, organisations) -> None:
    """Within the act that changes the name; each proposal locked in the order in which every act locks them."""
    theirs = Q(proposer__in=people) | Q(proposer_organisation__in=organisations)
    found = Proposal.objects.filter(theirs).select_for_update(of=("self",)).order_by("number", "suffix", "pk")
    for proposal in found.select_related("proposer", "proposer_organisation"):
        index(proposal)

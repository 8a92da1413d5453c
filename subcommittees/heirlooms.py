"""What each part of a split proposal takes over: what was asked and how it was chased, and every view with its earlier
versions, so that a later one of the same body says why it has changed. What is still asked is asked of each part."""

from proposals.actions.copying import Copies
from subcommittees.models import Chase, DueChange, Interest, MemberPosition, VerbalUpdate, View, ViewRequest


def hand_down_views(copies: Copies) -> None:
    asked = copies.write(ViewRequest.objects.filter(proposal=copies.parent), "proposal", also=("statement",))
    for kind in (DueChange, Chase, MemberPosition):
        copies.write(kind.objects.filter(request__in=asked).order_by("pk"), "request")
    copies.write(View.objects.filter(proposal=copies.parent).order_by("pk"), "proposal", also=("request",))
    told = VerbalUpdate.objects.filter(proposal=copies.parent)
    copies.write(told, "proposal", also=("request",), change=lambda row: {"item_id": None})
    copies.write(Interest.objects.filter(proposal=copies.parent).order_by("pk"), "proposal")

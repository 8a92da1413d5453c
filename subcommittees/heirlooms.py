"""What each part of a split proposal takes over: every view with its earlier versions, so that a later one of the same
body says why it has changed."""

from proposals.actions.copying import Copies
from subcommittees.models import View


def hand_down_views(copies: Copies) -> None:
    copies.write(View.objects.filter(proposal=copies.parent).order_by("pk"), "proposal")

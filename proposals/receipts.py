"""The receipt of what was lodged: its reference, who may open it, and what it says."""

import re
from dataclasses import dataclass
from datetime import datetime

from audit import clock
from proposals.lodgings import BY_MODEL, BY_PREFIX, Lodging
from proposals.models import Adoption, Appeal, Proposal

REFERENCE = re.compile(r"(?P<prefix>[A-Z]{3})-(?P<pk>\d{1,9})")
READ = ("window__proposal", "window__move", "organisation", "by")


@dataclass(frozen=True)
class Receipt:
    """``words``: what was lodged, word for word. ``entered_by``: who sent it in; ``on_behalf``: for whom."""

    reference: str
    lodging: Lodging
    proposal: Proposal
    on_behalf: str
    entered_by: str
    received_at: datetime
    ground: str
    words: str
    struck_at: datetime | None
    struck_because: str

    @property
    def address(self) -> str:
        return f"{self.proposal.get_absolute_url()}receipts/{self.reference}/"

    @property
    def received(self) -> str:
        return exact(self.received_at)


def exact(instant: datetime) -> str:
    """To the second, by London’s clock, and by which of its two times."""
    return f"{instant.astimezone(clock.LONDON):%A %-d %B %Y at %H:%M:%S %Z}"


def reference_of(lodged) -> str:
    return f"{BY_MODEL[type(lodged)].prefix}-{lodged.pk}"


def receipt_of(lodged) -> Receipt:
    body = getattr(lodged, "committee", None)
    adopter = f"{lodged.adopter.name}, " if isinstance(lodged, Adoption) else ""
    entered = f"{lodged.by.name}, {lodged.by.capacity}" if lodged.by else "secmods"
    return Receipt(
        reference=reference_of(lodged),
        lodging=BY_MODEL[type(lodged)],
        proposal=lodged.window.proposal,
        on_behalf=f"{adopter}{lodged.organisation.name if lodged.organisation else body.name}",
        entered_by=entered,
        received_at=lodged.received_at,
        ground=lodged.get_ground_display() if isinstance(lodged, Appeal) else "",
        words=lodged.reason,
        struck_at=lodged.struck_at,
        struck_because=lodged.struck_because,
    )


def find_lodged(proposal: Proposal, reference: str, user):
    """What ``reference`` names among what was lodged on ``proposal``, if ``user`` may open its receipt; else None."""
    match = REFERENCE.fullmatch(reference)
    lodging = BY_PREFIX.get(match["prefix"]) if match else None
    if lodging is None:
        return None
    readable = lodging.model.objects.receipts_for(user).filter(window__proposal=proposal)
    more = {Appeal: ("committee",), Adoption: ("adopter",)}.get(lodging.model, ())
    return readable.filter(pk=int(match["pk"])).select_related(*READ, *more).first()

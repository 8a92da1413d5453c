"""What bodies were asked and what they resolved, side by side, as pages and papers show it: in constant queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q

from audit.classification import Classification
from bodies.models import Meeting
from proposals.lifecycle import MOVES
from proposals.models import Proposal
from subcommittees.models import AgendaItem, Recommendation, Resolution
from subcommittees.sentences import asked, resolved

Outcome = Resolution.Outcome
HUES = {Outcome.AGREED: "good", Outcome.AMENDED: "attention", Outcome.NOT_AGREED: "stop", Outcome.NOTED: ""}


@dataclass(frozen=True)
class Held:
    """One version of what was resolved. ``step``: what followed from it; ``step_gone``: it was taken back."""

    resolution: Resolution
    sentence: str
    hue: str
    step: str = ""
    step_gone: bool = False


@dataclass(frozen=True)
class Asked:
    """What a body was asked, and what it resolved: the version that holds, and the earlier ones, newest first."""

    recommendation: Recommendation
    sentence: str
    holds: Held | None
    earlier: list[Held] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether the body resolved otherwise than SECAS recommended."""
        return bool(self.holds) and self.holds.resolution.outcome in (Outcome.AMENDED, Outcome.NOT_AGREED)


@dataclass(frozen=True)
class OfItem:
    item: AgendaItem
    rows: list[Asked]

    @property
    def is_resolved(self) -> bool:
        return any(row.holds for row in self.rows)

    @property
    def marked(self) -> str:
        """Its class, where it is not open to everybody."""
        item = self.item
        return "" if item.classification == Classification.WHITE else item.get_classification_display()


def of_meeting(meeting: Meeting, user) -> list[OfItem]:
    """Every item on its agenda that the reader may see, in its place."""
    items = AgendaItem.objects.visible_to(user).standing().filter(meeting=meeting)
    items = list(items.select_related("proposal", "meeting__committee", "presenter").order_by("place"))
    return _grouped(items, _asked(user, Q(item__in=[item.pk for item in items])), None)


def of_proposal(proposal: Proposal, user, on: date | None = None) -> list[OfItem]:
    """What was asked and resolved about it, the latest meeting first; of a part of a split one also of the whole."""
    found = list(_asked(user, _about(proposal)).order_by("-item__meeting__date", "item__place", "order"))
    items = list({row.item_id: row.item for row in found}.values())
    groups = _grouped(items, found, on)
    return [group for group in groups if group.rows]


def has_number(proposal: Proposal, user) -> bool:
    """A submission comes before no body."""
    return proposal.number is not None


def _about(proposal: Proposal) -> Q:
    own = Q(proposal=proposal)
    return own | Q(proposal__number=proposal.number, proposal__suffix="") if proposal.suffix else own


def _visible(user):
    return Recommendation.objects.visible_to(user).standing()


def _asked(user, about: Q):
    versions = Resolution.objects.with_step().select_related("move").order_by("-version")
    related = ("item__meeting__committee", "item__proposal", "proposal")
    found = _visible(user).filter(about).select_related(*related).order_by("item__place", "order")
    return found.prefetch_related(Prefetch("resolutions", versions, to_attr="versions"))


def _grouped(items: list[AgendaItem], found, on: date | None) -> list[OfItem]:
    rows: dict[int, list[Asked]] = {item.pk: [] for item in items}
    for recommendation in found:
        row = _row(recommendation, on)
        if on is None or row.holds:
            rows[recommendation.item_id].append(row)
    return [OfItem(item, rows[item.pk]) for item in items]


def _row(recommendation: Recommendation, on: date | None) -> Asked:
    versions = [r for r in recommendation.versions if on is None or r.resolved_on <= on]
    held = [_held(recommendation, resolution) for resolution in versions]
    return Asked(recommendation, asked(recommendation), held[0] if held else None, held[1:])


def _held(recommendation: Recommendation, resolution: Resolution) -> Held:
    return Held(
        resolution,
        resolved(recommendation, resolution.outcome, resolution.words),
        HUES[resolution.outcome],
        MOVES[resolution.move.key].done if resolution.move else "",
        bool(resolution.move) and not resolution.step_stands,
    )

"""What resolutions keep from being taken back: a resolved step is taken back by correcting the resolution."""

from proposals.ports import depend
from subcommittees.actions.ground import said
from subcommittees.actions.resolving import LEADING
from subcommittees.models import Resolution


@depend("resolutions")
def resolved_by(move) -> list[str]:
    """Nothing where no resolution leads to it, or where one of those it rests on has been put right."""
    in_its_place = {"move__proposal": move.proposal_id, "move__place": move.place, "move__key": move.key}
    led = Resolution.objects.filter(**in_its_place).values("recommendation__item")
    holding = Resolution.objects.holding().filter(
        recommendation__item__in=led, recommendation__move=move.key, recommendation__proposal=move.proposal_id
    )
    rows = list(holding.select_related("recommendation__item__meeting__committee"))
    if not rows or any(row.outcome not in LEADING for row in rows):
        return []
    meeting = rows[0].recommendation.item.meeting
    return [f"It follows from what was resolved at {said(meeting)}: correct that, and the step is taken back with it."]

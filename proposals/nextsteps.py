"""The next-steps panel: for each move the reader may make, “ready” or what is missing. All of it from the table."""

from dataclasses import dataclass

from django.urls import reverse

from audit import clock
from proposals import lifecycle, ports
from proposals.models import Proposal


@dataclass(frozen=True)
class Missing:
    text: str
    blocks: bool
    url: str
    words: str


@dataclass(frozen=True)
class Step:
    key: str
    button: str
    plain: str
    who: str
    url: str
    missing: tuple[Missing, ...]

    @property
    def ready(self) -> bool:
        return not any(item.blocks for item in self.missing)


def next_steps(proposal: Proposal, user) -> list[Step]:
    """Moves that ``user`` may make from here, ready ones first. Empty for readers."""
    rows = [row for row in lifecycle.moves_from(proposal.state) if row.who.test(user, proposal)]
    if not rows:
        return []
    keys = list(dict.fromkeys(key for row in rows for key in row.requires))
    reasons = ports.reasons_for(keys, Proposal.objects.filter(pk=proposal.pk), clock.today())[proposal.pk]
    found = [_step(row, proposal, [r for key in row.requires for r in reasons[key]]) for row in rows]
    return sorted(found, key=lambda step: not step.ready)


def _step(row: lifecycle.MoveType, proposal: Proposal, reasons: list[ports.Reason]) -> Step:
    return Step(
        key=row.key,
        button=row.button,
        plain=row.plain,
        who=row.who_words,
        url=reverse("proposals:move", args=[proposal.slug, row.key]),
        missing=tuple(Missing(r.text, r.blocks, _mend(r, proposal), r.mend_words) for r in reasons),
    )


def _mend(reason: ports.Reason, proposal: Proposal) -> str:
    return reverse(reason.mend, args=[proposal.slug]) if reason.mend else ""

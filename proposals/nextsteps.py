"""The next-steps panel: for each move the reader may make, “ready” or what is missing. All of it from the table."""

from dataclasses import dataclass

from django.urls import reverse

from audit import clock
from proposals import lifecycle, ports
from proposals.models import Proposal
from proposals.states import UrgentStep


@dataclass(frozen=True)
class Missing:
    words: str
    url: str
    mend: str


@dataclass(frozen=True)
class Step:
    """A move as the panel shows it. ``must`` blocks; ``should`` may be accepted with a reason."""

    key: str
    label: str
    words: str
    url: str
    must: tuple[Missing, ...]
    should: tuple[Missing, ...]
    usual: bool = True


LODGED = ("object", "appeal", "adopt")
# Whether a step comes into question at all; where it does not, it is not offered rather than shown as blocked.
CONDITIONS = frozenset(
    {f"urgent_next_{step}" for step in UrgentStep}
    | {"urgency_requested", "urgency_not_decided", "is_on_hold", "is_self_governance"}
    | {"is_for_the_authority", "not_urgent"}
)


def next_steps(proposal: Proposal, user) -> list[Step]:
    """Moves that ``user`` may make from here, ready ones first and leaving last. Empty for readers."""
    rows = [row for row in lifecycle.moves_from(proposal.state) if row.who.test(user, proposal)]
    rows = [row for row in rows if not is_over(row, proposal, user) and (row.despite_hold or not proposal.is_held)]
    rows = [row for row in rows if not _is_moot(row, proposal)]
    if not rows:
        return []
    keys = list(dict.fromkeys(key for row in rows for key in row.beforehand))
    reasons = ports.reasons_for(keys, Proposal.objects.filter(pk=proposal.pk), clock.today()).get(proposal.pk, {})
    rows = [row for row in rows if not _out_of_question(row, proposal, reasons)]
    found = [_step(row, proposal, [r for key in row.beforehand for r in reasons[key]]) for row in rows]
    return sorted(found, key=lambda step: (not step.usual, bool(step.must)))


def _out_of_question(row: lifecycle.MoveType, proposal: Proposal, reasons: dict) -> bool:
    """An open path is for the Panel to determine; until then both decisions of the Change Board are shown waiting."""
    unmet = {key for key in row.beforehand if reasons[key]} & CONDITIONS
    return bool(unmet if proposal.path else unmet - {"is_self_governance", "is_for_the_authority"})


def is_over(row: lifecycle.MoveType, proposal: Proposal, user) -> bool:
    """Whether somebody comes too late to lodge it. SECAS may still enter what came in before the window closed."""
    return row.key in LODGED and not user.is_analyst and not proposal.windows.open_at(clock.now()).exists()


def _is_moot(row: lifecycle.MoveType, proposal: Proposal) -> bool:
    """Whether there is nothing to ask for, to answer or to lift: no step that somebody could bring about."""
    asked = proposal.urgency_requested_on is not None
    nothing_to_do = {
        "is_on_hold": not proposal.is_held,
        "urgency_requested": not asked,
        "urgency_not_decided": asked or proposal.urgent,
    }
    return any(nothing_to_do.get(key, False) for key in row.requires)


def _step(row: lifecycle.MoveType, proposal: Proposal, reasons: list[ports.Reason]) -> Step:
    return Step(
        key=row.key,
        label=row.button,
        words=row.plain,
        url=reverse("proposals:move", args=[proposal.slug, row.key]),
        must=tuple(_missing(reason, proposal) for reason in reasons if reason.blocks),
        should=tuple(_missing(reason, proposal) for reason in reasons if not reason.blocks),
        usual=row.usual,
    )


def _missing(reason: ports.Reason, proposal: Proposal) -> Missing:
    return Missing(reason.text, reason.mend_url(proposal), reason.mend_words)

"""What a move will do, in plain words, grouped for the page that is shown before it is made."""

from dataclasses import dataclass, field
from datetime import date

from audit import clock
from audit.classification import Classification
from proposals.actions.ground import destination
from proposals.lifecycle import MOVES, MoveType
from proposals.models import Proposal
from proposals.ports import consequences
from proposals.states import State

CONVERTING = frozenset(key for key in MOVES if key.startswith("convert_") or key == "approve_fast_track")
TELLING = "tell_"


@dataclass(frozen=True)
class Effect:
    term: str
    items_list: list[str] = field(default_factory=list)


def effects(row: MoveType, proposal: Proposal, on: date | None = None) -> list[Effect]:
    """Groups that have nothing to say are left out. ``on``: the day on which the move takes effect."""
    day = on or clock.today()
    changes = _changes(row, proposal)
    follows = [s for s in _foreseen(row, proposal, day, telling=False) if s not in changes]
    found = [
        Effect("What changes", changes),
        Effect("Dates", follows),
        Effect("Who is told", _foreseen(row, proposal, day, telling=True) or ["Nobody by e-mail."]),
        Effect("What becomes public", _public(row, proposal)),
    ]
    return [effect for effect in found if effect.items_list]


def _changes(row: MoveType, proposal: Proposal) -> list[str]:
    to = destination(row, proposal)
    label = State(proposal.state).label
    moved = f"{proposal.reference} moves from “{label}” to “{to.label}”."
    changes = [f"{proposal.reference} stays “{label}”." if row.stays else moved]
    if row.key == "raise":
        changes.append("It gets the next number of the register and is a Draft Proposal from then on.")
    if row.key in CONVERTING:
        number = f"{proposal.number:03}{proposal.suffix}"
        changes.append(f"DP{number} becomes MP{number}; its old address leads to the new one.")
    return changes


def _foreseen(row: MoveType, proposal: Proposal, day: date, *, telling: bool) -> list[str]:
    keys = [key for key in row.starts if key.startswith(TELLING) is telling]
    return [sentence for key in keys for sentence in consequences[key].foresee(proposal, day)]


def _public(row: MoveType, proposal: Proposal) -> list[str]:
    if proposal.classification != Classification.WHITE:
        marking = proposal.get_classification_display()
        return [f"Nothing: {proposal.reference} is {marking}, and so is what is recorded of it."]
    if row.key == "raise":
        return ["The problem statement as it was submitted, who proposed it and for which organisation."]
    return [f"This step, its date and its words, on the pages of {proposal.reference}."]

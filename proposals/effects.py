"""What a move will do, in plain words, grouped for the page that is shown before it is made."""

from dataclasses import dataclass, field
from datetime import date

from audit import clock
from audit.classification import Classification
from proposals.actions.ground import destination
from proposals.lifecycle import MOVES, MoveType, moves_from
from proposals.models import Proposal
from proposals.ports import consequences
from proposals.states import State
from proposals.waiting import next_meetings

CONVERTING = frozenset(key for key in MOVES if key.startswith("convert_") or key == "approve_fast_track")
TELLING = "tell_"
BODY_NAMES = {"csc": "The Change Sub-Committee", "panel": "The Panel", "change-board": "The Change Board"}


@dataclass(frozen=True)
class Effect:
    """``names``: people behind the numbers, unfolded on demand; shown to those who may read names."""

    term: str
    items_list: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def effects(row: MoveType, proposal: Proposal, on: date | None = None, user=None) -> list[Effect]:
    """Groups that have nothing to say are left out. ``on``: the day on which the move takes effect."""
    day = on or clock.today()
    changes = _changes(row, proposal)
    follows = [s for s in _foreseen(row, proposal, day, telling=False) if s not in changes]
    told = _foreseen(row, proposal, day, telling=True)
    found = [
        Effect("What changes", changes),
        Effect("Dates", follows),
        Effect("Who is told", told or ["Nobody by e-mail."], _names(row, proposal, day, user)),
        Effect("What becomes public", _public(row, proposal)),
        Effect("Who acts next", _next(row, proposal)),
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


def _names(row: MoveType, proposal: Proposal, day: date, user) -> list[str]:
    """Each person once, for those who may read names; nobody where a step entered afterwards mails nobody."""
    if day < clock.today() or not getattr(user, "reads_names", False):
        return []
    tellers = [consequences[key].people for key in row.starts if consequences[key].people]
    return sorted({name for people in tellers for name in people(proposal)})


def _next(row: MoveType, proposal: Proposal) -> list[str]:
    """Who acts in the state that this leads to, by the table: the bodies with their next meeting, others by name."""
    to = destination(row, proposal)
    meetings = next_meetings()
    onward = [step for step in moves_from(to) if step.usual and step.key != row.key]
    waits = [f"Time: {step.plain}" for step in MOVES.values() if step.by_time and to in step.sources][:1]
    bodies = dict.fromkeys(step.body for step in onward if step.body)
    people = dict.fromkeys(step.who_words for step in onward if not step.body)
    return waits + [_meets(code, meetings) for code in bodies] + [f"{_capital(words)}." for words in people]


def _meets(code: str, meetings: dict) -> str:
    meeting = meetings.get(code)
    name = BODY_NAMES.get(code, code)
    return f"{name}, which next meets on {meeting.date:%A %-d %B %Y}." if meeting else f"{name}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _public(row: MoveType, proposal: Proposal) -> list[str]:
    if proposal.classification != Classification.WHITE:
        marking = proposal.get_classification_display()
        return [f"Nothing: {proposal.reference} is {marking}, and so is what is recorded of it."]
    if row.key == "raise":
        return ["The problem statement as it was submitted, who proposed it and for which organisation."]
    return [f"This step, its date and its words, on the pages of {proposal.reference}."]

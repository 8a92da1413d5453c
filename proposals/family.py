"""A proposal that was split, and its parts: who is whose, in words that stand on every page of each."""

from dataclasses import dataclass
from datetime import date

from audit import clock
from proposals.models import Move, Proposal, Relation
from proposals.states import State


@dataclass(frozen=True)
class Family:
    """``whole``: what the proposal is a part of; None where it was split itself. ``parts``: the other parts, or all."""

    whole: Proposal | None
    parts: list[Proposal]
    on: date


def family(proposal: Proposal, moves: list[Move], user) -> Family | None:
    """Those that ``user`` may read. One query for a proposal that was split or came of one; none for any other."""
    if proposal.suffix:
        return _of_a_part(proposal, moves, user)
    if proposal.state == State.CLOSED_SPLIT:
        parts = Proposal.objects.visible_to(user).filter(relations__kind=Relation.Kind.SPLIT_OF, relations__to=proposal)
        return Family(None, list(parts.order_by("suffix")), _day("split", moves))
    return None


def _of_a_part(proposal: Proposal, moves: list[Move], user) -> Family | None:
    """A part has the number of the proposal that it is a part of."""
    if not any(move.key == "split_from" for move in moves):
        return None
    found = Proposal.objects.visible_to(user).filter(number=proposal.number).exclude(pk=proposal.pk)
    kin = list(found.order_by("suffix"))
    whole = next((each for each in kin if not each.suffix), None)
    return Family(whole, [each for each in kin if each.suffix], _day("split_from", moves))


def _day(key: str, moves: list[Move]) -> date:
    return next(clock.london_date(move.effective_at) for move in reversed(moves) if move.key == key)

"""One proposal becomes two of the same number (domain §2.2 row 23; MP128 became MP128A and MP128B)."""

from dataclasses import dataclass

from audit import clock
from audit.acts import Refused, act, current
from proposals.actions import parts as implementation_parts
from proposals.actions.copying import Copies
from proposals.actions.ground import Decision, make_move, take, write_move
from proposals.indexing import index
from proposals.models import Move, Proposal, Relation
from proposals.models.proposal import TITLE_LENGTH
from proposals.numbers import free_suffixes
from proposals.ports import heirlooms
from proposals.states import State

SUFFIXES = ("A", "B")
PEOPLE = ("proposer", "proposer_organisation", "representative", "lead_analyst")
# What a part does not take over from the proposal it comes from.
OWN = {"pk", "suffix", "title", "state", "state_since", "version"}


@dataclass(frozen=True)
class Part:
    title: str
    summary: str = ""


@act
def split(*, proposal: Proposal, by, parts: list[Part], **decision) -> list[Proposal]:
    """The proposal closed with the Panel's words; two parts of its number, with suffix A and B, made in Refinement with
    its people, its steps so far and everything that the apps hand down, each linked to it; Proposer and followers told.
    """
    proposal = take(proposal)
    if len(parts) != len(SUFFIXES) or not all(0 < len(part.title.strip()) <= TITLE_LENGTH for part in parts):
        raise Refused("Give each of the two parts a title of its own.", "title_a")
    if proposal.suffix:
        raise Refused(f"{proposal.reference} is itself a part and is not split again.")
    earlier = list(proposal.moves.standing())
    suffixes = free_suffixes(proposal, len(parts))
    facts = {f"Part {suffix}": part.title.strip() for suffix, part in zip(suffixes, parts, strict=True)}
    move = make_move("split", proposal, by=by, facts=facts, **decision)
    children = [_part(proposal, move, suffix, part) for suffix, part in zip(suffixes, parts, strict=True)]
    Proposal.objects.bulk_create(children)
    _hand_down(Copies(proposal, children, clock.london_date(move.effective_at)), earlier)
    for child in children:
        implementation_parts.begin(child)
    Relation.objects.bulk_create(
        Relation(proposal=child, kind=Relation.Kind.SPLIT_OF, to=proposal) for child in children
    )
    for child in children:
        said = Decision(words=move.words, meeting=move.meeting, note=f"It is a part of {proposal.reference}.")
        write_move(child, "split_from", State.REFINEMENT, at=move.effective_at, by=by, said=said)
        index(child)
    return children


def _part(parent: Proposal, move: Move, suffix: str, part: Part) -> Proposal:
    taken = {f.attname: getattr(parent, f.attname) for f in Proposal._meta.concrete_fields if not f.primary_key}
    made = Proposal(
        **{name: value for name, value in taken.items() if name not in OWN}
        | {
            "suffix": suffix,
            "title": part.title.strip(),
            "summary": part.summary.strip() or parent.summary,
            "state": State.REFINEMENT,
            "state_since": clock.london_date(move.effective_at),
        }
    )
    for name in PEOPLE:
        setattr(made, name, getattr(parent, name))  # read with the parent, so that nobody asks for them again
    return made


def _hand_down(copies: Copies, earlier: list[Move]) -> None:
    """The steps, each naming the one it was copied from, then what every app has of the proposal."""
    at = current().at
    copies.write(
        earlier, "proposal", change=lambda move: {"copied_from_id": move.pk, "recorded_at": at, "replaces_id": None}
    )
    for heirloom in heirlooms.values():
        if heirloom.copy:
            heirloom.copy(copies)

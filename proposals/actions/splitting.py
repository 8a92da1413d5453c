"""One proposal becomes two of the same number (domain §2.2 row 23; MP128 became MP128A and MP128B)."""

from dataclasses import dataclass

from audit import clock
from audit.acts import Refused, act, current
from proposals.actions import parts as implementation_parts
from proposals.actions.ground import Decision, make_move, take, write_move
from proposals.indexing import index
from proposals.models import Move, Proposal, Relation, Solution
from proposals.models.proposal import TITLE_LENGTH
from proposals.states import State

SUFFIXES = ("A", "B")
# What a part does not take over from the proposal it comes from.
OWN = {"pk", "suffix", "title", "state", "state_since", "version"}


@dataclass(frozen=True)
class Part:
    title: str
    summary: str = ""


@act
def split(*, proposal: Proposal, by, parts: list[Part], **decision) -> list[Proposal]:
    """The proposal closed with the Panel's words; two parts of its number, with suffix A and B, made in Refinement with
    its people, texts, places in the SEC and steps so far, each linked to it; Proposer and followers told."""
    proposal = take(proposal)
    if len(parts) != len(SUFFIXES) or not all(0 < len(part.title.strip()) <= TITLE_LENGTH for part in parts):
        raise Refused("Give each of the two parts a title of its own.", "title_a")
    if proposal.suffix:
        raise Refused(f"{proposal.reference} is itself a part and is not split again.")
    earlier = list(proposal.moves.standing())
    facts = {f"Part {suffix}": part.title.strip() for suffix, part in zip(SUFFIXES, parts, strict=True)}
    move = make_move("split", proposal, by=by, facts=facts, **decision)
    return [_part(proposal, move, suffix, part, earlier, by) for suffix, part in zip(SUFFIXES, parts, strict=True)]


def _part(parent: Proposal, move: Move, suffix: str, part: Part, earlier: list[Move], by) -> Proposal:
    taken = {f.attname: getattr(parent, f.attname) for f in Proposal._meta.concrete_fields if not f.primary_key}
    taken = {name: value for name, value in taken.items() if name not in OWN}
    child = Proposal.objects.create(
        **taken
        | {
            "suffix": suffix,
            "title": part.title.strip(),
            "summary": part.summary.strip() or parent.summary,
            "state": State.REFINEMENT,
            "state_since": clock.london_date(move.effective_at),
        }
    )
    _copy_moves(child, earlier)
    _copy_texts(parent, child)
    Relation.objects.create(proposal=child, kind=Relation.Kind.SPLIT_OF, to=parent)
    said = Decision(words=move.words, meeting=move.meeting, note=f"It is a part of {parent.reference}.")
    write_move(child, "split_from", State.REFINEMENT, at=move.effective_at, by=by, said=said)
    index(child)
    return child


def _copy_moves(child: Proposal, earlier: list[Move]) -> None:
    for move in earlier:
        _copy(move, proposal=child, copied_from_id=move.pk, recorded_at=current().at, replaces=None)


def _copy_texts(parent: Proposal, child: Proposal) -> None:
    """Every version of the problem statement, the places in the SEC, and the solution so far."""
    for statement in parent.statements.order_by("sequence"):
        figures = list(statement.figures.all())
        copied = _copy(statement, proposal=child)
        for figure in figures:
            _copy(figure, statement=copied)
    solution = Solution.objects.get(proposal=parent)
    points = [(point, list(point.named_by.all())) for point in solution.points.all()]
    rows = [*solution.party_impacts.all(), *solution.code_impacts.all(), *solution.objective_assessments.all()]
    copied = _copy(solution, proposal=child)
    for row in rows:
        _copy(row, solution=copied)
    for point, named_by in points:
        _copy(point, solution=copied).named_by.set(named_by)
    implementation_parts.begin(child)
    for reference in parent.sec_references.all():
        _copy(reference, proposal=child)


def _copy(row, **changes):
    """``row`` once more, with ``changes``; ``row`` itself becomes the copy."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row

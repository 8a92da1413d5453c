"""One proposal becomes two of the same number (domain §2.2 row 23; MP128 became MP128A and MP128B)."""

from dataclasses import dataclass

from audit import clock
from audit.acts import Refused, act, current
from proposals.actions import parts as implementation_parts
from proposals.actions.ground import Decision, make_move, take, write_move
from proposals.indexing import index
from proposals.models import Move, Point, Proposal, Relation, Solution
from proposals.models.proposal import TITLE_LENGTH
from proposals.numbers import free_suffixes
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
    suffixes = free_suffixes(proposal, len(parts))
    facts = {f"Part {suffix}": part.title.strip() for suffix, part in zip(suffixes, parts, strict=True)}
    move = make_move("split", proposal, by=by, facts=facts, **decision)
    children = [_part(proposal, move, suffix, part) for suffix, part in zip(suffixes, parts, strict=True)]
    Proposal.objects.bulk_create(children)
    _write_copies(earlier, children, "proposal", copy=_copied_move)
    _copy_texts(proposal, children)
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
    return Proposal(
        **{name: value for name, value in taken.items() if name not in OWN}
        | {
            "suffix": suffix,
            "title": part.title.strip(),
            "summary": part.summary.strip() or parent.summary,
            "state": State.REFINEMENT,
            "state_since": clock.london_date(move.effective_at),
        }
    )


def _copied_move(move: Move, **changes) -> Move:
    return _copied(move, copied_from_id=move.pk, recorded_at=current().at, replaces_id=None, **changes)


def _copy_texts(parent: Proposal, children: list[Proposal]) -> None:
    """Every version of the problem statement, the places in the SEC, and the solution so far."""
    statements = list(parent.statements.order_by("sequence").prefetch_related("figures"))
    for statement, copies in _write_copies(statements, children, "proposal"):
        _write_copies(statement.figures.all(), copies, "statement")
    held = ("party_impacts", "code_impacts", "objective_assessments", "points__named_by")
    solution = Solution.objects.prefetch_related(*held).get(proposal=parent)
    [(_, copies)] = _write_copies([solution], children, "proposal")
    for rows in (solution.party_impacts, solution.code_impacts, solution.objective_assessments):
        _write_copies(rows.all(), copies, "solution")
    points = _write_copies(solution.points.all(), copies, "solution")
    named = [(copy, body) for point, written in points for copy in written for body in point.named_by.all()]
    through = Point.named_by.through
    through.objects.bulk_create(through(point=copy, committee=body) for copy, body in named)
    _write_copies(parent.sec_references.all(), children, "proposal")


def _copied(row, **changes):
    """``row`` once more, with ``changes``, not yet written."""
    fields = row._meta.concrete_fields
    return type(row)(**{f.attname: getattr(row, f.attname) for f in fields if not f.primary_key} | changes)


def _write_copies(rows, owners: list, owner: str, copy=_copied) -> list[tuple]:
    """Each row once for each of the owners, in one statement: (row, its copies in the order of the owners)."""
    pairs = [(row, [copy(row, **{f"{owner}_id": each.pk}) for each in owners]) for row in rows]
    if pairs:
        type(pairs[0][0]).objects.bulk_create(made for _, copies in pairs for made in copies)
    return pairs

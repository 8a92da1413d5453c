"""A split taken back while nothing has happened to its parts (docs/decisions/a-split-taken-back.md)."""

from audit import clock, events
from audit.acts import Refused, act, current, label, record
from audit.models import Event
from proposals import ports, rules
from proposals.actions.correcting import MANAGED, take_back
from proposals.actions.ground import TooLate, take
from proposals.models import Move, Proposal, Relation
from proposals.states import State
from proposals.steps import later_than, said, standing_steps


@act
def take_split_back(*, proposal: Proposal, by, reason: str) -> Move:
    """The whole goes on from where it was; each part ends, is read by nobody any more, and its address leads back to
    the whole; Proposer and followers, told of the split, are told again. The suffixes are not given again. Gives the
    row that reverses the split."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    standing = standing_steps(proposal)
    split = split_of(standing)
    if split is None:
        raise TooLate(f"Somebody else was faster: {proposal.reference} is not split.")
    parts = [take(part) for part in parts_of(proposal)]
    if because := why_not_rejoined(split, standing, parts):
        raise Refused(" ".join(because))
    if not reason.strip():
        raise Refused("Say why the split is taken back.", "reason")
    for part in parts:
        _end(part, proposal, reason.strip(), by)
    reversal = take_back(proposal, split, standing, because=reason.strip(), by=by)
    named = " and ".join(part.reference for part in parts)
    sentence = f"{said(split)} taken back; {named} have ended. {reason.strip()}"
    record("split_taken_back", subject=reversal, about=proposal, by=by, sentence=sentence)
    return reversal


def split_of(standing: list[Move]) -> Move | None:
    return next((step for step in reversed(standing) if step.key == "split"), None)


def parts_of(proposal: Proposal) -> list[Proposal]:
    """The parts that came of its split, in the order of their keys, which is the order in which they are locked."""
    parts = Relation.objects.filter(kind=Relation.Kind.SPLIT_OF, to=proposal).values("proposal")
    return list(Proposal.objects.filter(pk__in=parts, rejoined_at=None).order_by("pk"))


def why_not_rejoined(split: Move, standing: list[Move], parts: list[Proposal]) -> list[str]:
    """A sentence for each thing that has happened since; none where the split can be taken back."""
    later = [f"{said(step)} was recorded after it: that is taken back first." for step in later_than(split, standing)]
    return [*later, *ports.dependants_of(split), *[words for part in parts for words in _happened_to(part)]]


def _happened_to(part: Proposal) -> list[str]:
    """Whether anything was recorded of the part after the act that made it. Every change has an entry; the chain is
    asked for no more than whether there is one."""
    begun = part.moves.filter(key="split_from").order_by("pk").first()
    made = Event.objects.filter(subject=label(begun), action="proposal_split_from").values("act")
    since = Event.objects.filter(about=label(part)).exclude(act__in=made).order_by("sequence").first()
    if since:
        day = clock.london_date(since.at)
        what = events.label(since.action)
        return [f"{part.reference} stands on its own: “{what}” was recorded of it on {day:%-d %B %Y}."]
    if Relation.objects.standing().filter(to=part).exists():
        return [f"{part.reference}: another proposal has been related to it."]
    return []


def _end(part: Proposal, whole: Proposal, reason: str, by) -> None:
    begun = part.moves.standing().get(key="split_from")
    reversal = Move.objects.create(
        proposal=part,
        place=begun.place,
        key=begun.key,
        from_state=begun.to_state,
        to_state=State.CLOSED_SPLIT,
        effective_at=current().at,
        recorded_at=current().at,
        by=by,
        reverses=begun,
        why_corrected=reason,
    )
    part.state, part.state_since = State.CLOSED_SPLIT, clock.today()
    part.rejoined_at = current().at
    part.save(update_fields=["state", "state_since", "rejoined_at"])
    sentence = f"{part.reference} ended; {whole.reference} goes on as a whole. {reason}"
    record("part_rejoined", subject=reversal, about=part, by=by, sentence=sentence)

"""What a body did with what it was asked, and the steps of proposals that follow from it, in one act."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from audit.acts import Refused, act, current, record
from audit.classification import Classification
from bodies.models import Meeting
from proposals.actions import ACTS, reverse_move
from proposals.actions.ground import TooLate
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal
from subcommittees.actions.ground import (
    check_approved_in,
    check_held,
    check_not_locked,
    closed_further,
    needed,
    on_day,
    said,
    speaker_only,
    take_item,
    take_proposals,
)
from subcommittees.actions.recommending import write
from subcommittees.models import AgendaItem, Recommendation, Resolution
from subcommittees.sentences import resolved, tail

Outcome = Resolution.Outcome
LEADING = (Outcome.AGREED, Outcome.AMENDED)
APART = "Resolved by {body} at its meeting {number}, in a part that is not public."


class Decided(TooLate):
    """Somebody else has recorded what the body resolved of this item."""


@dataclass(frozen=True)
class Said:
    """What became of one recommendation."""

    recommendation: Recommendation
    outcome: str
    words: str = ""


@dataclass(frozen=True)
class Raised:
    """Something that the body resolved without having been asked for it."""

    verb: str
    text: str
    addressee: str = ""
    condition: str = ""
    move: str = ""
    route: str = ""


@dataclass(frozen=True)
class Step:
    """A step of a proposal that rests on some of what was resolved; ``is_taken``: all of that was agreed."""

    proposal: Proposal
    key: str
    rests_on: list[Said] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        return all(one.outcome in LEADING for one in self.rests_on)


@act
def decide(
    *,
    item: AgendaItem,
    by,
    said: Iterable[Said],
    raised: Iterable[Raised] = (),
    accepted: str = "",
    details: dict[str, dict] | None = None,
) -> list[Resolution]:
    """What the body raised itself entered among its recommendations; each step that rests on what was agreed taken,
    with the meeting and its day, in words made of the resolutions; each resolution written, with its step; the item
    taken. All of it or nothing.

    ``accepted``: why a step goes ahead although something is open. ``details``: what a step is given beyond that (the
    path, the parts of a split), by its key.
    """
    held = take_proposals(_proposals_of(item))
    item = take_item(item, by)
    speaker_only(by, item.meeting.committee)
    check_held(item.meeting)
    check_not_locked(item.meeting, "what was resolved")
    asked = _undecided(item)
    answers = _in_order(asked, list(said))
    answers += [_raise(item, by, one) for one in raised]
    if not answers:
        raise Refused("Nothing was asked of the body under this item, and it resolved nothing of its own.")
    steps = steps_following(answers, item)
    _check_one_way(steps)
    moves = _take(steps, answers, item, held, by=by, accepted=accepted, details=details or {})
    made = [_write(one, item.meeting, by, move=_move_of(one, moves, item)) for one in answers]
    if item.state != AgendaItem.State.TAKEN:
        item.state = AgendaItem.State.TAKEN
        item.save(update_fields=["state"])
    record("item_decided", **_telling(item, by, _sentence(item, answers, steps)))
    return made


@act
def correct_resolution(
    *,
    recommendation: Recommendation,
    by,
    outcome: str,
    words: str = "",
    why_changed: str,
    approved_in: Meeting | None = None,
    accepted: str = "",
    details: dict[str, dict] | None = None,
) -> Resolution:
    """A further version of what was resolved, which says why; the earlier one stays. A step that no longer rests on it
    is taken back, one that now does is taken: in this same act, or nothing is corrected.

    ``approved_in``: once the minutes are approved, the later meeting at which the body approved the correction.
    """
    held = take_proposals([p for p in [recommendation.proposal] if p])
    item = take_item(recommendation.item, by)
    speaker_only(by, item.meeting.committee)
    why = needed(why_changed, "Say why it is corrected.", "why_changed")
    check_approved_in(item.meeting, approved_in)
    holding = _holding(item)
    last = next((r for r in holding if r.recommendation_id == recommendation.pk), None)
    if last is None:
        raise Refused("Nothing has been resolved about this recommendation yet.")
    one = Said(last.recommendation, outcome, words)
    _check_said(one)
    if (last.outcome, last.words) == (outcome, words.strip()):
        raise Refused("This is what the record says already.")
    if approved_in:
        why = f"{why} Approved by {item.meeting.committee.named} on {on_day(approved_in.date)}."[:300]
    answers = [one if r == last else Said(r.recommendation, r.outcome, r.words) for r in holding]
    move = _follow(one, answers, item, held, by=by, why=why, accepted=accepted, details=details or {})
    made = _write(one, item.meeting, by, move=move, version=last.version + 1, why_changed=why)
    _undo(one, answers, item, held, by=by, why=why)
    sentence = f"Put right: {resolved(one.recommendation, outcome, words)} {why}"
    record("resolution_corrected", **_telling(item, by, sentence), before={"resolved": last.get_outcome_display()})
    return made


# Who is asked, and what was answered


def _proposals_of(item: AgendaItem) -> list[Proposal]:
    rows = item.recommendations.standing().select_related("proposal")
    found = [row.proposal for row in rows if row.proposal_id]
    return [*found, item.proposal] if item.proposal_id else found


def _undecided(item: AgendaItem) -> list[Recommendation]:
    asked = list(item.recommendations.standing().select_related("proposal", "item__meeting__committee"))
    done = Resolution.objects.filter(recommendation__item=item).select_related("by").order_by("at").first()
    if done:
        raise Decided(f"Somebody else was faster: what {item.meeting.committee.named} resolved is on record already.")
    return asked


def _in_order(asked: list[Recommendation], said: list[Said]) -> list[Said]:
    by_key = {one.recommendation.pk: one for one in said}
    if by_key.keys() - {one.pk for one in asked}:
        raise Refused("What the body is asked was changed while you wrote. Look at it again before you go on.")
    for recommendation in asked:
        if recommendation.pk not in by_key:
            raise Refused("Say what became of each recommendation.", f"outcome_{recommendation.pk}")
    found = [Said(one, by_key[one.pk].outcome, by_key[one.pk].words.strip()) for one in asked]
    for one in found:
        _check_said(one)
    return found


def _check_said(one: Said) -> None:
    if one.outcome not in Outcome.values:
        raise Refused("Say what became of each recommendation.", f"outcome_{one.recommendation.pk}")
    if one.outcome == Outcome.AMENDED and not one.words.strip():
        raise Refused("Write the words in which it was agreed.", f"words_{one.recommendation.pk}")


def _raise(item: AgendaItem, by, one: Raised) -> Said:
    """The body’s own, entered among the recommendations of the item and agreed."""
    made = write(item, by, raised_by_body=True, **vars(one))
    return Said(made, Outcome.AGREED)


# The steps that follow


def steps_following(answers: list[Said], item: AgendaItem) -> list[Step]:
    """In the order of the recommendations; each with everything that it rests on."""
    found: dict[tuple, Step] = {}
    for one in answers:
        key, proposal = one.recommendation.move, one.recommendation.proposal or item.proposal
        if key and proposal:
            found.setdefault((proposal.pk, key), Step(proposal, key)).rests_on.append(one)
    return list(found.values())


def _check_one_way(steps: list[Step]) -> None:
    """A proposal goes one way from here: two steps that both move it cannot both follow."""
    ways: dict[int, Step] = {}
    for step in steps:
        if step.is_taken and not MOVES[step.key].stays:
            other = ways.setdefault(step.proposal.pk, step)
            if other is not step:
                both = f"“{MOVES[other.key].done}” and “{MOVES[step.key].done}”"
                raise Refused(f"{step.proposal.reference} goes one way from here: {both} cannot both follow.")


def _take(steps, answers, item, held, *, by, accepted: str, details: dict) -> dict[tuple, Move]:
    taken = [step for step in steps if step.is_taken]
    return {
        (step.proposal.pk, step.key): _make(step, answers, item, held, by=by, accepted=accepted, details=details)
        for step in taken
    }


def _make(step: Step, answers, item: AgendaItem, held, *, by, accepted: str, details: dict) -> Move:
    own = _own_words(step, answers, item)
    given = {"meeting": item.meeting, "effective": item.meeting.date, "accepted": accepted}
    proposal = held.get(step.proposal.pk, step.proposal)
    made = ACTS[step.key](proposal=proposal, by=by, **given, **own, **details.get(step.key, {}))
    # A split gives the parts that it made, and not the step.
    return made if isinstance(made, Move) else proposal.moves.standing().filter(key=step.key).last()


def _own_words(step: Step, answers: list[Said], item: AgendaItem) -> dict:
    """The words of the step, made of what was resolved about its proposal. Where the item is closed to some who read
    the proposal, the step says only that it was resolved."""
    about = [one for one in answers if _is_about(one, step.proposal, item)]
    if closed_further(item.classification, step.proposal.classification):
        committee = item.meeting.committee.named
        return {"words": APART.format(body=committee, number=item.meeting.number)}
    words = " ".join(resolved(one.recommendation, one.outcome, one.words) for one in about)
    return {"words": words} | (_advice(about) if step.key == "csc_agrees" else {})


def _is_about(one: Said, proposal: Proposal, item: AgendaItem) -> bool:
    return (one.recommendation.proposal or item.proposal) == proposal


def _advice(about: list[Said]) -> dict:
    """The route that the Change Sub-Committee recommends to the Panel, and what it advises the Proposer (S0 §5)."""
    agreed = [one for one in about if one.outcome in LEADING]
    routes = [one.recommendation.route for one in agreed if one.recommendation.route]
    advice = [
        one.words or f"{tail(one.recommendation).removeprefix('to the Proposer ')}"
        for one in agreed
        if one.recommendation.addressee == Recommendation.Addressee.PROPOSER
    ]
    return {"route": routes[0] if routes else "", "advice": "; ".join(advice)}


def _move_of(one: Said, moves: dict[tuple, Move], item: AgendaItem) -> Move | None:
    proposal = one.recommendation.proposal or item.proposal
    return moves.get((proposal.pk, one.recommendation.move)) if proposal and one.outcome in LEADING else None


def _write(one: Said, meeting: Meeting, by, *, move=None, version: int = 1, why_changed: str = "") -> Resolution:
    return Resolution.objects.create(
        recommendation=one.recommendation,
        version=version,
        outcome=one.outcome,
        words=one.words.strip(),
        why_changed=why_changed,
        resolved_on=meeting.date,
        move=move,
        by=by,
        at=current().at,
    )


# When what was resolved is put right


def _holding(item: AgendaItem) -> list[Resolution]:
    rows = Resolution.objects.holding().filter(recommendation__item=item)
    rows = rows.select_related("recommendation__proposal", "recommendation__item__meeting__committee", "move")
    return list(rows.order_by("recommendation__order"))


def _step_of(one: Said, answers: list[Said], item: AgendaItem) -> Step | None:
    return next((step for step in steps_following(answers, item) if one in step.rests_on), None)


def standing_step(step: Step) -> Move | None:
    """The step as it stands today, where it followed from what rests here: as it was made, or as it was put right."""
    led = Resolution.objects.exclude(move=None).filter(
        recommendation__in=[one.recommendation.pk for one in step.rests_on], move__key=step.key
    )
    places = led.values_list("move__place", flat=True)
    return step.proposal.moves.standing().filter(key=step.key, place__in=list(places)).last()


def _follow(one: Said, answers, item, held, *, by, why: str, accepted: str, details: dict) -> Move | None:
    """The step that now rests on what was agreed: the one that stands, or one that is taken with the correction."""
    step = _step_of(one, answers, item)
    if step is None or not step.is_taken:
        return None
    proposal = held.get(step.proposal.pk, step.proposal)
    stands = standing_step(step)
    if stands or proposal.state not in MOVES[step.key].sources:
        return stands
    return _make(step, answers, item, held, by=by, accepted=accepted, details=details)


def _undo(one: Said, answers, item, held, *, by, why: str) -> None:
    step = _step_of(one, answers, item)
    if step is None or step.is_taken or not (stands := standing_step(step)):
        return
    if by is not None and not by.is_analyst:
        done = MOVES[step.key].done
        raise Refused(f"“{done}” followed from it and is taken back with it, which SECAS does: let it correct this.")
    reverse_move(proposal=held.get(step.proposal.pk, step.proposal), move=stands, reason=why, by=by)


# What the history says


def _sentence(item: AgendaItem, answers: list[Said], steps: list[Step]) -> str:
    sentences = [resolved(one.recommendation, one.outcome, one.words) for one in answers]
    sentences += [f"“{MOVES[step.key].done}” does not follow." for step in steps if not step.is_taken]
    return " ".join(sentences)


def _telling(item: AgendaItem, by, sentence: str) -> dict:
    about = item.proposal or item.meeting
    words = f"{said(item.meeting)[:1].upper()}{said(item.meeting)[1:]}: {sentence}"
    asked_of = [row.proposal for row in item.recommendations.standing().select_related("proposal")]
    classes = [proposal.classification for proposal in (item.proposal, *asked_of) if proposal]
    closed = max(item.classification, *classes, key=Classification.values.index) if classes else item.classification
    on = {"effective_on": item.meeting.date, "classification": closed}
    return {"subject": item, "about": about, "by": by, "sentence": words, **on}

"""Putting right: a step taken back while nothing depends on it, or the recorded fact corrected with old and new kept.

Nothing is overwritten: a row that ``reverses`` or ``replaces`` the step says why, and the proposal, its windows and its
planned dates become what they would be had it been recorded so from the beginning.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from audit import clock
from audit.acts import Refused, act, current, record
from bodies.models import Meeting
from proposals import rules
from proposals.actions import following, rewinding, windows
from proposals.actions.ground import GRACE, TooLate, deciding, take, write_path
from proposals.lifecycle import MOVES
from proposals.models import Move, PathDetermination, Proposal, Window
from proposals.ports import consequences
from proposals.steps import (
    entered_on,
    later_than,
    said,
    settlement_of,
    span_of,
    standing_steps,
    why_not_corrected,
    why_not_taken_back,
    with_settlement,
)

MANAGED = "Only SECAS puts right what was recorded."
KEEP = object()


@act
def reverse_move(*, proposal: Proposal, move: Move, reason: str, by) -> Move:
    """The latest step taken back, with time's own settlement after it: a row that reverses it and says why; state,
    dates and people as before it; the window it opened void, the one it ended running again (and settled, if its end
    has passed); its dates taken back; those who were told, told again. Gives the row."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    standing = standing_steps(proposal)
    move = _standing(move, standing)
    _check_reason(reason)
    if because := why_not_taken_back(move, standing):
        raise Refused(" ".join(because))
    before = following.picture(proposal)
    reversal = take_back(proposal, move, standing, because=reason.strip(), by=by)
    sentence = f"{said(move)} taken back. {reason.strip()}"
    record("move_reversed", subject=reversal, about=proposal, by=by, sentence=sentence, **_different(reversal, before))
    windows.settle_due(proposal, clock.now() - GRACE)
    return reversal


def take_back(proposal: Proposal, move: Move, standing: list[Move], *, because: str, by) -> Move:
    """Within an act that has looked at what depends on it: ``move`` and its settlement reversed, the last one first.
    Gives the row that reverses ``move``."""
    for step in reversed(with_settlement(move, standing)):
        left = [other for other in standing if other.place < step.place]
        reversal = _reverse(proposal, step, left, because=because, by=by)
    return reversal


def _reverse(proposal: Proposal, step: Move, left: list[Move], *, because: str, by) -> Move:
    """``left``: the steps that stand once it is gone."""
    reversal = Move.objects.create(
        proposal=proposal,
        place=step.place,
        key=step.key,
        from_state=step.to_state,
        to_state=step.from_state,
        effective_at=current().at,
        recorded_at=current().at,
        by=by,
        reverses=step,
        why_corrected=because,
    )
    fields = following.give_back(proposal, step, left)
    proposal.state, proposal.state_since = step.from_state, entered_on(left)
    proposal.save(update_fields=[*fields, "state", "state_since"])
    if "path" in fields:
        write_path(proposal, on=proposal.path_determined_on or clock.today(), move=reversal)
    rewinding.undo(step)
    for key in MOVES[step.key].starts:
        if consequences[key].undo:
            consequences[key].undo(step)
    return reversal


@dataclass(frozen=True)
class Fact:
    """What a step says of itself."""

    at: datetime
    words: str
    meeting: Meeting | None
    facts: dict


@act
def correct_move(
    *, proposal: Proposal, move: Move, by, reason: str, effective: date | None = None, words: str | None = None,
    meeting=KEEP, facts: dict | None = None,
) -> Move:  # fmt: skip
    """The recorded fact corrected: a row in the step's place that replaces it and says why, both kept; the window it
    opened recomputed from the new date, with its settlement (opened again if its end is still to come) and the planned
    date; the proposal's dates and words follow; those who were told, told again. What is not given stays as it is."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    standing = standing_steps(proposal)
    old = _standing(move, standing)
    _check_reason(reason)
    if because := why_not_corrected(old):
        raise Refused(" ".join(because))
    is_fact = Fact(old.effective_at, old.words, old.meeting, old.facts)
    fact = Fact(
        _instant(old, standing, effective),
        old.words if words is None else words.strip(),
        old.meeting if meeting is KEEP else meeting,
        old.facts if facts is None else facts,
    )
    if fact == is_fact:
        raise Refused("This is what the record says already. Give the date or the words as they should be.")
    _check_fact(old, fact)
    before = following.picture(proposal, old)
    new = replace_step(old, fact, because=reason.strip(), by=by)
    _follow(proposal, new)
    sentence = f"{said(old)} put right. {reason.strip()}"
    record("move_corrected", subject=new, about=proposal, by=by, sentence=sentence, **_different(new, before))
    windows.settle_due(proposal, clock.now() - GRACE)
    return new


def _check_fact(old: Move, fact: Fact) -> None:
    row = MOVES.get(old.key)
    if row and row.why and not fact.words:
        raise Refused(row.why, "words")
    if fact.facts.keys() - old.facts.keys():
        raise TypeError("A correction brings no fact that the step does not state.")


def replace_step(old: Move, fact: Fact, *, because: str, by) -> Move:
    """Within an act: the row that takes the place of ``old``, and nothing else yet."""
    row, body = MOVES.get(old.key), (old.body, old.delegation)
    moved = clock.london_date(fact.at) != clock.london_date(old.effective_at)
    if row and row.body and (moved or fact.meeting != old.meeting):
        decides = deciding(row, clock.london_date(fact.at), fact.meeting)
        body = (decides.body, decides.delegation)
    return Move.objects.create(
        proposal=old.proposal,
        place=old.place,
        key=old.key,
        from_state=old.from_state,
        to_state=old.to_state,
        effective_at=fact.at,
        recorded_at=current().at,
        by=by,
        meeting=fact.meeting,
        body=body[0],
        delegation=body[1],
        words=fact.words,
        facts=fact.facts,
        before=old.before,
        replaces=old,
        why_corrected=because,
    )


def _follow(proposal: Proposal, new: Move) -> None:
    """Bring into line with ``new`` all that followed from the step it replaces."""
    old = new.replaces
    standing = standing_steps(proposal)
    fields = following.bring_along(proposal, new, standing)
    proposal.state_since = entered_on(standing)
    proposal.save(update_fields=[*fields, "state_since"])
    _redetermine(proposal, new)
    rewinding.follow_end(new)
    window = getattr(old, "window", None)
    if window is not None:
        _move_window(proposal, window, new, standing)
    elif settlement := settlement_of(old, standing):  # a withdrawal that was complete at once
        _resettle(settlement, new.effective_at, new)
    for key in MOVES[new.key].starts if new.key in MOVES else ():
        if consequences[key].redo:
            consequences[key].redo(new)


def _redetermine(proposal: Proposal, new: Move) -> None:
    """The determination of the path that the step brought, dated as the step now is, while it is the one that holds."""
    last = PathDetermination.objects.filter(proposal=proposal).last()
    if last and last.move_id == new.replaces_id:
        write_path(proposal, on=clock.london_date(new.effective_at), by_body=new.body, move=new)


def _move_window(proposal: Proposal, window: Window, new: Move, standing: list[Move]) -> None:
    settlement = settlement_of(new.replaces, standing)
    rewinding.redate(window, new)
    if settlement is None:
        if window.kind == Window.Kind.CONSULTATION and window.outcome == Window.Outcome.EXPIRED:
            rewinding.check_ends_before(window, next(iter(later_than(new, standing)), None))
            windows.close(window, window.outcome, at=window.closes_at)
        return
    after = later_than(settlement, standing)
    rewinding.check_ends_before(window, after[0] if after else None)
    rewinding.check_not_before_its_day(proposal)
    if window.closes_at > clock.now():
        left = [step for step in standing if step.place < settlement.place]
        _reverse(proposal, settlement, left, because=new.why_corrected, by=new.by)
        return
    windows.close(window, window.outcome, at=window.closes_at)
    _resettle(settlement, window.closes_at, new)


def _resettle(settlement: Move, at: datetime, new: Move) -> None:
    """The settlement at its own closing instant, as it is by the corrected step ``new``."""
    if settlement.effective_at == at:
        return
    fact = Fact(at, settlement.words, settlement.meeting, settlement.facts)
    resettled = replace_step(settlement, fact, because=new.why_corrected, by=new.by)
    proposal = new.proposal
    proposal.state_since = entered_on(standing_steps(proposal))
    proposal.save(update_fields=["state_since"])
    for key in MOVES[settlement.key].starts:
        if consequences[key].redo:
            consequences[key].redo(resettled)


def _standing(move: Move, standing: list[Move]) -> Move:
    found = next((step for step in standing if step.pk == move.pk), None)
    if found is None:
        raise TooLate("Somebody else was faster: this step has already been put right.")
    return found


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why this is put right.", "reason")


def _instant(move: Move, standing: list[Move], effective: date | None) -> datetime:
    """When the step took effect: as it stands, or at noon of the day given, between its neighbours."""
    if effective is None or effective == clock.london_date(move.effective_at):
        return move.effective_at
    span = span_of(move, standing)
    if effective > clock.today():
        raise Refused(f"{effective:%-d %B %Y} is still to come; give the day on which it happened.", "effective")
    if span.earliest and effective < span.earliest:
        raise Refused(f"{effective:%-d %B %Y} is before the step before it: {said(span.before)}.", "effective")
    if effective > span.latest:
        raise Refused(f"{effective:%-d %B %Y} is after the step after it: {said(span.after)}.", "effective")
    noon = datetime.combine(effective, time(12), clock.LONDON)
    latest = min(current().at, span.after.effective_at) if span.after else current().at
    return min(max(noon, span.before.effective_at), latest) if span.before else min(noon, latest)


def _different(row: Move, before: dict) -> dict:
    """For the entry in the history: when it takes effect, and what is no longer as it was in the picture ``before``."""
    after = following.picture(row.proposal, row if row.replaces_id else None)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {
        "effective_on": clock.london_date(row.effective_at),
        "before": {name: before.get(name, "") for name in names},
        "after": {name: after.get(name, "") for name in names},
    }

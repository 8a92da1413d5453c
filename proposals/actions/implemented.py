"""Implementations and plans put right: when a part came in and as which version, a whole release, a date that was typed
wrongly. What was planned anew is not put right here but planned (``planning``, ``releases``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import rules
from proposals.actions import parts as parts_
from proposals.actions.correcting import correct_move, reverse_move
from proposals.actions.ground import check_has_come, check_opened, mark_corrected, take
from proposals.actions.parts import Grounds, Place, place_words, put, sum_up, version_numbered
from proposals.actions.releases import HIDDEN, hold, moved_to
from proposals.models import Implementation, ImplementationPart, Move, Proposal, Release, SecVersion
from proposals.states import State
from proposals.steps import standing_steps

MANAGED = "Only SECAS puts right what was recorded."
SAME = "This is what the record says already. Give what should be different."
ACTUAL, PLANNED = ("implemented_on", "sec_version_id"), ("release_id", "planned_on")
ENTERED = ("implement", "enter_legacy")


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why this is put right.", "reason")


def _held(proposal: Proposal, by, number: int) -> tuple[Proposal, ImplementationPart]:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    plan = Implementation.objects.select_for_update().get(proposal=proposal)
    plan.proposal = proposal
    part = plan.parts.select_related("release", "sec_version").filter(number=number).first()
    if part is None:
        raise Refused(f"{proposal.reference} has no part {number}.")
    part.plan = plan
    return proposal, part


def step_of(proposal: Proposal) -> Move | None:
    """The step by which the proposal was implemented, or entered as implemented."""
    return next((step for step in reversed(standing_steps(proposal)) if step.key in ENTERED), None)


def came_by(part: ImplementationPart, step: Move | None) -> bool:
    """Whether the part came in by the step of the whole, and not on its own before."""
    return step is not None and part.implemented_on == clock.london_date(step.effective_at)


# One part


@act
def correct_part(
    *,
    proposal: Proposal,
    part: int,
    by,
    reason: str,
    implemented_on: date,
    sec_version: str,
    opened: str = "",
) -> ImplementationPart:
    """The day on which a part came in, and its version of the SEC, put right. Where it came in by the step of the
    whole, that step is corrected, and those who were told of it are told again. Papers are marked."""
    proposal, held = _held(proposal, by, part)
    _check_reason(reason)
    if held.implemented_on is None:
        raise Refused("Somebody else was faster: it is no longer recorded as implemented.")
    check_opened(held, ACTUAL, opened)
    if (implemented_on, sec_version.strip()) == (held.implemented_on, held.sec_version.number):
        raise Refused(SAME)
    return _actual(proposal, held, implemented_on, sec_version, reason, by)


def _actual(
    proposal: Proposal, part: ImplementationPart, on: date, sec_version: str, reason: str, by
) -> ImplementationPart:
    if not sec_version.strip():
        raise Refused("Give the version of the SEC that carries the change.", "sec_version")
    check_has_come(on, "implemented_on")
    before = {"Took effect": _day(part.implemented_on), "SEC version": part.sec_version.number}
    step = step_of(proposal)
    if on != part.implemented_on and came_by(part, step):
        correct_move(proposal=proposal, move=step, by=by, reason=reason, effective=on)
    else:
        _check_between(proposal, on, step)
    number = version_numbered(sec_version, on)
    ImplementationPart.objects.filter(pk=part.pk).update(implemented_on=on, sec_version=number)
    sum_up(proposal)
    what = f"{_named(part)}: in SEC version {number} from {_day(on)}"
    mark_corrected(proposal, what, reason, by)
    after = {"Took effect": _day(on), "SEC version": number.number}
    sentence = f"{what}. {reason.strip()}"
    record("part_corrected", subject=part, about=proposal, by=by, sentence=sentence, before=before, after=after)
    part.refresh_from_db()
    return part


def _named(part: ImplementationPart) -> str:
    return part.name if part.plan.part_count > 1 else "Implementation"


def _check_between(proposal: Proposal, on: date, step: Move | None) -> None:
    """A part comes in after the approval, and not after the whole."""
    steps = [s for s in standing_steps(proposal) if s.to_state == State.PENDING_IMPLEMENTATION and not s.stays]
    if steps and on < (approved := clock.london_date(steps[-1].effective_at)):
        raise Refused(f"It was approved finally on {_day(approved)}, and cannot have come in before.", "implemented_on")
    if step and on > (whole := clock.london_date(step.effective_at)):
        raise Refused(f"All of it was in on {_day(whole)}: no part came in later.", "implemented_on")


@act
def take_part_back(*, proposal: Proposal, part: int, by, reason: str) -> ImplementationPart:
    """A part that was recorded as implemented by mistake is outstanding again; out of its release, if that is in."""
    proposal, held = _held(proposal, by, part)
    _check_reason(reason)
    if held.implemented_on is None:
        raise Refused("Somebody else was faster: it is no longer recorded as implemented.")
    return _out(proposal, held, reason, by)


def _out(proposal: Proposal, part: ImplementationPart, reason: str, by) -> ImplementationPart:
    if step := step_of(proposal):
        done = f"“Implemented” of {_day(clock.london_date(step.effective_at))}"
        how = "take that step back" if came_by(part, step) else "take that step back first"
        raise Refused(f"{proposal.reference} is in as a whole by the step {done}: {how}.")
    before = {"Took effect": _day(part.implemented_on), "SEC version": part.sec_version.number}
    part.implemented_on = part.sec_version = None
    part.save(update_fields=["implemented_on", "sec_version"])
    if part.release and part.release.implemented_on:
        parts_.leave_out(part, reason, by)
    sum_up(proposal)
    what = f"{_named(part)}: not implemented"
    mark_corrected(proposal, what, reason, by)
    sentence = f"{what}. {reason.strip()}"
    record("part_taken_back", subject=part, about=proposal, by=by, sentence=sentence, before=before)
    return part


@act
def correct_plan(
    *,
    proposal: Proposal,
    part: int,
    by,
    reason: str,
    release: Release | None = None,
    planned_on: date | None = None,
    opened: str = "",
) -> ImplementationPart:
    """Where and when a part is planned, put right: nothing is planned anew, so nobody has to consent. The plan as it
    was recorded stays among its changes, marked as recorded wrongly."""
    proposal, held = _held(proposal, by, part)
    _check_reason(reason)
    _check_planned(held)
    check_opened(held, PLANNED, opened)
    place = parts_.hold_releases({part: Place(release, planned_on)})[part]
    parts_.check_open(held, place)
    before = place_words(Place(held.release, held.planned_on))
    if not put(held, place, Grounds(reason, is_correction=True), proposal, by):
        raise Refused(SAME)
    sum_up(proposal)
    now = place_words(Place(held.release, held.planned_on))
    mark_corrected(proposal, f"{_named(held)}: planned for {now}, and not for {before}", reason, by)
    sentence = f"{_named(held)}: planned for {now}, recorded wrongly as {before}. {reason.strip()}"
    record("plan_corrected", subject=held.plan, about=proposal, by=by, sentence=sentence)
    return held


def _check_planned(part: ImplementationPart) -> None:
    if part.implemented_on:
        raise Refused(f"It came in on {_day(part.implemented_on)}: put that right instead.")
    if part.planned_on is None and part.release is None:
        raise Refused("Nothing is planned yet that could have been recorded wrongly.")
    if part.days_after_window is not None:
        raise Refused("Its date is reckoned from the objection window: put right the step that opened the window.")


# A whole release


@act
def correct_release_date(*, release: Release, by, to: date, reason: str, version: int | None = None) -> Release:
    """The day of a release to come, put right: everything planned in it follows; nobody has to consent, as nothing is
    planned anew. The old day stays, marked as recorded wrongly."""
    return moved_to(release, to, Grounds(reason, is_correction=True), by, version)


def _taken(release: Release, by, version: int | None) -> tuple[Release, list[ImplementationPart]]:
    """The release, implemented, and every part that came in with it, all locked; of a proposal the last part first."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    keys = release.parts.exclude(implemented_on=None).values_list("plan__proposal_id", flat=True)
    taken = {pk: take(Proposal(pk=pk)) for pk in sorted(set(keys))}
    held = hold(release, version)
    if held.implemented_on is None:
        raise Refused(f"Somebody else was faster: {held} is no longer recorded as implemented.")
    if by and Proposal.objects.filter(pk__in=taken).exclude(pk__in=Proposal.objects.visible_to(by)).exists():
        raise Refused(HIDDEN)
    found = held.parts.exclude(implemented_on=None).select_related("plan", "sec_version", "release")
    parts = list(found.filter(plan__proposal__in=taken).order_by("plan__proposal_id", "-implemented_on", "number"))
    for part in parts:
        part.plan.proposal = taken[part.plan.proposal_id]
    return held, parts


@act
def correct_release(
    *,
    release: Release,
    by,
    reason: str,
    implemented_on: date,
    sec_version: str,
    version: int | None = None,
) -> Release:
    """The day on which a release came in, and the version of the SEC that it became, put right for all that came in
    with it: each part that bears the wrong day or version, by its step where it came in by one. One event each."""
    held, parts = _taken(release, by, version)
    _check_reason(reason)
    number = sec_version.strip()
    if not number:
        raise Refused("Give the version of the SEC that the release became.", "sec_version")
    check_has_come(implemented_on, "implemented_on")
    was, numbered = held.implemented_on, held.sec_version
    if (was, numbered) == (implemented_on, number):
        raise Refused(SAME)
    for part in parts:
        part.refresh_from_db(fields=["implemented_on", "sec_version"])
        on = implemented_on if part.implemented_on == was else part.implemented_on
        becomes = number if part.sec_version.number == numbered else part.sec_version.number
        if (on, becomes) != (part.implemented_on, part.sec_version.number):
            with _naming(part):
                _actual(part.plan.proposal, part, on, becomes, reason, by)
    version_numbered(number, implemented_on)
    SecVersion.objects.filter(number=number, effective_on=was).update(effective_on=implemented_on)
    _save(held, implemented_on, number)
    sentence = f"{held}: in as SEC version {number} from {_day(implemented_on)}. {reason.strip()}"
    before = {"Took effect": _day(was), "SEC version": numbered}
    after = {"Took effect": _day(implemented_on), "SEC version": number}
    record("release_corrected", subject=held, by=by, sentence=sentence, before=before, after=after)
    return held


@act
def take_release_back(*, release: Release, by, reason: str, version: int | None = None) -> Release:
    """A release that was recorded as implemented by mistake is to come again, with everything that came in with it: the
    step of each proposal taken back, or its part; those who were told, told again. What was left out stays out."""
    held, parts = _taken(release, by, version)
    _check_reason(reason)
    was, held.implemented_on = held.implemented_on, None
    held.version += 1
    held.save(update_fields=["implemented_on", "version"])
    for part in parts:
        part.refresh_from_db(fields=["implemented_on", "sec_version"])
        part.release = held
        with _naming(part):
            _back(part, reason, by)
    sentence = f"{held} not implemented on {_day(was)}. {reason.strip()}"
    before = {"Took effect": _day(was), "SEC version": held.sec_version}
    record("release_taken_back", subject=held, by=by, sentence=sentence, before=before)
    return held


@act
def take_release_out(*, release: Release, by, reason: str, version: int | None = None) -> Release:
    """A release that was entered by mistake, and carries nothing, is listed no more; its page says since when and why.
    Another may bear its name."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    held = hold(release, version)
    _check_reason(reason)
    if held.implemented_on:
        raise Refused("It is implemented: take that back first, if it was recorded by mistake.")
    if held.parts.exists():
        raise Refused(f"Something is planned in {held}: plan it elsewhere first.")
    held.taken_out_at, held.taken_out_because = current().at, reason.strip()
    held.version += 1
    held.save(update_fields=["taken_out_at", "taken_out_because", "version"])
    sentence = f"{held}, {_day(held.date)}. {reason.strip()}"
    record("release_taken_out", subject=held, by=by, sentence=sentence)
    return held


def _back(part: ImplementationPart, reason: str, by) -> None:
    """With its siblings, where it came in by the step of the whole."""
    if part.implemented_on is None:
        return
    proposal = part.plan.proposal
    step = step_of(proposal)
    if not came_by(part, step):
        _out(proposal, part, reason, by)
        return
    reverse_move(proposal=proposal, move=step, reason=reason, by=by)
    mark_corrected(proposal, f"{_named(part)}: not implemented", reason, by)


def _save(held: Release, on: date, number: str) -> None:
    held.implemented_on, held.sec_version = on, number
    held.version += 1
    held.save(update_fields=["implemented_on", "sec_version", "version"])


@contextmanager
def _naming(part: ImplementationPart) -> Iterator[None]:
    """A refusal within says of which proposal it speaks."""
    reference = part.plan.proposal.reference
    try:
        yield
    except Refused as refusal:
        if refusal.sentence.startswith(reference):
            raise
        raise Refused(f"{reference}: {refusal.sentence}", refusal.field) from refusal

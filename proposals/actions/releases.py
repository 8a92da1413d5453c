"""Releases: entered, changed, put on another day, and implemented with everything that they carry."""

from collections.abc import Collection
from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import rules
from proposals.actions import parts as parts_
from proposals.actions.ground import check_has_come, check_version, mark_corrected, take
from proposals.actions.moves import implement
from proposals.actions.parts import (
    Grounds,
    Place,
    needs_consent,
    outstanding,
    part_numbered,
    put,
    sum_up,
    version_numbered,
)
from proposals.actions.planning import bring_in_one
from proposals.actions.telling import tell_of_plans
from proposals.models import ImplementationPart, Proposal, Release, ReleaseMove
from proposals.models.code import version_words
from proposals.ports import PlanNews
from proposals.releasing import parts_of, unready

MANAGED = "Only SECAS may change a release."
CHANGED = "Somebody changed what the release carries while you were looking at it. Look again before you go on."
HIDDEN = "The release also carries something that is not open to you. Somebody who may read all of it has to do this."


class NotReady(Refused):
    """Some of what the release carries cannot come in. ``reasons``: a sentence for each part."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons), "leave_out")
        self.reasons = reasons


@act
def enter_release(
    *, by, name: str, kind: str, date: date, scope: str = "", limit: str = "", sec_version: str = ""
) -> Release:
    rules.check(rules.may_manage, by, None, sentence="Only SECAS may plan an implementation.")
    _check_name(name)
    release = Release.objects.create(
        name=name.strip(), kind=kind, date=date, scope=scope, limit=limit, sec_version=sec_version.strip()
    )
    record("release_entered", subject=release, by=by, sentence=f"{release}, {date:%-d %B %Y}.")
    return release


def _check_name(name: str, but: Release | None = None) -> None:
    if not name.strip():
        raise Refused("Give the release a name.", "name")
    if Release.objects.standing().filter(name=name.strip()).exclude(pk=but.pk if but else None).exists():
        raise Refused(f"There is already a release named “{name.strip()}”.", "name")


@act
def save_release(
    *,
    release: Release,
    by,
    name: str,
    kind: str,
    scope: str = "",
    limit: str = "",
    sec_version: str = "",
    version: int | None = None,
) -> Release:
    """What is said of the release, less its date. The address stays. Plans whose kind follows are summed up again."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    proposals = _take_outstanding(release) if kind != release.kind else []
    held = hold(release, version)
    _check_name(name, but=held)
    if held.implemented_on and not sec_version.strip():
        raise Refused("Give the version of the SEC that the release became.", "sec_version")
    values = {"name": name.strip(), "kind": kind, "scope": scope, "limit": limit, "sec_version": sec_version.strip()}
    before = {key: getattr(held, key) for key, value in values.items() if getattr(held, key) != value}
    for key, value in values.items():
        setattr(held, key, value)
    held.version += 1
    held.save(update_fields=[*values, "version"])
    for proposal in proposals:
        sum_up(proposal)
    after = {key: values[key] for key in before}
    record("release_saved", subject=held, by=by, sentence=f"{held}.", before=before, after=after)
    return held


def hold(release: Release, version: int | None) -> Release:
    """The release, locked. Proposals are always locked before it."""
    held = Release.objects.select_for_update().get(pk=release.pk)
    if held.taken_out_at:
        raise Refused(f"Somebody else was faster: {held} has been taken out.")
    check_version(held, version)
    return held


def _take_outstanding(release: Release) -> list[Proposal]:
    """Lock every proposal with something outstanding in the release, in ascending order."""
    keys = parts_of(release).outstanding().values_list("plan__proposal_id", flat=True)
    return [take(Proposal(pk=pk)) for pk in sorted(set(keys))]


def _take_all(release: Release, by, version: int | None) -> tuple[Release, list[ImplementationPart]]:
    """The release and what is outstanding in it, all locked, with today's proposals on the parts."""
    taken = {proposal.pk: proposal for proposal in _take_outstanding(release)}
    held = hold(release, version)
    if held.implemented_on:
        raise Refused(f"{held} was implemented on {held.implemented_on:%-d %B %Y}.")
    parts = list(parts_of(held).outstanding().select_related("release", "plan__proposal"))
    if {part.plan.proposal_id for part in parts} - taken.keys():
        raise Refused(CHANGED)
    if by and Proposal.objects.filter(pk__in=taken).exclude(pk__in=Proposal.objects.visible_to(by)).exists():
        raise Refused(HIDDEN)
    for part in parts:
        part.plan.proposal = taken[part.plan.proposal_id]
    return held, parts


@act
def move_release(
    *,
    release: Release,
    by,
    to: date,
    reason: str,
    consent_words: str = "",
    consent_on: date | None = None,
    version: int | None = None,
    on: date | None = None,
) -> Release:
    """The release on another day; every part that is outstanding in it moves along, each with a record of its own;
    everybody concerned told once. ``on``: when it was decided, today by default.

    The Authority's consent is for all of the approved proposals that were its to decide.
    """
    return moved_to(release, to, Grounds(reason, consent_words, consent_on), by, version, on)


def moved_to(release: Release, to: date, grounds: Grounds, by, version: int | None, on: date | None = None) -> Release:
    """Within an act: the release on another day, with everything that is outstanding in it; people told."""
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    check_has_come(on, "on")
    held, parts = _take_all(release, by, version)
    if to == held.date:
        raise Refused(f"{held} is on {to:%-d %B %Y} already.", "to")
    reason = grounds.reason.strip()
    if not reason:
        raise Refused("Say why the release is put on another day.", "reason")
    start, held.date = held.date, to
    held.version += 1
    held.save(update_fields=["date", "version"])
    about = {"reason": reason, "is_correction": grounds.is_correction, "at": current().at, "by": by}
    ReleaseMove.objects.create(release=held, from_date=start, to_date=to, **about)
    sentence = f"{held}: {to:%-d %B %Y} instead of {start:%-d %B %Y}. {reason}"
    _record_day(held, sentence, by, on, is_correction=grounds.is_correction)
    news = [_move_along(part, held, grounds, by, on) for part in parts if part.planned_on]
    key, words = f"release-{held.pk}-{held.version}", {"reason": reason, "opening": _opening(held, start)}
    tell_of_plans(news, by=by, key=key, on=on, parties=True, heading=f"{held} is on another day", **words)
    return held


def _opening(held: Release, start: date) -> str:
    return f"{held} is on {held.date:%A %-d %B %Y} now, and not on {start:%A %-d %B %Y}."


def _record_day(held: Release, sentence: str, by, on: date | None, *, is_correction: bool) -> None:
    if is_correction:
        record("release_date_corrected", subject=held, by=by, sentence=sentence)
    else:
        record("release_moved", subject=held, by=by, sentence=sentence, effective_on=on)


def _move_along(part: ImplementationPart, held: Release, grounds: Grounds, by, on: date | None) -> PlanNews:
    """One event for each part. A day that an objection window set is never brought forward."""
    proposal, before = part.plan.proposal, part.planned_on
    if part.days_after_window is not None and held.date < before:
        first = f"{before:%-d %B %Y}"
        raise Refused(f"{proposal.reference} cannot come in before {first}, when its objection window is over.", "to")
    part.days_after_window = None
    put(part, Place(held), grounds, proposal, by)
    sum_up(proposal)
    if grounds.is_correction:
        what = f"{held} is on {held.date:%-d %B %Y}, and not on {before:%-d %B %Y}"
        mark_corrected(proposal, what, grounds.reason, by)
    sentence = f"Moved with {held}: {held.date:%-d %B %Y} instead of {before:%-d %B %Y}. {grounds.reason.strip()}"
    record("implementation_planned", subject=part.plan, about=proposal, by=by, sentence=sentence, effective_on=on)
    name = f"{part.name}: planned" if part.plan.part_count > 1 else "Planned"
    return PlanNews(proposal, f"{name} for {held.date:%-d %B %Y}, before: {before:%-d %B %Y}.")


def consent_needed(parts: Collection[ImplementationPart]) -> list[Proposal]:
    """The proposals among those of ``parts`` for which the Authority has to consent to another date."""
    found = {part.plan.proposal_id: part.plan.proposal for part in parts if not part.implemented_on}
    return [proposal for proposal in found.values() if needs_consent(proposal)]


@act
def implement_release(
    *,
    release: Release,
    by,
    sec_version: str,
    leave_out: Collection[int] = (),
    left_out_reason: str = "",
    effective: date | None = None,
    words: str = "",
    accepted: str = "",
    version: int | None = None,
) -> Release:
    """Everything outstanding in the release implemented in the order of the numbers, each proposal by its own move or
    its part in place; what is left out (``leave_out``: numbers of parts in the database) taken out of the release with
    the reason; the release marked as implemented. One event each, and one for the release.

    Refuses as ``NotReady``, with a sentence for each, while anything that is not left out cannot come in. ``accepted``:
    why what comes in may although something expected is open.
    """
    rules.check(rules.may_manage, by, None, sentence="Only SECAS records an implementation.")
    on = effective or clock.london_date(current().at)
    held, parts = _take_all(release, by, version)
    _check_release(held, sec_version, on)
    left, coming = _sorted_out(parts, leave_out, left_out_reason)
    _check_ready(coming, on)
    reason = left_out_reason.strip()
    news = [_leave_out(part, reason, by) for part in left]
    note = {"effective": effective, "words": words, "accepted": accepted, "sec_version": sec_version, "by": by}
    news += [told for part in coming for told in _bring_in(part, coming, **note)]
    held.implemented_on, held.sec_version = on, version_numbered(sec_version, on).number
    held.version += 1
    held.save(update_fields=["implemented_on", "sec_version", "version"])
    sentence = f"{held} implemented as {version_words(held.sec_version)}."
    record("release_implemented", subject=held, by=by, sentence=sentence, effective_on=on)
    key, heading = f"release-{held.pk}-{held.version}", f"{held}: what came in in part, and what was left out"
    tell_of_plans(news, by=by, key=key, on=on, heading=heading, opening=sentence, reason=reason)
    return held


def _check_release(release: Release, sec_version: str, on: date) -> None:
    if not sec_version.strip():
        raise Refused("Give the version of the SEC that the release becomes.", "sec_version")
    check_has_come(on, "effective")
    if release.date > on:
        raise Refused(f"{release} is planned for {release.date:%-d %B %Y}, which is still to come.", "effective")


def _sorted_out(parts: list[ImplementationPart], leave_out: Collection[int], reason: str):
    left = [part for part in parts if part.pk in leave_out]
    if set(leave_out) - {part.pk for part in left}:
        raise Refused(CHANGED)
    if left and not reason.strip():
        raise Refused("Say why something is left out.", "left_out_reason")
    return left, [part for part in parts if part not in left]


def _check_ready(parts: list[ImplementationPart], on: date) -> None:
    missing = unready(parts, on)
    sentences = [f"{titled(part)}: {' '.join(r.text for r in missing[part.pk])}" for part in parts if missing[part.pk]]
    if sentences:
        raise NotReady(sentences)


def titled(part: ImplementationPart) -> str:
    """“MP257”, or “MP252, Part 1: Documents” where there are several."""
    reference = part.plan.proposal.reference
    return f"{reference}, {part.name}" if part.plan.part_count > 1 else reference


def _bring_in(part: ImplementationPart, coming: list[ImplementationPart], *, by, **note) -> list[PlanNews]:
    """By the proposal's move, which tells of itself, with the last of its parts that comes in, where nothing else of it
    is outstanding; otherwise the part alone, and what there is to tell of it."""
    proposal = part.plan.proposal
    siblings = [other for other in coming if other.plan.proposal_id == proposal.pk]
    later = outstanding(proposal).exclude(pk__in=[other.pk for other in siblings]).exists()
    if later:
        proposal = take(proposal)
        return [bring_in_one(part_numbered(proposal, part.number), proposal, by, **note)[1]]
    if part == siblings[0]:
        implement(proposal=proposal, by=by, **note)
    return []


def _leave_out(part: ImplementationPart, reason: str, by) -> PlanNews:
    was, proposal = part.release, part.plan.proposal
    parts_.leave_out(part, reason, by)
    sentence = f"Left out of {was}: {reason}"
    record("implementation_planned", subject=part.plan, about=proposal, by=by, sentence=sentence)
    name = f"{part.name}: left" if part.plan.part_count > 1 else "Left"
    return PlanNews(proposal, f"{name} out of {was}. It has to be planned anew.")

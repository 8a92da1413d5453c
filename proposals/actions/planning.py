"""When a proposal enters the code: its parts planned, divided, joined again, and brought in one by one."""

from dataclasses import replace
from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import lifecycle, rules
from proposals.actions.ground import (
    although,
    check_has_come,
    check_move,
    check_not_split,
    check_version,
    instant_of,
    take,
)
from proposals.actions.parts import (
    Grounds,
    Place,
    bring_in,
    check_open,
    hold_releases,
    outstanding,
    part_numbered,
    place_words,
    put,
    sum_up,
)
from proposals.actions.telling import tell_of_plans, worth_telling
from proposals.models import Implementation, ImplementationPart, Proposal, Release
from proposals.models.code import version_words
from proposals.ports import PlanNews
from proposals.states import State

MANAGED = "Only SECAS may plan an implementation."
DATED = "implementation_date_reached"
HALTED = "An objection halts the implementation: no date is planned until the Panel has chosen another path."


def _taken(proposal: Proposal, by, version: int | None) -> tuple[Proposal, Implementation]:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    plan = Implementation.objects.select_for_update().get(proposal=proposal)
    plan.proposal = proposal
    check_version(plan, version)
    if plan.implemented_on:
        raise Refused(f"{proposal.reference} was implemented on {plan.implemented_on:%-d %B %Y}.")
    return proposal, plan


@act
def plan_implementation(
    *,
    proposal: Proposal,
    by,
    release: Release | None = None,
    planned_on: date | None = None,
    rationale: str = "",
    version: int | None = None,
    on: date | None = None,
    **grounds,
) -> Implementation:
    """Plan a release or a date of its own, of a proposal in one part or of the part that comes in next.

    A Fast-Track date comes from the objection window, so only its release and reasons are planned here, unless the
    Panel puts it into a later scheduled release. ``grounds``: see ``Grounds``; needed to change what is approved.
    """
    head = outstanding(proposal).order_by("planned_on", "number").first()
    places = {head.number: Place(release, planned_on)} if head else {}
    return plan_parts(proposal=proposal, by=by, places=places, rationale=rationale, version=version, on=on, **grounds)


@act
def plan_parts(
    *,
    proposal: Proposal,
    by,
    places: dict[int, Place],
    rationale: str | None = None,
    version: int | None = None,
    on: date | None = None,
    **grounds,
) -> Implementation:
    """Each part named put where it shall be, its earlier plan kept with the reason; the reasons for the plan saved; of
    what is new the Parties told, or before the approval the Proposer. ``on``: when it was decided, today by default."""
    check_has_come(on, "on")
    proposal, plan = _taken(proposal, by, version)
    if proposal.state == State.FT_HALTED and any(place.release or place.planned_on for place in places.values()):
        raise Refused(HALTED, "planned_on")
    said, news = [], []
    for number, place in sorted(hold_releases(places).items()):
        part = part_numbered(proposal, number)
        check_open(part, place)
        before = Place(part.release, part.planned_on)
        said.append(_put(part, place, Grounds(**grounds), proposal, plan, by))
        news += said[-1:] if worth_telling(before, Place(part.release, part.planned_on)) else []
    if rationale is not None:
        plan.rationale = rationale.strip()
    _save(plan)
    reason = grounds.get("reason", "").strip()
    sentence = " ".join([*said, reason]).strip()
    record("implementation_planned", subject=plan, about=proposal, by=by, sentence=sentence, effective_on=on)
    _tell(plan, news, reason, by, on)
    return Implementation.objects.get(pk=plan.pk)


def _put(part: ImplementationPart, place: Place, grounds: Grounds, proposal, plan, by) -> str:
    """The sentence that says where the part is planned now, and where before."""
    before = place_words(Place(part.release, part.planned_on))
    changed = put(part, place, grounds, proposal, by)
    now = place_words(Place(part.release, part.planned_on))
    name = f"{part.name} planned" if plan.part_count > 1 else "Planned"
    return f"{name}: {now}, before: {before}." if changed and before != "no date yet" else f"{name}: {now}."


def _tell(plan: Implementation, said: list[str], reason: str, by, on: date | None) -> None:
    news = [PlanNews(plan.proposal, "\n".join(said))] if said else []
    tell_of_plans(news, by=by, key=f"plan-{plan.pk}-{plan.version}", on=on, reason=reason)


def _save(plan: Implementation) -> None:
    plan.version += 1
    plan.save(update_fields=["rationale", "version"])
    sum_up(plan.proposal)


@act
def divide(
    *, proposal: Proposal, by, parts: list[dict], version: int | None = None, on: date | None = None, **grounds
) -> list[ImplementationPart]:
    """The parts as they shall be, each {number, title, documents}; one without a number is new.

    A new part is planned where the first outstanding one is, as that is what was approved. A part left out is joined
    to the first that stays, and takes its place first where that differs (with the reason, as for any change of plan).
    What is implemented stays as it is. Who is told, and ``on``: as in ``plan_parts``.
    """
    check_has_come(on, "on")
    proposal, plan = _taken(proposal, by, version)
    existing = {p.number: p for p in plan.parts.select_related("plan", "release")}
    kept = {row["number"] for row in parts if row.get("number") in existing}
    _check_division(existing, kept, parts)
    first = next((p for p in existing.values() if p.number in kept and not p.implemented_on), None)
    joined = [part for part in existing.values() if part.number not in kept]
    said = [_join(part, first, Grounds(**grounds), proposal, by) for part in joined]
    made = [_written(row, plan, existing, first) for row in parts]
    _save(plan)
    sentence = f"Implemented in {len(made)} parts: {'; '.join(p.title for p in made)}." if made[1:] else "In one part."
    record("implementation_divided", subject=plan, about=proposal, by=by, sentence=sentence, effective_on=on)
    _tell(plan, [words for words in said if words], grounds.get("reason", "").strip(), by, on)
    return made


def _check_division(existing: dict, kept: set[int], parts: list[dict]) -> None:
    for part in existing.values():
        if part.implemented_on and part.number not in kept:
            raise Refused(f"{part.name} was implemented on {part.implemented_on:%-d %B %Y} and stays a part.")
    if not any(not existing[number].implemented_on for number in kept):
        raise Refused("At least one part that is still to come in has to stay.")
    if len({row["number"] for row in parts if row.get("number")}) < sum(bool(row.get("number")) for row in parts):
        raise Refused("A part stands here twice. Open the page again.")
    if parts[1:] and not all(row["title"].strip() for row in parts):
        raise Refused("Say of each part what it is.")


def _join(part: ImplementationPart, into: ImplementationPart, grounds: Grounds, proposal, by) -> str:
    """What is worth telling of it: the new place, where it differs from the one before."""
    before = Place(part.release, part.planned_on)
    put(part, Place(into.release, None if into.release else into.planned_on), grounds, proposal, by)
    after = Place(part.release, part.planned_on)
    name = part.name
    part.documents.clear()
    part.delete()
    told = worth_telling(before, after)
    return f"{name} comes in with the rest: {place_words(after)}, before: {place_words(before)}." if told else ""


def _written(row: dict, plan: Implementation, existing: dict, first: ImplementationPart) -> ImplementationPart:
    part = existing.get(row.get("number"))
    if part is None:
        number = max([*existing, *plan.parts.values_list("number", flat=True)]) + 1
        places = {name: getattr(first, name) for name in ("release", "planned_on", "days_after_window")}
        part = ImplementationPart(plan=plan, number=number, **places)
    if not part.implemented_on:
        part.title = row["title"].strip()
        part.save()
        part.documents.set(row.get("documents", ()))
    return part


@act
def implement_part(
    *,
    proposal: Proposal,
    by,
    part: int,
    sec_version: str,
    effective: date | None = None,
    words: str = "",
    accepted: str = "",
) -> ImplementationPart:
    """Actual date and SEC version written on the part; Parties told; the proposal stays pending, or, where nothing else
    is outstanding, is implemented by its move."""
    from proposals.actions.moves import implement

    proposal = take(proposal)
    found = part_numbered(proposal, part)
    note = {"sec_version": sec_version, "effective": effective, "words": words, "accepted": accepted}
    if not outstanding(proposal).exclude(pk=found.pk).exists():
        implement(proposal=proposal, by=by, **note)
        found.refresh_from_db()
        return found
    found, news = bring_in_one(found, proposal, by, **note)
    tell_of_plans([news], by=by, key=f"part-{found.pk}-{current().id.hex[:12]}", on=found.implemented_on)
    return found


def bring_in_one(
    found: ImplementationPart,
    proposal: Proposal,
    by,
    *,
    sec_version: str,
    effective: date | None,
    words: str,
    accepted: str = "",
) -> tuple[ImplementationPart, PlanNews]:
    """The part brought in, its event recorded, and what there is to tell of it. ``proposal`` has been taken."""
    if not sec_version.strip():
        raise Refused("Give the version of the SEC that carries the change.", "sec_version")
    at = instant_of(effective, proposal)
    missing = _check_ready(found, proposal, by, clock.london_date(at), accepted)
    bring_in(proposal, ImplementationPart.objects.filter(pk=found.pk), at, sec_version)
    sentence = f"{found.name} is part of {version_words(sec_version)}. {words.strip()}".strip()
    if missing:
        sentence = f"{sentence} {although(missing, accepted)}"
    record(
        "part_implemented",
        subject=found,
        about=proposal,
        by=by,
        sentence=sentence,
        effective_on=clock.london_date(at),
    )
    found.refresh_from_db()
    return found, PlanNews(proposal, f"{sentence} The rest is still to come.")


def _check_ready(part: ImplementationPart, proposal: Proposal, by, on: date, accepted: str) -> list:
    """Everything that implementing the whole would need, but the date of this part alone. Returns what was missing and
    accepted."""
    row = lifecycle.MOVES["implement"]
    row = replace(row, requires=tuple(k for k in row.requires if k != DATED))
    missing = check_move(row, proposal, by=by, on=on, accepted=accepted)
    if part.planned_on is None:
        raise Refused(f"No date is planned for {part.name}.")
    if part.planned_on > on:
        raise Refused(f"{part.name} is planned for {part.planned_on:%-d %B %Y}, which is still to come.")
    return missing

"""When a change enters the code: releases and the planned implementation."""

from datetime import date

from audit.acts import Refused, act, record
from proposals import rules
from proposals.actions.ground import check_version, take
from proposals.models import Implementation, Proposal, Release
from proposals.states import State

MANAGED = "Only SECAS may plan an implementation."
HALTED = "An objection halts the implementation: no date is planned until the Panel has chosen another path."


@act
def enter_release(*, by, name: str, kind: str, date: date, scope: str = "") -> Release:
    rules.check(rules.may_manage, by, None, sentence=MANAGED)
    if Release.objects.filter(name=name).exists():
        raise Refused(f"There is already a release named “{name}”.", "name")
    release = Release.objects.create(name=name, kind=kind, date=date, scope=scope)
    record("release_entered", subject=release, by=by, sentence=f"{name}, {date:%-d %B %Y}.")
    return release


@act
def plan_implementation(
    *,
    proposal: Proposal,
    by,
    release: Release | None = None,
    planned_on: date | None = None,
    rationale: str = "",
    version: int | None = None,
) -> Implementation:
    """Plan a release or a date of its own. A Fast-Track date comes from the objection window, so only its release and
    reasons are planned here, unless the Panel puts it into a later scheduled release."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    plan = Implementation.objects.select_for_update().get(proposal=proposal)
    check_version(plan, version)
    if plan.implemented_on:
        raise Refused(f"{proposal.reference} was implemented on {plan.implemented_on:%-d %B %Y}.")
    if proposal.state == State.FT_HALTED and (planned_on or release):
        raise Refused(HALTED, "planned_on")
    put_off = _puts_off(plan, release)
    plan.release, plan.rationale = release, rationale.strip()
    if put_off:
        plan.days_after_window = None
    if plan.days_after_window is None or not plan.planned_on:
        plan.planned_on = planned_on or (release.date if release else None)
        plan.release_kind = release.kind if release else Release.Kind.AD_HOC
    plan.version += 1
    plan.save(update_fields=["release", "rationale", "planned_on", "release_kind", "days_after_window", "version"])
    when = f"{plan.planned_on:%-d %B %Y}" if plan.planned_on else "no date yet"
    where = f" in {release}" if release else ""
    record("implementation_planned", subject=plan, about=proposal, by=by, sentence=f"Planned: {when}{where}.")
    return plan


def _puts_off(plan: Implementation, release: Release | None) -> bool:
    """Whether a date reckoned from an objection window gives way to that of a scheduled release."""
    if release is None or release.kind != Release.Kind.SCHEDULED or not (plan.days_after_window and plan.planned_on):
        return False
    if release.date < plan.planned_on:
        first = f"{plan.planned_on:%-d %B %Y}"
        raise Refused(f"{release} comes before {first}, the first day after the objection window.", "release")
    return True

"""What a release carries, and what of it is not ready: for its pages and for the act that implements it."""

from collections.abc import Iterable
from datetime import date

from proposals import lifecycle, ports
from proposals.actions.planning import DATED
from proposals.models import ImplementationPart, Proposal, Release, SecReference
from proposals.requirements import date_reasons
from proposals.states import State

NOT_YET = {
    State.FT_OBJECTION_WINDOW: "Parties may still object to it.",
    State.FT_HALTED: "It was halted by an objection.",
    State.WITHDRAWAL_NOTICE: "Its Proposer gave notice of withdrawal.",
}


def parts_of(release: Release):
    """What is planned in the release or came in with it, by number; without proposals that were given up."""
    parts = ImplementationPart.objects.filter(release=release).planned().select_related("plan__proposal")
    return parts.order_by("plan__proposal__number", "plan__proposal__suffix", "plan__proposal_id", "number")


def unready(parts: Iterable[ImplementationPart], on: date) -> dict[int, list[ports.Reason]]:
    """For each outstanding part, read with plan and proposal, why it cannot come in on that day: constant queries."""
    waiting = [part for part in parts if not part.implemented_on]
    asked = _asked([part.plan.proposal for part in waiting], on)
    blocking = {pk: [reason for reason in reasons if reason.blocks] for pk, reasons in asked.items()}
    return {part.pk: [*_reasons(part, on), *blocking.get(part.plan.proposal_id, ())] for part in waiting}


def still_open(parts: Iterable[ImplementationPart], on: date) -> dict[Proposal, list[ports.Reason]]:
    """Of each proposal that is approved, what is expected and missing, and may be accepted with a reason."""
    ready = {part.plan.proposal for part in parts if part.plan.proposal.state == State.PENDING_IMPLEMENTATION}
    asked = _asked(ready, on)
    found = {proposal: [r for r in asked[proposal.pk] if not r.blocks] for proposal in ready}
    return {proposal: found[proposal] for proposal in sorted(found, key=lambda p: p.reference) if found[proposal]}


def _asked(of: Iterable[Proposal], on: date) -> dict[int, list[ports.Reason]]:
    """What implementing the proposals needs besides the dates of their parts."""
    keys = [key for key in lifecycle.MOVES["implement"].requires if key != DATED]
    asked = ports.reasons_for(keys, Proposal.objects.filter(pk__in={proposal.pk for proposal in of}), on)
    return {pk: [reason for reasons in by_key.values() for reason in reasons] for pk, by_key in asked.items()}


def _reasons(part: ImplementationPart, on: date) -> list[ports.Reason]:
    state = State(part.plan.proposal.state)
    if state != State.PENDING_IMPLEMENTATION:
        return [ports.Reason(NOT_YET.get(state, f"It is not approved yet: {state.label}."))]
    return list(date_reasons(part, on))


def references_changed(parts: Iterable[ImplementationPart]) -> dict[int, list[SecReference]]:
    """The places of the SEC that each proposal changes, in one query."""
    found: dict[int, list[SecReference]] = {}
    keys = {part.plan.proposal_id for part in parts}
    for reference in SecReference.objects.filter(proposal__in=keys, is_changed=True).select_related("document"):
        found.setdefault(reference.proposal_id, []).append(reference)
    return found

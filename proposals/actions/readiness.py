"""Accepting that something expected is missing, and taking that back."""

from audit import clock
from audit.acts import Refused, act, current, record
from proposals import ports, rules
from proposals.actions.ground import check_unfinished, take
from proposals.models import Acceptance, Proposal

MANAGED = "Only SECAS accepts that something is missing."


@act
def accept_gap(*, proposal: Proposal, by, requirement: str, text: str, why: str) -> Acceptance:
    """The reason kept beside what is missing; steps then count it as settled and the paper states it.

    Refused where it is not missing (any more), or where it must not be missing.
    """
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_unfinished(proposal)
    if not why.strip():
        raise Refused("Say why this may go ahead although something is open.", "why")
    reason = _found(proposal, requirement, text)
    if reason.blocks:
        raise Refused(f"This has to be mended and cannot be accepted: {reason.text}", "why")
    if proposal.acceptances.standing().filter(requirement=requirement, text=text).exists():
        raise Refused("Somebody else has accepted this already.", "why")
    acceptance = Acceptance.objects.create(
        proposal=proposal,
        requirement=requirement,
        text=text,
        why=why.strip(),
        on=clock.today(),
        by=by,
        at=current().at,
    )
    record("gap_accepted", subject=acceptance, about=proposal, by=by, sentence=f"{text} Accepted: {why.strip()}")
    return acceptance


def _found(proposal: Proposal, requirement: str, text: str) -> ports.Reason:
    if requirement in ports.requirements:
        queryset = Proposal.objects.filter(pk=proposal.pk)
        for reason in ports.reasons_for([requirement], queryset, clock.today())[proposal.pk][requirement]:
            if reason.text == text:
                return reason
    raise Refused("This is not missing any more.", "why")


@act
def take_acceptance_back(*, acceptance: Acceptance, by) -> Acceptance:
    """What was accepted counts as missing again; what was written about it stays in the history."""
    proposal = take(acceptance.proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    acceptance = Acceptance.objects.select_for_update().get(pk=acceptance.pk)
    if acceptance.taken_back_at:
        raise Refused("This was taken back already.")
    acceptance.taken_back_at = current().at
    acceptance.save(update_fields=["taken_back_at"])
    record("acceptance_taken_back", subject=acceptance, about=proposal, by=by, sentence=acceptance.text)
    return acceptance

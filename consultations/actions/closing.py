"""A consultation is taken back: by SECAS, with a reason; with the step that opened it; with its proposal."""

from datetime import datetime

from audit.acts import Refused, act, current, record
from consultations.actions.running import check_standing, hold, settle, told
from consultations.course.kinds import row_of
from consultations.models import Consultation
from proposals import ports
from proposals.actions.recorded import take_consultation_back as take_refinement_back
from proposals.ports import stating

LONGEST_REASON = Consultation._meta.get_field("taken_back_because").max_length
WITH_THE_STEP = "It opened with a step of the proposal: take that step back, and it goes with it."
IS_OVER = "It is over: what was asked and answered stays on record."


def why_it_stays(held: Consultation, at: datetime) -> str:
    """Why one that was not taken back is not taken back by hand; empty where it may be."""
    if held.is_over_at(at):
        return IS_OVER
    return WITH_THE_STEP if held.opened_at and row_of(held).by_step else ""


@act
def take_consultation_back(*, consultation: Consultation, by, reason: str) -> Consultation:
    """One that is prepared or open. Those who were asked are told; what was answered stays with who answered."""
    held = hold(consultation, by)
    check_standing(held)
    if because := why_it_stays(held, current().at):
        raise Refused(because)
    reason = reason.strip()
    if not reason:
        raise Refused("Say why it is taken back.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"A reason has at most {LONGEST_REASON} characters; this has {len(reason)}.", "reason")
    take_back(held, by, reason)
    return held


def take_back(held: Consultation, by, reason: str, *, step=None) -> None:
    """Within an act that has locked it. ``step``: the one that opened it, where that is taken back."""
    if held.refinement_id and held.refinement.closed_on is None:
        with stating("consultation"):
            own = {"proposal": held.proposal, "by": by, "consultation": held.refinement}
            take_refinement_back(**own, reason=reason)
    held.taken_back_at, held.taken_back_because = current().at, reason[:LONGEST_REASON]
    held.save(update_fields=["taken_back_at", "taken_back_because"])
    record("consultation_taken_back", **told(held, f"{held.title}: taken back. {reason}", by=by))
    if held.opened_at:
        ports.notices["consultation_taken_back"](held, step)


def end_with_the_proposal(move) -> None:
    """What is over keeps its end; what is open or prepared is taken back. The proposal is locked."""
    standing = Consultation.objects.standing().filter(proposal=move.proposal_id, settled_at=None)
    for held in standing.select_for_update(of=["self"]).select_related("questions").order_by("pk"):
        held.proposal = move.proposal
        if held.is_over_at(current().at):
            settle(held)
        else:
            take_back(held, None, f"{move.proposal.reference}: {move.get_to_state_display().lower()}.")

"""What somebody asked for in a clause is taken into the legal text, and the point with it, in one act."""

from audit.acts import Refused, act
from consultations.actions.pointground import DISPOSITIONS, hold_point
from consultations.actions.settling import settle_point
from consultations.models import PointMade
from proposals import ports
from proposals.models import Alternative

TAKEN_IN = (DISPOSITIONS.ACCEPTED, DISPOSITIONS.IN_PART)


@act
def adopt_point(
    *,
    point: PointMade,
    by,
    clause: str,
    after: str,
    opened: str,
    reply: str,
    disposition: str = DISPOSITIONS.ACCEPTED,
    alternative: Alternative | None = None,
) -> PointMade:
    """The clause as it shall be is saved in the draft of the proposed solution, or of the Alternative; the point is
    settled as accepted, or in part, with the reply and the version that has it. ``opened``: of the ``Redraft`` that the
    person saw. Both are done or neither."""
    held = hold_point(point, by)
    check_adoptable(held)
    if held.disposition:
        raise Refused(f"Somebody else was faster: point {held.number} is settled. Nothing was changed in the text.")
    if disposition not in TAKEN_IN:
        raise Refused("What is taken into the text is accepted, or accepted in part.", "disposition")
    proposal = held.consultation.proposal
    version = drafter().save(proposal, alternative, clause, after, opened, by)
    return settle_point(point=held, by=by, disposition=disposition, reply=reply, adopted_in=version)


def check_adoptable(point: PointMade) -> None:
    """Refused where there is no text that it could go into, or nobody asked for a change of one."""
    if point.consultation.proposal_id is None:
        raise Refused("This consultation is about no proposal: there is no legal text that it could go into.")
    if not point.sources.standing().filter(clause_comment__isnull=False).exists():
        raise Refused("No comment on a clause makes this point.")


def drafter() -> ports.Drafter:
    return ports.drafters[-1]

"""What was recorded beside the steps, put right: by SECAS, with a reason, also once the proposal is finished.

Old and new stand in the history. No paper states any of it, so none is marked.
"""

from datetime import date

from audit.acts import Refused, act, current, record
from bodies.models import Meeting
from proposals import rules
from proposals.actions.filing import MANAGED, SAME, check_reason
from proposals.actions.ground import check_has_come, check_opened, take
from proposals.actions.refinement import check_by_hand, check_long_enough, responses_said
from proposals.actions.timetable import check_panels
from proposals.models import Proposal, RefinementConsultation, RequirementSet, WorkPackage
from proposals.recorded import differences, facts_of


def begin(proposal: Proposal, by) -> Proposal:
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    return proposal


def put_right(row, new: dict, *, proposal: Proposal, by, reason: str) -> dict:
    """Write what is ``new`` of the row; what the event says of it is given back. Nothing new is refused."""
    check_reason(reason)
    if all(getattr(row, name) == value for name, value in new.items()):
        raise Refused(SAME)
    was = facts_of(row)
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    before, after = differences(was, facts_of(row))
    sentence = f"{row}: {reason.strip()}"
    return {"subject": row, "about": proposal, "by": by, "sentence": sentence, "before": before, "after": after}


def check_since(day: date, since: date, began: str, field: str) -> None:
    if day < since:
        raise Refused(f"{day:%-d %B %Y} is before {since:%-d %B %Y}, {began}.", field)


def day_at(meeting: Meeting | None, day: date | None, field: str) -> date:
    """The day of the meeting, or the one that is given; it has come."""
    day = meeting.date if meeting else day
    if day is None:
        raise Refused("Give the day, or choose the meeting.", field)
    check_has_come(day, field)
    return day


# Requirements

PUBLISHED = ("published_on", "comments_until")
AGREED = ("agreed_on", "agreed_with_proposer", "agreed_at")


@act
def correct_publication(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    reason: str,
    published_on: date,
    comments_until: date,
    opened: str = "",
) -> RequirementSet:
    """From when to when the requirements were, or are, open to comment. ``opened``: see ``check_opened``."""
    proposal = begin(proposal, by)
    made = proposal.requirement_sets.get(pk=requirement_set.pk)
    if made.published_on is None:
        raise Refused(f"{made} has not been published for comment.")
    check_by_hand(proposal, made)
    check_opened(made, PUBLISHED, opened)
    check_has_come(published_on, "published_on")
    check_since(published_on, made.drafted_on, "when this version was drafted", "published_on")
    check_since(comments_until, published_on, "when the requirements are published", "comments_until")
    new = {"published_on": published_on, "comments_until": comments_until}
    record("publication_corrected", **put_right(made, new, proposal=proposal, by=by, reason=reason))
    return made


@act
def correct_agreement(
    *,
    proposal: Proposal,
    by,
    requirement_set: RequirementSet,
    reason: str,
    agreed_on: date | None = None,
    agreed_with_proposer: bool = False,
    agreed_at: Meeting | None = None,
    opened: str = "",
) -> RequirementSet:
    """With whom, where and when the requirements were agreed; their text stays as it was agreed. Not after an
    assessment that rests on them was asked for."""
    proposal = begin(proposal, by)
    made = proposal.requirement_sets.select_related("agreed_at__committee").get(pk=requirement_set.pk)
    if made.agreed_on is None:
        raise Refused(f"{made} has not been agreed.")
    check_opened(made, AGREED, opened)
    if not (agreed_with_proposer or agreed_at):
        words = "Say with whom the requirements were agreed: the Proposer, a meeting, or both."
        raise Refused(words, "agreed_with_proposer")
    day = day_at(agreed_at, agreed_on, "agreed_on")
    check_since(day, made.drafted_on, "when this version was drafted", "agreed_on")
    _check_before_requests(made, day)
    new = {"agreed_on": day, "agreed_with_proposer": agreed_with_proposer, "agreed_at": agreed_at}
    record("agreement_corrected", **put_right(made, new, proposal=proposal, by=by, reason=reason))
    return made


def _check_before_requests(made: RequirementSet, day: date) -> None:
    first = made.assessments.order_by("requested_on").first()
    if first and day > first.requested_on:
        words = f"The {first}, asked for on {first.requested_on:%-d %B %Y}, rests on these requirements as agreed."
        raise Refused(words, "agreed_on")


# The timetable

APPROVED = ("approved_on", "approved_at", "decision")


@act
def correct_approval(
    *,
    proposal: Proposal,
    by,
    package: WorkPackage,
    reason: str,
    approved_on: date | None = None,
    approved_at: Meeting | None = None,
    decision: str = "",
    opened: str = "",
) -> WorkPackage:
    """When, at which meeting and in which words the Panel approved the work package."""
    proposal = begin(proposal, by)
    held = proposal.work_packages.select_related("approved_at__committee").get(pk=package.pk)
    if held.approved_on is None:
        raise Refused(f"{held} has not been approved.")
    check_opened(held, APPROVED, opened)
    check_panels(approved_at, "approved_at")
    day = day_at(approved_at, approved_on, "approved_on")
    check_since(day, held.laid_on, f"when {held} was laid out", "approved_on")
    new = {"approved_on": day, "approved_at": approved_at, "decision": decision.strip()}
    record("approval_corrected", **put_right(held, new, proposal=proposal, by=by, reason=reason))
    return held


# The Refinement Consultation

CONSULTED = ("opened_on", "closes_on", "closed_on", "responses")


def _consultation(proposal: Proposal, consultation: RefinementConsultation, opened: str) -> RefinementConsultation:
    held = proposal.refinement_consultations.get(pk=consultation.pk)
    if held.taken_back_at:
        raise Refused("Somebody else was faster: it has been taken back.")
    check_by_hand(proposal, held)
    check_opened(held, CONSULTED, opened)
    return held


@act
def correct_consultation(
    *,
    proposal: Proposal,
    by,
    consultation: RefinementConsultation,
    reason: str,
    opened_on: date,
    closes_on: date | None = None,
    closed_on: date | None = None,
    responses: str = "",
    opened: str = "",
) -> RefinementConsultation:
    """Its days; of one that is closed also when it was closed, and the responses. The last day of one that was extended
    stays as it was extended to."""
    proposal = begin(proposal, by)
    held = _consultation(proposal, consultation, opened)
    check_has_come(opened_on, "opened_on")
    new = {"opened_on": opened_on, "closes_on": _closes_on(held, closes_on)}
    check_long_enough(opened_on, new["closes_on"])
    if held.closed_on:
        new |= _closing(new["closes_on"], closed_on, responses)
    record("refinement_consultation_corrected", **put_right(held, new, proposal=proposal, by=by, reason=reason))
    return held


def _closes_on(held: RefinementConsultation, closes_on: date | None) -> date:
    if held.extensions.exists():
        if closes_on and closes_on != held.closes_on:
            raise Refused(f"It was extended to {held.closes_on:%-d %B %Y}: that day stays.", "closes_on")
        return held.closes_on
    if closes_on is None:
        raise Refused("Give the day on which it closes.", "closes_on")
    return closes_on


def _closing(closes_on: date, closed_on: date | None, responses: str) -> dict:
    if closed_on is None:
        raise Refused("Give the day on which it was closed.", "closed_on")
    check_has_come(closed_on, "closed_on")
    check_since(closed_on, closes_on, "the last day of the consultation", "closed_on")
    return {"closed_on": closed_on, "responses": responses_said(responses)}


@act
def take_consultation_back(
    *, proposal: Proposal, by, consultation: RefinementConsultation, reason: str, opened: str = ""
) -> RefinementConsultation:
    """One that was opened by mistake: it stands in the history alone, and another may be opened."""
    proposal = begin(proposal, by)
    held = _consultation(proposal, consultation, opened)
    new = {"taken_back_at": current().at, "taken_back_because": reason.strip()}
    record("refinement_consultation_taken_back", **put_right(held, new, proposal=proposal, by=by, reason=reason))
    return held

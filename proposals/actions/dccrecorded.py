"""What was recorded of a DCC assessment, put right: the day of an acknowledgement, and the answer to a question of the
DCC's with the clock that rests on it. Those who were told are told again."""

from datetime import date

from audit import clock
from audit.acts import Refused, act, record
from bodies.workingdays import WorkingCalendar
from proposals.actions.assessments import REQUESTED, move_due, tell
from proposals.actions.ground import check_has_come, check_opened
from proposals.actions.recorded import begin, check_since, put_right
from proposals.actions.refining import said
from proposals.dccclock import due_on, start_of, stops_of
from proposals.models import Clarification, DccAssessment, DueChange, Proposal
from proposals.recorded import differences, facts_of

ACKNOWLEDGED, ANSWERED = ("acknowledged_on",), ("answer", "answered_on")


@act
def correct_acknowledgement(
    *, proposal: Proposal, by, assessment: DccAssessment, reason: str, acknowledged_on: date, opened: str = ""
) -> DccAssessment:
    """The day on which the DCC acknowledged the request; SECAS told."""
    proposal = begin(proposal, by)
    made = proposal.dcc_assessments.get(pk=assessment.pk)
    if made.acknowledged_on is None:
        raise Refused("The DCC has not acknowledged this request.")
    check_opened(made, ACKNOWLEDGED, opened)
    check_has_come(acknowledged_on, "acknowledged_on")
    check_since(acknowledged_on, made.requested_on, REQUESTED, "acknowledged_on")
    _check_not_after(acknowledged_on, made, "acknowledged_on")
    entry = put_right(made, {"acknowledged_on": acknowledged_on}, proposal=proposal, by=by, reason=reason)
    record("acknowledgement_corrected", **entry)
    words = f"The DCC acknowledged the request on {acknowledged_on:%A %-d %B %Y}. {reason.strip()}"
    tell("acknowledgement-corrected", made, made, words, by, clock.today())
    return made


def _check_not_after(day: date, assessment: DccAssessment, field: str) -> None:
    if assessment.answered_on and day > assessment.answered_on:
        raise Refused(f"The {assessment} was given on {assessment.answered_on:%-d %B %Y}, before that day.", field)


@act
def correct_clarification(
    *,
    proposal: Proposal,
    by,
    clarification: Clarification,
    reason: str,
    answer: str,
    answered_on: date,
    opened: str = "",
) -> Clarification:
    """The answer to a question of the DCC's, and its day. The due date is reckoned again and moved where that makes it
    later, with how late the assessment was where it is given; the DCC told. A date that it was told is never brought
    forward (docs/decisions/windows-and-late-bank-holidays.md)."""
    proposal = begin(proposal, by)
    asked = Clarification.objects.select_related("assessment").get(pk=clarification.pk, assessment__proposal=proposal)
    asked.assessment.proposal = proposal
    if asked.answered_on is None:
        raise Refused("This question has not been answered.")
    check_opened(asked, ANSWERED, opened)
    answer = said(answer, "Write the answer.", "answer")
    check_has_come(answered_on, "answered_on")
    check_since(answered_on, asked.asked_on, "when the question was asked", "answered_on")
    _check_not_after(answered_on, asked.assessment, "answered_on")
    was, held_until = facts_of(asked), asked.answered_on
    new = {"answer": answer, "answered_on": answered_on}
    entry = put_right(asked, new, proposal=proposal, by=by, reason=reason)
    _reckon_again(asked, held_until, reason, by)
    entry["before"], entry["after"] = differences(was, facts_of(asked))
    record("clarification_corrected", **entry)
    words = f"{asked.question}\n\n{answer}\n\nPut right: {reason.strip()}"
    tell("clarification-corrected", asked, asked.assessment, words, by, clock.today())
    return asked


def _reckon_again(asked: Clarification, held_until: date, reason: str, by) -> None:
    assessment, calendar = asked.assessment, WorkingCalendar.hold()
    start = start_of(assessment, assessment.due_changes.all(), calendar)
    due = due_on(start, stops_of(assessment.clarifications.all()), calendar)
    if assessment.cancelled_on or due <= assessment.due_on:
        return
    words = f"A question was open until {asked.answered_on:%-d %B %Y}, and not until {held_until:%-d %B %Y}."
    move_due(assessment, due, DueChange.Cause.CLOCK, f"{words} {reason.strip()}", by, on=clock.today())
    if assessment.answered_on:
        assessment.days_late = max(0, calendar.between(due, assessment.answered_on))
        assessment.save(update_fields=["days_late"])

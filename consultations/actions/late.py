"""What came in after the close: SECAS says whether it counts."""

from audit.acts import Refused, act, current, nothing_changed, record
from consultations import rules
from consultations.actions.receiving import (
    about,
    check_reason,
    check_stands,
    comes_afterwards,
    event_class,
    hold,
)
from consultations.models import Consultation, Submission
from proposals import ports
from proposals.rules import check

REASON_LENGTH = Submission._meta.get_field("decided_because").max_length
DECIDED = ("late_decision", "decided_because", "decided_by", "decided_at")
Late = Submission.Late


@act
def decide_late(*, submission: Submission, by, accepted: bool, reason: str) -> Submission:
    """It counts from now on, or it does not; the respondent is told, with the reason. Of an accepted one, whatever the
    respondent had sent before is no longer their answer. Decided again, it is put right. Where responses are
    published already, what counts of this one now is read by others once it is published too."""
    response = hold(submission.response)
    check(rules.may_decide_late, by, sentence="Whether a late response counts is for SECAS to say.")
    check_stands(response)
    held = response.submissions.get(pk=submission.pk)
    held.response = response
    if not held.late:
        raise Refused("It was received before the close: it counts.")
    reason = check_reason(reason, "Give the reason: the respondent reads it.", REASON_LENGTH)
    decision = Late.ACCEPTED if accepted else Late.REFUSED
    if (held.late_decision, held.decided_because) == (decision, reason):
        nothing_changed()
        return held
    return _decide(held, decision, reason, by)


def count_what_is_in_time_now(consultation: Consultation, by) -> None:
    """Within the act that extends it, behind its lock: what came in between the close as it was and that act is late no
    more, whether SECAS had looked at it or not. That it was after the close as it then stood remains on record."""
    late = Submission.objects.filter(response__consultation=consultation, response__withdrawn_at=None, late=True)
    for held in late.filter(received_at__lt=consultation.closes_at).exclude(late_decision=Late.ACCEPTED):
        held.response.consultation = consultation
        _decide(held, Late.ACCEPTED, "The consultation was extended, and it was received before the new close.", by)


def _decide(held: Submission, decision: str, reason: str, by) -> Submission:
    before = {"decision": held.get_late_decision_display(), "reason": held.decided_because}
    counted = set(held.response.submissions.counting().values_list("pk", flat=True))
    held.late_decision, held.decided_because = decision, reason
    held.decided_by, held.decided_at = by, current().at
    held.save(update_fields=DECIDED)
    if comes_afterwards(held.response.consultation):
        held.response.submissions.counting().exclude(pk__in=counted).update(held_back=True)
    words = "counts" if decision == Late.ACCEPTED else "does not count"
    record(
        "late_response_decided",
        subject=held,
        about=about(held.response),
        by=by,
        sentence=f"A response that came in after the close {words}. {reason}",
        before=before,
        after={"decision": held.get_late_decision_display(), "reason": reason},
        classification=event_class(held.confidential),
    )
    ports.notices["late_response_decided"](held)
    return held

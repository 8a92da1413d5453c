"""Who is told of a step of a DCC assessment: the DCC of what SECAS does, SECAS of what the DCC does (domain §4)."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from audit import clock
from audit.acts import current
from notifications.actions import tell_people
from notifications.recipients import Recipient, recipients
from proposals.models import DccAssessment
from proposals.ports import Telling, foretell, notice

GROUPS = {"dcc": "everybody who speaks for the DCC", "analyst": "the Lead Analyst and the deputy"}
# Each step: whom it tells, and what it is called in the heading of the mail; {} stands for the assessment.
STEPS = {
    "requested": (("dcc",), "{} requested"),
    "clarified": (("dcc",), "{}: your question is answered"),
    "re-agreed": (("dcc",), "{}: new due date agreed"),
    "cancelled": (("dcc",), "{}: request cancelled"),
    "date-declined": (("dcc",), "{}: the due date stands"),
    "date-asked": (("analyst",), "{}: the DCC asks for a new date"),
    "acknowledged": (("analyst",), "{}: request acknowledged by the DCC"),
    "acknowledgement-corrected": (("analyst",), "{}: day of the acknowledgement put right"),
    "clarification-corrected": (("dcc",), "{}: the answer to your question is put right"),
    "asked": (("analyst",), "{}: the DCC asks for clarification"),
    "withdrawn": (("analyst",), "{}: the DCC withdraws its question"),
    "answered": (("analyst",), "{} given by the DCC"),
    "corrected": (("analyst",), "{} put right"),
    "reckoned": (("dcc", "analyst"), "{}: new due date, as the working days have changed"),
}
# May happen to the same thing again.
REPEATED = ("corrected", "acknowledgement-corrected", "clarification-corrected", "date-asked", "date-declined")


@foretell("assessment")
def would_be_told(step: str, proposal, by) -> Telling:
    """``by``, who takes the step, is not told of it."""
    audiences, _ = STEPS[step]
    names = tuple(recipient.user.name for recipient in _hearers(step, proposal, by))
    return Telling(" and ".join(GROUPS[audience] for audience in audiences), names)


def _hearers(step: str, proposal, by) -> list[Recipient]:
    audiences, _ = STEPS[step]
    found = {r.user.pk: r for audience in audiences for r in recipients(audience, proposal) if r.user != by}
    return list(found.values())


@notice("assessment")
def tell(step: str, subject, assessment: DccAssessment, sentence: str, *, by, on: date) -> None:
    """``subject``: the row that the step wrote. What is entered on a later day mails nobody."""
    if on < clock.today():
        return
    proposal, (_, heading) = assessment.proposal, STEPS[step]
    again = f"-{current().id.hex[:12]}" if step in REPEATED else ""
    tell_people(
        proposal,
        _hearers(step, proposal, by),
        audience="assessment",
        key=f"{step}-{subject._meta.model_name}-{subject.pk}{again}",
        subject=f"{proposal.reference} {heading.format(assessment)}",
        body=_body(assessment, sentence),
    )


def _body(assessment: DccAssessment, sentence: str) -> str:
    proposal = assessment.proposal
    due = f"It is due on {assessment.due_on:%A %-d %B %Y}." if assessment.is_outstanding else ""
    page = f"{settings.SITE_URL}{reverse('proposals:refinement', args=[proposal.slug])}"
    return "\n\n".join(part for part in (f"{proposal.reference} ‘{proposal.title}’", sentence, due, page) if part)

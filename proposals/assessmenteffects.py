"""What a step of a DCC assessment will do, shown beside its form: dates, who is told, who acts next."""

from collections.abc import Callable

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.actions.assessments import LIMITS
from proposals.dccclock import read, start_of, stops_of
from proposals.effects import Effect, who_is_told
from proposals.models import Clarification, DccAssessment, Proposal
from proposals.ports import tellings
from proposals.processrules import values_on

DCC, SECAS = "The DCC.", "SECAS."
NEXT = {
    "requested": DCC,
    "clarified": DCC,
    "re-agreed": DCC,
    "date-asked": SECAS,
    "date-declined": DCC,
    "acknowledged": DCC,
    "asked": SECAS,
    "withdrawn": DCC,
    "answered": SECAS,
}
STILL = "The clock stands still from the day after the question until the day of its answer."


def foreseen(step: str) -> Callable:
    """``foresee(proposal, user, subject)`` of the step, a key of ``notifications.assessments.STEPS``."""

    def foresee(proposal: Proposal, user, subject) -> list[Effect]:
        telling = tellings["assessment"](step, proposal, user)
        found = [
            Effect("Dates", _dates(step, proposal, subject)),
            who_is_told(telling, user),
            Effect("Who acts next", [NEXT[step]] if step in NEXT else []),
        ]
        return [effect for effect in found if effect.items_list]

    return foresee


def _dates(step: str, proposal: Proposal, subject) -> list[str]:
    if step == "requested":
        return _asked_today(proposal)
    if step == "asked":
        return [STILL]
    if step in ("date-asked", "date-declined"):
        return [f"Until SECAS agrees to another, the assessment is due on {subject.due_on:%A %-d %B %Y}."]
    if step == "clarified":
        return [_answered_today(subject)]
    return []


def _asked_today(proposal: Proposal) -> list[str]:
    today, calendar = clock.today(), WorkingCalendar.load()
    keys = [LIMITS[kind, proposal.urgent] for kind in DccAssessment.Kind]
    limits = zip(DccAssessment.Kind, values_on(keys, today), strict=True)
    return [
        f"{kind.label}: {days} working days, due on {calendar.add(today, days):%A %-d %B %Y} if asked today."
        for kind, days in limits
    ]


def _answered_today(question: Clarification) -> str:
    assessment, calendar = question.assessment, WorkingCalendar.load()
    start = start_of(assessment, assessment.due_changes.all(), calendar)
    stops = stops_of(assessment.clarifications.all())
    due = read(start, stops, calendar, clock.today(), assessment.due_on).due_on
    return f"Answered today, the assessment is due on {due:%A %-d %B %Y}."

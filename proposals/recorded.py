"""What the record says of an agreement, an approval or a consultation, in the words in which pages and the history show
it before and after it is put right."""

from datetime import date

from audit.templatetags.look import working_days_words
from bodies.models import Meeting
from proposals.models import Clarification, DccAssessment, RefinementConsultation, RequirementSet, WorkPackage


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def _at(meeting: Meeting | None) -> str:
    return f"{meeting.committee.named}, meeting {meeting.number}" if meeting else ""


def _requirements(row: RequirementSet) -> dict[str, str]:
    return {
        "Published for comment on": _day(row.published_on),
        "Open to comment until": _day(row.comments_until),
        "Agreed on": _day(row.agreed_on),
        "Agreed with the Proposer": ("Yes" if row.agreed_with_proposer else "No") if row.agreed_on else "",
        "Agreed at": _at(row.agreed_at),
    }


def _package(row: WorkPackage) -> dict[str, str]:
    return {
        "Approved on": _day(row.approved_on),
        "Approved at": _at(row.approved_at),
        "Words of the decision": row.decision,
    }


def _consultation(row: RefinementConsultation) -> dict[str, str]:
    if row.taken_back_at:
        return {}
    return {
        "Opened on": _day(row.opened_on),
        "Closes on": _day(row.closes_on),
        "Closed on": _day(row.closed_on),
        "Responses": row.responses,
    }


def _assessment(row: DccAssessment) -> dict[str, str]:
    return {"Acknowledged on": _day(row.acknowledged_on)}


def _clarification(row: Clarification) -> dict[str, str]:
    assessment = row.assessment
    return {
        "Answer": row.answer,
        "Answered on": _day(row.answered_on),
        "The assessment is due on": _day(assessment.due_on),
        "The assessment was given": _how_late(assessment),
    }


def _how_late(assessment: DccAssessment) -> str:
    if assessment.answered_on is None:
        return ""
    return f"{working_days_words(assessment.days_late)} late" if assessment.days_late else "in time"


SAYS = {
    RequirementSet: _requirements,
    WorkPackage: _package,
    RefinementConsultation: _consultation,
    DccAssessment: _assessment,
    Clarification: _clarification,
}


def facts_of(row) -> dict[str, str]:
    """What stands of it, by its name; nothing of what is empty."""
    return {name: words for name, words in SAYS[type(row)](row).items() if words}


def differences(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What of ``before`` and of ``after`` is not in the other."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return tuple({name: facts[name] for name in names if name in facts} for facts in (before, after))

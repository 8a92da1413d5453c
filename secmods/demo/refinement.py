"""Refinement of the demo’s proposals: requirements, what the DCC was asked and answered, what bodies made of it."""

from proposals import actions
from proposals.actions import alternatives, areas, assessments, refinement, requirementsets
from proposals.models import Clarification, DccAssessment, Proposal, StandardArea
from secmods.demo import legal, shapes
from secmods.demo.record import Record
from secmods.demo.solutions import fields_of, rows_of

PENCE = 100


def take(step: shapes.RefinementStep, record: Record, *, proposal: Proposal, by) -> None:
    """One step, recorded by the analyst: what is dated back is SECAS's to record, whoever did it."""
    STEPS[step.step](step, record, {"proposal": proposal, "by": by})


def _meeting(step: shapes.RefinementStep, record: Record):
    """The latest meeting of the body up to the day of the step."""
    days = [day for code, day in record.meetings if code == step.body and day <= step.on]
    return record.meetings[step.body, max(days)]


def _draft(step, record, own) -> None:
    requirementsets.draft_requirements(
        **own, title=step.title, text=step.text, requirements=list(step.rows), why=step.why, on=step.on
    )


def _publish(step, record, own) -> None:
    held = _latest_requirements(own)
    requirementsets.publish_requirements(**own, requirement_set=held, comments_until=step.due, on=step.on)


def _agree(step, record, own) -> None:
    requirementsets.agree_requirements(**own, requirement_set=_latest_requirements(own), with_proposer=True, on=step.on)


def _latest_requirements(own):
    return own["proposal"].requirement_sets.order_by("-sequence").first()


def _preliminary(step, record, own) -> None:
    held = _latest_requirements(own)
    assessments.request_assessment(**own, kind="preliminary", requirement_set=held, scope=step.text, on=step.on)


def _impact(step, record, own) -> None:
    assessments.request_assessment(
        **own,
        kind="impact",
        requirement_set=_latest_requirements(own),
        cost_approved_at=_meeting(step, record),
        scope=step.text,
        on=step.on,
    )


def _asked(own) -> DccAssessment:
    return own["proposal"].dcc_assessments.outstanding().first()


def _acknowledge(step, record, own) -> None:
    assessments.acknowledge_assessment(**own, assessment=_asked(own), on=step.on)


def _ask(step, record, own) -> None:
    assessments.ask_clarification(**own, assessment=_asked(own), question=step.text, on=step.on)


def _reply(step, record, own) -> None:
    question = Clarification.objects.get(assessment=_asked(own), answered_on=None)
    assessments.answer_clarification(**own, clarification=question, answer=step.text, on=step.on)


def _answer(step, record, own) -> None:
    assessments.answer_assessment(
        **own,
        assessment=_asked(own),
        cost_min=step.min * PENCE,
        cost_max=step.max * PENCE,
        lead_time=step.lead_time,
        release=step.release,
        assumptions=step.why,
        answer=step.text,
        on=step.on,
    )


def _consult(step, record, own) -> None:
    refinement.open_refinement_consultation(**own, closes_on=step.due, on=step.on)


def _close(step, record, own) -> None:
    refinement.close_refinement_consultation(**own, responses=step.text, on=step.on)


def _discuss(step, record, own) -> None:
    refinement.record_discussion(**own, meeting=_meeting(step, record), summary=step.text)


def _raise(step, record, own) -> None:
    alternatives.raise_alternative(
        **own,
        title=step.title,
        text=step.text,
        organisation=record.organisations[step.organisation],
        raised_by=record.people[step.person],
        on=step.on,
    )


def _support(step, record, own) -> None:
    found = own["proposal"].alternatives.last()
    alternatives.save_alternative(**own, alternative=found, title=found.title, supported_at=_meeting(step, record))


def _develop(step, record, own) -> None:
    """The Alternative brought to the degree of the proposed solution: what it touches, costs and brings, its text."""
    about = own | {"alternative": own["proposal"].alternatives.last()}
    rows = rows_of(step.solution, step.objectives, record)
    actions.save_solution(**about, rows=rows, **fields_of(step.solution))
    alternatives.save_alternative_implementation(**about, implementation=step.why)
    legal.draft(step.legal_text, record, **about)


def _settle(step, record, own) -> None:
    areas.answer_area(
        **own,
        standard=StandardArea.objects.get(title=step.standard, ends=None),
        answer=step.text,
        committee=record.committees[step.body],
        on=step.on,
    )


def _ask_area(step, record, own) -> None:
    areas.add_area(**own, question=step.title, background=step.text, feedback=step.feedback, counter_view=step.why)


STEPS = {
    "draft": _draft,
    "publish": _publish,
    "agree": _agree,
    "preliminary": _preliminary,
    "impact": _impact,
    "acknowledge": _acknowledge,
    "ask": _ask,
    "reply": _reply,
    "answer": _answer,
    "consult": _consult,
    "close": _close,
    "discuss": _discuss,
    "raise": _raise,
    "support": _support,
    "develop": _develop,
    "settle": _settle,
    "ask-area": _ask_area,
}

"""One attempt against each constraint of Refinement's models, made behind the acts' back. Each gets a proposal."""

from datetime import date, timedelta

from audit import clock
from bodies.models import Meeting
from proposals.models import (
    Alternative,
    AssessmentArea,
    Clarification,
    ConsultationExtension,
    DccAssessment,
    Discussion,
    DueChange,
    RefinementConsultation,
    Requirement,
    RequirementSet,
    Solution,
    StandardArea,
)
from tests import factories as make

DAY, LATER, EARLIER = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 2)


def requirements(p, **fields):
    values = {"proposal": p, "sequence": 1, "title": "Requirements", "drafted_on": DAY, "at": clock.now()}
    return RequirementSet.objects.create(**values | fields)


def requirement(p, **fields):
    return Requirement.objects.create(**{"of": requirements(p), "number": 1, "text": "It works."} | fields)


def discussion(p, **fields):
    values = {"proposal": p, "committee": make.CommitteeFactory(), "on": DAY, "summary": "<p>So.</p>"}
    return Discussion.objects.create(**values | fields)


def consultation(p, **fields):
    return RefinementConsultation.objects.create(**{"proposal": p, "opened_on": DAY, "closes_on": LATER} | fields)


def extension(p, **fields):
    values = {"was": DAY, "becomes": LATER, "reason": "More time.", "at": clock.now()}
    return ConsultationExtension.objects.create(consultation=consultation(p), **values | fields)


def standard(p, **fields):
    values = {"title": "Another", "question": "Why?", "starts": DAY, "source": "a test"}
    return StandardArea.objects.create(**values | fields)


def area(p, **fields):
    return AssessmentArea.objects.create(**{"proposal": p, "question": "Why?"} | fields)


def meeting() -> Meeting:
    return make.MeetingFactory(date=DAY)


def assessment(p, **fields):
    values = {"kind": "preliminary", "number": 1, "working_days": 15, "requested_on": DAY, "due_on": LATER}
    return DccAssessment.objects.create(**{"proposal": p, "is_urgent": True} | values | fields)


def question(p, **fields):
    return Clarification.objects.create(**{"assessment": assessment(p), "asked_on": DAY, "question": "What?"} | fields)


def due_change(p, **fields):
    values = {"cause": "clock", "was": DAY, "becomes": LATER, "on": DAY, "reason": "It stood.", "at": clock.now()}
    return DueChange.objects.create(assessment=assessment(p), **values | fields)


def alternative(p, **fields):
    values = {"proposal": p, "number": 1, "title": "Otherwise", "raised_by": p.proposer, "raised_on": DAY}
    return Alternative.objects.create(**values | {"organisation": p.proposer_organisation} | fields)


def twice(write, *args, **fields):
    write(*args, **fields)
    write(*args, **fields)


ATTEMPTS = {
    "requirements_version_once": lambda p: twice(requirements, p),
    "new_requirements_say_why": lambda p: requirements(p, sequence=2),
    "requirements_published_whole": lambda p: requirements(p, published_on=LATER),
    "requirements_agreed_with_somebody": lambda p: requirements(p, agreed_on=LATER),
    "requirement_numbered_once": lambda p: Requirement.objects.create(of=requirement(p).of, number=1, text="So."),
    "requirement_says_something": lambda p: requirement(p, text=""),
    "discussion_has_a_summary": lambda p: discussion(p, summary=""),
    "one_refinement_consultation_open": lambda p: twice(consultation, p),
    "consultation_closes_after_opening": lambda p: consultation(p, closes_on=DAY),
    "consultation_closed_whole": lambda p: consultation(p, closed_on=LATER),
    "consultation_taken_back_whole": lambda p: consultation(p, taken_back_at=clock.now()),
    "an_extension_is_later": lambda p: extension(p, becomes=DAY),
    "an_extension_says_why": lambda p: extension(p, reason=""),
    "standard_area_ends_after_start": lambda p: standard(p, ends=DAY - timedelta(1)),
    "standard_area_begins_once": lambda p: [standard(p, ends=LATER), standard(p)],
    "one_standard_area_of_a_title_now": lambda p: [standard(p), standard(p, starts=LATER)],
    "area_is_standard_or_own": lambda p: area(p, standard=StandardArea.objects.first()),
    "standard_area_assessed_once": lambda p: twice(area, p, question="", standard=StandardArea.objects.first()),
    "area_settled_whole": lambda p: area(p, outcome="answered", settled_on=DAY),
    "assessment_numbered_once": lambda p: [assessment(p, cancelled_on=DAY, cancelled_why="No."), assessment(p)],
    "one_assessment_of_a_kind_outstanding": lambda p: [assessment(p), assessment(p, number=2)],
    "cost_of_an_impact_assessment_approved": lambda p: assessment(p, kind="impact"),
    "only_the_urgent_rests_on_nothing": lambda p: assessment(p, is_urgent=False),
    "assessment_acknowledged_after_request": lambda p: assessment(p, acknowledged_on=EARLIER),
    "assessment_answered_whole": lambda p: assessment(p, answered_on=LATER),
    "assessment_cost_range_whole": lambda p: assessment(p, answered_on=LATER, days_late=0, cost_min=2, answer="Yes."),
    "assessment_cancelled_whole": lambda p: assessment(p, cancelled_on=DAY),
    "a_clarification_asks_something": lambda p: question(p, question=""),
    "clarification_answered_whole": lambda p: question(p, answered_on=DAY),
    "clarification_withdrawn_whole": lambda p: question(p, withdrawn_on=DAY),
    "new_date_wanted_whole": lambda p: assessment(p, wanted_due_on=DAY, wanted_on=DAY),
    "a_due_date_changes": lambda p: due_change(p, becomes=DAY),
    "a_due_change_says_why": lambda p: due_change(p, reason=""),
    "an_agreed_due_date_says_by_whom": lambda p: due_change(p, cause="agreed"),
    "alternative_numbered_once": lambda p: twice(alternative, p),
    "alternative_has_a_title": lambda p: alternative(p, title=""),
    "alternative_supported_whole": lambda p: alternative(p, supported_by="the Working Group"),
    "alternative_withdrawn_whole": lambda p: alternative(p, withdrawn_on=LATER),
    "solution_of_one_thing": lambda p: Solution.objects.create(),
}
# The same rows, right: so that a refusal is the constraint's and not a slip of the attempt.
RIGHT = (
    lambda p: requirements(p, sequence=2, why="So.", published_on=DAY, comments_until=LATER),
    lambda p: requirements(p, agreed_on=LATER, agreed_with_proposer=True),
    requirement,
    discussion,
    lambda p: consultation(p, closed_on=LATER, responses="none"),
    lambda p: [consultation(p, taken_back_at=clock.now(), taken_back_because="No."), consultation(p)],
    extension,
    standard,
    lambda p: area(p, question="", standard=StandardArea.objects.first()),
    lambda p: area(p, outcome="answered", settled_on=DAY, answer="Yes.", committee=make.CommitteeFactory()),
    lambda p: assessment(p, acknowledged_on=DAY, answered_on=LATER, days_late=0, cost_min=1, cost_max=1, answer="Y"),
    lambda p: assessment(p, kind="impact", cost_approved_at=meeting(), cancelled_on=DAY, cancelled_why="No."),
    lambda p: assessment(p, is_urgent=False, requirement_set=requirements(p)),
    lambda p: question(p, answered_on=DAY, answer="That."),
    lambda p: question(p, withdrawn_on=DAY, withdrawn_why="Found."),
    lambda p: due_change(p, cause="agreed", agreed_by="both"),
    lambda p: Solution.objects.create(alternative=alternative(p, supported_by="WG", supported_on=LATER)),
    lambda p: alternative(p, withdrawn_on=LATER, withdrawn_why="No."),
)

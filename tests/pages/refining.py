"""Things of Refinement that something is sent about, each made on a proposal that is in it; and what is entered."""

from datetime import date

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.actions import alternatives, areas, assessments, refinement, requirementsets
from proposals.models import DccAssessment
from tests import factories as make
from tests.proposals.refining import WORKING_GROUP, agreed_requirements, answered, preliminary


def drafted(step: str):
    def prepare(proposal, by) -> dict:
        requirementsets.draft_requirements(proposal=proposal, by=by, title="Requirements", requirements=["It counts."])
        return {"sequence": 1, "step": step}

    return prepare


def settled(step: str):
    """Requirements that were published for comment and then agreed."""

    def prepare(proposal, by) -> dict:
        own = {"proposal": proposal, "by": by}
        made = requirementsets.draft_requirements(**own, title="Requirements", requirements=["It counts."])
        requirementsets.publish_requirements(**own, requirement_set=made, comments_until=far())
        requirementsets.agree_requirements(**own, requirement_set=made, with_proposer=True)
        return {"sequence": 1, "step": step}

    return prepare


def agreed(proposal, by) -> dict:
    agreed_requirements(proposal, by)
    return {}


def asked(step: str):
    """An assessment that the DCC was asked for, and where it is to be corrected has answered."""

    def prepare(proposal, by) -> dict:
        made = preliminary(proposal, by)
        if step == "correct":
            answered(proposal, by, made)
        if step == "correct-acknowledgement":
            earlier = WorkingCalendar().add(clock.today(), -1)
            DccAssessment.objects.filter(pk=made.pk).update(requested_on=earlier)
            assessments.acknowledge_assessment(proposal=proposal, by=by, assessment=made, on=earlier)
        if step == "decline-date":
            later = WorkingCalendar().add(clock.today(), 60)
            assessments.ask_for_due_date(proposal=proposal, by=by, assessment=made, becomes=later, reason="More to do.")
        return {"pk": made.pk, "step": step}

    return prepare


def questioned(step: str):
    def prepare(proposal, by) -> dict:
        made = preliminary(proposal, by)
        question = assessments.ask_clarification(proposal=proposal, by=by, assessment=made, question="What?")
        if step == "correct":
            assessments.answer_clarification(proposal=proposal, by=by, clarification=question, answer="That.")
        return {"pk": question.pk, "step": step}

    return prepare


def discussed(proposal, by) -> dict:
    body = make.CommitteeFactory(**WORKING_GROUP)
    made = refinement.record_discussion(proposal=proposal, by=by, committee=body, summary="<p>So.</p>")
    return {"pk": made.pk}


def consulted(step: str):
    """One that is open; to be closed it has run to its end."""

    def prepare(proposal, by) -> dict:
        began = WorkingCalendar().add(clock.today(), -20)
        if step != "open":
            ends = WorkingCalendar().add(began, 16)
            refinement.open_refinement_consultation(proposal=proposal, by=by, closes_on=ends, on=began)
        return {"step": step}

    return prepare


def closed(step: str):
    """A Refinement Consultation that has run and was closed."""

    def prepare(proposal, by) -> dict:
        consulted(step)(proposal, by)
        made = refinement.close_refinement_consultation(proposal=proposal, by=by, responses="four")
        return {"pk": made.pk, "step": step}

    return prepare


def questions(step: str):
    def prepare(proposal, by) -> dict:
        made = areas.add_area(proposal=proposal, by=by, question="Why?")
        if step == "reopen":
            areas.leave_area_open(proposal=proposal, by=by, area=made, reason="Not asked.")
        return {"key": str(made.pk), "step": step}

    return prepare


def beside(part: str = ""):
    """An Alternative of the Proposer's."""

    def prepare(proposal, by) -> dict:
        alternatives.raise_alternative(
            proposal=proposal,
            by=by,
            raised_by=proposal.proposer,
            organisation=proposal.proposer_organisation,
            title="Otherwise",
            text="<p>So.</p>",
        )
        return {"number": 1, "part": part} if part else {"number": 1}

    return prepare


def far(proposal=None) -> date:
    """A working day that is far enough away for anything to be open until then."""
    return WorkingCalendar().add(clock.today(), 60)


def body(proposal=None) -> int:
    return make.CommitteeFactory(**WORKING_GROUP).pk


def meeting() -> int:
    return make.MeetingFactory(committee=make.CommitteeFactory(**WORKING_GROUP), date=clock.today()).pk


# (route, step or part) → what is prepared, and what is entered
WHY = {"why": "It was wrong."}
RIGHT = {"reason": "It was mistyped.", "step": "do"}
STEPS = {
    ("proposals:draft_requirements", ""): (None, lambda p: {"title": "Needs", "requirement-0-text": "It counts."}),
    ("proposals:requirements_step", "edit"): (drafted("edit"), lambda p: {"title": "Needs"}),
    ("proposals:requirements_step", "publish"): (drafted("publish"), lambda p: {"comments_until": far()}),
    ("proposals:requirements_step", "agree"): (drafted("agree"), lambda p: {"with_proposer": "on"}),
    ("proposals:requirements_step", "correct-publication"): (
        settled("correct-publication"),
        lambda p: {"comments_until": f"{clock.today()}", **RIGHT},
    ),
    ("proposals:requirements_step", "correct-agreement"): (
        settled("correct-agreement"),
        lambda p: {"agreed_at": meeting(), "agreed_on": "", **RIGHT},
    ),
    ("proposals:request_assessment", ""): (agreed, lambda p: {"kind": "preliminary"}),
    ("proposals:assessment_step", "acknowledge"): (asked("acknowledge"), lambda p: {}),
    ("proposals:assessment_step", "ask"): (asked("ask"), lambda p: {"question": "What?"}),
    ("proposals:assessment_step", "answer"): (asked("answer"), lambda p: {"answer": "<p>Yes.</p>"}),
    ("proposals:assessment_step", "correct"): (asked("correct"), lambda p: WHY),
    ("proposals:assessment_step", "re-agree"): (
        asked("re-agree"),
        lambda p: {"becomes": far(), "agreed_by": "both", "reason": "More to do."},
    ),
    ("proposals:assessment_step", "ask-date"): (
        asked("ask-date"),
        lambda p: {"becomes": f"{WorkingCalendar().add(clock.today(), 60)}", "reason": "More to do."},
    ),
    ("proposals:assessment_step", "decline-date"): (asked("decline-date"), lambda p: WHY),
    ("proposals:assessment_step", "cancel"): (asked("cancel"), lambda p: WHY),
    ("proposals:clarification_step", "answer"): (questioned("answer"), lambda p: {"answer": "That."}),
    ("proposals:clarification_step", "withdraw"): (questioned("withdraw"), lambda p: WHY),
    ("proposals:assessment_step", "correct-acknowledgement"): (
        asked("correct-acknowledgement"),
        lambda p: {"acknowledged_on": f"{clock.today()}", **RIGHT},
    ),
    ("proposals:clarification_step", "correct"): (questioned("correct"), lambda p: {"answer": "This.", **RIGHT}),
    ("proposals:add_discussion", ""): (None, lambda p: {"committee": body(), "summary": "<p>So.</p>"}),
    ("proposals:correct_discussion", ""): (discussed, lambda p: {"summary": "<p>Other.</p>"}),
    ("proposals:consultation_step", "open"): (consulted("open"), lambda p: {"closes_on": far()}),
    ("proposals:consultation_step", "extend"): (consulted("extend"), lambda p: {"closes_on": far(), "reason": "So."}),
    ("proposals:consultation_step", "close"): (consulted("close"), lambda p: {"responses": "four"}),
    ("proposals:consultation_right", "correct"): (closed("correct"), lambda p: {"responses": "five", **RIGHT}),
    ("proposals:consultation_right", "take-back"): (closed("take-back"), lambda p: RIGHT),
    ("proposals:add_area", ""): (None, lambda p: {"question": "Why?"}),
    ("proposals:area_step", "edit"): (questions("edit"), lambda p: {"question": "How?"}),
    ("proposals:area_step", "answer"): (questions("answer"), lambda p: {"answer": "So.", "committee": body()}),
    ("proposals:area_step", "leave-open"): (questions("leave-open"), lambda p: {"reason": "Not asked."}),
    ("proposals:area_step", "reopen"): (questions("reopen"), lambda p: WHY),
    ("proposals:raise_alternative", ""): (
        None,
        lambda p: {
            "raised_by": p.proposer_id,
            "organisation": p.proposer_organisation_id,
            "title": "Otherwise",
            "text": "<p>So.</p>",
        },
    ),
    ("proposals:edit_alternative", "title"): (beside("title"), lambda p: {"title": "Another way"}),
    ("proposals:edit_alternative", "implementation"): (
        beside("implementation"),
        lambda p: {"implementation": "<p>In June.</p>"},
    ),
    ("proposals:edit_alternative", "solution"): (beside("solution"), lambda p: {"text": "<p>Another.</p>"}),
    ("proposals:edit_alternative", "costs"): (beside("costs"), lambda p: {"secas_activities": "Writing"}),
    ("proposals:withdraw_alternative", ""): (beside(), lambda p: WHY),
}
PROPOSERS = {
    "proposals:raise_alternative": frozenset({"analyst", "submitter", "proposer"}),
    "proposals:withdraw_alternative": frozenset({"analyst", "proposer"}),
}

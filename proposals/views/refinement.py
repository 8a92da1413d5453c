"""The tab of Refinement, and the pages on which its steps are taken."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from proposals import refinement
from proposals.acting import crumbs
from proposals.actions import areas, assessments, dccrecorded, recorded, requirementsets
from proposals.actions import refinement as acts
from proposals.assessmenteffects import foreseen
from proposals.forms import assessments as dcc
from proposals.forms import recorded as right
from proposals.forms import refinement as forms
from proposals.models import AssessmentArea, Clarification, Proposal, StandardArea
from proposals.pages import page_context, proposal_page
from proposals.refinementmay import May
from proposals.rules import may_act_for_the_dcc
from proposals.views.steps import PutRight, RefinementEditor, Step, the_step

PLAIN, ROWS = "proposals/edit.html", "proposals/edit_requirements.html"
ANY = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@proposal_page
def tab(request, proposal: Proposal):
    may = May.of(proposal, request.user)
    context = {
        **page_context(request, proposal, "refinement"),
        "crumbs": crumbs(proposal, "Refinement"),
        **refinement.shown(proposal, request.user, may),
        "may": may,
    }
    return render(request, "proposals/refinement.html", context)


# Requirements -------------------------------------------------------------------------------------

_draft = RefinementEditor("Draft the requirements", forms.RequirementsForm, ROWS, "The requirements are drafted.")
REQUIREMENTS = {
    "edit": RefinementEditor("Edit {}", forms.RequirementsEditForm, ROWS, "The requirements are saved."),
    "publish": Step(
        "Publish the requirements for comment",
        forms.PublishForm,
        requirementsets.publish_requirements,
        "Publish for comment",
        "The requirements are published for comment.",
        "requirement_set",
    ),
    "agree": Step(
        "Record that the requirements are agreed",
        forms.AgreeForm,
        requirementsets.agree_requirements,
        "Record the agreement",
        "The requirements are agreed; this version stays as it is.",
        "requirement_set",
    ),
    "correct-publication": PutRight(
        "Put right when the requirements were published",
        right.CorrectPublicationForm,
        recorded.correct_publication,
        "Put the days right",
        "The days are put right; the history keeps both.",
        "requirement_set",
        closed=lambda made: "" if made.published_on else f"{made} has not been published for comment.",
    ),
    "correct-agreement": PutRight(
        "Put right how the requirements were agreed",
        right.CorrectAgreementForm,
        recorded.correct_agreement,
        "Put the agreement right",
        "The agreement is put right; the history keeps both. The requirements stay as they were agreed.",
        "requirement_set",
        closed=lambda made: "" if made.agreed_on else f"{made} has not been agreed.",
    ),
}


@ANY
@proposal_page
def draft_requirements(request, proposal: Proposal):
    return _draft.take(request, proposal)


@ANY
@proposal_page
def requirements_step(request, proposal: Proposal, sequence: int, step: str):
    return the_step(REQUIREMENTS, step).take(
        request, proposal, lambda: get_object_or_404(proposal.requirement_sets, sequence=sequence)
    )


# The DCC's assessments ----------------------------------------------------------------------------

_request = Step(
    "Request an assessment from the DCC",
    dcc.RequestForm,
    assessments.request_assessment,
    "Request the assessment",
    "The assessment is requested.",
    foresee=foreseen("requested"),
)
ASSESSMENT = {
    "acknowledge": Step(
        "Acknowledge the request for the {}",
        dcc.AcknowledgeForm,
        assessments.acknowledge_assessment,
        "Acknowledge the request",
        "The request is acknowledged.",
        "assessment",
        may_act_for_the_dcc,
        foresee=foreseen("acknowledged"),
    ),
    "ask": Step(
        "Ask for clarification for the {}",
        dcc.QuestionForm,
        assessments.ask_clarification,
        "Ask, and stop the clock",
        "The question is asked; the clock stands still until it is answered.",
        "assessment",
        may_act_for_the_dcc,
        foresee=foreseen("asked"),
    ),
    "answer": Step(
        "Give the {}",
        dcc.AnswerForm,
        assessments.answer_assessment,
        "Give the assessment",
        "The assessment is given.",
        "assessment",
        may_act_for_the_dcc,
        foresee=foreseen("answered"),
    ),
    "correct": Step(
        "Put the {} right",
        dcc.CorrectForm,
        assessments.correct_answer,
        "Save the corrected assessment",
        "The assessment is put right; the history keeps both.",
        "assessment",
        may_act_for_the_dcc,
        foresee=foreseen("corrected"),
    ),
    "re-agree": Step(
        "Agree a new date for the {}",
        dcc.DueDateForm,
        assessments.agree_due_date,
        "Record the new date",
        "The new date is recorded.",
        "assessment",
        foresee=foreseen("re-agreed"),
    ),
    "ask-date": Step(
        "Ask for a new date for the {}",
        dcc.WantedDateForm,
        assessments.ask_for_due_date,
        "Ask for this date",
        "The new date is asked for; SECAS answers.",
        "assessment",
        may_act_for_the_dcc,
        foresee=foreseen("date-asked"),
    ),
    "decline-date": Step(
        "Decline the new date for the {}",
        dcc.DeclineDateForm,
        assessments.decline_due_date,
        "Decline the new date",
        "The due date stands.",
        "assessment",
        foresee=foreseen("date-declined"),
    ),
    "cancel": Step(
        "Cancel the request for the {}",
        dcc.CancelForm,
        assessments.cancel_assessment,
        "Cancel the request",
        "The request is cancelled.",
        "assessment",
        foresee=foreseen("cancelled"),
    ),
    "correct-acknowledgement": PutRight(
        "Put right when the request for the {} was acknowledged",
        right.CorrectAcknowledgementForm,
        dccrecorded.correct_acknowledgement,
        "Put the day right",
        "The day of the acknowledgement is put right; the history keeps both.",
        "assessment",
        closed=lambda made: "" if made.acknowledged_on else "The DCC has not acknowledged this request.",
        tells="acknowledgement-corrected",
    ),
}


def _stays_due(asked: Clarification, put_right: Clarification) -> list[str]:
    if put_right.answered_on >= asked.answered_on:
        return []
    due = f"{put_right.assessment.due_on:%-d %B %Y}"
    return [f"The assessment stays due on {due}: a date that the DCC was told is not brought forward."]


QUESTION = {
    "answer": Step(
        "Answer the DCC’s question",
        dcc.ReplyForm,
        assessments.answer_clarification,
        "Answer, and start the clock",
        "The question is answered; the due date is reckoned again.",
        "clarification",
        foresee=foreseen("clarified"),
    ),
    "withdraw": Step(
        "Withdraw the DCC’s question",
        dcc.WithdrawQuestionForm,
        assessments.withdraw_clarification,
        "Withdraw the question",
        "The question is withdrawn; the clock counts as if it had not been asked.",
        "clarification",
        may_act_for_the_dcc,
        foresee=foreseen("withdrawn"),
    ),
    "correct": PutRight(
        "Put right the answer to the DCC’s question",
        right.CorrectClarificationForm,
        dccrecorded.correct_clarification,
        "Put the answer right",
        "The answer is put right; the history keeps both.",
        "clarification",
        closed=lambda asked: "" if asked.answered_on else "This question has not been answered.",
        tells="clarification-corrected",
        notes=_stays_due,
    ),
}


@ANY
@proposal_page
def request_assessment(request, proposal: Proposal):
    return _request.take(request, proposal)


@ANY
@proposal_page
def assessment_step(request, proposal: Proposal, pk: int, step: str):
    return the_step(ASSESSMENT, step).take(
        request, proposal, lambda: get_object_or_404(proposal.dcc_assessments, pk=pk)
    )


@ANY
@proposal_page
def clarification_step(request, proposal: Proposal, pk: int, step: str):
    return the_step(QUESTION, step).take(
        request, proposal, lambda: get_object_or_404(Clarification, pk=pk, assessment__proposal=proposal)
    )


# Discussions and the consultation -----------------------------------------------------------------

_discussion = Step(
    "Record a discussion", forms.DiscussionForm, acts.record_discussion, "Record it", "The discussion is recorded."
)
_correct_discussion = RefinementEditor(
    "Put the summary right: {}", forms.DiscussionEditForm, PLAIN, "The summary is put right."
)
CONSULTATION = {
    "open": Step(
        "Open a Refinement Consultation",
        forms.OpenConsultationForm,
        acts.open_refinement_consultation,
        "Open the consultation",
        "The Refinement Consultation is open.",
    ),
    "extend": Step(
        "Extend the Refinement Consultation",
        forms.ExtendConsultationForm,
        acts.extend_refinement_consultation,
        "Extend the consultation",
        "The consultation is extended.",
    ),
    "close": Step(
        "Close the Refinement Consultation",
        forms.CloseConsultationForm,
        acts.close_refinement_consultation,
        "Close the consultation",
        "The consultation is closed.",
    ),
}


CONSULTATION_RIGHT = {
    "correct": PutRight(
        "Put right: {}",
        right.CorrectConsultationForm,
        recorded.correct_consultation,
        "Put it right",
        "The Refinement Consultation is put right; the history keeps both.",
        "consultation",
    ),
    "take-back": PutRight(
        "Take back: {}",
        right.TakeConsultationBackForm,
        recorded.take_consultation_back,
        "Take it back",
        "The Refinement Consultation is taken back; the history keeps it.",
        "consultation",
    ),
}


@ANY
@proposal_page
def add_discussion(request, proposal: Proposal):
    return _discussion.take(request, proposal)


@ANY
@proposal_page
def correct_discussion(request, proposal: Proposal, pk: int):
    return _correct_discussion.take(request, proposal, lambda: get_object_or_404(proposal.discussions, pk=pk))


@ANY
@proposal_page
def consultation_step(request, proposal: Proposal, step: str):
    return the_step(CONSULTATION, step).take(request, proposal)


@ANY
@proposal_page
def consultation_right(request, proposal: Proposal, pk: int, step: str):
    return the_step(CONSULTATION_RIGHT, step).take(
        request, proposal, lambda: get_object_or_404(proposal.refinement_consultations.standing(), pk=pk)
    )


# Areas of assessment ------------------------------------------------------------------------------

_add_area = RefinementEditor("Add an area of assessment", forms.AreaForm, PLAIN, "The area of assessment is added.")
AREA = {
    "edit": RefinementEditor("Edit: {}", forms.AreaForm, PLAIN, "The area of assessment is saved."),
    "answer": Step(
        "Answer: {}", forms.AreaAnswerForm, areas.answer_area, "Close with this answer", "The area is answered."
    ),
    "leave-open": Step(
        "Leave open: {}", forms.AreaOpenForm, areas.leave_area_open, "Leave it open", "The area is left open."
    ),
    "reopen": Step("Open again: {}", forms.ReopenForm, areas.reopen_area, "Open it again", "The area is open again."),
}


@ANY
@proposal_page
def add_area(request, proposal: Proposal):
    return _add_area.take(request, proposal)


@ANY
@proposal_page
def area_step(request, proposal: Proposal, key: str, step: str):
    return the_step(AREA, step).take(request, proposal, lambda: _area(proposal, key))


def _area(proposal: Proposal, key: str) -> AssessmentArea:
    """“12” is a row of the proposal's; “standard-3” a standard area, with or without a row of it yet."""
    kind, _, number = key.rpartition("-")
    held = proposal.assessment_areas.select_related("standard")
    pk = int(number) if number.isdecimal() and len(number) < 10 else 0
    if kind != "standard":
        return get_object_or_404(held, pk=pk if not kind else 0)
    standard = get_object_or_404(StandardArea, pk=pk)
    return held.filter(standard=standard).first() or AssessmentArea(proposal=proposal, standard=standard)

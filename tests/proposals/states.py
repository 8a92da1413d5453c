"""A proposal in each state, brought there by acts alone, and everything a refused act must have left as it was."""

import json
from datetime import timedelta

from audit import clock
from audit.models import Event
from jobs.models import Job
from notifications.models import Message
from proposals import actions
from proposals.actions import areas, requirementsets
from proposals.lifecycle import moves_from
from proposals.models import (
    Alternative,
    Appeal,
    AssessmentArea,
    Clarification,
    DccAssessment,
    Discussion,
    FormerTitle,
    Implementation,
    ImplementationPart,
    Move,
    Objection,
    PathDetermination,
    PlanChange,
    ProblemStatement,
    Proposal,
    RefinementConsultation,
    Release,
    ReleaseMove,
    RequirementSet,
    SecReference,
    Slip,
    Solution,
    StandardArea,
    TimetableEntry,
    Window,
    WorkPackage,
)
from proposals.states import State
from tests import factories as make
from tests import prepared
from tests.factories import in_one_go

WITNESSES = (
    Proposal,
    Appeal,
    PathDetermination,
    FormerTitle,
    Move,
    Window,
    Objection,
    Implementation,
    ImplementationPart,
    PlanChange,
    Release,
    ReleaseMove,
    ProblemStatement,
    Solution,
    SecReference,
    RequirementSet,
    DccAssessment,
    Clarification,
    Discussion,
    RefinementConsultation,
    AssessmentArea,
    Alternative,
    WorkPackage,
    TimetableEntry,
    Slip,
    Message,
    Job,
    Event,
)


def fresh(proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def everything() -> dict[str, list]:
    """All rows of the models that acts on a proposal may write, in one query: it is asked some thousand times."""
    found = prepared.tables("everything", WITNESSES)
    return {model.__name__: json.loads(found[model._meta.label]) for model in WITNESSES}


@in_one_go
def described(by, **fields) -> Proposal:
    """In Development, with all that the Change Sub-Committee wants to see."""
    proposal = make.draft_proposal(by=by, **fields)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    return fresh(proposal)


@in_one_go
def refined(by, **fields) -> Proposal:
    proposal = make.ready_for_fast_track(by=by, **fields)
    actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.")
    return fresh(proposal)


def object_to(proposal, **fields):
    by = fields.pop("by", None) or make.party()
    organisation = fields.pop("organisation", None) or by.organisations[0]
    fields = {"reason": "It is material."} | fields
    return actions.object_to_fast_track(proposal=proposal, by=by, organisation=organisation, **fields)


@in_one_go
def halted(by, **fields) -> Proposal:
    proposal = make.fast_tracked(by=by, **fields)
    object_to(proposal)
    return fresh(proposal)


@in_one_go
def reported(by, **fields) -> Proposal:
    """Converted with its solution ready, so that its report is before the Panel without Refinement (row 12)."""
    proposal = make.ready_for_fast_track(by=by, **fields)
    actions.convert_to_report(proposal=proposal, by=by, words="Its solution is simple.")
    return fresh(proposal)


def with_path(proposal, by, path: str) -> Proposal:
    actions.determine_path(proposal=proposal, by=by, path=path, reasons="As the criteria say.")
    return fresh(proposal)


@in_one_go
def granted(proposal, by) -> Proposal:
    actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
    return fresh(proposal)


@in_one_go
def urgent(by, **fields) -> Proposal:
    proposal = granted(described(by, **fields), by)
    actions.convert_as_urgent(proposal=proposal, by=by, words="Before the Change Board.")
    return fresh(proposal)


@in_one_go
def self_governed(by, **fields) -> Proposal:
    """Approved by the Change Board under Path 3 and open to appeal."""
    proposal = with_path(urgent(by, **fields), by, "3")
    actions.record_self_governance_approval(proposal=proposal, by=by, words="Approved.")
    return fresh(proposal)


@in_one_go
def recommended(by, **fields) -> Proposal:
    proposal = urgent(by, **fields)
    actions.record_change_board_recommendation(proposal=proposal, by=by, words="Approve.")
    return fresh(proposal)


@in_one_go
def rejected(by, **fields) -> Proposal:
    proposal = recommended(by, **fields)
    actions.record_authority_rejection(proposal=proposal, by=by, words="Rejected.")
    return fresh(proposal)


@in_one_go
def consulted_and_over(by, path: str, **fields) -> Proposal:
    """Out for consultation forty days ago, so that its period has run."""
    with clock.set_to(clock.now() - timedelta(days=40)):
        proposal = with_path(reported(by, **fields), by, path)
        actions.send_to_consultation(proposal=proposal, by=by, words="Ready.")
    return fresh(proposal)


@in_one_go
def boarded(by, **fields) -> Proposal:
    """Before the Change Board under Path 2, after its consultation."""
    proposal = consulted_and_over(by, "2", **fields)
    actions.close_consultation(proposal=proposal, by=by)
    return fresh(proposal)


@in_one_go
def sent_back(by, **fields) -> Proposal:
    """With all that a new consultation needs."""
    proposal = boarded(by, **fields)
    actions.record_change_board_recommendation(proposal=proposal, by=by, words="Approve.")
    actions.record_send_back(proposal=proposal, by=by, words="The costs are not shown.")
    return fresh(proposal)


@in_one_go
def pending(by, **fields) -> Proposal:
    """Approved by the Authority, and planned for today."""
    proposal = recommended(by, **fields)
    actions.record_authority_approval(proposal=proposal, by=by, words="Approved.")
    actions.plan_implementation(proposal=proposal, by=by, planned_on=clock.today())
    return fresh(proposal)


@in_one_go
def implemented(by, **fields) -> Proposal:
    proposal = pending(by, **fields)
    actions.implement(proposal=proposal, by=by, sec_version="9.9")
    return fresh(proposal)


@in_one_go
def noticed(by, **fields) -> Proposal:
    proposal = refined(by, **fields)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    return fresh(proposal)


@in_one_go
def withdrawn(by, **fields) -> Proposal:
    proposal = described(by, **fields)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    return fresh(proposal)


@in_one_go
def refused(by, **fields) -> Proposal:
    proposal = make.submission(**fields)
    actions.refuse_submission(proposal=proposal, by=by, words="It is out of scope.")
    return fresh(proposal)


PARTS = [actions.Part("Gas"), actions.Part("Electricity")]


@in_one_go
def split(by, **fields) -> Proposal:
    proposal = refined(by, **fields)
    actions.split(proposal=proposal, by=by, words="Two subjects.", parts=PARTS)
    return fresh(proposal)


IN_STATE = {
    State.SUBMITTED: lambda by, **fields: make.submission(**fields),
    State.DEVELOPMENT: described,
    State.CSC_AGREED: lambda by, **fields: make.ready_for_fast_track(by=by, **fields),
    State.REFINEMENT: refined,
    State.REPORT_PANEL: reported,
    State.REPORT_MRC: lambda by, **fields: consulted_and_over(by, "3", **fields),
    State.REPORT_CHANGE_BOARD: boarded,
    State.AUTHORITY_DECISION: recommended,
    State.SENT_BACK: sent_back,
    State.APPEAL_WINDOW: self_governed,
    State.FT_OBJECTION_WINDOW: lambda by, **fields: make.fast_tracked(by=by, **fields),
    State.FT_HALTED: halted,
    State.PENDING_IMPLEMENTATION: pending,
    State.IMPLEMENTED: implemented,
    State.WITHDRAWAL_NOTICE: noticed,
    State.WITHDRAWN: withdrawn,
    State.REJECTED: rejected,
    State.REFUSED: refused,
    State.CLOSED_SPLIT: split,
}

WORDS = {"words": "As decided."}


def ask_for_urgency(proposal: Proposal, by) -> None:
    """Where it may be asked for; elsewhere the answer is refused for want of a question, as it should be."""
    if "request_urgency" in {row.key for row in moves_from(proposal.state)}:
        actions.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")


def put_on_hold(proposal: Proposal) -> None:
    """As if it had been held before it came here: a window runs on while a hold stands."""
    Proposal.objects.filter(pk=proposal.pk).update(
        held_on=clock.today(), hold_kind="other", hold_reason="Until the review is over."
    )


def attempt(
    key: str, proposal: Proposal, by, *, organisation=None, committee=None, adopter=None, lead_analyst=None, **more
):
    """The act of the move ``key`` with everything it needs, so that only who and when can stand in its way."""
    needs = {
        "raise": WORDS | {"lead_analyst": lead_analyst},
        "resubmit": WORDS | {"issue": "One clause did not follow, we now see."},
        "convert_to_consultation": WORDS | {"path": "3"},
        "split": WORDS | {"parts": PARTS},
        "object": {"reason": "It is material.", "organisation": organisation},
        "appeal": {
            "reason": "It was wrongly decided.",
            "ground": "objectives",
            "organisation": None if committee else organisation,
            "committee": committee,
        },
        "adopt": {"organisation": organisation, "adopter": adopter},
        "implement": WORDS | {"sec_version": "9.9"},
    }
    return actions.ACTS[key](proposal=proposal, by=by, **needs.get(key, WORDS) | more)


# What a move needs beyond its state, where another state-keeping act brings it.
PATHS = {
    "change_board_approves": "3",
    "change_board_rejects": "3",
    "panel_sends_to_consultation": "2",
    "rework_to_consultation": "2",
}


@in_one_go
def make_way(key: str, proposal: Proposal, by) -> Proposal:
    """What this one move needs beyond its state."""
    if key.startswith("convert_as_urgent") and proposal.state == State.DEVELOPMENT:
        granted(proposal, by)
        actions.save_solution(proposal=fresh(proposal), by=by, text="<p>The clause will follow.</p>")
    if key == "present_report" and proposal.state == State.REFINEMENT:
        ready_for_the_panel(proposal, by)
    if key in ("grant_urgency", "refuse_urgency") and not (proposal.urgent or proposal.is_finished):
        ask_for_urgency(proposal, by)
    if key == "lift_hold" and not proposal.is_finished:
        put_on_hold(proposal)
    if key in PATHS and proposal.path not in ("FT", PATHS[key]) and not proposal.is_finished:
        with_path(fresh(proposal), by, PATHS[key])
    return fresh(proposal)


@in_one_go
def ready_for_the_panel(proposal: Proposal, by) -> None:
    """All that Refinement owes the report: requirements agreed, areas answered, costs and impacts stated."""
    drafted = requirementsets.draft_requirements(proposal=proposal, by=by, title="Requirements", text="<p>One.</p>")
    requirementsets.agree_requirements(proposal=proposal, by=by, requirement_set=drafted, with_proposer=True)
    body = make.CommitteeFactory(code="working-group", name="Working Group", short_name="Working Group", prefix="WG")
    for standard in StandardArea.objects.on():
        areas.answer_area(proposal=proposal, by=by, standard=standard, answer="<p>Yes.</p>", committee=body)
    actions.save_solution(proposal=proposal, by=by, **STATED)


STATED = {
    "parties_narrative": "<p>Nobody.</p>",
    "dcc_system_impacted": False,
    "other_codes_impacted": False,
    "greenhouse_gas_impacted": False,
    "dcc_cost": "none",
    "secas_days": 1,
    "party_cost": "none",
}


def last_instant(window):
    """16:59:59.999999 London on the last day."""
    return window.closes_at - timedelta(microseconds=1)

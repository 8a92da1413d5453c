"""A proposal in each state, brought there by acts alone, and everything a refused act must have left as it was."""

from datetime import timedelta

from audit import clock
from audit.models import Event
from jobs.models import Job
from notifications.models import Message
from proposals import actions
from proposals.models import (
    Implementation,
    Move,
    Objection,
    ProblemStatement,
    Proposal,
    SecReference,
    Slip,
    Solution,
    TimetableEntry,
    Window,
    WorkPackage,
)
from proposals.states import State
from tests import factories as make

WITNESSES = (
    Proposal,
    Move,
    Window,
    Objection,
    Implementation,
    ProblemStatement,
    Solution,
    SecReference,
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
    """All rows of the models that acts on a proposal may write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WITNESSES}


def described(by, **fields) -> Proposal:
    """In Development, with all that the Change Sub-Committee wants to see."""
    proposal = make.draft_proposal(by=by, **fields)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    return fresh(proposal)


def refined(by, **fields) -> Proposal:
    proposal = make.ready_for_fast_track(by=by, **fields)
    actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement.")
    return fresh(proposal)


def object_to(proposal, **fields):
    by = fields.pop("by", None) or make.party()
    organisation = fields.pop("organisation", None) or by.organisations[0]
    fields = {"reason": "It is material."} | fields
    return actions.object_to_fast_track(proposal=proposal, by=by, organisation=organisation, **fields)


def halted(by, **fields) -> Proposal:
    proposal = make.fast_tracked(by=by, **fields)
    object_to(proposal)
    return fresh(proposal)


def reported(by, **fields) -> Proposal:
    proposal = halted(by, **fields)
    actions.report_after_objection(proposal=proposal, by=by, words="To the Report Phase.")
    return fresh(proposal)


def urgent(by, **fields) -> Proposal:
    proposal = described(by, **fields)
    actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
    actions.convert_as_urgent(proposal=proposal, by=by, words="Before the Change Board.")
    return fresh(proposal)


def recommended(by, **fields) -> Proposal:
    proposal = urgent(by, **fields)
    actions.record_change_board_recommendation(proposal=proposal, by=by, words="Approve.")
    return fresh(proposal)


def pending(by, **fields) -> Proposal:
    """Approved by the Authority, and planned for today."""
    proposal = recommended(by, **fields)
    actions.record_authority_approval(proposal=proposal, by=by, words="Approved.")
    actions.plan_implementation(proposal=proposal, by=by, planned_on=clock.today())
    return fresh(proposal)


def implemented(by, **fields) -> Proposal:
    proposal = pending(by, **fields)
    actions.implement(proposal=proposal, by=by, sec_version="9.9")
    return fresh(proposal)


def noticed(by, **fields) -> Proposal:
    proposal = refined(by, **fields)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    return fresh(proposal)


def withdrawn(by, **fields) -> Proposal:
    proposal = described(by, **fields)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    return fresh(proposal)


IN_STATE = {
    State.SUBMITTED: lambda by, **fields: make.submission(**fields),
    State.DEVELOPMENT: described,
    State.CSC_AGREED: lambda by, **fields: make.ready_for_fast_track(by=by, **fields),
    State.REFINEMENT: refined,
    State.REPORT_PANEL: reported,
    State.REPORT_CHANGE_BOARD: urgent,
    State.AUTHORITY_DECISION: recommended,
    State.FT_OBJECTION_WINDOW: lambda by, **fields: make.fast_tracked(by=by, **fields),
    State.FT_HALTED: halted,
    State.PENDING_IMPLEMENTATION: pending,
    State.IMPLEMENTED: implemented,
    State.WITHDRAWAL_NOTICE: noticed,
    State.WITHDRAWN: withdrawn,
}

WORDS = {"words": "As decided."}


def attempt(key: str, proposal: Proposal, by, *, organisation=None, lead_analyst=None):
    """The act of the move ``key`` with everything it needs, so that only who and when can stand in its way."""
    needs = {
        "raise": WORDS | {"lead_analyst": lead_analyst},
        "object": {"reason": "It is material.", "organisation": organisation},
        "implement": WORDS | {"sec_version": "9.9"},
    }
    return actions.ACTS[key](proposal=proposal, by=by, **needs.get(key, WORDS))


def make_way(key: str, proposal: Proposal, by) -> Proposal:
    """What this one move needs beyond its state."""
    if key == "convert_as_urgent" and proposal.state == State.DEVELOPMENT:
        actions.grant_urgency(proposal=proposal, by=by, words="Granted.")
    return fresh(proposal)


def last_instant(window):
    """16:59:59.999999 London on the last day."""
    return window.closes_at - timedelta(microseconds=1)

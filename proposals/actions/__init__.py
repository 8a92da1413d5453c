"""Every change to a proposal. One function per act; nothing else writes."""

from proposals.actions.documents import add_figure, attach
from proposals.actions.entering import enter_legacy, submit_problem_statement
from proposals.actions.ground import StaleSave, TooLate
from proposals.actions.moves import (
    ACTS,
    approve_fast_track,
    convert_as_urgent,
    convert_to_refinement,
    grant_urgency,
    implement,
    object_to_fast_track,
    raise_draft_proposal,
    record_authority_approval,
    record_change_board_recommendation,
    record_csc_agreement,
    refine_after_objection,
    report_after_objection,
    withdraw,
)
from proposals.actions.planning import divide, implement_part, plan_implementation, plan_parts
from proposals.actions.releases import NotReady, enter_release, implement_release, move_release, save_release
from proposals.actions.texts import (
    SolutionRows,
    determine_path,
    post_update,
    relate,
    revise_problem_statement,
    save_details,
    save_sec_references,
    save_solution,
)
from proposals.actions.windows import settle_windows

__all__ = [
    "ACTS",
    "NotReady",
    "SolutionRows",
    "StaleSave",
    "TooLate",
    "add_figure",
    "approve_fast_track",
    "attach",
    "convert_as_urgent",
    "convert_to_refinement",
    "determine_path",
    "divide",
    "enter_legacy",
    "enter_release",
    "grant_urgency",
    "implement",
    "implement_part",
    "implement_release",
    "move_release",
    "object_to_fast_track",
    "plan_implementation",
    "plan_parts",
    "post_update",
    "raise_draft_proposal",
    "record_authority_approval",
    "record_change_board_recommendation",
    "record_csc_agreement",
    "refine_after_objection",
    "relate",
    "report_after_objection",
    "revise_problem_statement",
    "save_details",
    "save_release",
    "save_sec_references",
    "save_solution",
    "settle_windows",
    "submit_problem_statement",
    "withdraw",
]

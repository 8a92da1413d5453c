"""What each step needs, brings about, and asks of people, written by hand from the process reference (rows of its §2.2).

With ``lifecycle_table`` (where and by whom) this is every cell of the system's table but its words. ``differences`` names
each cell of a table that says otherwise.
"""

from dataclasses import dataclass

from proposals.states import State as S
from tests.proposals.lifecycle_table import ALLOWED, SAME, WHO_MAY


@dataclass(frozen=True)
class Cells:
    """``marks``: “twice” asks again, as it mails, opens, publishes or dates something for many; “held” goes on under a
    hold (row 41); “why” cannot go without words; “back” returns to where the proposal was."""

    needs: str = ""
    brings: str = ""
    body: str = ""
    marks: str = ""
    form_asks: str = ""
    owned_by: str = ""


READY = "solution_described legal_text_drafted"
TO_CONSULTATION = "open_consultation take_responses tell_consulted"  # row 28: the Parties other than the DCC

CELLS = {
    "review_submission": Cells(brings="tell_proposer", marks="why"),  # row 2: comments to the Proposer
    "resubmit": Cells(brings="tell_analyst"),  # row 2: resubmit loop
    "raise": Cells("submission_complete", "tell_proposer tell_followers", form_asks="submission_complete"),  # row 3
    "refuse": Cells(brings="tell_proposer", marks="twice why"),  # row 4: reasons published
    "csc_asks_more": Cells(brings="tell_proposer", body="csc", marks="why"),  # row 8
    "csc_agrees": Cells(
        "problem_defined sec_places_named comments_collated views_answered", "tell_proposer", "csc"
    ),  # row 9
    "convert_as_urgent": Cells("urgent_next_change_board", "tell_parties", "panel", "twice"),  # row 16a
    "convert_as_urgent_to_panel": Cells("urgent_next_panel", "tell_parties", "panel", "twice"),  # row 16a
    "convert_as_urgent_to_consultation": Cells(
        "urgent_next_consultation solution_described", TO_CONSULTATION, "panel", "twice"
    ),  # row 16a
    "proposer_continues": Cells(brings="tell_analyst"),  # row 10
    "convert_to_refinement": Cells(
        "problem_defined timetable_laid_out", "approve_work_packages tell_proposer tell_followers", "panel", "twice"
    ),  # row 11: at least one row of the timetable; the first work package approved
    "convert_to_report": Cells(READY, "tell_proposer tell_followers", "panel", "twice"),  # row 12: both ready
    "convert_to_consultation": Cells(READY, TO_CONSULTATION, "panel", "twice"),  # row 12
    "panel_declines": Cells(brings="tell_proposer", body="panel", marks="why"),  # row 14: reasons
    "split": Cells(brings="tell_proposer tell_followers", body="panel", marks="twice why"),  # row 23
    "present_report": Cells(
        f"{READY} views_answered areas_settled requirements_agreed assessments_answered costs_known impacts_assessed",
        "tell_proposer",
        marks="twice",
    ),  # row 25: text, costs, impacts and views complete; nothing of Refinement outstanding
    "panel_returns_report": Cells(brings="tell_proposer", body="panel", marks="why"),  # row 26
    "panel_sends_to_consultation": Cells(f"{READY} path_determined", TO_CONSULTATION, "panel", "twice"),  # row 27
    "consultation_closes": Cells(
        "consultation_over", "close_consultation tell_change_board", owned_by="consultation"
    ),  # row 28: its period has run; on the Change Board's next agenda
    "change_board_defers": Cells("no_ballot_open", "tell_proposer", "change-board", "why"),  # row 29
    "change_board_returns": Cells("no_ballot_open", "tell_proposer", "change-board", "why"),  # row 29
    "change_board_approves": Cells(
        "is_self_governance no_ballot_open",
        "open_appeal_window tell_parties",
        "change-board",
        "twice",
        owned_by="ballot",
    ),  # row 30, Path 3
    "change_board_rejects": Cells(
        "is_self_governance no_ballot_open",
        "open_appeal_window tell_parties",
        "change-board",
        "twice",
        owned_by="ballot",
    ),  # row 30, Path 3
    "change_board_recommends": Cells(
        "is_for_the_authority no_ballot_open",
        "tell_proposer tell_authority",
        "change-board",
        "twice",
        owned_by="ballot",
    ),  # row 30, Paths 1 and 2
    "change_board_recommends_rejection": Cells(
        "is_for_the_authority no_ballot_open",
        "tell_proposer tell_authority",
        "change-board",
        "twice",
        owned_by="ballot",
    ),  # row 30, Paths 1 and 2
    "appeal": Cells(brings="tell_proposer tell_panel tell_authority", marks="twice held"),  # row 31
    "appeal_window_ends_approved": Cells(brings="tell_proposer", marks="held"),  # row 32
    "appeal_window_ends_rejected": Cells(brings="tell_proposer", marks="held"),  # row 32
    "authority_approves": Cells(brings="tell_parties", marks="twice"),  # row 33
    "authority_rejects": Cells(brings="tell_parties", marks="twice why"),  # row 33
    "authority_sends_back": Cells(brings="tell_proposer tell_panel", marks="twice why"),  # row 34: states deficiencies
    "rework_in_refinement": Cells(brings="tell_proposer", body="panel"),  # row 35
    "rework_to_consultation": Cells(f"{READY} path_determined", TO_CONSULTATION, "panel", "twice"),  # row 35, as 27
    "implement": Cells("implementation_date_reached legal_text_based", "tell_parties", marks="twice"),  # row 43
    "review_implementation": Cells(marks="why"),  # row 45
    "approve_fast_track": Cells(
        f"{READY} neither_urgent_nor_asked", "open_objection_window tell_parties", "panel", "twice"
    ),  # row 13; §2.3: never urgent
    "object": Cells(brings="tell_proposer tell_panel", marks="twice held"),  # row 36
    "objection_window_ends": Cells(brings="tell_proposer", marks="held"),  # row 37
    "refine_after_objection": Cells(brings="tell_parties", body="panel", marks="twice"),  # row 36
    "report_after_objection": Cells(brings="tell_parties", body="panel", marks="twice"),  # row 36
    "request_urgency": Cells("urgency_not_decided", "tell_panel tell_authority", marks="why"),  # row 15
    "grant_urgency": Cells("urgency_requested", "tell_proposer tell_panel", marks="why"),  # row 16
    "refuse_urgency": Cells("urgency_requested", "tell_proposer tell_panel", marks="why"),  # row 16
    "place_hold": Cells(brings="tell_proposer", marks="why"),  # rows 41 and 46
    "lift_hold": Cells("is_on_hold", "tell_proposer", marks="held why"),  # rows 41 and 46
    "authority_subsumes": Cells(
        "not_urgent", "close_consultation tell_parties", marks="twice held why"
    ),  # row 41: a non-urgent proposal
    "authority_exempts": Cells("not_urgent", "tell_proposer", marks="held why"),  # row 41: a non-urgent proposal
    "withdraw": Cells(brings="open_adoption_window tell_parties", marks="twice held why"),  # row 38
    "adopt": Cells(brings="tell_parties", marks="twice held back"),  # row 39
    "adoption_window_ends": Cells(brings="close_consultation", marks="held"),  # row 40
}

# What the end of a window brings: from where to where.
BY_TIME = {
    "objection_window_ends": (S.FT_OBJECTION_WINDOW, S.PENDING_IMPLEMENTATION),  # row 37
    "appeal_window_ends_approved": (S.APPEAL_WINDOW, S.PENDING_IMPLEMENTATION),  # row 32
    "appeal_window_ends_rejected": (S.APPEAL_WINDOW, S.REJECTED),  # row 32
    "adoption_window_ends": (S.WITHDRAWAL_NOTICE, S.WITHDRAWN),  # row 40
}
# Whoever may raise a proposal may adopt one; that it is not the one they withdrew, the act says (row 39).
ALSO_BY_RULE = {"adopt": {"proposer", "colleague of the proposer"}}


def differences(moves: dict, states, roles_of) -> list[str]:
    """Every cell of ``moves`` that is not as it was written by hand; ``roles_of(row)``: who passes the row's rule."""
    found = [f"no expectation: {state}" for state in states if state not in ALLOWED]
    found += [f"no expectation: {key}" for key in moves if key not in CELLS]
    found += [f"no such step: {key}" for key in CELLS if key not in moves]
    return found + [words for key in CELLS if key in moves for words in _of_row(moves[key], roles_of)]


def _of_row(row, roles_of) -> list[str]:
    said, hand = _said(row, roles_of), _by_hand(row.key)
    return [f"{row.key}.{name}: {said[name]}, not {hand[name]}" for name in hand if said[name] != hand[name]]


def _said(row, roles_of) -> dict:
    marks = {"twice": row.ask_again, "held": row.despite_hold, "why": row.why, "back": row.back}
    return {
        "sources": set(row.sources),
        "to": row.to,
        "who": roles_of(row),
        "body": row.body,
        "requires": set(row.requires),
        "starts": list(row.starts),
        "asks": set(row.asks),
        "owned_by": row.owned_by,
        "marks": {mark for mark, has in marks.items() if has},
    }


def _by_hand(key: str) -> dict:
    cells = CELLS[key]
    return {
        "sources": {BY_TIME[key][0]} if key in BY_TIME else {state for state in ALLOWED if key in ALLOWED[state]},
        "to": _to(key),
        "who": set() if key in BY_TIME else WHO_MAY[key][1] | ALSO_BY_RULE.get(key, set()),
        "body": cells.body,
        "requires": set(cells.needs.split()),
        "starts": cells.brings.split(),
        "asks": set(cells.form_asks.split()),
        "owned_by": cells.owned_by,
        "marks": set(cells.marks.split()),
    }


def _to(key: str):
    """None where it stays or goes back. A withdrawal is a notice first, and complete at once where nobody may adopt."""
    if key in BY_TIME:
        return BY_TIME[key][1]
    if key == "withdraw":
        return S.WITHDRAWAL_NOTICE
    (to,) = {ALLOWED[state][key] for state in ALLOWED if key in ALLOWED[state]}
    return None if to == SAME or "back" in CELLS[key].marks else to

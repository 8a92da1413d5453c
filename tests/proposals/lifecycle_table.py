"""Which step may be taken where and by whom, written by hand from the process reference (rows of its §2.2).

The lifecycle table of the system is not read here: the two are compared.
"""

from proposals.states import State as S

# The step is taken: the state it leads to, with the row that says so. SAME: it is written down and nothing moves.
SAME = "stays"

# Before the Change Board, or the Panel for Fast-Track, has decided.
URGENCY = {
    "request_urgency": SAME,  # row 15: any state before the decision
    "grant_urgency": SAME,  # row 16
    "refuse_urgency": SAME,  # row 16
}
REVIEWED = {
    "authority_subsumes": S.WITHDRAWN,  # row 41: the Authority's Significant Code Review takes it in
    "authority_exempts": SAME,  # row 41: the same state
}
HELD = {"place_hold": SAME, "lift_hold": SAME}  # rows 41, 46

ALLOWED = {
    S.SUBMITTED: {
        "review_submission": SAME,  # row 2
        "resubmit": SAME,  # row 2
        "raise": S.DEVELOPMENT,  # row 3
        "refuse": S.REFUSED,  # row 4
        "withdraw": S.WITHDRAWN,  # row 38; nobody adopts what is not yet a Modification Proposal: row 39
        **URGENCY,  # row 15: the Proposer may ask on raising
    },
    S.DEVELOPMENT: {
        "csc_asks_more": SAME,  # row 8
        "csc_agrees": S.CSC_AGREED,  # row 9
        "convert_as_urgent": S.REPORT_CHANGE_BOARD,  # row 16a, as MP130 went
        "convert_as_urgent_to_panel": S.REPORT_PANEL,  # row 16a
        "convert_as_urgent_to_consultation": S.REPORT_MRC,  # row 16a
        "withdraw": S.WITHDRAWN,  # rows 38, 39
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.CSC_AGREED: {
        "proposer_continues": SAME,  # row 10
        "convert_to_refinement": S.REFINEMENT,  # row 11
        "convert_to_report": S.REPORT_PANEL,  # row 12
        "convert_to_consultation": S.REPORT_MRC,  # row 12
        "approve_fast_track": S.FT_OBJECTION_WINDOW,  # row 13
        "panel_declines": S.DEVELOPMENT,  # row 14
        "withdraw": S.WITHDRAWN,  # rows 10, 38, 39: it is still a Draft Proposal
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.REFINEMENT: {
        "split": S.CLOSED_SPLIT,  # row 23
        "present_report": S.REPORT_PANEL,  # row 25
        "withdraw": S.WITHDRAWAL_NOTICE,  # rows 38, 39: a Modification Proposal stays open to adoption
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.REPORT_PANEL: {
        "panel_returns_report": S.REFINEMENT,  # row 26
        "panel_sends_to_consultation": S.REPORT_MRC,  # row 27
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.REPORT_MRC: {
        "consultation_closes": S.REPORT_CHANGE_BOARD,  # row 28
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.REPORT_CHANGE_BOARD: {
        "change_board_defers": SAME,  # row 29
        "change_board_returns": S.REFINEMENT,  # row 29
        "change_board_approves": S.APPEAL_WINDOW,  # row 30, Path 3
        "change_board_rejects": S.APPEAL_WINDOW,  # row 30, Path 3
        "change_board_recommends": S.AUTHORITY_DECISION,  # row 30, Paths 1 and 2
        "change_board_recommends_rejection": S.AUTHORITY_DECISION,  # row 30, Paths 1 and 2
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38: until the Change Board has decided
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.AUTHORITY_DECISION: {
        "authority_approves": S.PENDING_IMPLEMENTATION,  # row 33
        "authority_rejects": S.REJECTED,  # row 33
        "authority_sends_back": S.SENT_BACK,  # row 34
        **HELD,  # row 46: any
    },
    S.SENT_BACK: {
        "rework_in_refinement": S.REFINEMENT,  # row 35
        "rework_to_consultation": S.REPORT_MRC,  # row 35
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38: no decision stands
        **URGENCY,
        **REVIEWED,
        **HELD,
    },
    S.APPEAL_WINDOW: {
        "appeal": S.AUTHORITY_DECISION,  # row 31
        "lift_hold": SAME,  # a hold is not placed while a window runs, but one that came with it may be lifted
    },
    S.FT_OBJECTION_WINDOW: {
        "object": S.FT_HALTED,  # row 36
        "lift_hold": SAME,
    },
    S.FT_HALTED: {
        # No urgency (row 15): the path is still Fast-Track, which is never urgent (§2.3), until the Panel has chosen another.
        "refine_after_objection": S.REFINEMENT,  # row 36: the Panel picks another path
        "report_after_objection": S.REPORT_PANEL,  # row 36
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38: no decision stands
        **REVIEWED,
        **HELD,
    },
    S.PENDING_IMPLEMENTATION: {
        "implement": S.IMPLEMENTED,  # row 43
        **HELD,  # row 46
    },
    S.IMPLEMENTED: {"review_implementation": SAME},  # row 45
    S.WITHDRAWAL_NOTICE: {
        "adopt": S.REFINEMENT,  # row 39: where it was before
        "lift_hold": SAME,  # row 41: the hold blocks every move but withdrawal, so it may have come with one
    },
    S.WITHDRAWN: {},  # the end
    S.REJECTED: {},  # the end
    S.REFUSED: {},  # the end
    S.CLOSED_SPLIT: {},  # row 23: its parts go on
}

# Written down, but no step: a second Party's objection to what the first has halted.
WRITTEN_DOWN = {(S.FT_HALTED, "object")}

# Who is who: SECAS’s analysts, whoever of them leads the proposal, is deputy to whoever leads it, or covers for them while
# they are away (§1.2: a Lead Analyst for each proposal); a Party of each of the five categories (§1.3).
SECAS = {"analyst", "Lead Analyst", "deputy", "cover"}  # decisions are the bodies’; SECAS records them
THEIRS = {"proposer", "representative", "colleague of the proposer"}  # §1.2: the Proposer may name a representative
THEIR_OWN = SECAS | THEIRS
PARTY = {"large supplier", "small supplier", "electricity network", "gas network", "other SEC Party"}
PARTIES = SECAS | PARTY | {"proposer", "colleague of the proposer"}
AUTHORITY = SECAS | {"authority"}  # the Authority decides; SECAS may record it from the letter
APPELLANTS = PARTIES | {"consumer body", "Panel member"}
# Whoever may raise one (rows 1 and 39): a Party, the DCC, a consumer body, a manufacturer; but not who withdrew it.
SPEAKERS = SECAS | PARTY | {"the DCC", "consumer body", "manufacturer"}

# Who may take each step, and in which state it is tried.
WHO_MAY = {
    "review_submission": (S.SUBMITTED, SECAS),  # row 2
    "resubmit": (S.SUBMITTED, THEIR_OWN),  # row 2; SECAS enters what came by e-mail
    "raise": (S.SUBMITTED, SECAS),  # row 3
    "refuse": (S.SUBMITTED, SECAS),  # row 4
    "csc_asks_more": (S.DEVELOPMENT, SECAS),  # row 8, recorded
    "csc_agrees": (S.DEVELOPMENT, SECAS),  # row 9, recorded
    "convert_as_urgent": (S.DEVELOPMENT, SECAS),  # row 16a, recorded
    "convert_as_urgent_to_panel": (S.DEVELOPMENT, SECAS),  # row 16a, recorded
    "convert_as_urgent_to_consultation": (S.DEVELOPMENT, SECAS),  # row 16a, recorded
    "proposer_continues": (S.CSC_AGREED, THEIR_OWN),  # row 10: the Proposer
    "convert_to_refinement": (S.CSC_AGREED, SECAS),  # row 11, recorded
    "convert_to_report": (S.CSC_AGREED, SECAS),  # row 12, recorded
    "convert_to_consultation": (S.CSC_AGREED, SECAS),  # row 12, recorded
    "approve_fast_track": (S.CSC_AGREED, SECAS),  # row 13, recorded
    "panel_declines": (S.CSC_AGREED, SECAS),  # row 14, recorded
    "split": (S.REFINEMENT, SECAS),  # row 23, recorded
    "present_report": (S.REFINEMENT, SECAS),  # row 25
    "panel_returns_report": (S.REPORT_PANEL, SECAS),  # row 26, recorded
    "panel_sends_to_consultation": (S.REPORT_PANEL, SECAS),  # row 27, recorded
    "consultation_closes": (S.REPORT_MRC, SECAS),  # row 28
    "change_board_defers": (S.REPORT_CHANGE_BOARD, SECAS),  # row 29, recorded
    "change_board_returns": (S.REPORT_CHANGE_BOARD, SECAS),  # row 29, recorded
    "change_board_approves": (S.REPORT_CHANGE_BOARD, SECAS),  # row 30, recorded
    "change_board_rejects": (S.REPORT_CHANGE_BOARD, SECAS),  # row 30, recorded
    "change_board_recommends": (S.REPORT_CHANGE_BOARD, SECAS),  # row 30, recorded
    "change_board_recommends_rejection": (S.REPORT_CHANGE_BOARD, SECAS),  # row 30, recorded
    "appeal": (S.APPEAL_WINDOW, APPELLANTS),  # row 31
    "authority_approves": (S.AUTHORITY_DECISION, AUTHORITY),  # row 33
    "authority_rejects": (S.AUTHORITY_DECISION, AUTHORITY),  # row 33
    "authority_sends_back": (S.AUTHORITY_DECISION, AUTHORITY),  # row 34
    "rework_in_refinement": (S.SENT_BACK, SECAS),  # row 35, recorded
    "rework_to_consultation": (S.SENT_BACK, SECAS),  # row 35, recorded
    "object": (S.FT_OBJECTION_WINDOW, PARTIES),  # row 36: any Party, in writing; SECAS records what comes by e-mail
    "refine_after_objection": (S.FT_HALTED, SECAS),  # row 36, recorded
    "report_after_objection": (S.FT_HALTED, SECAS),  # row 36, recorded
    "request_urgency": (S.DEVELOPMENT, THEIR_OWN),  # row 15: the Proposer, or the Panel by SECAS
    "grant_urgency": (S.DEVELOPMENT, AUTHORITY),  # row 16
    "refuse_urgency": (S.DEVELOPMENT, AUTHORITY),  # row 16
    "place_hold": (S.REFINEMENT, AUTHORITY),  # rows 41, 46
    "lift_hold": (S.REFINEMENT, AUTHORITY),  # rows 41, 46
    "authority_subsumes": (S.REFINEMENT, AUTHORITY),  # row 41
    "authority_exempts": (S.REFINEMENT, AUTHORITY),  # row 41
    "withdraw": (S.REFINEMENT, THEIR_OWN),  # row 38: the Proposer
    "adopt": (S.WITHDRAWAL_NOTICE, SPEAKERS),  # row 39
    "implement": (S.PENDING_IMPLEMENTATION, SECAS),  # row 43
    "review_implementation": (S.IMPLEMENTED, SECAS),  # row 45
}

# Those of §1.2 and §1.3, and of each kind somebody who was one until yesterday. A Change Board member, and one of the
# Change Sub-Committee, decides at a meeting, and SECAS records it: on the screens they take no step.
ROLES = (
    "analyst",
    "Lead Analyst",
    "deputy",
    "cover",
    "administrator",
    "authority",
    "proposer",
    "representative",
    "colleague of the proposer",
    "contributor of the proposer",
    "large supplier",
    "small supplier",
    "electricity network",
    "gas network",
    "other SEC Party",
    "contributor",
    "the DCC",
    "consumer body",
    "manufacturer",
    "committee member",
    "CSC member",
    "Change Board member",
    "Panel member",
    "analyst until yesterday",
    "submitter until yesterday",
    "Panel member until yesterday",
    "stranger",
    "anonymous",
)

# How a proposal enters the register: nothing is before it (rows 1, 23 and 42).
ENTERED_BY = {
    # row 1: any Party, the DCC, a consumer body, a manufacturer (DP132), each in their own name; who contributes for one
    # writes, and SECAS validates (§6.1.4). SECAS enters what came by e-mail. Whoever acts for nobody cannot.
    "submit": (SECAS | THEIRS | SPEAKERS | {"contributor of the proposer", "contributor"}) - {"representative"},
    "raise_authority_led": AUTHORITY,  # row 42: after a Significant Code Review
    "enter_legacy": SECAS,  # §1.1: earlier members of the number series
}

"""Which step may be taken where and by whom, written by hand from the process reference (rows of its §2.2).

The lifecycle table of the system is not read here: the two are compared.
"""

from proposals.states import State as S

# The step is taken: the state it leads to, with the row that says so.
ALLOWED = {
    S.SUBMITTED: {
        "raise": S.DEVELOPMENT,  # row 3
        "withdraw": S.WITHDRAWN,  # row 38; nobody adopts what is not yet a Modification Proposal: row 39
    },
    S.DEVELOPMENT: {
        "csc_agrees": S.CSC_AGREED,  # row 9
        "convert_as_urgent": S.REPORT_CHANGE_BOARD,  # row 16a, as MP130 went
        "withdraw": S.WITHDRAWN,  # rows 38, 39
    },
    S.CSC_AGREED: {
        "convert_to_refinement": S.REFINEMENT,  # row 11
        "approve_fast_track": S.FT_OBJECTION_WINDOW,  # row 13
        "withdraw": S.WITHDRAWN,  # rows 10, 38, 39: it is still a Draft Proposal
    },
    S.REFINEMENT: {
        "present_report": S.REPORT_PANEL,  # row 25
        "withdraw": S.WITHDRAWAL_NOTICE,  # rows 38, 39: a Modification Proposal stays open to adoption
    },
    S.REPORT_PANEL: {
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38
    },
    S.REPORT_CHANGE_BOARD: {
        "change_board_recommends": S.AUTHORITY_DECISION,  # row 30, Paths 1 and 2
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38: until the Change Board has decided
    },
    S.AUTHORITY_DECISION: {
        "authority_approves": S.PENDING_IMPLEMENTATION,  # row 33
    },
    S.FT_OBJECTION_WINDOW: {
        "object": S.FT_HALTED,  # row 36
    },
    S.FT_HALTED: {
        "refine_after_objection": S.REFINEMENT,  # row 36: the Panel picks another path
        "report_after_objection": S.REPORT_PANEL,  # row 36
        "withdraw": S.WITHDRAWAL_NOTICE,  # row 38: no decision stands
    },
    S.PENDING_IMPLEMENTATION: {
        "implement": S.IMPLEMENTED,  # row 43
    },
    S.IMPLEMENTED: {},  # the end
    S.WITHDRAWAL_NOTICE: {},  # rows 39, 40: only adoption, or time, ends it
    S.WITHDRAWN: {},  # the end
}

# Written down, but no step: a second Party's objection to what the first has halted.
WRITTEN_DOWN = {(S.FT_HALTED, "object")}

SECAS = {"analyst"}  # decisions are the bodies'; SECAS records them
THEIR_OWN = {"analyst", "proposer", "representative", "colleague of the proposer"}
PARTIES = {"analyst", "proposer", "colleague of the proposer", "another Party"}

# Who may take each step, and in which state it is tried.
WHO_MAY = {
    "raise": (S.SUBMITTED, SECAS),  # row 3
    "csc_agrees": (S.DEVELOPMENT, SECAS),  # row 9, recorded
    "convert_to_refinement": (S.CSC_AGREED, SECAS),  # row 11, recorded
    "approve_fast_track": (S.CSC_AGREED, SECAS),  # row 13, recorded
    "object": (S.FT_OBJECTION_WINDOW, PARTIES),  # row 36: any Party, in writing; SECAS records what comes by e-mail
    "refine_after_objection": (S.FT_HALTED, SECAS),  # row 36, recorded
    "report_after_objection": (S.FT_HALTED, SECAS),  # row 36, recorded
    "convert_as_urgent": (S.DEVELOPMENT, SECAS),  # row 16a, recorded
    "present_report": (S.REFINEMENT, SECAS),  # row 25
    "change_board_recommends": (S.REPORT_CHANGE_BOARD, SECAS),  # row 30, recorded
    "authority_approves": (S.AUTHORITY_DECISION, SECAS),  # row 33, recorded
    "implement": (S.PENDING_IMPLEMENTATION, SECAS),  # row 43
    "withdraw": (S.REFINEMENT, THEIR_OWN),  # row 38: the Proposer
}

ROLES = (
    "analyst",
    "administrator",
    "authority",
    "proposer",
    "representative",
    "colleague of the proposer",
    "contributor of the proposer",
    "another Party",
    "contributor",
    "the DCC",
    "consumer body",
    "committee member",
    "stranger",
    "anonymous",
)

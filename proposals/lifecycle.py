"""The lifecycle as a table: every move, from where to where, who makes it, what it needs and what it starts.

Rows follow the numbering of the process reference (SEC Section D). Nothing else in the system knows which state
follows which: the next-steps panel, the acts and the coverage of the tests all read this.
"""

from dataclasses import dataclass

import rules as rules_library

from proposals import rules
from proposals.states import State as S


@dataclass(frozen=True)
class MoveType:
    key: str
    button: str
    done: str
    plain: str
    sources: frozenset[S]
    to: S
    who: rules_library.predicates.Predicate
    who_words: str
    body: str = ""
    requires: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()  # of these, what its own form asks for: no reason to hold the form back
    starts: tuple[str, ...] = ()
    ask_again: bool = False

    @property
    def beforehand(self) -> tuple[str, ...]:
        """What has to be there before the move's form is worth opening."""
        return tuple(key for key in self.requires if key not in self.asks)

    @property
    def by_time(self) -> bool:
        """Nobody makes this move: the end of a window does."""
        return self.who is rules.only_time


# Before the Change Board, or the Panel for Fast-Track, has decided (domain §2.2 row 38).
PRE_DECISION = frozenset(
    {S.SUBMITTED, S.DEVELOPMENT, S.CSC_AGREED, S.REFINEMENT, S.REPORT_PANEL, S.REPORT_CHANGE_BOARD, S.FT_HALTED}
)
RECORDED = "SECAS, recording the decision"

_TABLE = [
    MoveType(
        key="raise",
        button="Raise as a Draft Proposal",
        done="Raised",
        plain="SECAS has checked the problem statement. It gets the next number and enters the Development Stage.",
        sources=frozenset({S.SUBMITTED}),
        to=S.DEVELOPMENT,
        who=rules.may_manage,
        who_words="SECAS",
        requires=("submission_complete",),
        asks=("submission_complete",),
        starts=("tell_proposer", "tell_followers"),
    ),
    MoveType(
        key="csc_agrees",
        button="Record that the Change Sub-Committee agreed the problem",
        done="Problem agreed by the Change Sub-Committee",
        plain="The Change Sub-Committee agrees that the problem is clearly defined and understood.",
        sources=frozenset({S.DEVELOPMENT}),
        to=S.CSC_AGREED,
        who=rules.may_manage,
        who_words=RECORDED,
        body="csc",
        requires=("problem_defined", "sec_places_named", "views_answered"),
        starts=("tell_proposer",),
    ),
    MoveType(
        key="convert_to_refinement",
        button="Convert and send to Refinement",
        done="Converted by the Panel and sent to Refinement",
        plain="The Panel converts the Draft Proposal into a Modification Proposal and sends it to Refinement.",
        sources=frozenset({S.CSC_AGREED}),
        to=S.REFINEMENT,
        who=rules.may_manage,
        who_words=RECORDED,
        body="panel",
        requires=("problem_defined", "timetable_laid_out"),
        starts=("approve_work_packages", "tell_proposer", "tell_followers"),
        ask_again=True,
    ),
    MoveType(
        key="approve_fast_track",
        button="Approve as Fast-Track",
        done="Approved by the Panel as Fast-Track",
        plain="The Panel converts the Draft Proposal and approves it as Fast-Track: a correction, not a material "
        "change. Parties may object; implementation is one working day after the objection window unless they do.",
        sources=frozenset({S.CSC_AGREED}),
        to=S.FT_OBJECTION_WINDOW,
        who=rules.may_manage,
        who_words=RECORDED,
        body="panel",
        requires=("solution_described", "legal_text_drafted", "not_urgent"),
        starts=("open_objection_window", "tell_parties"),
        ask_again=True,
    ),
    MoveType(
        key="object",
        button="Object",
        done="Halted by an objection",
        plain="A Party objects in writing, with its reason, before the window closes. Implementation is halted.",
        sources=frozenset({S.FT_OBJECTION_WINDOW}),
        to=S.FT_HALTED,
        who=rules.may_object,
        who_words="any Party",
        starts=("tell_proposer", "tell_panel"),
        ask_again=True,
    ),
    MoveType(
        key="objection_window_ends",
        button="",
        done="Objection window ended without an objection",
        plain="The window closes without an objection: the Panel’s decision is final.",
        sources=frozenset({S.FT_OBJECTION_WINDOW}),
        to=S.PENDING_IMPLEMENTATION,
        who=rules.only_time,
        who_words="time",
        starts=("tell_proposer",),
    ),
    MoveType(
        key="refine_after_objection",
        button="Send to Refinement after the objection",
        done="Sent to Refinement after the objection",
        plain="After an objection the Panel has to choose another path: here the Refinement Process.",
        sources=frozenset({S.FT_HALTED}),
        to=S.REFINEMENT,
        who=rules.may_manage,
        who_words=RECORDED,
        body="panel",
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(
        key="report_after_objection",
        button="Send to the Report Phase after the objection",
        done="Sent to the Report Phase after the objection",
        plain="After an objection the Panel has to choose another path: here straight to the Report Phase.",
        sources=frozenset({S.FT_HALTED}),
        to=S.REPORT_PANEL,
        who=rules.may_manage,
        who_words=RECORDED,
        body="panel",
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(
        key="convert_as_urgent",
        button="Convert as urgent and put before the Change Board",
        done="Converted as urgent and put before the Change Board",
        plain="The Authority has granted urgency and its timetable goes straight to the Change Board.",
        sources=frozenset({S.DEVELOPMENT}),
        to=S.REPORT_CHANGE_BOARD,
        who=rules.may_manage,
        who_words=RECORDED,
        body="panel",
        requires=("urgency_granted",),
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(
        key="change_board_recommends",
        button="Record the Change Board’s recommendation to approve",
        done="Approval recommended by the Change Board",
        plain="The Change Board recommends to the Authority that the modification be approved.",
        sources=frozenset({S.REPORT_CHANGE_BOARD}),
        to=S.AUTHORITY_DECISION,
        who=rules.may_manage,
        who_words=RECORDED,
        body="change-board",
        starts=("tell_proposer",),
        ask_again=True,
    ),
    MoveType(
        key="authority_approves",
        button="Record the Authority’s approval",
        done="Approved by the Authority",
        plain="The Authority approves the modification against the SEC Objectives and its statutory duties.",
        sources=frozenset({S.AUTHORITY_DECISION}),
        to=S.PENDING_IMPLEMENTATION,
        who=rules.may_manage,
        who_words=RECORDED,
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(
        key="implement",
        button="Record implementation",
        done="Implemented",
        plain="The change enters the code: a new version of the SEC is published.",
        sources=frozenset({S.PENDING_IMPLEMENTATION}),
        to=S.IMPLEMENTED,
        who=rules.may_manage,
        who_words="SECAS",
        requires=("implementation_date_reached",),
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(
        key="withdraw",
        button="Give notice of withdrawal",
        done="Withdrawal notice given",
        plain="The Proposer withdraws. A Modification Proposal stays open to adoption by somebody else for a while.",
        sources=PRE_DECISION,
        to=S.WITHDRAWAL_NOTICE,
        who=rules.may_withdraw,
        who_words="the Proposer",
        starts=("open_adoption_window", "tell_parties"),
        ask_again=True,
    ),
    MoveType(
        key="adoption_window_ends",
        button="",
        done="Withdrawn",
        plain="Nobody adopts the proposal: it is withdrawn and kept in the archive.",
        sources=frozenset({S.WITHDRAWAL_NOTICE}),
        to=S.WITHDRAWN,
        who=rules.only_time,
        who_words="time",
    ),
]

MOVES: dict[str, MoveType] = {row.key: row for row in _TABLE}

# How a proposal enters the register; these have no state before them.
ENTRIES = {
    "submit": ("Problem statement submitted", S.SUBMITTED),
    "enter_legacy": ("Entered from the earlier register", S.IMPLEMENTED),
}


def moves_from(state: str) -> list[MoveType]:
    """The moves that people may make from ``state``, in the order of the table."""
    return [row for row in _TABLE if state in row.sources and not row.by_time]


def done_words(key: str) -> str:
    if key in ENTRIES:
        return ENTRIES[key][0]
    return MOVES[key].done if key in MOVES else key

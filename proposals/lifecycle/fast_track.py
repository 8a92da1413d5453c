"""Fast-Track: approved by the Panel, open to objection (domain §2.2 rows 13, 36 and 37)."""

from proposals import rules
from proposals.lifecycle.row import MoveType, at
from proposals.states import State as S

ROWS = [
    MoveType(  # row 13
        key="approve_fast_track",
        button="Approve as Fast-Track",
        done="Approved by the Panel as Fast-Track",
        plain="The Panel converts the Draft Proposal and approves it as Fast-Track: a correction, not a material "
        "change. Parties may object; implementation is one working day after the objection window unless they do.",
        sources=at(S.CSC_AGREED),
        to=S.FT_OBJECTION_WINDOW,
        body="panel",
        requires=("solution_described", "legal_text_drafted", "neither_urgent_nor_asked"),
        starts=("open_objection_window", "tell_parties"),
        ask_again=True,
    ),
    MoveType(  # row 36
        key="object",
        button="Object",
        done="Halted by an objection",
        plain="A Party objects in writing, with its reason, before the window closes. Implementation is halted.",
        sources=at(S.FT_OBJECTION_WINDOW),
        to=S.FT_HALTED,
        who=rules.may_object,
        who_words="any Party",
        starts=("tell_proposer", "tell_panel"),
        ask_again=True,
        despite_hold=True,
    ),
    MoveType(  # row 37
        key="objection_window_ends",
        button="",
        done="Objection window ended without an objection",
        plain="The window closes without an objection: the Panel’s decision is final.",
        sources=at(S.FT_OBJECTION_WINDOW),
        to=S.PENDING_IMPLEMENTATION,
        who=rules.only_time,
        who_words="time",
        starts=("tell_proposer",),
        despite_hold=True,
    ),
    MoveType(  # row 36
        key="refine_after_objection",
        button="Send to Refinement after the objection",
        done="Sent to Refinement after the objection",
        plain="After an objection the Panel has to choose another path: here the Refinement Process.",
        sources=at(S.FT_HALTED),
        to=S.REFINEMENT,
        body="panel",
        starts=("tell_parties",),
        ask_again=True,
    ),
    MoveType(  # row 36
        key="report_after_objection",
        button="Send to the Report Phase after the objection",
        done="Sent to the Report Phase after the objection",
        plain="After an objection the Panel has to choose another path: here straight to the Report Phase.",
        sources=at(S.FT_HALTED),
        to=S.REPORT_PANEL,
        body="panel",
        starts=("tell_parties",),
        ask_again=True,
    ),
]

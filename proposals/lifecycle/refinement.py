"""Out of Refinement: split, or its report before the Panel (domain §2.2 rows 23 and 25)."""

from proposals.lifecycle.row import MoveType, at
from proposals.states import State as S

ROWS = [
    MoveType(  # row 23
        key="split",
        button="Split into parts A and B",
        done="Split into two proposals",
        plain="The Proposer and the Panel split the proposal: two of the same number, A and B, go on in Refinement "
        "with its history; this one is closed.",
        sources=at(S.REFINEMENT),
        to=S.CLOSED_SPLIT,
        body="panel",
        starts=("tell_proposer", "tell_followers"),
        ask_again=True,
        why="Say why the proposal is split.",
    ),
    MoveType(  # row 25
        key="present_report",
        button="Present the Modification Report to the Panel",
        done="Modification Report presented to the Panel",
        plain="Legal text, costs, impacts and views are complete: the Panel looks at the Modification Report.",
        sources=at(S.REFINEMENT),
        to=S.REPORT_PANEL,
        who_words="SECAS",
        requires=(
            "areas_settled",
            "requirements_agreed",
            "assessments_answered",
            "solution_described",
            "legal_text_drafted",
            "costs_known",
            "impacts_assessed",
            "views_answered",
        ),
        starts=("tell_proposer",),
        ask_again=True,
    ),
]

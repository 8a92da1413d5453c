"""The lifecycle as a table: every move, from where to where, who makes it, what it needs and what it starts.

Rows follow the numbering of the process reference (SEC Section D). Nothing else in the system knows which state
follows which: the next-steps panel, the map, the acts and the coverage of the tests all read this.
"""

from proposals.lifecycle import anywhere, decision, development, fast_track, refinement, report
from proposals.lifecycle.row import MoveType
from proposals.states import State as S

_TABLE: list[MoveType] = [
    *development.ROWS,
    *refinement.ROWS,
    *report.ROWS,
    *decision.ROWS,
    *fast_track.ROWS,
    *anywhere.ROWS,
]

MOVES: dict[str, MoveType] = {row.key: row for row in _TABLE}

# How a proposal enters the register; these have no state before them.
ENTRIES = {
    "submit": ("Problem statement submitted", S.SUBMITTED),  # row 1
    "raise_authority_led": ("Raised by the Authority as a Path 1 variation", S.REPORT_PANEL),  # row 42
    "enter_legacy": ("Entered from the earlier register", S.IMPLEMENTED),
    "split_from": ("Split from another proposal", S.REFINEMENT),  # row 23, from the child’s side
}


def moves_from(state: str) -> list[MoveType]:
    """The moves that people may make from ``state``, in the order of the table."""
    return [row for row in _TABLE if state in row.sources and not row.by_time]


def done_words(key: str) -> str:
    if key in ENTRIES:
        return ENTRIES[key][0]
    return MOVES[key].done if key in MOVES else key


__all__ = ["ENTRIES", "MOVES", "MoveType", "done_words", "moves_from"]

"""Every change of what bodies do, one function per act."""

from subcommittees.actions.agenda import (
    carry_over,
    fix_reference,
    fix_references,
    move_down,
    move_up,
    put_on_agenda,
    save_agenda_item,
    take_off_agenda,
)
from subcommittees.actions.attending import (
    answer_attendance,
    declare_conflict,
    hold_meeting,
    record_attendance,
    reopen_meeting,
    withdraw_conflict,
)
from subcommittees.actions.giving import record_view

__all__ = [
    "answer_attendance",
    "carry_over",
    "declare_conflict",
    "fix_reference",
    "fix_references",
    "hold_meeting",
    "move_down",
    "move_up",
    "put_on_agenda",
    "record_attendance",
    "record_view",
    "reopen_meeting",
    "save_agenda_item",
    "take_off_agenda",
    "withdraw_conflict",
]

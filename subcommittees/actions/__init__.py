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
from subcommittees.actions.giving import record_view

__all__ = [
    "carry_over",
    "fix_reference",
    "fix_references",
    "move_down",
    "move_up",
    "put_on_agenda",
    "record_view",
    "save_agenda_item",
    "take_off_agenda",
]

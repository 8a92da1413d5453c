"""Every change of what bodies do, one function per act."""

# Asking for views, giving them, and what is owed by word of mouth.
from subcommittees.actions.asking import Whom, ask_for_view, ask_several, change_due, withdraw_request
from subcommittees.actions.chasing import chase, chase_all, remind
from subcommittees.actions.giving import answer_by_telephone, note_late, record_view
from subcommittees.actions.ground import AfterTheMinutes
from subcommittees.actions.interest import Wish, mark_interest, mark_interests
from subcommittees.actions.positions import post_position
from subcommittees.actions.updates import (
    correct_verbal_update,
    drop_verbal_update,
    give_verbal_update,
    owe_verbal_update,
)

__all__ = [
    "AfterTheMinutes",
    "Whom",
    "Wish",
    "answer_by_telephone",
    "ask_for_view",
    "ask_several",
    "change_due",
    "chase",
    "chase_all",
    "correct_verbal_update",
    "drop_verbal_update",
    "give_verbal_update",
    "mark_interest",
    "mark_interests",
    "note_late",
    "owe_verbal_update",
    "post_position",
    "record_view",
    "remind",
    "withdraw_request",
]

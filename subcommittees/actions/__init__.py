"""Every change of what bodies do, one function per act."""

from subcommittees.actions.giving import record_view
from subcommittees.actions.minuting import (
    answer_comment,
    approve_minutes,
    circulate_minutes,
    comment_on_minute,
    correct_minute,
    take_approval_back,
    withdraw_comment,
    write_minute,
)
from subcommittees.actions.recommending import (
    drop_recommendation,
    edit_recommendation,
    move_recommendation,
    recommend,
    recommend_usual,
)
from subcommittees.actions.resolving import Decided, Raised, Said, correct_resolution, decide, resolve
from subcommittees.actions.undertaking import change_action, close_action, reopen_action, undertake

__all__ = [
    "Decided",
    "Raised",
    "Said",
    "answer_comment",
    "approve_minutes",
    "change_action",
    "circulate_minutes",
    "close_action",
    "comment_on_minute",
    "correct_minute",
    "correct_resolution",
    "decide",
    "drop_recommendation",
    "edit_recommendation",
    "move_recommendation",
    "recommend",
    "recommend_usual",
    "record_view",
    "reopen_action",
    "resolve",
    "take_approval_back",
    "undertake",
    "withdraw_comment",
    "write_minute",
]

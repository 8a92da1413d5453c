"""Every change of what bodies do, one function per act."""

from subcommittees.actions.agenda import (
    move_down,
    move_up,
    put_on_agenda,
    save_agenda_item,
    take_off_agenda,
)
from subcommittees.actions.asking import Whom, ask_for_view, ask_several, change_due, withdraw_request
from subcommittees.actions.attending import (
    answer_attendance,
    declare_conflict,
    hold_meeting,
    record_attendance,
    reopen_meeting,
    withdraw_conflict,
)
from subcommittees.actions.balloting import open_ballot, open_ballots, void_ballot
from subcommittees.actions.calling import call_for_papers
from subcommittees.actions.carrying import carry_over
from subcommittees.actions.chasing import chase, chase_all, remind
from subcommittees.actions.closing import close_ballot, record_outcome, remind_of_close, result_of, settle_ballot
from subcommittees.actions.countingrules import change_counting_rule, correct_counting_rule, take_counting_rule_back
from subcommittees.actions.giving import answer_by_telephone, note_late, record_view
from subcommittees.actions.ground import AfterTheMinutes
from subcommittees.actions.interest import Wish, mark_interest, mark_interests
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
from subcommittees.actions.naming import name_readers
from subcommittees.actions.numbered import fix_reference, fix_references
from subcommittees.actions.positions import post_position
from subcommittees.actions.recommending import (
    drop_recommendation,
    edit_recommendation,
    move_recommendation,
    recommend,
    recommend_usual,
)
from subcommittees.actions.resolving import Decided, Raised, Said, correct_resolution, decide
from subcommittees.actions.undertaking import change_action, close_action, reopen_action, undertake
from subcommittees.actions.updates import (
    correct_verbal_update,
    drop_verbal_update,
    give_verbal_update,
    owe_verbal_update,
)
from subcommittees.actions.voting import VoteTooLate, cast, note_refused_vote, vote

__all__ = [
    "AfterTheMinutes",
    "Decided",
    "Raised",
    "Said",
    "VoteTooLate",
    "Whom",
    "Wish",
    "answer_attendance",
    "answer_by_telephone",
    "answer_comment",
    "approve_minutes",
    "ask_for_view",
    "ask_several",
    "call_for_papers",
    "carry_over",
    "cast",
    "change_action",
    "change_counting_rule",
    "change_due",
    "chase",
    "chase_all",
    "circulate_minutes",
    "close_action",
    "close_ballot",
    "comment_on_minute",
    "correct_counting_rule",
    "correct_minute",
    "correct_resolution",
    "correct_verbal_update",
    "decide",
    "declare_conflict",
    "drop_recommendation",
    "drop_verbal_update",
    "edit_recommendation",
    "fix_reference",
    "fix_references",
    "give_verbal_update",
    "hold_meeting",
    "mark_interest",
    "mark_interests",
    "move_down",
    "move_recommendation",
    "move_up",
    "name_readers",
    "note_late",
    "note_refused_vote",
    "open_ballot",
    "open_ballots",
    "owe_verbal_update",
    "post_position",
    "put_on_agenda",
    "recommend",
    "recommend_usual",
    "record_attendance",
    "record_outcome",
    "record_view",
    "remind",
    "remind_of_close",
    "reopen_action",
    "reopen_meeting",
    "result_of",
    "save_agenda_item",
    "settle_ballot",
    "take_approval_back",
    "take_counting_rule_back",
    "take_off_agenda",
    "undertake",
    "void_ballot",
    "vote",
    "withdraw_comment",
    "withdraw_conflict",
    "withdraw_request",
    "write_minute",
]

"""Every change of what bodies do, one function per act."""

from subcommittees.actions.balloting import open_ballot, open_ballots, void_ballot
from subcommittees.actions.closing import (
    close_ballot,
    record_outcome,
    remind_of_close,
    result_of,
    settle_ballot,
)
from subcommittees.actions.countingrules import (
    change_counting_rule,
    correct_counting_rule,
    take_counting_rule_back,
)
from subcommittees.actions.giving import record_view
from subcommittees.actions.voting import VoteTooLate, cast, note_refused_vote, vote

__all__ = [
    "VoteTooLate",
    "cast",
    "change_counting_rule",
    "close_ballot",
    "correct_counting_rule",
    "note_refused_vote",
    "open_ballot",
    "open_ballots",
    "record_outcome",
    "record_view",
    "remind_of_close",
    "result_of",
    "settle_ballot",
    "take_counting_rule_back",
    "void_ballot",
    "vote",
]

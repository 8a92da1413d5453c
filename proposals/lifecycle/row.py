"""What a row of the lifecycle table holds, and the sets of states that several rows share."""

from dataclasses import dataclass

import rules as rules_library

from proposals import rules
from proposals.states import FINISHED, PRE_DECISION
from proposals.states import State as S


@dataclass(frozen=True)
class MoveType:
    """``to`` None: the proposal stays where it is. ``back``: it returns to where it was before the last move.

    ``body``: the code of the body that decides unless a dated ``DecidingBody`` names another.
    ``despite_hold``: may be made while a hold stands. ``owned_by``: the fact that another app will state; once it does,
    people make this move for the historic record only.
    """

    key: str
    button: str
    done: str
    plain: str
    sources: frozenset[S]
    to: S | None
    who: rules_library.predicates.Predicate = rules.may_manage
    who_words: str = "SECAS, recording the decision"
    body: str = ""
    requires: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()  # of these, what its own form asks for: no reason to hold the form back
    starts: tuple[str, ...] = ()
    ask_again: bool = False
    back: bool = False
    despite_hold: bool = False
    owned_by: str = ""
    usual: bool = True  # whether it is offered among the first, or folded away
    why: str = ""  # the sentence that asks for words where the move cannot go without them

    @property
    def beforehand(self) -> tuple[str, ...]:
        """What has to be there before the move's form is worth opening."""
        return tuple(key for key in self.requires if key not in self.asks)

    @property
    def by_time(self) -> bool:
        """Nobody makes this move: the end of a window does."""
        return self.who is rules.only_time

    @property
    def stays(self) -> bool:
        return self.to is None and not self.back


def at(*states: S) -> frozenset[S]:
    return frozenset(states)


# A window that runs gives people a right until it ends; nothing may hold that up.
WINDOWS = at(S.FT_OBJECTION_WINDOW, S.APPEAL_WINDOW, S.WITHDRAWAL_NOTICE)
LIVE = frozenset(S) - FINISHED

__all__ = ["LIVE", "PRE_DECISION", "WINDOWS", "MoveType", "at"]

"""The Change Board’s votes as they were counted, and the steps it took, as plain values.

A solution goes by its number: nought is the Proposed Solution, others are those of the Alternatives.
"""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from subcommittees.counting import recommended

Html = str
PROPOSED = 0


class Did(StrEnum):
    """What the Change Board may do with a report, by the step of the lifecycle that says so."""

    APPROVED = "change_board_approves"
    REJECTED = "change_board_rejects"
    RECOMMENDED = "change_board_recommends"
    RECOMMENDED_REJECTION = "change_board_recommends_rejection"
    DEFERRED = "change_board_defers"
    RETURNED = "change_board_returns"


PUT_OFF = (Did.DEFERRED, Did.RETURNED)


@dataclass(frozen=True)
class Group:
    """Seats that are counted together, as the published table has them."""

    name: str
    approve: int
    reject: int
    abstain: int
    outcome: str
    recuse: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Reason:
    """What was said with a vote that was counted, and the SEC Objectives it names; whose it is, by their category."""

    group: str
    vote: str
    text: str
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vote:
    """The vote on one solution, as it was counted. ``quorum`` is None where none is asked for."""

    solution: int
    strategy: str
    closed_on: date
    outcome: str
    counted: int
    approving: int
    voted: int
    quorum: int | None
    groups: tuple[Group, ...]
    reasons: tuple[Reason, ...] = ()

    @property
    def result(self) -> dict:
        """As ``subcommittees.counting`` gives it."""
        return asdict(self)


@dataclass(frozen=True)
class Step:
    """``words``: what people wrote of it, without what was composed from the result."""

    did: Did
    on: date
    words: Html = ""


@dataclass(frozen=True)
class ChangeBoard:
    """``votes``: those of the latest round, the Proposed Solution’s first; ``met_on`` is None for a written resolution.
    ``hidden``: there are some that the readers may not see. ``under_way``: since when some are still open. ``step`` is
    what was made of the votes, or came without any; ``put_off`` what came before it."""

    votes: tuple[Vote, ...] = ()
    met_on: date | None = None
    hidden: bool = False
    under_way: date | None = None
    step: Step | None = None
    put_off: tuple[Step, ...] = ()

    @property
    def best(self) -> tuple[int, ...]:
        """The approved solution with the most support; several where they have as much, none where none is approved."""
        return tuple(self.votes[place].solution for place in recommended([vote.result for vote in self.votes]))

    @property
    def is_silent(self) -> bool:
        """Nothing has come before it, as far as is known."""
        return not (self.votes or self.hidden or self.under_way or self.step or self.put_off)

"""What bodies did at their meetings beside the decisions that the files of proposals tell of."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Undertaken:
    """An action; ``due`` and ``closed`` count from today as every live day does."""

    text: str
    person: str = ""
    name: str = ""
    due: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class MinutedItem:
    """An item of a meeting, with what was minuted of it. ``proposal``: its number, where it is about one."""

    title: str = ""
    proposal: int | None = None
    minute: str = ""
    comment: str = ""
    by: str = ""
    undertaken: tuple[Undertaken, ...] = ()


@dataclass(frozen=True)
class Met:
    """What a body did at a meeting beside the decisions that the files of proposals tell of."""

    committee: str
    on: date
    items: tuple[MinutedItem, ...]
    sent_round: bool = False
    approved: bool = False


@dataclass(frozen=True)
class Before:
    """A proposal that stands on the agenda of a meeting to come, with what is usually asked (``way``)."""

    committee: str
    on: date
    proposal: int
    way: str


@dataclass(frozen=True)
class Meetings:
    met: tuple[Met, ...] = ()
    before: tuple[Before, ...] = ()

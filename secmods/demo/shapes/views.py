"""What bodies and industry think of a proposal."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class View:
    """``on`` is the day it was given."""

    position: str
    text: str
    meeting: bool
    on: date
    body: str = ""
    organisation: str = ""
    dcc: bool = False


@dataclass(frozen=True)
class Withdrawn:
    on: date
    because: str


@dataclass(frozen=True)
class MemberPosition:
    """What the holder of a seat thinks of what the body was asked."""

    person: str
    position: str
    text: str = ""


@dataclass(frozen=True)
class Told:
    """That a meeting is to be told by word of mouth of what was asked; by SECAS where nobody is named."""

    committee: str
    meeting: date
    about: str
    on: date
    person: str = ""


@dataclass(frozen=True)
class ViewRequest:
    """Asked on ``on``; without ``due`` the answer is due as the act proposes. ``meeting``: the day of the body’s
    meeting at which it is asked; without one it is asked by correspondence, and ``why`` says why."""

    on: date
    due: date | None = None
    body: str = ""
    organisation: str = ""
    dcc: bool = False
    meeting: date | None = None
    why: str = ""
    document: str = ""
    withdrawn: Withdrawn | None = None
    told: Told | None = None
    positions: tuple[MemberPosition, ...] = ()


@dataclass(frozen=True)
class Interest:
    body: str
    wants_input: bool
    note: str = ""


@dataclass(frozen=True)
class Comment:
    """Came in on ``on`` (``received``), was published that day unless it ``waits``, and answered on ``answered``; an
    ``answer`` without a day is a draft."""

    organisation: str
    stance: str
    text: str
    on: date | None = None
    received: date | None = None
    how: str = "email"
    person: str = ""
    classification: str = "WHITE"
    waits: bool = False
    answer: str = ""
    answered: date | None = None

    @property
    def came(self) -> date:
        return self.on or self.received


@dataclass(frozen=True)
class Summary:
    """What those of one category and stance say, in SECAS's words."""

    category: str
    stance: str
    text: str

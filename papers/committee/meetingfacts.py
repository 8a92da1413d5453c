"""What the agenda and the minutes of a meeting, and a paper that was supplied as a file, need to know: plain values."""

from dataclasses import dataclass
from datetime import date, time

from papers.committee.facts import Occasion, Recommendation
from papers.facts import Html
from subcommittees.quorum import Quorum


@dataclass(frozen=True)
class Sitting:
    """The meeting."""

    number: int
    on: date
    starts_at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Line:
    """One item. ``carried_from``: the meeting it comes from, “CSC 6, 2 May 2031”. ``key`` is its own for good."""

    key: str
    number: int
    title: str
    purpose: str
    reference: str = ""
    about: str = ""
    presenter: str = ""
    minutes_planned: int | None = None
    note: str = ""
    late: bool = False
    late_because: str = ""
    carried_from: str = ""


@dataclass(frozen=True)
class Owed:
    """A verbal update: about what, and who gives it."""

    about: str
    proposal: str = ""
    by: str = ""


@dataclass(frozen=True)
class Undertaking:
    """An action: “CSC action 12”."""

    number: int
    text: str
    owner: str
    due_on: date | None = None
    outcome: str = ""
    item: int | None = None


@dataclass(frozen=True)
class Agenda:
    occasion: Occasion
    sitting: Sitting
    lines: tuple[Line, ...] = ()
    owed: tuple[Owed, ...] = ()
    actions: tuple[Undertaking, ...] = ()


@dataclass(frozen=True)
class Attendee:
    """Who filled a seat, or was there without one. ``stands_in_for``: whose alternate they are."""

    name: str
    category: str
    seat: str = ""
    stands_in_for: str = ""


@dataclass(frozen=True)
class Declared:
    """A conflict of interest."""

    person: str
    words: str
    recused: bool


@dataclass(frozen=True)
class Resolved:
    """What was recommended and what the body did with it. ``asked_by_body``: it resolved this unasked."""

    recommendation: Recommendation
    outcome: str = ""
    words: str = ""
    asked_by_body: bool = False


@dataclass(frozen=True)
class Minuted:
    """One item as it was taken. ``closed``: it is for the body alone. ``untaken``: why it was not taken. ``quorum``:
    what was left of it where somebody stood aside. ``corrected``: since the minutes were approved, at which meeting and
    why."""

    line: Line
    text: Html = ""
    closed: bool = False
    untaken: str = ""
    conflicts: tuple[Declared, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    updates: tuple[tuple[str, str], ...] = ()
    actions: tuple[Undertaking, ...] = ()
    quorum: Quorum | None = None
    corrected: tuple[str, str] | None = None


@dataclass(frozen=True)
class MinutesOfMeeting:
    """``votes``: how many seats of the body vote; ``quorum``: how many of them were filled, and whether that does."""

    occasion: Occasion
    sitting: Sitting
    present: tuple[Attendee, ...] = ()
    apologies: tuple[Attendee, ...] = ()
    others: tuple[Attendee, ...] = ()
    votes: int = 0
    quorum: Quorum | None = None
    items: tuple[Minuted, ...] = ()
    actions: tuple[Undertaking, ...] = ()
    approved_on: date | None = None
    comments_due_on: date | None = None


@dataclass(frozen=True)
class Supplied:
    """A file that stands for the paper of an item. ``source``: the hash of its pages, by which whoever renders hands
    them over. ``address``: of the file as it was supplied, where its readers may have it. ``word``: its pages were
    printed here from Word; ``tracked``: with what was changed in it marked."""

    occasion: Occasion
    title: str
    author: str
    filename: str
    source: str
    pages: int
    supplied_on: date
    address: str = ""
    word: bool = False
    tracked: bool = False

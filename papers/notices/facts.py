"""What notices and letters need to know, as plain values. No sentence stands here but those that people wrote.

Everything is as on the day that the notice bears.
"""

from dataclasses import dataclass, field
from datetime import date

from papers.committee.facts import Entry, Occasion, Place, Subject
from papers.facts import Contact, Html, Office, Path, SecDocument


@dataclass(frozen=True)
class Step:
    """``body``: who took it, as it stands in a sentence (“the Panel”); ``meeting``: where, in words. ``facts``: what
    else was decided, as (label, words)."""

    key: str
    on: date
    body: str = ""
    meeting: str = ""
    words: Html = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Period:
    """A window that the step opened. ``ended``: how, on the day of the notice; empty while it runs."""

    working_days: int
    opened_on: date
    closes_on: date
    ended: str = ""


@dataclass(frozen=True)
class Part:
    """What comes in at one time. ``name`` is empty unless there are several. ``days_after``: working days after the
    objection window, where its day is reckoned from that."""

    name: str
    documents: tuple[SecDocument, ...] = ()
    planned_on: date | None = None
    done_on: date | None = None
    release: str = ""
    sec_version: str = ""
    days_after: int | None = None


@dataclass(frozen=True)
class Changed:
    """A document of the SEC that changes, and how: “Section G3.20 is amended”."""

    document: SecDocument
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """What the Panel said, and where."""

    on: date
    words: Html
    meeting: str = ""


@dataclass(frozen=True)
class Report:
    """The Modification Report that was last issued by the day of a letter."""

    title: str
    version: str
    on: date
    address: str


@dataclass(frozen=True)
class Notice:
    """The facts of any of them; a kind reads what it needs. ``links``: addresses by what they lead to. ``former``: what
    went before and the notice tells of: the request that was granted, the withdrawal after which somebody adopted.
    ``asked``: the words in which another date is asked for."""

    occasion: Occasion
    subject: Subject
    place: str
    step: Step
    path: Path
    contact: Contact
    office: Office
    links: dict[str, str] = field(default_factory=dict)
    period: Period | None = None
    parts: tuple[Part, ...] = ()
    changed: tuple[Changed, ...] = ()
    places: tuple[Place, ...] = ()
    grounds: tuple[str, ...] = ()
    former: Step | None = None
    timetable: tuple[Entry, ...] = ()
    view: View | None = None
    reports: tuple[Report, ...] = ()
    addressee: str = ""
    adopted: bool = False
    asked: bool = False
    due_on: date | None = None

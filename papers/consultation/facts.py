"""What the documents of a consultation need to know, as plain values. Everything is as on the day they bear."""

from dataclasses import dataclass, field
from datetime import date

from papers.committee.facts import Occasion, Subject
from papers.consultation.counts import Answered, Elsewhere, Passage, Point, Question, Range, Said, Tally
from papers.facts import Contact, Html, Office

__all__ = [
    "Answered",
    "Asking",
    "Beside",
    "Collated",
    "Consulted",
    "Elsewhere",
    "File",
    "Later",
    "OnClause",
    "Passage",
    "Point",
    "Question",
    "Range",
    "Related",
    "Respondent",
    "Said",
    "Tally",
]


@dataclass(frozen=True)
class Later:
    """A later close, and why."""

    was: date
    becomes: date
    reason: str


@dataclass(frozen=True)
class Related:
    title: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class Beside:
    """Another consultation that is open to some of the same people: ``days`` working days of both together."""

    named: str
    categories: tuple[str, ...]
    days: int


@dataclass(frozen=True)
class Consulted:
    """What every document of a consultation knows of it. ``invited``: the categories, in words and in the plural.
    ``kind``: as ``consultations.models.Kind`` has it. ``links``: addresses by what they lead to."""

    occasion: Occasion
    key: int
    kind: str
    kind_name: str
    title: str
    opened_on: date | None
    closes_on: date | None
    subject: Subject | None
    questions: tuple[Question, ...]
    contact: Contact
    office: Office
    links: dict[str, str] = field(default_factory=dict)
    invited: tuple[str, ...] = ()
    is_over: bool = False


@dataclass(frozen=True)
class Asking:
    """``who``: what SECAS wrote of who should respond; ``rule``: who may, by the kind. ``fairness``: sentences on the
    time that is given."""

    of: Consulted
    introduction: Html = ""
    who: str = ""
    rule: str = ""
    solution: Html = ""
    later: tuple[Later, ...] = ()
    fairness: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    related: tuple[Related, ...] = ()


# What was answered


@dataclass(frozen=True)
class Respondent:
    """``who``: the name, or what they are where it was not to be published. ``late``: it came after the close and was
    accepted."""

    who: str
    category: str
    position: str = ""
    late: bool = False
    speaks_for: tuple[str, ...] = ()
    confidential: bool = False


@dataclass(frozen=True)
class OnClause:
    """``clause``: as the house writes it, or as the respondent did."""

    clause: str
    operation: str
    who: str
    category: str
    anchor: str = ""
    text: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class File:
    """What came with a response. ``withheld``: why others do not get it; those do not read the ``title`` either."""

    who: str
    category: str
    title: str = ""
    withheld: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class Collated:
    """``count``: all responses; ``hidden``: those of them that are confidential as a whole, which in the public edition
    count among nothing else. ``late``: how many came late and were accepted; ``refused``: were not; ``withdrawn``: were
    taken back. ``for_secas``: this edition holds everything."""

    of: Consulted
    for_secas: bool
    count: int
    by_category: tuple[tuple[str, int], ...]
    positions: tuple[Tally, ...] = ()
    hidden: int = 0
    late: int = 0
    refused: int = 0
    withdrawn: int = 0
    respondents: tuple[Respondent, ...] = ()
    questions: tuple[Answered, ...] = ()
    general: tuple[Said, ...] = ()
    hidden_general: int = 0
    clauses: tuple[OnClause, ...] = ()
    hidden_clauses: int = 0
    files: tuple[File, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def is_open_in_part(self) -> bool:
        """Some of it is counted and no more."""
        return bool(self.hidden) and not self.for_secas

"""What the papers for meetings need to know, as plain values. No sentence stands here but those that people wrote.

Everything is as on the day that the paper bears: DP075 in a paper of before its conversion, MP075 in one of after it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from consultations.comments.feedback import Collated, Feedback
from papers.facts import Body, Checkpoint, Erratum, Figure, Html, SecDocument, Stance

CSC, PANEL = "csc", "panel"
REFINEMENT = "the Refinement Process"


class Reply(StrEnum):
    """What became of asking a body: it answered, its answer is still due, or the day went by in silence."""

    ANSWERED = "answered"
    DUE = "due"
    SILENT = "silent"


@dataclass(frozen=True)
class Recommendation:
    """``addressee``: whom the body is to recommend it to, as it stands in a sentence; empty for nobody else."""

    verb: str
    text: str
    addressee: str = ""
    condition: str = ""


@dataclass(frozen=True)
class Occasion:
    """The meeting, and what a paper knows of itself. ``reference`` is empty until it is fixed; ``texts`` are the
    repeated words by their key; ``author`` signs for ``texts["team"]``."""

    body: Body
    code: str
    version: str
    issued: bool
    composed_on: date
    classification: str
    action: str = ""
    reference: str = ""
    meets_on: date | None = None
    author: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    erratum: Erratum | None = None
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True)
class Subject:
    """A proposal as it was. ``number`` orders; ``draft_reference`` and ``full_reference`` are its two names, before and
    after conversion."""

    number: int
    suffix: str
    reference: str
    draft_reference: str
    full_reference: str
    converted: bool
    title: str
    address: str
    proposer: str
    organisation: str
    on_behalf_of: Body | None = None
    representative: str = ""
    representative_organisation: str = ""
    lead_analyst: str = ""
    summary: Html = ""

    @property
    def named(self) -> str:
        return f"{self.reference} ‘{self.title}’"

    @property
    def kind(self) -> str:
        return "Modification Proposal" if self.converted else "Draft Proposal"


@dataclass(frozen=True)
class Place:
    """A place of the SEC that the proposal is about: “Section G3.20”."""

    name: str
    document: SecDocument
    purpose: str = ""


@dataclass(frozen=True)
class View:
    """The newest view that a body has given."""

    body: Body
    code: str
    stance: Stance
    words: Html = ""


@dataclass(frozen=True)
class Asked:
    """A body that was asked, and what became of it. ``owed``: somebody owes the meeting of this paper a verbal update
    about it. One that spoke unasked has no ``due_on``."""

    body: Body
    code: str
    reply: Reply
    due_on: date | None
    by_correspondence: bool
    why: str = ""
    view: View | None = None
    owed: bool = False


@dataclass(frozen=True)
class Statement:
    """The problem statement as it stood, with the views there were. ``dcc`` is None where the DCC has given none.
    ``comments``: what is counted in ``feedback``, collated. ``waiting``: how many comments are not published yet."""

    subject: Subject
    label: str
    issue: Html = ""
    sec_context: Html = ""
    do_nothing: Html = ""
    figures: tuple[Figure, ...] = ()
    places: tuple[Place, ...] = ()
    dcc: View | None = None
    feedback: Feedback = field(default_factory=Feedback)
    comments: tuple[Collated, ...] = ()
    waiting: int = 0
    views: tuple[View, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a timetable. ``week``: it is done in the week that begins on the day."""

    activity: str
    on: date
    week: bool = False


@dataclass(frozen=True)
class Area:
    question: str
    background: Html = ""
    feedback: Html = ""
    counter_view: Html = ""


@dataclass(frozen=True)
class Package:
    number: int
    words: Html = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class ProposalPaper:
    """The facts of a paper about one proposal, of whichever kind; a kind reads what it needs."""

    occasion: Occasion
    subject: Subject
    statement: Statement | None
    asked: tuple[Asked, ...] = ()
    decided: str = ""  # the words in which the Change Sub-Committee agreed the problem; empty before it has
    agreed_on: date | None = None
    route: str = ""
    package: Package | None = None
    areas: tuple[Area, ...] = ()
    update: str = ""


@dataclass(frozen=True)
class StatementPaper:
    """The facts of a problem statement that is a paper of its own."""

    occasion: Occasion
    statement: Statement


@dataclass(frozen=True)
class Block:
    """One proposal in a paper on new proposals."""

    subject: Subject
    issue: Html


@dataclass(frozen=True)
class Update:
    subject: Subject
    on: date
    text: Html


@dataclass(frozen=True)
class MonthlyPaper:
    occasion: Occasion
    starts: date
    ends: date
    new: tuple[Block, ...] = ()
    converted: tuple[Block, ...] = ()
    updates: tuple[Update, ...] = ()

"""What a Modification Report needs to know, as plain values.

Where a value may be ``None``, that is *not yet known*, and an empty value is *known to be none*. Text that may only be
empty has not been written. ``Html`` is sanitised rich text with the markers of ``proposals.richtext``. Money is in
pence.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from consultations.comments.feedback import Feedback
from papers.board.facts import PROPOSED, ChangeBoard
from papers.consultation.counts import Told
from papers.document import RedlineLine

Html = str


class Path(StrEnum):
    UNDECIDED = ""
    AUTHORITY_LED = "1"
    AUTHORITY_DETERMINED = "2"
    SELF_GOVERNANCE = "3"
    FAST_TRACK = "FT"


class Cell(StrEnum):
    """The six cells of the impact table, in its order; the DCC is not a Party Category but has a cell."""

    LARGE_SUPPLIERS = "Large Suppliers"
    SMALL_SUPPLIERS = "Small Suppliers"
    ELECTRICITY_NETWORKS = "Electricity Network Operators"
    GAS_NETWORKS = "Gas Network Operators"
    OTHER_SEC_PARTIES = "Other SEC Parties"
    DCC = "DCC"


class Direction(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class Effect(StrEnum):
    BETTER = "better"
    NEUTRAL = "neutral"
    WORSE = "worse"


class Stance(StrEnum):
    SUPPORTS = "supports"
    OPPOSES = "opposes"
    MIXED = "mixed"
    NO_COMMENT = "no comment"
    SILENT = "silent"


class Outcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class WindowState(StrEnum):
    OPEN = "open"
    UNOPPOSED = "unopposed"
    OBJECTED = "objected"


class ReleaseKind(StrEnum):
    AD_HOC = "ad-hoc"
    SCHEDULED = "scheduled"


@dataclass(frozen=True)
class Body:
    name: str
    short_name: str


@dataclass(frozen=True)
class PartyImpact:
    cell: Cell
    direction: Direction
    reason: str = ""


@dataclass(frozen=True)
class SecDocument:
    code: str
    title: str


@dataclass(frozen=True)
class OtherCode:
    name: str
    impact: str = ""


@dataclass(frozen=True)
class DccCost:
    """Nought to nought is 'no cost'."""

    low: int
    high: int


@dataclass(frozen=True)
class SecasEffort:
    days: Decimal
    daily_rate: int
    activities: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        return int(self.days * self.daily_rate)


@dataclass(frozen=True)
class Point:
    """A benefit or a drawback, and who named it."""

    text: str
    by_proposer: bool = True
    by_bodies: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Objective:
    """``words`` is the objective's own text, for the footnote."""

    letter: str
    words: str
    effect: Effect
    rationale: Html = ""


@dataclass(frozen=True)
class View:
    body: Body
    stance: Stance
    words: Html = ""


@dataclass(frozen=True)
class Implementation:
    """``part`` is empty unless there are several. ``rule`` is a date in words, counted from something else."""

    part: str = ""
    rule: str = ""
    planned_on: date | None = None
    release_kind: ReleaseKind | None = None
    release_name: str = ""
    rationale: Html = ""
    actual_on: date | None = None


@dataclass(frozen=True)
class Assessment:
    """What the DCC answered. ``cost`` is None where it named none."""

    name: str
    given_on: date
    cost: DccCost | None = None
    lead_time: str = ""
    release: str = ""
    assumptions: Html = ""


@dataclass(frozen=True)
class Area:
    """An area of assessment: answered by ``body``, or left open with a reason, or neither yet."""

    question: str
    body: str = ""
    answer: Html = ""
    left_open: Html = ""


@dataclass(frozen=True)
class Decision:
    outcome: Outcome
    body: str
    on: date


class Reopening(StrEnum):
    """What takes a decision, or a recommendation, up again."""

    APPEAL = "appeal"
    SENT_BACK = "authority_sends_back"


@dataclass(frozen=True)
class Reopened:
    """``words``: what the Authority found deficient."""

    by: Reopening
    on: date
    words: Html = ""


@dataclass(frozen=True)
class ObjectionWindow:
    working_days: int
    closes_on: date
    state: WindowState
    objections: int = 0


@dataclass(frozen=True)
class LegalChange:
    """``clause`` as cited: 'Section G3.20'. ``lines`` hold the clause and the unchanged context chosen around it."""

    operation: str
    clause: str
    lines: tuple[RedlineLine, ...]
    after: str = ""


@dataclass(frozen=True)
class LegalDocument:
    document: SecDocument
    changes: tuple[LegalChange, ...]


@dataclass(frozen=True)
class LegalText:
    """``baseline`` is the number of the SEC version drafted against: '6.17'."""

    version: str
    baseline: str
    documents: tuple[LegalDocument, ...]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What is said of a solution, the proposed one or an Alternative: both are developed to the same degree."""

    legal_text: LegalText | None = None
    party_impacts: tuple[PartyImpact, ...] | None = None
    parties_narrative: Html = ""
    dcc_systems: bool | None = None
    dcc_systems_detail: Html = ""
    other_codes: tuple[OtherCode, ...] | None = None
    greenhouse_gas: Html | None = None
    dcc_cost: DccCost | None = None
    dcc_cost_detail: Html = ""
    secas: SecasEffort | None = None
    party_costs: Html | None = None
    benefits: tuple[Point, ...] | None = None
    drawbacks: tuple[Point, ...] | None = None
    objectives: tuple[Objective, ...] | None = None


@dataclass(frozen=True)
class Alternative(Worked):
    """``number`` is its own, which another's withdrawal does not change. ``raised_for``: the organisation that holds by
    it. ``implementation`` is empty where it would be as for the Proposed Solution."""

    number: int
    title: str
    text: Html = ""
    raised_for: str = ""
    implementation: Html = ""


@dataclass(frozen=True)
class Figure:
    number: int
    source: str
    caption: str
    alternative: str


@dataclass(frozen=True)
class LeftOpen:
    """Something expected that was missing when a step was taken, and why that was accepted."""

    text: str
    why: str


@dataclass(frozen=True)
class Term:
    acronym: str
    meaning: str


@dataclass(frozen=True)
class Glossary:
    """``known`` may give an acronym two meanings; ``chosen`` says which one is meant. ``added`` need not be used."""

    known: tuple[Term, ...] = ()
    chosen: tuple[Term, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    name: str
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Office:
    name: str
    address: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Checkpoint:
    """The register's public checkpoint: how many events there were at the end of ``day``, and the chain's head."""

    events: int
    head: str
    day: date


@dataclass(frozen=True)
class Erratum:
    """What this version puts right of an earlier one that was issued."""

    version: str
    issued_on: date
    words: str


@dataclass(frozen=True)
class Facts(Worked):
    """``Worked`` of itself is the Proposed Solution."""

    reference: str
    title: str
    address: str
    classification: str
    version: str
    issued: bool
    composed_on: date
    contact: Contact
    office: Office
    erratum: Erratum | None = None
    path: Path = Path.UNDECIDED
    urgent: bool = False
    proposer: str = ""
    raised_on: date | None = None
    summary: Html = ""
    issue: Html = ""
    sec_context: Html = ""
    do_nothing: Html = ""
    solution: Html = ""
    alternatives: tuple[Alternative, ...] = ()
    areas: tuple[Area, ...] = ()
    documents: tuple[SecDocument, ...] | None = None
    assessments: tuple[Assessment, ...] = ()
    implementations: tuple[Implementation, ...] = ()
    views: tuple[View, ...] = ()
    feedback: Feedback = field(default_factory=Feedback)
    left_open: tuple[LeftOpen, ...] = ()
    working_group: Html = ""
    consultation: Html = ""
    consulted: tuple[Told, ...] = ()  # also on the report itself
    change_board: ChangeBoard = field(default_factory=ChangeBoard)
    panel: Html = ""
    decision: Decision | None = None
    reopened: Reopened | None = None
    window: ObjectionWindow | None = None
    figures: tuple[Figure, ...] = ()
    glossary: Glossary = Glossary()
    checkpoint: Checkpoint | None = None

    @property
    def approved(self) -> bool:
        return self.decision is not None and self.decision.outcome == Outcome.APPROVED

    @property
    def halted(self) -> bool:
        return self.window is not None and self.window.state == WindowState.OBJECTED

    @property
    def going_ahead(self) -> bool:
        return self.approved and not self.halted

    @property
    def chosen(self) -> int | None:
        """The number of the solution that goes ahead: where several were voted on, the one with the most support. None
        where none does, or where it is not known which."""
        if not self.going_ahead:
            return None
        if len(self.change_board.votes) < 2 and not self.change_board.hidden:
            return next((vote.solution for vote in self.change_board.votes), PROPOSED)
        return self.change_board.best[0] if len(self.change_board.best) == 1 else None

    @property
    def will(self) -> str:
        """The verb for what the Proposed Solution does: certain once it goes ahead, conditional before."""
        return "will" if self.chosen == PROPOSED else "would"

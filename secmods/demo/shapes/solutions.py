"""What a proposal says: the problem, the solution, the legal text, how it comes in."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Submission:
    received: date
    issue: str
    do_nothing: str
    sec_context: str


@dataclass(frozen=True)
class Statement:
    version: str
    on: date
    issue: str
    do_nothing: str
    sec_context: str


@dataclass(frozen=True)
class Figure:
    number: int
    caption: str
    alternative_text: str
    file: str


@dataclass(frozen=True)
class Impact:
    category: str
    direction: str
    reason: str


@dataclass(frozen=True)
class TriState:
    """``impacted`` is null where nobody has assessed it."""

    impacted: bool | None
    text: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    """In pounds; ``none`` says that there is no cost, and no ``Cost`` at all that nobody knows yet."""

    none: bool = False
    min: int = 0
    max: int = 0


@dataclass(frozen=True)
class PartyCosts:
    anticipated: bool | None
    text: str = ""


@dataclass(frozen=True)
class Point:
    """``named_by`` holds codes of committees, and ``proposer``."""

    text: str
    named_by: tuple[str, ...]


@dataclass(frozen=True)
class Solution:
    text: str
    parties_narrative: str
    impacts: tuple[Impact, ...]
    dcc_system: TriState
    other_codes: TriState
    greenhouse_gas: TriState
    dcc_cost: Cost | None
    party_costs: PartyCosts
    benefits: tuple[Point, ...]
    drawbacks: tuple[Point, ...]
    secas_days: int | None = None
    secas_activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objective:
    letter: str
    effect: str
    rationale: str


@dataclass(frozen=True)
class Reference:
    document: str
    kind: str
    locator: str
    purpose: str


@dataclass(frozen=True)
class Edit:
    document: str
    clause: str
    operation: str
    after: str


@dataclass(frozen=True)
class LegalText:
    """``context`` names clauses of the first edit's document that are shown unchanged."""

    version: str
    drafted_against: str
    edits: tuple[Edit, ...]
    context: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One of several in which a proposal comes in, each with a release of its own."""

    title: str
    release: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Implementation:
    rule_text: str = ""
    rationale: str = ""
    release: str = ""
    planned_on: date | None = None
    parts: tuple[Part, ...] = ()

"""A proposal with everything that its file tells."""

from dataclasses import dataclass
from datetime import date

from secmods.demo.shapes.moves import Ballot, Move, RefinementStep, WorkPackage
from secmods.demo.shapes.solutions import (
    Figure,
    Implementation,
    LegalText,
    Objective,
    Reference,
    Solution,
    Statement,
    Submission,
)
from secmods.demo.shapes.views import Comment, Interest, Summary, View, ViewRequest


@dataclass(frozen=True)
class Relation:
    kind: str
    to: int


@dataclass(frozen=True)
class Update:
    """``part``: the suffix of the part that it is about, where the proposal was split."""

    on: date
    text: str
    part: str = ""


@dataclass(frozen=True)
class Paper:
    issue: str
    after: str
    glossary_additions: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    title: str
    proposer: str
    proposer_organisation: str
    classification: str
    summary: str
    submission: Submission
    number: int | None = None
    legacy: bool = False
    on_behalf_of: str = ""
    representative: str = ""
    representative_organisation: str = ""
    lead_analyst: str = ""
    problem_statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    solution: Solution | None = None
    objectives: tuple[Objective, ...] = ()
    sec_references: tuple[Reference, ...] = ()
    legal_text: LegalText | None = None
    view_requests: tuple[ViewRequest, ...] = ()
    views: tuple[View, ...] = ()
    interests: tuple[Interest, ...] = ()
    comments: tuple[Comment, ...] = ()
    summaries: tuple[Summary, ...] = ()
    implementation: Implementation | None = None
    path: str = ""
    path_reasons: str = ""
    relations: tuple[Relation, ...] = ()
    updates: tuple[Update, ...] = ()
    moves: tuple[Move, ...] = ()
    refinement: tuple[RefinementStep, ...] = ()
    work_packages: tuple[WorkPackage, ...] = ()
    paper: Paper | None = None
    ballot: Ballot | None = None

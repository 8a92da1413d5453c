from proposals.models.code import SecDocument, SecReference, SecVersion
from proposals.models.lifecycle import Appeal, FormerTitle, Move, Objection, PathDetermination, Window
from proposals.models.lodging import Adoption
from proposals.models.papers import Attachment, Figure
from proposals.models.planning import Implementation, Release
from proposals.models.proposal import HoldKind, Proposal, ProposalSearch, ProposalUpdate, Relation
from proposals.models.rule import DecidingBody, ProcessRule, RuleKey
from proposals.models.solution import (
    CodeImpact,
    IndustryCode,
    Objective,
    ObjectiveAssessment,
    PartyImpact,
    Point,
    Solution,
)
from proposals.models.statement import ProblemStatement

__all__ = [
    "Adoption",
    "Appeal",
    "Attachment",
    "CodeImpact",
    "DecidingBody",
    "Figure",
    "FormerTitle",
    "HoldKind",
    "Implementation",
    "IndustryCode",
    "Move",
    "Objection",
    "Objective",
    "ObjectiveAssessment",
    "PartyImpact",
    "PathDetermination",
    "Point",
    "ProblemStatement",
    "ProcessRule",
    "Proposal",
    "ProposalSearch",
    "ProposalUpdate",
    "Relation",
    "Release",
    "RuleKey",
    "SecDocument",
    "SecReference",
    "SecVersion",
    "Solution",
    "Window",
]

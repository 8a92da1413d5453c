from proposals.models.code import SecDocument, SecReference, SecVersion
from proposals.models.lifecycle import Move, Objection, Window
from proposals.models.papers import Attachment, Figure
from proposals.models.planning import Implementation, ImplementationPart, PlanChange, Release, ReleaseMove
from proposals.models.proposal import Proposal, ProposalSearch, ProposalUpdate, Relation
from proposals.models.rule import ProcessRule, RuleKey
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
    "Attachment",
    "CodeImpact",
    "Figure",
    "Implementation",
    "ImplementationPart",
    "IndustryCode",
    "Move",
    "Objection",
    "Objective",
    "ObjectiveAssessment",
    "PartyImpact",
    "PlanChange",
    "Point",
    "ProblemStatement",
    "ProcessRule",
    "Proposal",
    "ProposalSearch",
    "ProposalUpdate",
    "Relation",
    "Release",
    "ReleaseMove",
    "RuleKey",
    "SecDocument",
    "SecReference",
    "SecVersion",
    "Solution",
    "Window",
]

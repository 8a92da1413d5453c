from proposals.models.code import SecDocument, SecReference, SecVersion
from proposals.models.lifecycle import Move, Objection, Window
from proposals.models.papers import Attachment, Figure
from proposals.models.planning import Implementation, Release
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
from proposals.models.timetable import Exactness, Slip, TimetableEntry, WorkPackage

__all__ = [
    "Attachment",
    "CodeImpact",
    "Exactness",
    "Figure",
    "Implementation",
    "IndustryCode",
    "Move",
    "Objection",
    "Objective",
    "ObjectiveAssessment",
    "PartyImpact",
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
    "Slip",
    "Solution",
    "TimetableEntry",
    "Window",
    "WorkPackage",
]

from proposals.models.alternative import Alternative
from proposals.models.assessment import Clarification, DccAssessment, DueChange
from proposals.models.code import SecDocument, SecReference, SecVersion
from proposals.models.lifecycle import Move, Objection, Window
from proposals.models.papers import Attachment, Figure
from proposals.models.planning import Implementation, Release
from proposals.models.proposal import Proposal, ProposalSearch, ProposalUpdate, Relation
from proposals.models.refinement import (
    AssessmentArea,
    ConsultationExtension,
    Discussion,
    RefinementConsultation,
    Requirement,
    RequirementSet,
    StandardArea,
)
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
    "Alternative",
    "AssessmentArea",
    "Attachment",
    "Clarification",
    "CodeImpact",
    "ConsultationExtension",
    "DccAssessment",
    "Discussion",
    "DueChange",
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
    "RefinementConsultation",
    "Relation",
    "Release",
    "Requirement",
    "RequirementSet",
    "RuleKey",
    "SecDocument",
    "SecReference",
    "SecVersion",
    "Solution",
    "StandardArea",
    "Window",
]

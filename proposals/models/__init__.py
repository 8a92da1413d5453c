from proposals.models.alternative import Alternative
from proposals.models.assessment import Clarification, DccAssessment, DueChange
from proposals.models.code import SecDocument, SecReference, SecVersion
from proposals.models.lifecycle import Appeal, FormerTitle, Move, Objection, PathDetermination, Window
from proposals.models.lodging import Adoption
from proposals.models.papers import Attachment, Figure
from proposals.models.planning import Implementation, ImplementationPart, PlanChange, Release, ReleaseMove
from proposals.models.proposal import HoldKind, Proposal, ProposalSearch, ProposalUpdate, Relation
from proposals.models.putright import Correction
from proposals.models.readiness import Acceptance
from proposals.models.refinement import (
    AssessmentArea,
    ConsultationExtension,
    Discussion,
    RefinementConsultation,
    Requirement,
    RequirementSet,
    StandardArea,
)
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
from proposals.models.timetable import Exactness, Slip, TimetableEntry, WorkPackage

__all__ = [
    "Acceptance",
    "Adoption",
    "Alternative",
    "Appeal",
    "AssessmentArea",
    "Attachment",
    "Clarification",
    "CodeImpact",
    "ConsultationExtension",
    "Correction",
    "DccAssessment",
    "DecidingBody",
    "Discussion",
    "DueChange",
    "Exactness",
    "Figure",
    "FormerTitle",
    "HoldKind",
    "Implementation",
    "ImplementationPart",
    "IndustryCode",
    "Move",
    "Objection",
    "Objective",
    "ObjectiveAssessment",
    "PartyImpact",
    "PathDetermination",
    "PlanChange",
    "Point",
    "ProblemStatement",
    "ProcessRule",
    "Proposal",
    "ProposalSearch",
    "ProposalUpdate",
    "RefinementConsultation",
    "Relation",
    "Release",
    "ReleaseMove",
    "Requirement",
    "RequirementSet",
    "RuleKey",
    "SecDocument",
    "SecReference",
    "SecVersion",
    "Slip",
    "Solution",
    "StandardArea",
    "TimetableEntry",
    "Window",
    "WorkPackage",
]

from consultations.models.answersummary import AnswerSummary
from consultations.models.collating import (
    PointMade,
    PointSource,
    PublicationTakenBack,
    Redaction,
    Tag,
    Tagging,
    WithheldFile,
)
from consultations.models.comments import IN_CONFIDENCE, SAID, Answer, Comment, FeedbackSummary, Stance
from consultations.models.consultation import Consultation, Extension, Invitation, Reminder
from consultations.models.intake import Intake
from consultations.models.kinds import Kind
from consultations.models.passages import Collation, Passage, PassagePlace
from consultations.models.questions import Agreement, Asks, Question, QuestionCorrection, QuestionSet
from consultations.models.responses import (
    ClauseComment,
    DraftAnswer,
    DraftClauseComment,
    Enclosure,
    Operation,
    PartLock,
    Position,
    QuestionAnswer,
    Response,
    Revision,
    Submission,
)
from consultations.models.settling import NoPoint, PointStep

__all__ = [
    "IN_CONFIDENCE",
    "SAID",
    "Agreement",
    "Answer",
    "AnswerSummary",
    "Asks",
    "ClauseComment",
    "Collation",
    "Comment",
    "Consultation",
    "DraftAnswer",
    "DraftClauseComment",
    "Enclosure",
    "Extension",
    "FeedbackSummary",
    "Intake",
    "Invitation",
    "Kind",
    "NoPoint",
    "Operation",
    "PartLock",
    "Passage",
    "PassagePlace",
    "PointMade",
    "PointSource",
    "PointStep",
    "Position",
    "PublicationTakenBack",
    "Question",
    "QuestionAnswer",
    "QuestionCorrection",
    "QuestionSet",
    "Redaction",
    "Reminder",
    "Response",
    "Revision",
    "Stance",
    "Submission",
    "Tag",
    "Tagging",
    "WithheldFile",
]

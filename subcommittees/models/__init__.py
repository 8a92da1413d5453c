"""What bodies do with proposals: agenda and minutes, views, recommendations and what became of them, ballots."""

from subcommittees.models.ballot import Ballot, BallotSeat, CountingRule, Position
from subcommittees.models.call import CallForPapers
from subcommittees.models.decision import Recommendation, Resolution
from subcommittees.models.meeting import Action, AgendaItem, Attendance, Conflict, Minute, MinuteComment, Minutes
from subcommittees.models.request import Chase, DueChange, Interest, MemberPosition, VerbalUpdate, ViewRequest
from subcommittees.models.view import View

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "Ballot",
    "BallotSeat",
    "CallForPapers",
    "Chase",
    "Conflict",
    "CountingRule",
    "DueChange",
    "Interest",
    "MemberPosition",
    "Minute",
    "MinuteComment",
    "Minutes",
    "Position",
    "Recommendation",
    "Resolution",
    "VerbalUpdate",
    "View",
    "ViewRequest",
]

"""What industry said of a proposal, as papers tell it: for the readers of the edition, and as on the day it bears."""

from datetime import date, datetime, timedelta

from audit import clock
from audit.classification import Classification, up_to
from consultations.comments.feedback import Collated, Feedback, collated, columns, feedback_of
from consultations.models import Comment
from papers.editions import classification_of
from papers.models import Paper
from proposals.models import Proposal


def feedback_then(paper: Paper, proposal: Proposal, on: date) -> Feedback:
    return feedback_of(proposal, **_audience(paper, on))


def feedback_columns(paper: Paper, proposal: Proposal, on: date) -> dict:
    """The same, to be read in a query that asks for more: see ``consultations.comments.feedback.feedback_in``."""
    return columns(proposal, **_audience(paper, on))


def comments_then(paper: Paper, proposal: Proposal, on: date) -> tuple[Collated, ...]:
    return tuple(collated(proposal, **_audience(paper, on)))


def waiting_then(proposal: Proposal, on: date) -> int:
    """How many had come in by then that are not published yet, and so are in no paper."""
    return Comment.objects.waiting().said_of(proposal).filter(received_at__lte=_end_of(on)).count()


def _audience(paper: Paper, on: date) -> dict:
    """The classes that the edition may hold, and up to Green: what is said in confidence is its respondent’s own, and
    in whatever paper it is only counted (docs/decisions/comments-in-confidence.md)."""
    widest = min(classification_of(paper), Classification.GREEN, key=Classification.values.index)
    return {"classes": up_to(widest), "at": _end_of(on)}


def _end_of(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1)) - timedelta(microseconds=1)

"""The comments as a CSV file: what the reader may see, with the filters in force."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse

from audit.classification import Classification
from consultations.comments.feedback import Collated
from proposals.export import csv_file
from proposals.models import Proposal

COLUMNS = ("Number", "From", "Category", "What it says", "Received", "Comment", "Answer", "Answered", "Classification")


def comments_csv(proposal: Proposal, comments: Iterable[Collated]) -> StreamingHttpResponse:
    return csv_file(f"{proposal.reference}-comments", COLUMNS, map(_cells, comments))


def _cells(comment: Collated) -> tuple:
    return (
        comment.number,
        comment.who,
        comment.category_words,
        comment.stance_words,
        comment.received_on,
        comment.text,
        comment.answer,
        comment.answered_on,
        Classification(comment.classification).label,
    )

"""The comments as a CSV file: what the reader may see, with the filters in force."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

from audit import clock
from audit.classification import Classification
from consultations.feedback import Collated
from proposals.export import UTF8_MARK, defused
from proposals.models import Proposal

COLUMNS = ("Number", "From", "Category", "What it says", "Received", "Comment", "Answer", "Answered", "Classification")


class _Line:
    """What csv writes to: a file that gives each line back."""

    def write(self, line: str) -> str:
        return line


def comments_csv(proposal: Proposal, comments: Iterable[Collated]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(comments), content_type="text/csv; charset=utf-8")
    name = f"{proposal.reference}-comments-{clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(comments: Iterable[Collated]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield UTF8_MARK + writer.writerow(COLUMNS)
    for comment in comments:
        yield writer.writerow([defused(cell) for cell in _cells(comment)])


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

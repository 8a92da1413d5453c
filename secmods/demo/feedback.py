"""What industry said in the demo: comments, what SECAS answered, and what it all comes to."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

from accounts.models import Category
from audit import clock
from audit.classification import Classification
from consultations import actions
from consultations.models import Comment
from secmods.demo import shapes
from secmods.demo.record import Record

MORNING = time(9, 40)


def played(file: shapes.Proposal, record: Record, own: dict) -> Iterator[tuple[date, Callable]]:
    """Steps with their days: each comment, the answers of each day, and at last the summaries."""
    for number, data in enumerate(file.comments, 1):
        yield data.came, lambda number=number, data=data: _comment(number, data, record, own)
    for day in sorted({data.answered for data in file.comments if data.answered}):
        yield day, lambda day=day: _answer(file, day, own)
    if file.summaries:
        yield max(data.came for data in file.comments), lambda: _sum_up(file, own)


def _comment(number: int, data: shapes.Comment, record: Record, own: dict) -> None:
    comment = actions.record_comment(
        **own,
        organisation=record.organisations[data.organisation],
        person_name=data.person,
        how=data.how,
        stance=data.stance,
        text=data.text,
        received_at=datetime.combine(data.came, MORNING, clock.LONDON),
        classification=Classification[data.classification],
    )
    if not data.waits and not comment.is_in_confidence:
        actions.publish_comments(**own, number=number, on=data.came)
    if data.answer and not data.answered:
        actions.write_answer(comment=comment, by=own["by"], text=data.answer)


def _answer(file: shapes.Proposal, day: date, own: dict) -> None:
    for number, data in enumerate(file.comments, 1):
        if data.answered == day:
            comment = Comment.objects.get(proposal=own["proposal"], number=number)
            actions.write_answer(comment=comment, by=own["by"], text=data.answer)
    actions.publish_answers(**own, on=day)


def _sum_up(file: shapes.Proposal, own: dict) -> None:
    for data in file.summaries:
        actions.write_summary(**own, category=Category[data.category], stance=data.stance, text=data.text)

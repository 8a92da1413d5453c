"""What was submitted to a consultation, row by row, as one reader may have it: for the files of data.

SECAS has every submission that counts. For everybody else the files are the same, of what is published: a respondent
who hands one on hands on nothing of their own that others may not read. Constant queries; each submission is read once,
however many rows stand on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import Category
from consultations import shown
from consultations.collation.clauses import place_of_clause
from consultations.models import ClauseComment, Consultation, QuestionAnswer, Submission
from consultations.queries.readers import is_analyst

CATEGORIES = list(Category.values)


@dataclass(frozen=True)
class Said:
    """``part``: “Question 3”, “Clause L8.7” or “General comments”; ``row`` is what was submitted there."""

    part: str
    who: str
    category: str
    text: str
    anchor: str
    clause: str
    confidential: bool
    row: QuestionAnswer | ClauseComment | Submission

    @property
    def submission(self) -> Submission:
        return shown.submission_of(self.row)


def said_in(consultation: Consultation, user) -> Iterator[Said]:
    """By question, then clauses in the order of the code, then general comments; within each by category and name,
    those without a name in an order that tells nothing of them. At most seven queries."""
    submissions = _submissions(consultation, user)
    answers = QuestionAnswer.objects.visible_to(user).filter(_published(user)).select_related("question")
    yield from _said(_attached(answers.order_by("question__number"), submissions), user, _question)
    clauses = ClauseComment.objects.visible_to(user).filter(_published(user)).order_by("submission", "place")
    yield from _said(_attached(clauses, submissions), user, _clause)
    general = [row for row in submissions.values() if row.general_comments.strip()]
    yield from _said(general, user, lambda each: ((), "General comments"))


def _question(each: shown.Shown) -> tuple:
    return (each.row.question.number,), f"Question {each.row.question.number}"


def _clause(each: shown.Shown) -> tuple:
    return (place_of_clause(each.row.clause), each.clause), f"Clause {each.clause}"


def _published(user) -> Q:
    return Q() if is_analyst(user) else Q(confidential=False)


def _submissions(consultation: Consultation, user) -> dict[int, Submission]:
    found = Submission.objects.visible_to(user).counting().filter(_published(user), response__consultation=consultation)
    return {row.pk: row for row in found.select_related("response__organisation")}


def _attached(rows, submissions: dict[int, Submission]) -> list:
    found = list(rows.filter(submission__in=list(submissions)))
    for row in found:
        row.submission = submissions[row.submission_id]
    return found


def _said(rows: Iterable, user, part) -> Iterator[Said]:
    """``part(each)``: where it stands, to order by and in words."""
    reader = user if is_analyst(user) else AnonymousUser()
    found = sorted(shown.of_rows(rows, reader), key=lambda each: (*part(each)[0], *_place(each)))
    for each in found:
        beside = (each.text, each.anchor, each.clause, each.confidential, each.row)
        yield Said(part(each)[1], each.who, each.submission.category, *beside)


def _place(each: shown.Shown) -> tuple:
    return CATEGORIES.index(each.submission.category), each.who.casefold(), each.text


def may_have(consultation: Consultation, user) -> bool:
    """SECAS has them from the first submission on, others once they are published."""
    return is_analyst(user) or consultation.responses_published_at is not None

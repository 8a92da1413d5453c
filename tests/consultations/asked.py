"""Consultations and responses as rows, for tests of what comes after them: of reading, collating, answering points.
Tests of the acts themselves make them by the acts."""

import hashlib
from datetime import timedelta

from accounts.models import Category
from audit import clock
from consultations.models import (
    Asks,
    ClauseComment,
    Consultation,
    Kind,
    Question,
    QuestionAnswer,
    QuestionSet,
    Response,
    Submission,
)
from tests import factories as make

AGREE, TEXT = Asks.AGREEMENT, Asks.TEXT


def question_set(*texts, asks=AGREE, kind=Kind.CODE_WIDE, **fields) -> QuestionSet:
    own = QuestionSet.objects.create(title="Questions", kind=kind, at=clock.now(), **fields)
    for number, text in enumerate(texts, 1):
        Question.objects.create(of=own, number=number, text=text, asks=asks)
    return own


def consultation(*texts, proposal=None, kind=Kind.CODE_WIDE, opened_days_ago=3, days=20, **fields) -> Consultation:
    """Open since three days and for twenty; a negative ``days`` makes one that is over. On the SEC unless said."""
    now = clock.now()
    opened = now - timedelta(days=opened_days_ago if days > 0 else opened_days_ago - days)
    return Consultation.objects.create(
        kind=kind,
        proposal=proposal,
        title=fields.pop("title", "Testing arrangements"),
        questions=question_set(*(texts or ("Do you agree with the approach?",)), kind=kind),
        opened_at=opened,
        closes_at=now + timedelta(days=days),
        invited=fields.pop("invited", [Category.LARGE_SUPPLIER, Category.SMALL_SUPPLIER]),
        at=opened,
        **fields,
    )


def response(of: Consultation, organisation=None, **fields) -> Response:
    """A draft of an organisation, nothing in it yet."""
    organisation = organisation or make.OrganisationFactory()
    return Response.objects.create(
        consultation=of, organisation=organisation, category=organisation.category, started_at=clock.now(), **fields
    )


def version_after(sent: Submission, **fields) -> Submission:
    """The next one of the same response, received in the same moment unless said."""
    names = ("response", "received_at", "how", "signed_by", "category", "digest", "consents")
    copied = {name: getattr(sent, name) for name in names}
    return Submission.objects.create(**copied | {"version": sent.version + 1} | fields)


def submission(of: Consultation, organisation=None, *, answers=(), clauses=(), **fields) -> Submission:
    """What an organisation submitted: ``answers`` as (number, agreement, text), ``clauses`` as (clause, operation,
    anchor, text)."""
    drafted = response(of, organisation, number=of.responses.exclude(number=None).count() + 1)
    made = Submission.objects.create(
        response=drafted,
        received_at=fields.pop("received_at", of.opened_at + timedelta(hours=1)),
        how=Submission.How.ONLINE,
        signed_by="Robin Ashworth",
        category=drafted.category,
        consents=fields.pop("consents", True),
        digest=hashlib.sha256(f"{drafted.pk}".encode()).hexdigest(),
        **fields,
    )
    asked = {question.number: question for question in of.questions.questions.all()}
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(submission=made, question=asked[number], agreement=agreement, text=text)
        for number, agreement, text in answers
    )
    ClauseComment.objects.bulk_create(
        ClauseComment(
            submission=made,
            place=place,
            clause=clause,
            as_written=clause,
            operation=operation,
            anchor=anchor,
            text=text,
        )
        for place, (clause, operation, anchor, text) in enumerate(clauses, 1)
    )
    return made

"""Many responses as rows, written together: for lists that must cost the same at three and at three hundred."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from accounts.models import Category, Organisation
from audit import clock
from consultations.models import ClauseComment, Consultation, QuestionAnswer, Response, Submission

CATEGORIES = (Category.LARGE_SUPPLIER, Category.SMALL_SUPPLIER, Category.OTHER_SEC_PARTY, Category.DCC)


def crowd(
    of: Consultation,
    number: int,
    *,
    answer: Callable[[int, int], dict | None] = lambda respondent, question: {"agreement": "agree", "text": "Yes."},
    clauses: Callable[[int], list[dict]] = lambda respondent: [],
    submitted: Callable[[int], dict] = lambda respondent: {},
) -> list[Submission]:
    """``answer(respondent, question number)``: the fields of that answer, or None where there is none; ``submitted``
    and ``clauses`` the same for the whole and for comments on clauses. Respondents count from 0."""
    sent = _submissions(of, number, submitted)
    questions = list(of.questions.questions.order_by("number"))
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(submission=row, question=question, **given)
        for n, row in enumerate(sent)
        for question in questions
        if (given := answer(n, question.number)) is not None
    )
    ClauseComment.objects.bulk_create(
        ClauseComment(submission=row, place=place, **given)
        for n, row in enumerate(sent)
        for place, given in enumerate(clauses(n), 1)
    )
    return sent


def _submissions(of: Consultation, number: int, submitted: Callable[[int], dict]) -> list[Submission]:
    before = of.responses.count()
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Crowd Energy {of.pk}-{before + n} Limited",
            short_name=f"Crowd {of.pk}-{before + n}",
            category=CATEGORIES[n % len(CATEGORIES)],
            is_party=True,
        )
        for n in range(number)
    )
    responses = Response.objects.bulk_create(
        Response(
            consultation=of,
            organisation=organisation,
            category=organisation.category,
            number=before + n + 1,
            started_at=clock.now(),
        )
        for n, organisation in enumerate(organisations)
    )
    return Submission.objects.bulk_create(
        Submission(
            **{
                "response": response,
                "received_at": of.opened_at + timedelta(hours=1),
                "how": Submission.How.ONLINE,
                "signed_by": "Robin Ashworth",
                "category": response.category,
                "consents": True,
                "digest": hashlib.sha256(f"{response.pk}".encode()).hexdigest(),
                **submitted(n),
            }
        )
        for n, response in enumerate(responses)
    )

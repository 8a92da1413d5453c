"""A letter of the shape of a real response (domain §3.5) from the post to the collation: read, confirmed as it was read,
and brought together. Nothing is guessed on the way, and what it says twice is counted once."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from audit import clock
from consultations import actions
from consultations.collation import keeping
from consultations.collation.clauses import by_clause
from consultations.collation.counting import WORDS, counted
from consultations.collation.texts import repeated, rows_for, texts_of
from consultations.forms.intake import EntryForm
from consultations.intake.typed import typed
from consultations.models import Asks, ClauseComment, Consultation, Passage, QuestionAnswer
from consultations.points.places import ANSWER, CLAUSE, passages
from jobs.models import Job
from tests import factories as make
from tests.consultations import asked, corpus

pytestmark = pytest.mark.django_db

IN_PROSE, WITHOUT_STANCE, SAYS_AGAIN = 12, (12, 19, 26), 21


def as_text() -> dict:
    return {"text": corpus.text(corpus.fixture())}


def as_word() -> dict:
    made, file = docx.Document(), io.BytesIO()
    for words in corpus.paragraphs(corpus.fixture()):
        is_heading = words.endswith(("Comments", "questions:", "comments:"))
        made.add_paragraph(words, style="Heading 1" if is_heading else None)
    made.save(file)
    return {"upload": SimpleUploadedFile("response.docx", file.getvalue())}


def consultation() -> Consultation:
    of = asked.consultation(*(each.text for each in corpus.asked_questions()))
    for each in corpus.asked_questions():
        of.questions.questions.filter(number=each.number).update(asks=each.asks)
    return of


def confirmed(of: Consultation, letter: dict, by) -> None:
    """As whoever enters it does where nothing is to be put right."""
    (intake,) = actions.take_in(consultation=of, by=by, how="letter", **letter)
    questions = list(of.questions.questions.all())
    received = f"{clock.now().astimezone(clock.LONDON):%Y-%m-%dT00:01}"
    head = {"organisation": [str(make.OrganisationFactory().pk)], "received_at": [received]}
    entry = EntryForm(questions, {**typed(intake.read, questions), **head}, checked=True)
    assert entry.is_valid(), entry.errors
    actions.confirm_intake(intake=intake, by=by, version=1, **entry.given())


@pytest.fixture(params=[as_text, as_word])
def letter(request):
    return request.param()


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def collated(letter, by):
    of = consultation()
    confirmed(of, letter, by)
    keeping.collate(Job(payload={"consultation": of.pk, "stamp": keeping.stamp_of(of.pk)}), lambda *_: None)
    return of


def test_from_letter_to_collation(collated, by):
    """One test, since the way there is long: each part of it is looked at in its own."""
    check_counts(collated)
    check_what_is_said_twice(collated, by)
    check_clauses(collated, by)


def check_counts(of: Consultation) -> None:
    """One respondent at each of the 26 questions: by what they chose, or as in words only where that is no stance."""
    found = counted(of, secas=True)
    stances = {each.number: each.agreement for each in corpus.fixture().questions}
    assert (found.responses, len(found.tallies)) == (1, 26)
    assert {tally.question.number: dict(tally.all.values) for tally in found.tallies} == {
        number: {stance or WORDS: 1} for number, stance in stances.items()
    }
    assert [number for number, stance in stances.items() if not stance] == [*WITHOUT_STANCE]
    assert not found.takes_position
    answer = QuestionAnswer.objects.get(question__number=IN_PROSE)
    assert (answer.question.asks, answer.day, bool(answer.text)) == (Asks.DATE, None, True)


def check_what_is_said_twice(of: Consultation, by) -> None:
    """Four paragraphs of the general comments come again under question 21, the first with another beginning."""
    said = corpus.fixture()
    again = said.general[-4:]
    again[0] = again[0][again[0].index("The drafting of") :]
    rows = rows_for(ANSWER, QuestionAnswer.objects.filter(question__number=SAYS_AGAIN))
    [text] = texts_of(ANSWER, rows, by, secas=True)
    found = repeated([text], by, secas=True)
    assert sorted(each.words for each in found) == sorted(again)
    assert [(each.respondents, each.worded) for each in found] == [(1, 1)] * 4
    assert [passage.places.count() for passage in Passage.objects.all()] == [2] * 4
    client = Client()
    client.force_login(by)
    page = client.get(reverse("consultations:collation_question", args=[of.pk, SAYS_AGAIN])).content.decode()
    assert " ".join(page.split()).count("Said by 1 respondent, word for word the same; counted once.") == 4
    assert len(passages(of)) == 26 + 6 + 1


def check_clauses(of: Consultation, by) -> None:
    rows = rows_for(CLAUSE, ClauseComment.objects.filter(submission__response__consultation=of))
    groups = by_clause(texts_of(CLAUSE, rows, by, secas=True))
    assert [(clause, [text.row.operation for text in texts]) for clause, texts in groups] == [
        ("H9.1(e)", ["insert"]),
        ("L2.5", ["query"]),
        ("L8.7", ["query"]),
        ("M9.1", ["add_after"]),
        ("M9.1(e)", ["insert"]),
        ("“L8.1 (&)”", ["replace"]),
    ]

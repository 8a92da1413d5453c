"""The importer over every variant of the corpus: figures that are held, and nothing invented or lost in any of them."""

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from consultations.intake.reading import read
from consultations.intake.shapes import ReadResponse
from tests.consultations import damage
from tests.consultations.corpus import FIXTURE, asked_questions, fixture
from tests.consultations.measuring import FIELDS, Scores, scores_of, words

# Precision and recall over the whole corpus may not fall below these.
FLOOR = {
    "question": (0.99, 0.99),
    "agreement": (0.99, 0.99),
    "answer text": (0.99, 0.99),
    "general comments": (0.99, 0.99),
    "clause": (0.99, 0.99),
    "operation": (0.98, 0.98),
    "anchor": (0.98, 0.97),
    "clause text": (0.98, 0.98),
}
LEAST_VARIANTS = 30


@cache
def variants():
    return damage.corpus()


NAMES = [name for name, _ in damage.all_made()]


def named(name: str):
    return next(variant for variant in variants() if variant.name == name)


def letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def shown(response: ReadResponse) -> list[str]:
    """Every text of a proposal, each word of the source once."""
    answers = [text for answer in response.answers for text in (answer.asked, answer.text)]
    clauses = [text for of in response.clauses for text in (of.as_written, of.remark)]
    details = [text for of in response.respondents for text in (of.label, of.text)]
    return [*answers, *clauses, *details, response.general_comments, *(left.text for left in response.leftover)]


def is_part(piece: str, whole: str) -> bool:
    """In the same order, though lines that were left aside may stand between."""
    rest = iter(whole)
    return all(letter in rest for letter in piece)


def test_the_fixture_has_the_shape_of_a_real_response():
    """26 questions and their answers as domain §3.5 has them; of ten general comments four come again under 21."""
    written = fixture()
    agreement = {asked.number: asked.agreement for asked in written.questions}
    assert [n for n, of in agreement.items() if of == "disagree"] == [1, 7, 14, 18, 20, 22]
    assert [n for n, of in agreement.items() if of == "agree_with_reservation"] == [2, 4, 5, 13, 16, 21]
    assert [n for n, of in agreement.items() if of == "agree"] == [3, 6, 8, 9, 10, 11, 15, 17, 23, 24, 25]
    assert [n for n, of in agreement.items() if not of] == [12, 19, 26]
    assert len(written.general) == 10
    assert written.general[-3:] == next(asked.answer for asked in written.questions if asked.number == 21)[-3:]
    assert [on.key for on in written.clauses] == ["M9.1", "H9.1(e)", "M9.1(e)", "L8.1 (&)", "L8.7", "L2.5"]
    assert FIXTURE.exists()


def test_as_it_was_written_it_is_read_without_a_remainder():
    (response,) = read(named("as in the paper").lines, asked_questions())
    written = fixture()
    assert response.general_comments == "\n\n".join(written.general)
    assert [(of.number, of.agreement, of.text) for of in response.answers] == [
        (of.number, of.agreement, of.text) for of in written.questions
    ]
    assert [(of.reference, of.operation, of.anchor, of.text) for of in response.clauses] == [
        (on.reference, on.operation, on.anchor, on.text) for on in written.clauses
    ]
    assert [of.as_written for of in response.clauses if of.repaired] == ["M9:1(e)", "18.7"]
    assert {left.why for left in response.leftover} == {"a heading"}
    assert response.warnings == ()


def test_the_figures_over_the_corpus_are_held():
    total = Scores()
    for variant in variants():
        total.plus(scores_of(variant)[0])
    assert len(variants()) >= LEAST_VARIANTS
    for name in FIELDS:
        score = total.of[name]
        assert (score.precision, score.recall) >= FLOOR[name], name
        assert score.recall >= FLOOR[name][1], name


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_invented_and_nothing_lost(name):
    variant = named(name)
    responses = read(variant.lines, asked_questions())
    source = [line.text for line in variant.lines]
    texts = [text for response in responses for text in shown(response)]
    assert Counter("".join(map(letters, texts))) == Counter("".join(map(letters, source)))
    whole = "".join(map(letters, source))
    assert [text for text in texts if not is_part(letters(text), whole)] == []
    known = {word for text in source for word in words(text)}
    parted = {a + b for one, other in pairwise(source) for a in words(one)[-1:] for b in words(other)[:1]}
    assert {word for text in texts for word in words(text)} <= known | parted


@pytest.mark.parametrize("name", NAMES)
def test_what_is_taken_out_of_a_remark_stands_in_it(name):
    for response in read(named(name).lines, asked_questions()):
        for of in response.clauses:
            assert letters(of.anchor) in letters(of.remark)
            assert letters(of.text) in letters(of.remark)

"""Which questions apply: argued from what a condition means, not from the code."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.models import Agreement, Asks, Question
from consultations.questions import conditions
from consultations.questions.conditions import Standing

ASKED, NOT, OVER = Standing.ASKED, Standing.DOES_NOT_APPLY, Standing.NO_LONGER_ASKED
WHEN = datetime(2026, 5, 4, tzinfo=UTC)
VALUES = Agreement.values


def question(number, only_if=None, *answers, asks=Asks.AGREEMENT, **fields) -> Question:
    """Its key is its number."""
    return Question(
        pk=number, number=number, text=f"Question {number}", asks=asks, only_if_id=only_if,
        only_if_answers=list(answers), **fields,
    )  # fmt: skip


def said(**by_number) -> dict:
    return {int(key[1:]): {"agreement": value} for key, value in by_number.items()}


def test_a_question_without_a_condition_is_asked_of_everybody():
    assert conditions.standings([question(1)], {}) == {1: ASKED}


@pytest.mark.parametrize(
    "answer, standing",
    [("disagree", ASKED), ("agree", NOT), ("agree_with_reservation", NOT), ("no_view", NOT), ("", NOT)],
)
def test_one_after_a_no_is_asked_of_those_who_said_no(answer, standing):
    asked = [question(1), question(2, 1, "disagree")]
    assert conditions.standings(asked, said(q1=answer)) == {1: ASKED, 2: standing}


def test_of_several_options_one_is_enough():
    asked = [question(1, asks=Asks.CHOICE, options=["A", "B", "C"], several=True), question(2, 1, "B", "C")]
    assert conditions.standings(asked, {1: {"chosen": ["A", "C"]}})[2] is ASKED
    assert conditions.standings(asked, {1: {"chosen": ["A"]}})[2] is NOT


def test_a_chain_breaks_where_its_first_link_does():
    """What was answered to 2 while it applied counts no more once 1 says otherwise."""
    asked = [question(1), question(2, 1, "disagree"), question(3, 2, "agree")]
    assert conditions.standings(asked, said(q1="disagree", q2="agree"))[3] is ASKED
    assert conditions.standings(asked, said(q1="agree", q2="agree")) == {1: ASKED, 2: NOT, 3: NOT}


def test_a_withdrawn_question_and_what_only_it_leads_to_are_asked_of_nobody():
    asked = [question(1, withdrawn_at=WHEN, withdrawn_because="Asked twice."), question(2, 1, "disagree"), question(3)]
    assert conditions.standings(asked, said(q1="disagree")) == {1: OVER, 2: NOT, 3: ASKED}
    assert [q.number for q in conditions.never_asked(asked)] == [2]
    assert conditions.never_asked([question(1), question(2, 1, "agree")]) == []


def test_what_was_answered_to_a_question_asked_no_more_is_found():
    asked = [question(1, withdrawn_at=WHEN, withdrawn_because="Asked twice."), question(2, withdrawn_at=WHEN)]
    answers = {1: {"text": "We have begun to write."}, 2: {"text": "  \n"}}
    assert [q.number for q in conditions.no_longer_asked(asked, answers)] == [1]


def test_an_answer_that_does_not_apply_is_set_aside_and_not_missing():
    asked = [question(1, required=True), question(2, 1, "disagree", required=True)]
    answers = {1: {"agreement": "agree"}, 2: {"text": "Written before."}}
    assert [q.number for q in conditions.set_aside(asked, answers)] == [2]
    assert conditions.missing(asked, answers) == []
    assert [q.number for q in conditions.missing(asked, {})] == [1]
    assert [q.number for q in conditions.missing(asked, said(q1="disagree"))] == [2]


@pytest.mark.parametrize(
    "given_, answered",
    [
        (None, False),
        ({"text": " \n"}, False),
        ({"chosen": [], "agreement": ""}, False),
        ({"agreement": "no_view"}, True),
        ({"least": 0, "most": 0}, True),
        ({"text": "x"}, True),
        ({"confidential": True}, False),
    ],
)
def test_what_an_answer_is(given_, answered):
    """Nothing at all costs nothing: an amount of nought is an answer, a tick for confidence is none."""
    assert conditions.is_answered(given_) is answered


def test_a_condition_is_said_in_words():
    first, second = question(3), question(4, 3, "disagree", "agree_with_reservation")
    second.only_if = first
    words = "If you answered “No” or “Yes, with reservations” to question 3"
    assert conditions.condition_words(second) == words
    assert conditions.condition_words(first) == ""


@st.composite
def sets_of_questions(draw):
    """Each asked of everybody or after certain answers to an earlier one; some withdrawn."""
    made = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        leads = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        answers = draw(st.sets(st.sampled_from(VALUES), min_size=1)) if leads else ()
        made.append(question(number, leads, *answers, withdrawn_at=draw(st.sampled_from([None, None, WHEN]))))
    return made


answered = st.dictionaries(st.integers(1, 9), st.sampled_from(["", *VALUES])).map(
    lambda by: {key: {"agreement": value} for key, value in by.items()}
)


@given(sets_of_questions(), answered)
def test_one_applies_exactly_where_every_link_of_its_chain_does(asked, answers):
    by_number = {q.number: q for q in asked}

    def applies(q) -> bool:
        if q.withdrawn_at:
            return False
        if q.only_if_id is None:
            return True
        said_before = answers.get(q.only_if_id, {}).get("agreement")
        return said_before in q.only_if_answers and applies(by_number[q.only_if_id])

    found = conditions.standings(reversed(asked), answers)
    assert {number for number, standing in found.items() if standing is ASKED} == {q.pk for q in asked if applies(q)}
    assert {number for number, standing in found.items() if standing is OVER} == {q.pk for q in asked if q.withdrawn_at}


@given(sets_of_questions(), answered)
def test_what_nobody_can_reach_applies_to_nobody(asked, answers):
    unreachable = {q.pk for q in conditions.never_asked(asked)}
    assert unreachable.isdisjoint(q.pk for q in conditions.applying(asked, answers))


@given(sets_of_questions(), answered)
def test_an_answer_to_a_later_question_changes_nothing_before_it(asked, answers):
    last = asked[-1]
    without = {key: value for key, value in answers.items() if key < last.number}
    before, after = conditions.standings(asked, without), conditions.standings(asked, answers)
    assert before == after

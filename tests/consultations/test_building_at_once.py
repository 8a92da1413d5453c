"""Two analysts put questions together in one instant."""

import pytest

from audit import verify
from audit.acts import Refused
from consultations import actions
from consultations.models import Asks, Kind, QuestionSet
from proposals.actions import StaleSave
from tests import factories as make
from tests.consultations import asked
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_sets_of_one_title_are_one_and_a_refusal():
    by = make.analyst()
    made = at_once(*[lambda: actions.make_set(by=by, title="Three questions", kind=Kind.REPORT)] * 2)
    assert [each.field for each in made if isinstance(each, Refused)] == ["title"]
    assert QuestionSet.objects.filter(title="Three questions").count() == 1


def test_of_two_who_add_a_question_the_second_is_told_and_numbers_hold():
    by = make.analyst()
    of = actions.make_set(by=by, title="Three questions", kind=Kind.REPORT)
    made = at_once(
        *[
            lambda text=text: actions.add_question(of=of, by=by, text=text, asks=Asks.TEXT, version=of.version)
            for text in ("One?", "Other?")
        ]
    )
    assert [type(each) for each in made if isinstance(each, Exception)] == [StaleSave]
    assert list(of.questions.values_list("number", flat=True)) == [1]


def test_a_question_withdrawn_from_two_windows_is_withdrawn_once():
    by = make.analyst()
    question = asked.consultation().questions.questions.get()
    made = at_once(*[lambda: actions.withdraw_question(question=question, by=by, reason="Asked twice.")] * 2)
    assert made == [question, question]
    assert list(verify.faults()) == []

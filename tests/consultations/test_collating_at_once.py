"""Two analysts at once: what both publish, redact or merge is done once, and the second is told."""

import pytest

from audit import verify
from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.models import Consultation, Redaction, Tag, Tagging
from tests import factories as make
from tests.consultations import asked
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both():
    return make.analyst(), make.analyst()


@pytest.fixture
def over():
    return asked.consultation(days=-1)


@pytest.fixture
def place(over):
    return f"a{asked.submission(over, answers=[(1, 'agree', 'Ask Kim Dell.')]).answers.get().pk}"


def refused(answers) -> list[str]:
    assert [type(each) for each in answers if isinstance(each, Exception)] in ([], [Refused])
    return [each.sentence for each in answers if isinstance(each, Refused)]


def test_responses_are_published_by_one(both, over, place):
    answers = at_once(*[lambda by=by: actions.publish_responses(consultation=over, by=by) for by in both])
    assert refused(answers) == ["Somebody else was faster: they are published."]
    assert Consultation.objects.get().responses_published_at is not None
    assert Event.objects.filter(action="responses_published").count() == 1
    assert list(verify.faults()) == []


def test_the_same_words_are_redacted_once(both, over, place):
    given = {"consultation": over, "place": place, "quote": "Kim Dell", "reason": "A name"}
    answers = at_once(*[lambda by=by: actions.redact_text(**given, by=by) for by in both])
    assert refused(answers) == []
    assert Redaction.objects.count() == Event.objects.filter(action="text_redacted").count() == 1


def test_two_tags_do_not_go_into_each_other(both, over, place):
    actions.tag_text(consultation=over, by=both[0], place=place, put=["Costs", "Prices"])
    costs, prices = Tag.objects.order_by("name")
    answers = at_once(
        lambda: actions.merge_tags(tag=costs, by=both[0], into=prices),
        lambda: actions.merge_tags(tag=prices, by=both[1], into=costs),
    )
    [sentence] = refused(answers)
    assert "merged into another tag" in sentence or sentence == "Choose another tag of this consultation."
    assert Tag.objects.filter(dropped_at=None).count() == Tagging.objects.standing().count() == 1


def test_a_tag_that_both_make_is_one(both, over, place):
    other = f"a{asked.submission(over, answers=[(1, 'agree', 'Yes.')]).answers.get().pk}"
    answers = at_once(
        lambda: actions.tag_text(consultation=over, by=both[0], place=place, put=["Costs"]),
        lambda: actions.tag_text(consultation=over, by=both[1], place=other, put=["costs"]),
    )
    assert refused(answers) == []
    assert Tag.objects.count() == 1
    assert Tagging.objects.standing().count() == 2

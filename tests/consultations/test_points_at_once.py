"""Two analysts at once: a point settled by both, two points that would go into each other, a button pressed twice."""

import pytest

from audit import verify
from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.actions import Source
from consultations.models import PointMade
from consultations.points.places import passages
from notifications.models import Message
from tests import factories as make
from tests.consultations import asked
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def over():
    row = asked.consultation("Do you agree?", "By when?", days=-2)
    speaker = make.party()
    asked.submission(row, speaker.organisations[0], answers=[(1, "agree", "Yes, soon."), (2, "", "In June.")])
    return row


def point(row, by, text, at=0) -> PointMade:
    place = passages(row)[at].key
    return actions.extract_point(consultation=row, by=by, text=text, sources=[Source(place)])


def refused(answers) -> list[str]:
    return [answer.sentence for answer in answers if isinstance(answer, Refused)]


def test_one_point_is_settled_by_one_of_two(over, by):
    made, other = point(over, by, "Soon."), make.analyst()
    answers = at_once(
        *[
            lambda who=who, reply=reply: actions.settle_point(point=made, by=who, disposition="rejected", reply=reply)
            for who, reply in ((by, "One."), (other, "Two."))
        ]
    )
    (sentence,) = refused(answers)
    held = PointMade.objects.get()
    assert sentence.startswith(f"Somebody else was faster: {held.settled_by.name} settled point 1 at ")
    assert held.steps.filter(what="settled").get().said == held.reply
    assert Event.objects.filter(action="point_settled").count() == 1


def test_two_points_do_not_go_into_each_other(over, by):
    one, two = point(over, by, "Soon."), point(over, by, "In June.", 1)
    answers = at_once(
        *[
            lambda p=p, into=into: actions.settle_point(point=p, by=by, disposition="merged", merged_with=into)
            for p, into in ((one, two), (two, one))
        ]
    )
    assert len(refused(answers)) == 1
    assert PointMade.objects.filter(disposition="merged").count() == 1


def test_two_points_in_one_instant_get_two_numbers_and_one_sent_twice_one(over, by):
    at_once(*[lambda text=text: point(over, by, text) for text in ("Soon.", "Later.", "Soon.")])
    assert sorted(PointMade.objects.values_list("number", flat=True)) == [1, 2]


def test_published_by_two_respondents_are_told_once(over, by):
    made = point(over, by, "Soon.")
    actions.settle_point(point=made, by=by, disposition="noted")
    answers = at_once(
        *[lambda who=who: actions.publish_points(consultation=over, by=who) for who in (by, make.analyst())]
    )
    assert len(refused(answers)) == 1
    assert Message.objects.filter(audience="respondent").count() == 1
    assert list(verify.faults()) == []


def test_dropped_while_another_goes_into_it_one_of_them_is_refused(over, by):
    one, two = point(over, by, "Soon."), point(over, by, "In June.", 1)
    answers = at_once(
        lambda: actions.drop_point(point=two, by=by, reason="Twice."),
        lambda: actions.settle_point(point=one, by=by, disposition="merged", merged_with=two),
    )
    assert len(refused(answers)) == 1
    assert not PointMade.objects.filter(merged_with__dropped_at__isnull=False).exists()

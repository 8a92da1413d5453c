"""Two people at once: a button pressed in two windows, two analysts who publish, a comment changed by both sides."""

import pytest

from accounts.models import Category
from audit import verify
from audit.acts import Refused
from audit.models import Event
from consultations import actions
from consultations.models import Answer, Comment, FeedbackSummary
from notifications.models import Message
from tests import factories as make
from tests.consultations.making import posted, published
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


def test_a_comment_sent_from_two_windows_is_written_once(proposal):
    party = make.party()
    first, second = at_once(*[lambda: posted(proposal, party)] * 2)
    assert first == second == Comment.objects.get()
    assert Event.objects.filter(action="comment_received").count() == 1
    assert Message.objects.filter(audience="comment").count() == 1


def test_two_comments_in_one_instant_get_two_numbers(proposal):
    parties = [make.party(), make.party()]
    made = at_once(*[lambda p=p: posted(proposal, p) for p in parties])
    assert sorted(comment.number for comment in made) == [1, 2]


def test_answers_published_by_two_are_published_and_told_once(proposal, by):
    for text in ("Why?", "When?"):
        comment = published(proposal, by, stance="question", text=text, organisation=make.party().organisations[0])
        actions.write_answer(comment=comment, by=by, text="So.")
    other = make.analyst()
    answers = at_once(*[lambda who=who: actions.publish_answers(proposal=proposal, by=who) for who in (by, other)])
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [Refused]
    assert Answer.objects.filter(published_at__isnull=False).count() == 2
    assert Event.objects.filter(action="answers_published").count() == 1
    assert Message.objects.filter(audience="comment", subject__contains="is answered").count() == 2
    assert list(verify.faults()) == []


def test_a_comment_that_both_sides_change_is_changed_by_one(proposal, by):
    party = make.party()
    comment = posted(proposal, party)
    answers = at_once(
        *[
            lambda who=who: actions.change_comment(comment=comment, by=who, text=str(who), why="So.")
            for who in (by, party)
        ]
    )
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Refused]
    assert Comment.objects.count() == 2


def test_withdrawn_while_it_is_published_it_is_not_read(proposal, by):
    party = make.party()
    comment = posted(proposal, party)
    at_once(
        lambda: actions.publish_comments(proposal=proposal, by=by),
        lambda: actions.withdraw_comment(comment=comment, by=party, reason="So."),
    )
    assert not Comment.objects.public_to(["white"]).exists()


def test_two_summaries_in_one_instant_are_one_and_a_stale_one(proposal, by):
    published(proposal, by)
    group = {"category": Category.LARGE_SUPPLIER, "stance": "supports", "version": 0}
    answers = at_once(
        *[
            lambda text=text: actions.write_summary(proposal=proposal, by=by, text=text, **group)
            for text in ("One.", "Another.")
        ]
    )
    assert [type(answer).__name__ for answer in answers if isinstance(answer, Exception)] == ["StaleSave"]
    assert FeedbackSummary.objects.count() == 1

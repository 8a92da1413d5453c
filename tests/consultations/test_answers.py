"""Answers are drafted one by one and published together; groups are summed up in versions."""

import pytest

from accounts.models import Category
from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.models import Answer, FeedbackSummary
from proposals.actions import StaleSave
from tests import factories as make
from tests.consultations.making import answered, fresh, posted, published, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by)


def test_drafts_are_published_together_in_one_act(by, proposal):
    comments = [published(proposal, by, stance="question", text=text) for text in ("Why?", "When?")]
    drafts = [actions.write_answer(comment=comment, by=by, text="So.") for comment in comments]
    assert {fresh(draft).published_at for draft in drafts} == {None}
    assert actions.publish_answers(proposal=proposal, by=by) == drafts
    assert len({fresh(draft).published_at for draft in drafts}) == 1
    with pytest.raises(Refused, match="No answer waits"):
        actions.publish_answers(proposal=proposal, by=by)


def test_a_newer_draft_leaves_the_published_answer_until_it_is_published(by, proposal):
    comment = published(proposal, by)
    first = answered(comment, by, "First.")
    second = actions.write_answer(comment=comment, by=by, text="Second.")
    assert list(Answer.objects.newest_published()) == [first]
    assert list(Answer.objects.drafts()) == [second]
    actions.publish_answers(proposal=proposal, by=by)
    assert list(Answer.objects.newest_published()) == [second]


def test_the_answer_stays_when_the_comment_is_changed(by, proposal):
    party = make.party()
    comment = posted(proposal, party)
    answered(comment, by)
    changed = actions.change_comment(comment=comment, by=party, text="Then why?", why="Not all was answered.")
    again = actions.write_answer(comment=changed, by=by, text="Because.")
    assert (again.version, again.comment) == (2, changed)


def test_written_twice_it_is_one_and_over_anothers_it_is_stale(by, proposal):
    comment = published(proposal, by)
    first = actions.write_answer(comment=comment, by=by, text="So.", version=0)
    assert actions.write_answer(comment=comment, by=by, text="So.", version=0) == first
    with pytest.raises(StaleSave):
        actions.write_answer(comment=comment, by=by, text="Otherwise.", version=0)
    assert Answer.objects.count() == 1


def test_an_answer_taken_back_is_a_draft_again_with_all_before_it(by, proposal):
    comment = published(proposal, by)
    answered(comment, by, "First.")
    second = answered(comment, by, "Second.")
    actions.take_answer_back(answer=second, by=by, reason="It is wrong.")
    assert not Answer.objects.filter(published_at__isnull=False).exists()
    with pytest.raises(Refused, match="is not published"):
        actions.take_answer_back(answer=second, by=by, reason="So.")


def test_answers_are_for_secas(by, proposal):
    comment, party = published(proposal, by), make.party()
    draft = actions.write_answer(comment=comment, by=by, text="So.")
    attempts = [
        (actions.write_answer, {"comment": comment, "text": "So."}),
        (actions.publish_answers, {"proposal": proposal}),
        (actions.take_answer_back, {"answer": draft, "reason": "So."}),
        (
            actions.write_summary,
            {"proposal": proposal, "category": comment.category, "stance": "supports", "text": "So."},
        ),
    ]
    for act, given in attempts:
        with pytest.raises(NotAllowed):
            act(by=party, **given)


def test_nothing_is_answered_without_words_or_once_it_is_withdrawn(by, proposal):
    comment = published(proposal, by)
    with pytest.raises(Refused, match="Write the answer"):
        actions.write_answer(comment=comment, by=by, text=" ")
    actions.withdraw_comment(comment=comment, by=by, reason="By mistake.")
    with pytest.raises(Refused, match="it was withdrawn on"):
        actions.write_answer(comment=comment, by=by, text="So.")


def summed(proposal, by, text, **more):
    group = {"category": Category.LARGE_SUPPLIER, "stance": "supports"}
    return actions.write_summary(proposal=proposal, by=by, text=text, **{**group, **more})


def test_a_summary_has_versions_and_the_newest_holds(by, proposal):
    said(proposal, by)
    first, second = summed(proposal, by, "They like it."), summed(proposal, by, "They support it.", version=1)
    assert (first.version, second.version) == (1, 2)
    assert list(FeedbackSummary.objects.holding()) == [second]
    assert summed(proposal, by, "They support it.") == second
    with pytest.raises(StaleSave):
        summed(proposal, by, "Another.", version=1)


def test_a_group_that_nobody_is_of_is_not_summed_up(by, proposal):
    said(proposal, by)
    for wrong in ({"stance": "opposes"}, {"category": Category.DCC}, {"category": "nobody"}, {"stance": "perhaps"}):
        with pytest.raises(Refused, match="nothing to sum up"):
            summed(proposal, by, "So.", **wrong)
    with pytest.raises(Refused, match="Write the summary"):
        summed(proposal, by, " ")

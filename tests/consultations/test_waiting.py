"""What waits: rows of the desk, and what the Change Sub-Committee may expect before it agrees the problem."""

from datetime import date

import pytest

from accounts.models import Category
from consultations import actions
from consultations.desks.comments import tasks
from proposals import actions as moves
from proposals.desk import Desk
from proposals.models import Proposal
from proposals.readiness import readiness
from tests import factories as make
from tests.consultations.making import answered, posted, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return make.draft_proposal(by=by, raised_on=date(2026, 9, 1))


def words(user) -> list[str]:
    return [task.words for task in tasks(Desk(user))]


def test_the_lead_analyst_finds_what_waits_on_their_desk(by, proposal):
    assert words(by) == []
    party = make.party()
    posted(proposal, party)
    posted(proposal, party, stance="question", text="Why?")
    assert words(by) == ["2 comments to publish; 1 question to answer"]
    actions.publish_comments(proposal=proposal, by=by)
    comment = proposal.comments.get(number=2)
    actions.write_answer(comment=comment, by=by, text="So.")
    assert words(by) == ["1 answer drafted and not published"]
    actions.publish_answers(proposal=proposal, by=by)
    assert words(by) == []
    posted(proposal, party, text="More.")
    assert (words(make.analyst()), words(party)) == ([], [])


def missing(proposal) -> list[tuple[str, str]]:
    (found,) = readiness([Proposal.objects.for_page().get(pk=proposal.pk)])
    return [
        (gap.reason.text, gap.reason.strength)
        for gap in [*found.must, *found.should]
        if gap.requirement == "comments_collated"
    ]


def test_the_change_sub_committee_expects_comments_collated_and_may_do_without(by, proposal):
    assert missing(proposal) == []
    party = make.party(Category.OTHER_SEC_PARTY)
    posted(proposal, party, stance="opposes")
    question = posted(proposal, party, stance="question", text="Why?")
    assert missing(proposal) == [
        ("2 comments are not yet published.", "should"),
        ("1 question is not yet answered.", "should"),
    ]
    actions.publish_comments(proposal=proposal, by=by)
    answered(question, by)
    assert missing(proposal) == [("Not yet summed up: Other SEC Parties – sees no need for a change.", "should")]
    moves.accept_gap(
        proposal=proposal,
        by=by,
        requirement="comments_collated",
        text="Not yet summed up: Other SEC Parties – sees no need for a change.",
        why="There is one comment.",
    )
    actions.write_summary(
        proposal=proposal, by=by, category=Category.OTHER_SEC_PARTY, stance="opposes", text="No need."
    )
    assert missing(proposal) == []


def test_what_is_in_confidence_is_no_group_that_a_paper_would_name(by, proposal):
    posted(proposal, make.party(), classification="amber")
    assert missing(proposal) == []


def test_readiness_of_many_costs_what_that_of_one_costs(by, django_assert_num_queries):
    from consultations.comments.waiting import waiting_on

    made = [make.draft_proposal(by=by) for _ in range(3)]
    for proposal in made:
        published(proposal, by, stance="question", text="Why?")
    for proposals in (made[:1], made):
        with django_assert_num_queries(3):
            assert len(waiting_on([p.pk for p in proposals])) == len(proposals)

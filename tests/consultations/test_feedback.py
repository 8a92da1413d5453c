"""What papers are told: counts as S0 §3 and S1 “Views of SEC Parties” have them, for one audience each, and the collated
comments of Appendix B."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Category
from consultations import actions
from consultations.comments.feedback import (
    Feedback,
    Line,
    OfCategory,
    category_words,
    collated,
    feedback_of,
    stance_words,
)
from proposals import actions as moves
from proposals.models import Proposal
from tests import factories as make
from tests.consultations.making import OTHER, SMALL, answered, dp075, posted, published, said
from tests.proposals.states import refined

pytestmark = pytest.mark.django_db
EVERY = ("white", "green", "amber")


@pytest.fixture
def by():
    return make.analyst()


def test_three_other_sec_parties_and_one_small_supplier(by):
    """Domain vector 10."""
    proposal = dp075(by)
    actions.write_summary(proposal=proposal, by=by, category=OTHER, stance="opposes", text="The licences cover it.")
    feedback = feedback_of(proposal)
    assert feedback == Feedback(
        count=4,
        beside=0,
        by_category=(
            OfCategory("small_supplier", 1, (("supports", 1),)),
            OfCategory("other_sec_party", 3, (("opposes", 3),)),
        ),
        lines=(
            Line("small_supplier", "supports", 1, ""),
            Line("other_sec_party", "opposes", 3, "The licences cover it."),
        ),
    )
    assert [(of.count, of.words) for of in feedback.by_category] == [(1, "Small Supplier"), (3, "Other SEC Parties")]
    assert [line.stance_words for line in feedback.lines] == ["supports it", "see no need for a change"]


def test_every_category_and_stance_has_words_for_one_and_for_several():
    one = [category_words(category, 1) for category in Category]
    several = [category_words(category) for category in Category]
    assert len(set(one)) == len(set(several)) == len(Category) == 13
    assert {stance_words("question", 1), stance_words("question", 2)} == {"asks a question", "ask a question"}


def test_nothing_said_is_nothing_counted(by):
    assert feedback_of(make.draft_proposal(by=by)) == Feedback()


def test_what_is_not_published_changed_or_withdrawn_counts_as_it_is_read(by):
    proposal, party = make.draft_proposal(by=by), make.party()
    comment = posted(proposal, party)
    assert feedback_of(proposal).count == 0
    actions.publish_comments(proposal=proposal, by=by)
    changed = actions.change_comment(comment=comment, by=party, stance="opposes", why="We looked again.")
    assert [(line.stance, line.count) for line in feedback_of(proposal).lines] == [("supports", 1)]
    actions.publish_comments(proposal=proposal, by=by)
    assert [(line.stance, line.count) for line in feedback_of(proposal).lines] == [("opposes", 1)]
    actions.withdraw_comment(comment=changed, by=party, reason="So.")
    assert feedback_of(proposal) == Feedback()


def test_a_paper_counts_for_its_audience_and_says_how_many_there_were_beside(by):
    proposal, party = make.draft_proposal(by=by), make.party()
    published(proposal, by)
    published(proposal, by, classification="green")
    said(proposal, by, text="In confidence.", classification="amber")
    posted(proposal, party, text="It waits.")
    counted = {name: (f.count, f.beside, f.received) for name, f in _for_each(proposal, party, by).items()}
    assert counted == {
        "everybody": (1, 2, 3),
        "Parties": (2, 1, 3),
        "a stranger": (1, 2, 3),
        "a Party": (3, 1, 4),  # with its own, which waits
        "SECAS": (4, 0, 4),
        "the Authority": (2, 1, 3),
    }


def _for_each(proposal, party, by) -> dict[str, Feedback]:
    readers = {"a stranger": AnonymousUser(), "a Party": party, "SECAS": by, "the Authority": make.authority()}
    papers = {"everybody": ("white",), "Parties": ("white", "green")}
    found = {name: feedback_of(proposal, classes=classes) for name, classes in papers.items()}
    return found | {name: feedback_of(proposal, user) for name, user in readers.items()}


def test_no_paper_of_any_class_holds_what_was_said_in_confidence(by):
    proposal = make.draft_proposal(by=by)
    said(proposal, by, classification="amber")
    assert feedback_of(proposal, classes=EVERY) == Feedback(count=0, beside=0)
    assert collated(proposal, classes=EVERY) == []


def test_collated_by_category_and_then_as_they_came(by):
    proposal = dp075(by)
    comment = published(
        proposal, by, organisation=make.OrganisationFactory(category=SMALL), stance="question", text="Why?"
    )
    answered(comment, by, "Because 0x01.")
    rows = collated(proposal)
    assert [(row.number, row.category) for row in rows] == [
        (1, "small_supplier"), (5, "small_supplier"), (2, "other_sec_party"), (3, "other_sec_party"), (4, "other_sec_party"),
    ]  # fmt: skip
    assert (rows[1].text, rows[1].answer, rows[1].who) == ("Why?", "Because 0x01.", str(comment.organisation))
    assert [row.answer for row in rows if row.number != 5] == [""] * 4


def test_an_answer_that_is_drafted_is_in_no_paper(by):
    proposal = make.draft_proposal(by=by)
    actions.write_answer(comment=published(proposal, by), by=by, text="Perhaps.")
    assert [row.answer for row in collated(proposal)] == [""]


def test_a_part_of_a_split_proposal_reads_on_what_was_said_of_the_whole(by):
    whole = refined(by)
    comment = said(whole, by, received_at=whole.moves.get(key="csc_agrees").effective_at)
    actions.publish_comments(proposal=whole, by=by)
    moves.split(proposal=whole, by=by, words="Agreed.", parts=[moves.Part("Gas"), moves.Part("Electricity")])
    parts = Proposal.objects.filter(number=whole.number).exclude(suffix="")
    assert [feedback_of(part).count for part in parts] == [1, 1]
    assert [collated(part)[0].text for part in parts] == [comment.text] * 2
    actions.withdraw_comment(comment=comment, by=by, reason="They ask for it.")
    assert [feedback_of(part).count for part in parts] == [0, 0]


def queries(proposal, user=None) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as counting:
        feedback_of(proposal, user)
    with CaptureQueriesContext(connection) as collating:
        collated(proposal, user)
    return len(counting), len(collating)


def test_three_hundred_comments_cost_what_three_cost(by):
    proposal = make.draft_proposal(by=by)
    several(proposal, by, 3)
    few = queries(proposal)
    several(proposal, by, 297)
    assert feedback_of(proposal).count == 300
    assert queries(proposal) == few == (1, 2)


@make.in_one_go
def several(proposal, by, number: int) -> None:
    for n in range(number):
        comment = said(proposal, by, text=f"{n} of {number}.", stance="question")
        actions.write_answer(comment=comment, by=by, text="So.")
    actions.publish_comments(proposal=proposal, by=by)
    actions.publish_answers(proposal=proposal, by=by)

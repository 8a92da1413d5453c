"""A Party comments on a Draft Proposal, SECAS files what came by e-mail, publishes, answers together and sums up: each in
a browser. How many clicks filing takes: tests/journeys/test_chores.py."""

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from consultations.models import Answer, Comment
from notifications.models import Message
from tests import factories as make
from tests.journeys.steps import answer, fill, press, says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TAB = "/modifications/DP001/comments/"
LOOK = "Read this. Nothing has happened yet."


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


def test_a_party_comments_and_is_answered(new_page, sign_in, walk, secas):
    make.draft_proposal(by=secas)
    person = make.party(Category.SMALL_SUPPLIER, name="Tidewater Light", short_name="Tidewater")
    party = sign_in(new_page(), person)
    walk.visit(party, TAB)
    party.get_by_role("link", name="Comment or ask a question").click()
    walk.arrive(party, "Comment or ask a question")
    press(party, "Send the comment")
    walk.arrive(party, "Comment or ask a question")
    expect(party.get_by_role("alert")).to_contain_text("Write the comment.")
    answer(party, "What it says", "Asks a question")
    fill(party, {"Your comment or question": "Does the value 0xFE0001FFFF stand?\n\n- today\n- in June"})
    press(party, "Send the comment")
    says(party, "Comment 1 has reached SECAS.")
    walk.arrive(party)

    page = sign_in(new_page(), secas)
    walk.visit(page, TAB)
    page.get_by_role("link", name="Publish it", exact=True).first.click()
    walk.arrive(page, "Publish the comments")
    says(page, LOOK)
    says(page, "Does the value 0xFE0001FFFF stand?")
    page.get_by_role("button", name="Publish the comments").dblclick()
    walk.arrive(page, "DP001")
    assert Comment.objects.filter(published_at__isnull=False).count() == 1
    walk.visit(page, TAB)
    page.locator("#comment-1").get_by_role("link", name="Answer it").click()
    walk.arrive(page, "Answer comment 1")
    fill(page, {"The answer": "Yes, to both."})
    press(page, "Save")
    says(page, "The answer is drafted.")
    page.get_by_role("link", name="Publish it", exact=True).click()
    walk.arrive(page, "Publish the answers")
    press(page, "Publish the answers")
    says(page, "1 answer is published.")
    walk.arrive(page)
    assert Answer.objects.get().published_at is not None
    assert Message.objects.get(subject__contains="is answered").deliveries.get().user == person

    walk.visit(party, TAB)
    says(party, "Yes, to both.")
    anybody = new_page()
    walk.visit(anybody, TAB)
    says(anybody, "1 Small Supplier: asks a question")

"""A Party comments on a Draft Proposal, SECAS files what came by e-mail, publishes, answers together and sums up: each in
a browser, with the clicks of the commonest chore counted."""

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from consultations.models import Answer, Comment
from notifications.models import Message
from tests import factories as make
from tests.journeys.steps import answer, field, fill, press, says
from tests.pages.people import PDF

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


def test_an_e_mailed_comment_is_filed_in_five_clicks(new_page, sign_in, walk, secas, tmp_path):
    make.draft_proposal(by=secas)
    make.OrganisationFactory(name="Wolds Gas Networks", short_name="Wolds Gas", category=Category.GAS_NETWORK)
    mail = tmp_path / "mail.pdf"
    mail.write_bytes(PDF)
    page = sign_in(new_page(), secas)
    walk.visit(page, TAB)

    page.get_by_role("link", name="Record a comment").click()  # 1
    walk.arrive(page, "Record a comment")
    fill(page, {"For": "Wolds Gas"})  # 2
    answer(page, "What it says", "Supports")  # 3
    fill(page, {"The comment": "We support the proposal."})
    fill(page, {"The file that it came as": [mail]})  # 4
    press(page, "Record the comment")  # 5
    says(page, "Comment 1 is recorded: Wolds Gas.")
    walk.arrive(page)
    comment = Comment.objects.get()
    assert (comment.how, comment.category, comment.file.filename) == ("email", "gas_network", "mail.pdf")
    expect(field(page, "Category")).to_have_count(0)  # one comment needs no filter

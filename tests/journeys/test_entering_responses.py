"""An analyst enters a response that came by e-mail: pasted, read, put right beside the original, confirmed. What is typed
outlives the browser."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from audit import clock
from consultations.models import Intake, Submission
from tests import factories as make
from tests.consultations import asked, corpus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_response_of_26_questions_is_entered(new_page, sign_in, walk):
    of = asked.consultation(*(question.text for question in corpus.asked_questions()), title="Third part of the Code")
    whose = make.OrganisationFactory(name="Harbour Energy Supply")
    written = corpus.fixture().without([17])
    written.details = [("Organisation", whose.name)]
    written.questions[6].answer[0] = written.questions[6].answer[0].replace("No,", "Nag,", 1)
    analyst = make.analyst()
    page = sign_in(new_page(), analyst)
    walk.visit(page, f"/consultations/{of.pk}/", "Third part of the Code")
    page.get_by_role("link", name="Enter a response that came by another way").click()
    walk.look(page)

    page.get_by_label("Or paste it").fill(corpus.text(written))
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("“Nag” is taken for a misread “No”.")).to_be_visible()
    expect(page.get_by_text("“18.7” is read as L8.7.")).to_be_visible()
    expect(page.get_by_text("Not found: question 17.")).to_be_visible()
    walk.look(page)

    # It is saved while it is typed, and the browser is gone in mid-sentence.
    page.get_by_label("Signed by").fill("Ada Clarke")
    expect(page.locator("#intake-saved")).to_contain_text(f"by {analyst.name}", timeout=30_000)
    address = page.url
    page.context.close()
    page = sign_in(new_page(), analyst)
    page.goto(address)
    expect(page.get_by_label("Signed by")).to_have_value("Ada Clarke")

    # What is missing is asked for; then it is looked at once more, and recorded.
    page.get_by_role("button", name="Look at it once more").click()
    expect(page.get_by_role("link", name="Say when it reached SECAS.")).to_be_visible()
    walk.look(page)
    received = (of.opened_at + timedelta(hours=1)).astimezone(clock.LONDON).strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("Received").fill(received)
    page.get_by_role("button", name="Look at it once more").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record this response")
    walk.look(page)
    assert not Submission.objects.exists()
    page.get_by_role("button", name="Record this response").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")

    made = Submission.objects.get()
    assert (made.response.organisation, made.signed_by) == (whose, "Ada Clarke")
    agreed = {of.question.number: of.agreement for of in made.answers.select_related("question")}
    assert agreed == {of.number: of.agreement for of in written.questions}
    clauses = [(of.clause, of.operation) for of in made.clause_comments.all()]
    assert clauses == [(on.reference, on.operation) for on in written.clauses]
    assert Intake.objects.get().submission == made

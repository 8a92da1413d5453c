"""A response is signed off and has its receipt; a guest answers by the link in their mail; SECAS decides on a late one."""

from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from audit import clock
from consultations.models import Consultation, Question, Response, Submission
from jobs.models import Job
from jobs.tasks import run
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import draft, send, submitter, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def row():
    return asked.consultation("Is the approach right?", "What else is there?", title="Testing of new firmware")


def test_an_authorised_submitter_signs_off_changes_and_withdraws(new_page, sign_in, walk, row):
    Question.objects.filter(of=row.questions, number=2).update(required=True)
    drafted = draft(row, None, "Yes, in the main.", general_comments="We thank you for asking.", consents=True)
    by = submitter(drafted.organisation)
    page = sign_in(new_page(), by)
    walk.visit(page, f"/consultations/{row.pk}/respond/", "Response of")
    page.get_by_role("link", name="Sign off and submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign off and submit")
    walk.look(page)

    # What is missing is named; it is sent without only when that is said.
    page.get_by_label("I may sign this response for").check()
    page.get_by_role("button", name="Submit the response").click()
    expect(page.get_by_text("Question 2 should be answered").first).to_be_visible()
    walk.look(page)
    page.get_by_label("I may sign this response for").check()
    page.get_by_label("I send it without an answer to question 2.").check()
    page.get_by_role("button", name="Submit the response").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")
    expect(page.get_by_text(Submission.objects.get().digest)).to_be_visible()
    walk.look(page)

    # A changed draft is sent again: the next version, and both receipts stand.
    write(drafted, row.questions.questions.get(number=2), "Time to test it.")
    walk.visit(page, f"/consultations/{row.pk}/respond/sign-off/", "Sign off and submit")
    expect(page.get_by_text("what you send now is version 2")).to_be_visible()
    page.get_by_label("I may sign this response for").check()
    page.get_by_role("button", name="Submit the response").click()
    expect(page.get_by_text("Response 1, version 2")).to_be_visible()
    walk.visit(page, "/consultations/responses/", "Responses of your organisations")
    expect(page.get_by_role("link", name="Receipt of version 1")).to_be_visible()

    page.get_by_role("link", name="Withdraw", exact=False).click()
    page.get_by_label("Why it is withdrawn").fill("We said it elsewhere.")
    page.get_by_role("button", name="Continue").click()
    walk.look(page)
    page.get_by_role("button", name="Withdraw the response").click()
    expect(page.get_by_text("Withdrawn on")).to_be_visible()
    assert not Submission.objects.counting().exists()


def test_a_guest_asks_for_a_link_writes_and_has_the_receipt(new_page, walk, row):
    page = new_page()
    walk.visit(page, f"/consultations/{row.pk}/", "Testing of new firmware")
    page.get_by_role("link", name="Answer without an account").click()
    walk.look(page)
    page.get_by_label("Your name").fill("Robin Ashworth")
    page.get_by_label("E-mail address").fill("robin.ashworth@example.org")
    page.get_by_label("What you are").select_option("Non-Party")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_text("A link is on its way to that address.")).to_be_visible()

    walk.visit(page, link_in_the_mail(), "Answer for Robin Ashworth")
    page.get_by_role("button", name="Begin the response").click()
    page.get_by_label("Your reasons").first.fill("As a reader I find it right.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    walk.look(page)
    page.get_by_role("link", name="Sign off and submit").click()
    page.get_by_label("I may sign this response for Robin Ashworth").check()
    page.get_by_role("button", name="Submit the response").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Receipt")
    walk.look(page)
    sent = Submission.objects.get()
    assert (sent.how, sent.answers.get().text) == ("guest", "As a reader I find it right.")
    send_letters()
    assert "As a reader I find it right." in mail.outbox[-1].body


def send_letters() -> None:
    for job in Job.objects.filter(kind="write_to_guest", state="queued"):
        run(job.pk)


def link_in_the_mail() -> str:
    send_letters()
    return "/consultations/link/" + mail.outbox[-1].body.split("/consultations/link/")[1].split()[0]


def test_secas_decides_on_a_late_one_and_invites_a_guest(new_page, sign_in, walk, row):
    with clock.set_to(row.closes_at + timedelta(minutes=1)):
        sent = send(draft(row))
    send(draft(row))
    page = sign_in(new_page(), make.analyst())
    walk.visit(page, f"/consultations/{row.pk}/guests/", "Guests")
    page.get_by_label("Their name").fill("Robin Ashworth")
    page.get_by_label("E-mail address").fill("robin.ashworth@example.org")
    page.get_by_label("What they are").select_option("Non-Party")
    page.get_by_role("button", name="Invite and send the link").click()
    expect(page.get_by_text("Has not begun.")).to_be_visible()
    walk.look(page)

    Consultation.objects.filter(pk=row.pk).update(opened_at=row.opened_at - timedelta(days=40))
    Consultation.objects.filter(pk=row.pk).update(closes_at=clock.now() - timedelta(days=1))
    walk.visit(page, f"/consultations/{row.pk}/responses/", "Responses")
    expect(page.get_by_text("One came in after the close and waits for you to decide.")).to_be_visible()
    page.get_by_role("link", name="Decide").click()
    walk.look(page)
    page.get_by_label("Accept it: it counts").check()
    page.get_by_label("The reason").fill("The site was down at five.")
    page.get_by_role("button", name="Continue").click()
    walk.look(page)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("late and accepted: The site was down at five.")).to_be_visible()
    assert Submission.objects.get(pk=sent.pk).counts
    assert Response.objects.count() == 2

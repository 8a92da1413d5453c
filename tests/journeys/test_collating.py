"""An analyst collates what was submitted: finds it, tags it, keeps a name back, and publishes it, by keyboard where that
is quicker; the public reads the same pages afterwards. Each in a browser."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from accounts.models import Category
from consultations import actions
from consultations.collation import keeping
from consultations.models import Consultation, Enclosure, Redaction, Tagging
from jobs.models import Job
from jobs.tasks import run
from tests import factories as make
from tests.consultations import asked
from tests.consultations.answered import record
from tests.journeys.steps import fill, press, says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LETTER = "Every supplier would test twice, which costs all of us a month of work before the first device is delivered."


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def of():
    row = asked.consultation("Do you agree with the tests?", "Do you agree with the dates?", days=-1)
    tidewater = make.OrganisationFactory(
        name="Tidewater Light", short_name="Tidewater", category=Category.SMALL_SUPPLIER
    )
    hexley = make.OrganisationFactory(name="Hexley Power", short_name="Hexley")
    northmoor = make.OrganisationFactory(name="Northmoor Energy", short_name="Northmoor")
    asked.submission(
        row,
        tidewater,
        answers=[(1, "agree_with_reservation", f"Yes. {LETTER}"), (2, "agree", "Yes.")],
        clauses=[
            ("M9.1", "add_after", "(b)", "“and who is told of it”"),
            ("H9.1(e)", "insert", "identification", "“and notice”"),
        ],
        general_comments=f"We welcome this. {LETTER}",
        position="approve",
    )
    asked.submission(row, hexley, answers=[(1, "disagree", f"No: ask Kim Dell.\n\n{LETTER}")], consents=False)
    asked.submission(row, northmoor, answers=[(1, "no_view", "Zircon.")], confidential=True)
    return row


def brought_together() -> None:
    keeping.queue_stale()
    for job in Job.objects.filter(kind=keeping.KIND, state="queued"):
        run(job.pk)


def test_an_analyst_collates_and_the_public_reads(new_page, sign_in, walk, secas, of):
    brought_together()
    page = sign_in(new_page(), secas)
    walk.visit(page, f"/consultations/{of.pk}/")
    page.get_by_role("link", name="Collate the responses").click()
    walk.arrive(page, "What was said")
    says(page, "3 responses, not published yet: SECAS alone reads this page.")
    says(page, "1 yes, with reservations, 1 no, 1 no view")
    page.get_by_role("link", name=re.compile("Do you agree with the tests")).click()
    walk.arrive(page, "Question 1")
    says(page, "Said by 2 respondents, word for word the same; counted once.")

    following = page.locator("a[rel=next]")
    expect(following).to_have_attribute("accesskey", "n")
    following.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 2")
    walk.arrive(page)
    page.locator("a[rel=prev]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1")

    page.locator("select[name=answer]").select_option("No")
    expect(page.locator("#results .results-count")).to_contain_text("1 text")
    says(page, "No: ask Kim Dell.")
    walk.arrive(page)
    page.get_by_role("link", name="Redact response 2, Question 1").click()
    walk.arrive(page, "Redact: Question 1, response 2")
    fill(page, {"The words": "Kim Del", "Why": "Names somebody"})
    fill(page, {"The words": "Kim Bell"})
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("These words do not stand there.")
    fill(page, {"The words": "Kim Dell"})
    press(page, "Continue")
    walk.arrive(page)
    says(page, "“[Redacted: Names somebody]”")
    press(page, "Redact it")
    walk.arrive(page, "Question 1")
    says(page, "Others do not read “Kim Dell”: Names somebody")
    assert Redaction.objects.get().quote == "Kim Dell"

    page.get_by_role("link", name="Tags of response 1, Question 1").click()
    walk.arrive(page, "Tags: Question 1, response 1")
    fill(page, {"A new tag": "Costs"})
    press(page, "Save the tags")
    walk.arrive(page, "Question 1")
    assert Tagging.objects.get().tag.name == "Costs"
    walk.visit(page, f"/consultations/{of.pk}/collation/tags/", "Tags")
    page.get_by_role("link", name="Rename Costs").click()
    walk.arrive(page, "Rename “Costs”")
    fill(page, {"Its new name": "What it costs"})
    press(page, "Rename it")
    walk.arrive(page, "Tags")

    walk.visit(page, f"/consultations/{of.pk}/collation/clauses/", "Comments on clauses")
    walk.visit(page, f"/consultations/{of.pk}/collation/general/", "General comments")
    walk.visit(page, f"/consultations/{of.pk}/collation/passages/1/", "Passage 1")
    walk.visit(page, f"/consultations/{of.pk}/collation/", "What was said")
    page.get_by_role("link", name="Publish the responses").click()
    walk.arrive(page, "Publish the responses")
    says(page, "2 responses, word for word")
    says(page, "The name of 1 respondent that did not agree to be named")
    page.get_by_role("button", name="Publish the responses").dblclick()
    walk.arrive(page, "What was said")
    assert Consultation.objects.get().responses_published_at is not None

    anybody = new_page()
    walk.visit(anybody, f"/consultations/{of.pk}/collation/1/", "Question 1")
    says(anybody, "a Large Supplier")
    says(anybody, "ask [Redacted: Names somebody].")
    for secret in ("Kim Dell", "Hexley", "Zircon", "Northmoor", "What it costs"):
        expect(anybody.locator("main")).not_to_contain_text(secret)

    page.get_by_role("link", name="Take the publication back").click()
    walk.arrive(page, "Take the publication back")
    fill(page, {"Why they are no longer to be read": "A name was left in."})
    press(page, "Continue")
    walk.arrive(page)
    press(page, "Take the publication back")
    walk.arrive(page, "What was said")
    walk.visit(anybody, f"/consultations/{of.pk}/collation/", "What was said")
    says(anybody, "No longer published")


def test_an_analyst_holds_a_file_back_and_the_public_reads_why(new_page, sign_in, walk, secas):
    row = asked.consultation("Do you agree with the tests?", days=-2)
    hexley = make.OrganisationFactory(name="Hexley Power", short_name="Hexley")
    upload = SimpleUploadedFile("figures.pdf", b"%PDF-1.7 figures")
    files = [{"upload": upload, "kind": Enclosure.Kind.ATTACHMENT, "title": "Our figures"}]
    record(row, by=secas, organisation=hexley, consents=True, enclosures=files)
    actions.publish_responses(consultation=row, by=secas)
    anybody, page = new_page(), sign_in(new_page(), secas)
    walk.visit(anybody, f"/consultations/{row.pk}/collation/general/")
    expect(anybody.get_by_role("link", name="Our figures")).to_be_visible()

    walk.visit(page, f"/consultations/{row.pk}/collation/general/")
    page.get_by_role("link", name=re.compile("Hold it back")).click()
    walk.arrive(page, "Hold back: a file of response 1")
    fill(page, {"Why": "It names somebody"})
    press(page, "Continue")
    walk.arrive(page)
    says(page, "“A file is held back: It names somebody”")
    press(page, "Hold it back")
    walk.arrive(page, "General comments")
    says(page, "Others do not get it: It names somebody")

    walk.visit(anybody, f"/consultations/{row.pk}/collation/general/")
    says(anybody, "Hexley: A file is held back: It names somebody")
    expect(anybody.get_by_role("link", name="Our figures")).to_have_count(0)
    walk.visit(page, f"/consultations/{row.pk}/collation/general/")
    page.get_by_role("link", name=re.compile("Give it out again")).click()
    walk.arrive(page, "Give out again: a file of response 1")

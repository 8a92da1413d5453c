"""A proposal from the Party that raises it to the Modification Report and the code, each step taken on its page."""

import re
from datetime import date, timedelta

import docx
import holidays
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from audit import clock
from bodies.models import Committee
from jobs import registry
from jobs.models import Job
from legaltext import actions as legal
from proposals.models import Proposal
from proposals.tasks import queue_due_windows
from tests import factories as make
from tests.journeys.steps import (
    answer,
    downloaded,
    field,
    fill,
    follow,
    group,
    header,
    press,
    says,
    term,
    write,
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLE = "Correction to the clause on security assessments"
SUBMITTED = "One clause was changed and the clause that depends on it was not."
BEFORE = "Each User shall agree with the Independent Assurance Provider the date of each assessment."
AFTER = "Each User shall arrange with the Independent Assurance Provider the date of each assessment."
DECISION = "The Panel agreed that this corrects an oversight and is not a material change."
HEADINGS = ["Summary", "Background", "Solution", "Impacts", "Costs", "Implementation approach", "Conclusions"]
WINDOW_DAYS = 15


def working_days_after(day: date, count: int) -> date:
    """Counted by hand, so to speak: neither weekends nor the bank holidays of England and Wales."""
    free = holidays.country_holidays("GB", subdiv="ENG")
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in free
    return day


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def code(secas):
    """What stands in the register before: the bodies with their meetings of today, and the clauses of one SEC version."""
    today = clock.today()
    csc = make.CommitteeFactory(code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC")
    ssc = make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")
    for number, body in enumerate((csc, ssc, make.CommitteeFactory()), 41):
        make.MeetingFactory(committee=body, number=number, date=today)
    document, version = make.SecDocumentFactory(), make.SecVersionFactory()
    for number, text in (("G3.17", "The Independent Assurance Provider reports to the Panel."), ("G3.20", BEFORE)):
        legal.enter_clause(by=secas, document=document, version=version, number=number, text=text)


def submit(page, walk):
    walk.visit(page, "/")
    follow(page, "Raise a Draft Proposal")
    walk.arrive(page, "Raise a proposal")
    fill(
        page,
        {
            "Title": TITLE,
            "What is the issue or problem?": SUBMITTED,
            "What are the impacts of doing nothing?": "Users would keep to a clause that leads nowhere.",
        },
    )
    press(page, "Submit the problem statement")
    walk.arrive(page, TITLE)
    says(page, "Received as Submission")


def raise_it(page, walk, address):
    walk.visit(page, address, TITLE)
    follow(page, "Raise as a Draft Proposal")
    walk.arrive(page, "Raise as a Draft Proposal")
    fill(page, {"Lead Analyst": "Ines Okafor"})
    press(page, "Raise as a Draft Proposal")
    walk.arrive(page, "DP001")
    says(page, "Raised. DP001 is now “In Development”.")


def work_over(page, walk):
    follow(page, "Write the problem statement")
    walk.arrive(page, "Edit the problem statement")
    write(page, "What is the issue or problem?", "Clause G3.17 was changed.", "Clause G3.20, which depends on it, was not.")
    write(page, "How does it relate to the SEC?", "Both clauses stand in Section G.")
    fill(page, {"What changed in this version": "Says which clauses are meant."})
    press(page, "Save")
    walk.arrive(page, TITLE)
    says(page, "A new version of the problem statement is saved.", "Clause G3.20, which depends on it, was not.")


def name_places(page, walk):
    follow(page, "Overview")
    walk.arrive(page, TITLE)
    follow(page, "Name the parts of the SEC")
    walk.arrive(page, "Name the parts of the SEC")
    fill(page, {"SEC document": "Section G ‘Security’", "Number or name": "G3.20"})
    press(page, "Save")
    walk.arrive(page, TITLE)
    expect(page.get_by_role("listitem").filter(has_text="Section G ‘Security’")).to_contain_text("changes G3.20")


def record_view(page, walk):
    follow(page, "Views")
    walk.arrive(page)
    follow(page, "Record a view")
    walk.arrive(page, "Record a view")
    fill(page, {"Whose view is this?": "Security Sub-Committee", "The view": "The correction is welcome."})
    answer(page, "Position", "Supports")
    press(page, "Record the view")
    walk.arrive(page, TITLE)
    says(page, "The correction is welcome.")


def agree(page, walk):
    follow(page, "Overview")
    walk.arrive(page)
    step = "Record that the Change Sub-Committee agreed the problem"
    follow(page, step)
    walk.arrive(page, step)
    fill(page, {"Meeting": f"CSC 41, {clock.today():%-d %B %Y}", "Words of the decision": "The problem is clear."})
    press(page, step)
    walk.arrive(page, TITLE)
    says(page, "DP001 is now “Problem agreed, awaiting the Panel”.")


def describe(page, walk):
    follow(page, "Describe the solution")
    walk.arrive(page, "Edit the solution")
    write(page, "The proposed solution", "Clause G3.20 will say that Users arrange the assessment.")
    press(page, "Save")
    walk.arrive(page, TITLE)
    follow(page, "Edit the impacts")
    walk.arrive(page, "Edit the impacts")
    fill(page, {"Large Suppliers impacted": True, "Small Suppliers impacted": True, "DCC impacted": True})
    for question in ("Are DCC Systems impacted?", "Are other energy codes impacted?"):
        answer(page, question, "No")
    press(page, "Save")
    walk.arrive(page, TITLE)
    follow(page, "Edit the costs")
    walk.arrive(page, "Edit the costs")
    answer(page, "DCC costs", "No cost")
    answer(page, "SEC Party costs", "No cost")
    fill(page, {"SECAS effort in days": "2", "SECAS activities": "Publishing the new version of the SEC"})
    press(page, "Save")
    walk.arrive(page, TITLE)


def weigh(page, walk):
    walk.visit(page, "/modifications/DP001/edit/benefits-and-drawbacks/", "Edit the benefits and drawbacks")
    fill(group(page, "Benefit 1"), {"In words": "Users know what is asked of them."})
    press(page, "Save")
    walk.arrive(page, TITLE)
    walk.visit(page, "/modifications/DP001/edit/objectives/", "Edit the objectives")
    last = page.get_by_role("group").filter(has_text="The code is administered").last
    fill(last, {"The solution": "Better facilitates", "Because": "The code is clear."})
    press(page, "Save")
    walk.arrive(page, TITLE)


def draft(page, walk):
    follow(page, "Legal text")
    walk.arrive(page, TITLE)
    follow(page, "Choose the version of the SEC")
    walk.arrive(page, "Choose the version of the SEC")
    fill(page, {"SEC version": "6.17"})
    press(page, "Draft against this version")
    walk.arrive(page, TITLE)
    follow(page, "Add or change a clause")
    walk.arrive(page, "Edit a clause")
    fill(page, {"SEC document": "Section G ‘Security’", "Clause": "G3.20"})
    press(page, "Load the text of this clause")
    expect(field(page, "The text as it shall be")).to_have_value(BEFORE)
    fill(page, {"The text as it shall be": AFTER})
    press(page, "Save")
    walk.arrive(page, TITLE)
    expect(page.locator("del")).to_contain_text("agree")
    expect(page.locator("ins")).to_contain_text("arrange")


def approve(page, walk, closes: date, implemented: date):
    follow(page, "Overview")
    walk.arrive(page)
    follow(page, "Approve as Fast-Track")
    walk.arrive(page, "Approve as Fast-Track")
    fill(page, {"Meeting": f"Panel 43, {clock.today():%-d %B %Y}", "Words of the decision": DECISION})
    press(page, "Continue")
    says(page, "Check this. Nothing has happened yet, and it cannot be taken back afterwards.")
    walk.arrive(page, "Approve as Fast-Track")
    dates = term(page, "Dates")
    assert f"it closes on {closes:%A %-d %B %Y} at 17:00" in dates
    assert f"Implementation is planned for {implemented:%A %-d %B %Y}, unless a Party objects." in dates
    assert "everybody who speaks for a Party" in term(page, "Who is told")
    assert "DP001 becomes MP001" in term(page, "What changes")
    assert term(page, "Words of the decision") == DECISION
    press(page, "Approve as Fast-Track")
    walk.arrive(page, "MP001")
    expect(page).to_have_url(re.compile("/modifications/MP001/$"))
    expect(header(page)).to_contain_text(
        f"Parties may object until {closes:%A %-d %B %Y} at 17:00 – {WINDOW_DAYS} working days left."
    )


def test_the_walk_of_a_fast_track_proposal(new_page, sign_in, walk, secas, code):
    today = clock.today()
    closes = working_days_after(today, WINDOW_DAYS)
    implemented = working_days_after(closes, 1)
    company = sign_in(new_page(), make.party(name="Northmoor Energy Limited"))
    submit(company, walk)
    page = sign_in(new_page(), secas)
    raise_it(page, walk, company.url)
    work_over(page, walk)
    name_places(page, walk)
    record_view(page, walk)
    agree(page, walk)
    describe(page, walk)
    weigh(page, walk)
    draft(page, walk)
    approve(page, walk, closes, implemented)

"""A proposal from the Party that raises it to the Modification Report and the code, each step taken on its page."""

import re
from datetime import date, timedelta

import docx
import holidays
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from audit import clock
from jobs import registry
from jobs.models import Job
from legaltext import actions as legal
from proposals.tasks import queue_due_windows
from secmods import embedded
from tests import factories as make
from tests import workers
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
    follow(page, "Raise a proposal")
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
    write(
        page,
        "What is the issue or problem?",
        "Clause G3.17 was changed.",
        "Clause G3.20, which depends on it, was not.",
    )
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
    for whom in ("Large Supplier", "Small Supplier", "DCC"):
        fill(group(page, whom), {"Impacted": True})
    for question in ("Are DCC Systems impacted?", "Are other energy codes impacted?"):
        answer(page, question, "No")
    press(page, "Save")
    walk.arrive(page, TITLE)
    follow(page, "Edit the costs")
    walk.arrive(page, "Edit the costs")
    answer(page, "DCC costs", "No costs")
    answer(page, "SEC Party costs", "No costs")
    fill(page, {"SECAS effort in days": "2", "SECAS activities": "Publishing the new version of the SEC"})
    press(page, "Save")
    walk.arrive(page, TITLE)


def weigh(page, walk):
    walk.visit(page, "/modifications/DP001/edit/benefits-and-drawbacks/", "Edit the benefits and drawbacks")
    fill(group(page, "Benefit 1"), {"In words": "Users know what is asked of them."})
    press(page, "Save")
    walk.arrive(page, TITLE)
    walk.visit(page, "/modifications/DP001/edit/objectives/", "Edit the objectives")
    better = {"The solution": "better facilitates", "Because": "The code is clear."}
    fill(group(page, "Objective (g)"), better)
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
    says(
        page,
        "Check this. Nothing has happened yet. Afterwards it is put right only with a reason, and both stay on record.",
    )
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


@pytest.fixture
def redis():
    own = workers.OwnRedis()
    own.start()
    yield
    own.kill()
    embedded.tidy_sockets(workers.REDIS_HOME)


def follow_the_old_address(page, walk):
    answered = page.request.get("/modifications/DP001/", max_redirects=0)
    assert (answered.status, answered.headers["location"]) == (301, "/modifications/MP001/")
    walk.visit(page, "/modifications/DP001/", "MP001")
    expect(page).to_have_url(re.compile("/modifications/MP001/$"))


def compose(page, walk):
    follow(page, "Report")
    walk.arrive(page)
    press(page, "Compose a draft")
    walk.arrive(page, "Modification Report")
    says(page, "This is draft 0.1", "Supplier Parties and the DCC will be impacted.")
    expect(files(page).get_by_role("progressbar", name="PDF")).to_be_visible()


def files(page):
    return page.get_by_role("region", name="Download")


def issue(page, walk, folder):
    walk.visit(page, "/modifications/MP001/report/")
    follow(page, "Issue the report")
    walk.arrive(page, "Issue Modification Report 1.0")
    press(page, "Issue version 1.0")
    walk.arrive(page, "Modification Report")
    pdf, word = (files(page).get_by_role("link", name=kind) for kind in ("PDF", "Word"))
    expect(pdf).to_be_visible(timeout=20_000)
    expect(word).to_be_visible(timeout=20_000)
    walk.arrive(page)
    read_pdf(downloaded(page, pdf, folder))
    read_word(downloaded(page, word, folder))


def read_pdf(path):
    text = re.sub(r"\s+", " ", "".join(page.extract_text() for page in PdfReader(path).pages))
    places = [text.rindex(heading) for heading in HEADINGS]
    assert places == sorted(places)
    assert path.name == "mp001-modification-report-1.0.pdf"


def read_word(path):
    headings = [p.text for p in docx.Document(path).paragraphs if p.style.name == "Heading 1"]
    assert [heading.lstrip("0123456789. ") for heading in headings][: len(HEADINGS)] == HEADINGS
    assert path.name == "mp001-modification-report-1.0.docx"


def end_the_window(page, walk, closes: date):
    walk.visit(page, "/modifications/MP001/", "MP001")
    expect(header(page)).to_contain_text(f"The objection window closed on {closes:%A %-d %B %Y} at 17:00.")
    sweep()
    walk.visit(page, "/modifications/MP001/", "MP001")
    expect(header(page)).to_contain_text(f"The decision is final since {closes:%-d %B %Y}.")


def sweep():
    """What the dispatcher and the worker do when a window has ended."""
    queue_due_windows()
    job = Job.objects.get(kind="settle_windows")
    registry.kind(job.kind).run(job, lambda percent, note: None)


def implement(page, walk, on: date):
    page.reload()
    follow(page, "Record implementation")
    walk.arrive(page, "Record implementation")
    fill(page, {"SEC version that carries the change": "6.18"})
    press(page, "Continue")
    walk.arrive(page, "Record implementation")
    press(page, "Record implementation")
    walk.arrive(page, "MP001")
    expect(header(page)).to_contain_text(f"The change was implemented on {on:%-d %B %Y} as part of SEC version 6.18.")


def test_the_walk_of_a_fast_track_proposal(new_page, sign_in, walk, secas, code, redis, time_passes, tmp_path):
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
    follow_the_old_address(page, walk)
    with workers.running(workers.dispatcher, workers.worker):
        compose(page, walk)
        issue(page, walk, tmp_path)
    time_passes(clock.closing(closes) + timedelta(minutes=5))
    end_the_window(page, walk, closes)
    time_passes(clock.start_of(implemented) + timedelta(hours=9))
    implement(page, walk, implemented)
    assert walk.pages == 48

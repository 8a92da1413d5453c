"""An invented Path 2 proposal, entered page by page, and what the draft of its report says."""

from datetime import date

import pytest
from playwright.sync_api import expect

from bodies.models import Committee
from proposals import actions
from proposals.models import Release
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, group, press, write

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

TITLE = "Reporting of failed firmware updates"
DRAWBACKS = ("The DCC has more to do.", "Reports arrive a day later.", "Old devices do not take part.")


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def proposal(secas):
    Committee.objects.create(code="tabasc", name="Technical Architecture", short_name="TABASC", prefix="TABASC")
    actions.enter_release(by=secas, name="June 2027 SEC Release", kind=Release.Kind.SCHEDULED, date=date(2027, 6, 24))
    return make.agreed_proposal(by=secas, title=TITLE)


def edit(page, walk, place: str, heading: str, answers) -> None:
    walk.visit(page, f"/modifications/DP001/edit/{place}/", heading)
    answers(page)
    press(page, "Save")
    walk.arrive(page, TITLE)


def details(page):
    fill(page, {"What it is about, in plain words": "Failed updates are reported to those who asked for them."})


def path(page):
    answer(page, "Path", "Path 2: Authority-Determined")
    fill(page, {"The reasons": "It bears on competition."})


def solution(page):
    write(page, "The proposed solution", "The DCC would report each failed update.")


def impacts(page):
    fill(group(page, "Large Supplier"), {"Impacted": True, "Which way": "Positively"})
    fill(group(page, "DCC"), {"Impacted": True, "Which way": "Negatively", "Why": "It builds the report."})
    answer(page, "Are DCC Systems impacted?", "Yes")
    answer(page, "Are other energy codes impacted?", "Yes")
    group(page, "Which codes").get_by_label("REC", exact=True).check()
    answer(page, "Are greenhouse gas emissions impacted?", "No")


def costs(page):
    answer(page, "DCC costs", "There are costs")
    fill(page, {"From (pounds)": "150,000", "To (pounds)": "200000", "SECAS effort in days": "2.5"})


def points(page):
    for number, words in enumerate(DRAWBACKS, 1):
        fill(group(page, f"Drawback {number}"), {"In words": words})
        if number < len(DRAWBACKS):
            press(page, "Add another drawback")
            expect(group(page, f"Drawback {number + 1}")).to_be_focused()
    group(page, "Drawback 2").get_by_label("TABASC", exact=True).check()


def implementation(page):
    fill(page, {"Release": "June 2027 SEC Release", "Why then": "The DCC needs a year."})


PAGES = [
    ("details", "Edit the details", details),
    ("path", "Record the path", path),
    ("solution", "Edit the solution", solution),
    ("impacts", "Edit the impacts", impacts),
    ("costs", "Edit the costs", costs),
    ("benefits-and-drawbacks", "Edit the benefits and drawbacks", points),
    ("implementation", "Plan the implementation", implementation),
]
REPORT = {
    "Summary": [
        "Failed updates are reported to those who asked for them.",
        "Large Suppliers and the DCC would be impacted. The DCC’s costs are estimated at between £150,000 and £200,000",
        "DP001 is being progressed as an Authority-Determined Modification Proposal and has not been decided yet. "
        "If approved, it would be implemented on 24 June 2027 in the scheduled June 2027 SEC Release.",
    ],
    "Solution": ["The DCC would report each failed update.", "The legal text has not been drafted yet."],
    "Impacts": [
        "Large Suppliers would be positively impacted. The DCC would be negatively impacted.",
        "DCC: It builds the report.",
        "DCC Systems would be impacted.",
        "The following other Energy Codes would be impacted: REC",
        "There are no impacts on greenhouse gas emissions.",
    ],
    "Costs": [
        "The DCC estimates that implementing DP001 would cost between £150,000 and £200,000.",
        "SECAS estimates two and a half days of effort, about £1,500.",
        "The costs to SEC Parties are not known yet.",
    ],
    "Implementation approach": [
        "Recommended implementation approach",
        "The recommended implementation date is 24 June 2027, in the scheduled June 2027 SEC Release.",
        "The DCC needs a year.",
    ],
    "Conclusions": [
        "The Proposer and the TABASC have identified the following drawbacks of implementing DP001:",
        "The Proposer has not identified any benefits.",
        *DRAWBACKS,
        "The Panel has not given a view yet.",
    ],
}


def chapter(page, heading: str) -> str:
    """The words of a chapter, with single spaces."""
    title = page.get_by_role("article").get_by_role("heading", level=2, name=heading)
    return " ".join(title.locator("xpath=..").inner_text().split())


def test_what_is_entered_on_the_pages_stands_in_the_draft_of_the_report(page, sign_in, walk, secas, proposal):
    sign_in(page, secas)
    for place, heading, answers in PAGES:
        edit(page, walk, place, heading, answers)
    follow(page, "Report")
    walk.arrive(page, TITLE)
    press(page, "Compose a draft")
    walk.arrive(page, "Modification Report")
    for heading, sentences in REPORT.items():
        words = chapter(page, heading)
        assert [sentence for sentence in sentences if sentence not in words] == [], words
    cells = page.get_by_role("table", name="SEC Party Categories impacted").get_by_role("cell")
    impacted = [text for text in cells.all_inner_texts() if text.endswith("– impacted") and "not" not in text]
    assert len(impacted) == 2
    assert walk.pages == 2 * len(PAGES) + 2

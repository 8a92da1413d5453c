"""A release implementing three proposals, from its entry to what the public then reads."""

from datetime import date

import pytest
from playwright.sync_api import expect

from audit import clock
from proposals.models import Release
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, press, says, term
from tests.proposals.states import pending

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NAME = "November 2026 SEC Release"


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def proposals(secas):
    """Approved by the Authority, each to come in today, on a date of its own."""
    return [pending(secas, title=title) for title in ("The first matter", "The second matter", "The third matter")]


def enter(page, walk, day: date):
    walk.visit(page, "/releases/", "Releases")
    follow(page, "Enter a release")
    walk.arrive(page, "Enter a release")
    press(page, "Enter the release")
    walk.arrive(page, "Enter a release")
    says(page, "Give the release a name.")
    answer(page, "Kind", "Scheduled")
    fill(page, {"Name": NAME, "Date": day.isoformat(), "Scope": "Three matters.", "SEC version": "113.0"})
    press(page, "Enter the release")
    walk.arrive(page, NAME)
    assert f"{day:%A %-d %B %Y}" in term(page, "Date")


def put_in(page, walk, reference: str):
    walk.visit(page, f"/modifications/{reference}/edit/implementation/", "Plan the implementation")
    fill(page, {"Release": NAME, "Date": ""})
    press(page, "Save")
    walk.arrive(page, reference)


def look_at_moving(page, walk):
    """What it would move, and who would have to consent; nothing is moved."""
    follow(page, "Put on another day")
    walk.arrive(page, "Put the release on another day")
    says(page, "The Authority, for MP001, MP002, MP003.")


def implement(page, walk):
    walk.visit(page, f"/releases/{Release.objects.get().slug}/", NAME)
    look_at_moving(page, walk)
    follow(page, "Go back without saving")
    walk.arrive(page, NAME)
    follow(page, "Record implementation")
    walk.arrive(page, "Record that the release is implemented")
    press(page, "Continue")
    walk.arrive(page, "Record that the release is implemented")
    for n in (1, 2, 3):
        says(page, f"MP00{n} ‘The {('first', 'second', 'third')[n - 1]} matter’ comes in.")
    press(page, "Record that it is implemented")
    walk.arrive(page, NAME)
    says(page, f"{NAME} is implemented as SEC version 113.0.")


def test_a_release_implements_three_proposals(new_page, sign_in, walk, secas, proposals):
    today = clock.today()
    page = sign_in(new_page(), secas)
    enter(page, walk, today)
    for proposal in proposals:
        put_in(page, walk, proposal.reference)
    implement(page, walk)
    public = new_page()
    walk.visit(public, "/releases/", "Releases")
    row = public.get_by_role("region", name="Implemented").get_by_role("row").filter(has_text=NAME)
    expect(row).to_contain_text(f"{today:%A %-d %B %Y}")
    follow(public, NAME)
    walk.arrive(public, NAME)
    assert public.get_by_role("table").get_by_role("rowheader").all_inner_texts() == ["MP001", "MP002", "MP003"]
    assert public.get_by_text("Implemented", exact=True).count() == 5  # each of the three, the tag, and the term
    follow(public, "MP002")
    walk.arrive(public, "MP002")
    says(public, "It took effect on")
    assert walk.pages == 19

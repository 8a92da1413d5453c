"""A whole errand by keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from proposals.models import Proposal
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import field, header

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

FOCUSED = "element => element === document.activeElement"
RING = """element => {
  const seen = getComputedStyle(element);
  return (seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2) || seen.boxShadow !== "none";
}"""
PASSWORD = "a quiet correction of one clause"
MOST_STOPS = 90
STEP = "Convert and send to Refinement"


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until ``place`` has the focus, and see that it shows."""
    place.wait_for()
    for _ in range(MOST_STOPS):
        if place.evaluate(FOCUSED):
            assert place.evaluate(RING), f"The focus does not show on {place}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STOPS} presses of Tab do not lead to {place}")


def enter(page: Page, place: Locator) -> None:
    tab_to(page, place)
    page.keyboard.press("Enter")


def type_into(page: Page, place: Locator, words: str) -> None:
    tab_to(page, place)
    page.keyboard.type(words)


def sign_in_by_keyboard(page, walk, user):
    walk.visit(page, "/")
    enter(page, page.get_by_role("link", name="Sign in", exact=True))
    walk.arrive(page, "Sign in")
    type_into(page, field(page, "Email"), user.email)
    type_into(page, field(page, "Password"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner")).to_contain_text(user.name)
    walk.arrive(page)


def test_from_signing_in_to_signing_out(page, walk):
    user = make.analyst()
    user.set_password(PASSWORD)
    user.save()
    make.agreed_proposal(by=user, title="Correction to one clause")
    make.CommitteeFactory()
    sign_in_by_keyboard(page, walk, user)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    page.goto("/modifications/")
    type_into(page, page.get_by_role("banner").get_by_role("searchbox"), "dp1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 proposal", exact=True)).to_be_visible()
    walk.arrive(page)
    enter(page, page.get_by_role("link", name="DP001", exact=True))
    walk.arrive(page, "DP001")

    enter(page, page.get_by_role("link", name=STEP, exact=True))
    walk.arrive(page, STEP)
    enter(page, page.get_by_role("button", name="Continue"))
    link = page.get_by_role("link", name="Write the words of the decision.")
    expect(page.get_by_role("alert").filter(has=link)).to_be_focused()
    walk.arrive(page, STEP)
    enter(page, link)
    expect(field(page, "Words of the decision")).to_be_focused()
    page.keyboard.type("The Panel converted it.")
    enter(page, page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Check this. Nothing has happened yet")).to_be_visible()
    walk.arrive(page, STEP)
    enter(page, page.get_by_role("button", name=STEP))
    walk.arrive(page, "MP001")
    expect(header(page)).to_contain_text("Refinement")
    assert Proposal.objects.get().state == State.REFINEMENT

    enter(page, page.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    walk.arrive(page)
    assert walk.pages == 10


REASON = "The new words change what we have to arrange."


def test_a_party_objects_and_keeps_the_receipt(page, walk):
    """From the front page to the receipt and on, without a mouse: what is missing, the second look, the way back."""
    user = make.party()
    user.set_password(PASSWORD)
    user.save()
    make.fast_tracked(title="Correction to one clause")
    sign_in_by_keyboard(page, walk, user)

    page.goto("/")
    enter(page, page.get_by_role("main").get_by_role("link", name="MP001").first)
    walk.arrive(page, "MP001")
    enter(page, page.get_by_role("link", name="Object", exact=True))
    walk.arrive(page, "Object")
    enter(page, page.get_by_role("button", name="Continue"))
    link = page.get_by_role("link", name="Give the reason for the objection.")
    expect(page.get_by_role("alert").filter(has=link)).to_be_focused()
    walk.arrive(page, "Object")
    enter(page, link)
    expect(field(page, "Reason for the objection")).to_be_focused()
    page.keyboard.type(REASON)
    enter(page, page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Check this. Nothing has happened yet")).to_be_visible()
    walk.arrive(page, "Object")

    enter(page, page.get_by_role("button", name="Change what I entered"))
    expect(field(page, "Reason for the objection")).to_have_value(REASON)
    enter(page, page.get_by_role("button", name="Continue"))
    enter(page, page.get_by_role("button", name="Object", exact=True))
    walk.arrive(page, "Receipt OBJ-")
    expect(page.get_by_role("main")).to_contain_text(REASON)
    enter(page, page.get_by_role("link", name="Go to MP001"))
    walk.arrive(page, "MP001")
    expect(header(page)).to_contain_text("halted")
    assert Proposal.objects.get().state == State.FT_HALTED

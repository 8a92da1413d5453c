"""A secretary's meeting by keyboard alone: entered, its agenda built and reordered, a late item, attendance."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from audit import clock
from bodies.models import Meeting, Membership, Seat
from tests import factories as make
from tests.journeys.steps import field
from tests.journeys.test_keyboard import PASSWORD, enter, sign_in_by_keyboard, tab_to, type_into
from tests.subcommittees.meetings import order, secretary

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def seated(panel, name: str, category: str) -> Membership:
    seat = Seat.objects.create(committee=panel, name=name, category=category)
    return Membership.objects.create(seat=seat, user=make.UserFactory(), starts=make.LONG_AGO)


def about(words: str, what: str) -> re.Pattern:
    """The name of a button that says beside its words, for who does not see the row, what it is about."""
    return re.compile(rf"^{words}\s*:\s*{what}")


def test_from_an_empty_day_to_the_attendance(page, walk):
    panel = make.CommitteeFactory(quorum=2)
    user = secretary(panel)
    user.set_password(PASSWORD)
    user.save()
    seated(panel, "Large Suppliers", Category.LARGE_SUPPLIER)
    away = seated(panel, "Small Suppliers", Category.SMALL_SUPPLIER)
    sign_in_by_keyboard(page, walk, user)

    page.goto("/committees/panel/")
    walk.arrive(page, "SEC Panel")
    enter(page, page.get_by_role("link", name="Enter one meeting"))
    walk.arrive(page, "Enter a meeting")
    tab_to(page, field(page, "Day"))
    field(page, "Day").fill(f"{clock.today()}")  # in which order its parts are typed is the browser's own affair
    enter(page, page.get_by_role("button", name="Enter the meeting"))
    walk.arrive(page, f"{clock.today():%A %-d %B %Y}")
    of = Meeting.objects.get()

    enter(page, page.get_by_role("button", name=about("Put on the agenda", "Minutes of the last meeting")))
    walk.arrive(page)
    enter(page, page.get_by_role("button", name=about("Put on the agenda", "Any other business")))
    walk.arrive(page)
    enter(page, page.get_by_role("link", name="Put an item on the agenda"))
    walk.arrive(page, "Put an item on the agenda")
    tab_to(page, field(page, "What it is"))
    page.keyboard.type("New")
    enter(page, page.get_by_role("button", name="Put it on the agenda"))
    walk.arrive(page, "Put an item on the agenda")
    expect(page.get_by_role("alert")).to_contain_text("say why this comes late")
    type_into(page, field(page, "Why it comes late"), "It came in on Monday.")
    enter(page, page.get_by_role("button", name="Put it on the agenda"))
    walk.arrive(page)
    expect(page.get_by_text("3 items, 1 late")).to_be_visible()
    assert order(of) == ["Minutes of the last meeting", "New proposals", "Any other business"]

    enter(page, page.get_by_role("button", name=about("Up", "New proposals")))
    walk.arrive(page)
    expect(page.get_by_text("One place up: New proposals.")).to_be_visible()
    assert order(of) == ["New proposals", "Minutes of the last meeting", "Any other business"]

    enter(page, page.get_by_role("link", name="Record attendance").first)
    walk.arrive(page, "Record attendance")
    tab_to(page, page.get_by_role("group", name="Small Suppliers").get_by_label("Present"))
    page.keyboard.press("ArrowRight")
    enter(page, page.get_by_role("button", name="Record attendance"))
    walk.arrive(page)
    expect(page.get_by_text("No quorum: one voting member short, 1 of at least 2.").first).to_be_visible()
    assert of.attendance.get(seat=away.seat).how == "apologies"

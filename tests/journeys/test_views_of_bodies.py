"""What a member does about views: a position by keyboard alone. What SECAS does, in clicks: tests/journeys/test_chores.py."""

import pytest
from playwright.sync_api import expect

from subcommittees.models import Interest, MemberPosition
from tests import factories as make
from tests.journeys.steps import field
from tests.journeys.test_keyboard import PASSWORD, enter, sign_in_by_keyboard, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


def test_a_member_gives_a_position_and_marks_what_the_body_wants_by_keyboard_alone(page, walk):
    ssc = make.CommitteeFactory(**SSC)
    member = make.member(ssc)
    member.set_password(PASSWORD)
    member.save()
    by = make.analyst()
    make.asked(make.draft_proposal(by=by, title="Correction to one clause"), by, ssc)
    sign_in_by_keyboard(page, walk, member)
    enter(page, page.get_by_role("link", name="Inbox", exact=True))
    walk.arrive(page, "Inbox")
    enter(page, page.get_by_role("link", name="Give my position"))
    walk.arrive(page, "My position, for the view of the SSC")
    tab_to(page, page.get_by_role("radio", name="Supports"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Opposes")).to_be_checked()
    type_into(page, field(page, "Why"), "It weakens control.")
    enter(page, page.get_by_role("button", name="Post my position"))
    expect(page.get_by_text("Your position stands: opposes.")).to_be_visible()
    walk.arrive(page, "DP001")
    enter(page, page.get_by_role("link", name="Inbox", exact=True))
    tab_to(page, page.get_by_role("radio", name="Not said yet"))
    page.keyboard.press("ArrowDown")
    enter(page, page.get_by_role("button", name="Save what your bodies want"))
    expect(page.get_by_text("1 word on new proposals recorded.")).to_be_visible()
    walk.arrive(page, "Inbox")
    position = MemberPosition.objects.get()
    assert (position.person, position.position, position.text) == (member, "opposes", "It weakens control.")
    assert Interest.objects.get().wants_input

"""What a member and SECAS do about views: a position by keyboard alone; a view recorded and the silent chased, in clicks."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from audit import clock
from subcommittees.models import Chase, Interest, MemberPosition, View
from tests import factories as make
from tests.journeys.steps import field
from tests.journeys.test_keyboard import PASSWORD, enter, sign_in_by_keyboard, tab_to, type_into

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SSC = {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"}


def silent_requests(by, count: int) -> list:
    """On as many proposals, each asked of a body of its own with a chair, and past its day."""
    long_ago = clock.today() - timedelta(days=40)
    made = []
    for n in range(count):
        body = make.CommitteeFactory(code=f"b{n}", name=f"Body number {n}", short_name=f"B{n}", prefix=f"B{n}")
        make.holds(body, make.UserFactory())
        proposal = make.draft_proposal(by=by, raised_on=long_ago, title=f"Correction number {n}")
        due_on = long_ago + timedelta(days=14)
        made.append(make.asked(proposal, by, body, asked_on=long_ago, due_on=due_on))
    return made


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


def test_an_analyst_records_a_view_in_four_clicks_and_chases_all_silent_bodies_in_three(page, sign_in, walk):
    by = make.analyst()
    silent = silent_requests(by, 4)
    sign_in(page, by)
    walk.visit(page, "/desk/", "Desk")
    clicks = []

    def click(place):
        clicks.append(place)
        place.click()

    # Chase every silent body: from the bar at the top of any page.
    click(page.get_by_role("navigation", name="Main").get_by_role("link", name="View requests"))
    walk.arrive(page, "Views asked for")
    expect(page.get_by_text("Four requests are past their day without an answer.")).to_be_visible()
    click(page.get_by_role("link", name="Chase all silent ones"))
    walk.arrive(page, "Chase for views")
    expect(page.get_by_role("region", name="Whom this writes to").get_by_role("listitem")).to_have_count(4)
    click(page.get_by_role("button", name="Send it"))
    expect(page.get_by_text("4 requests chased.")).to_be_visible()
    assert len(clicks) == 3
    assert set(Chase.objects.values_list("request", flat=True)) == {request.pk for request in silent}

    # Record a view of one of them: from where the chase has led.
    clicks.clear()
    click(page.get_by_role("link", name=silent[0].proposal.reference, exact=True))
    walk.arrive(page, silent[0].proposal.reference)
    click(page.get_by_role("link", name="Record the answer"))
    walk.arrive(page, "Record the answer of the B0")
    click(page.get_by_label("Supports"))
    field(page, "The view").fill("It mends an error.")
    click(page.get_by_role("button", name="Record the view"))
    expect(page.get_by_text("The B0: supports. The view is recorded.")).to_be_visible()
    walk.arrive(page, silent[0].proposal.reference)
    assert len(clicks) == 4
    view = View.objects.get()
    assert (view.request, view.position, view.by) == (silent[0], "supports", by)

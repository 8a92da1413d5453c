"""A button pressed twice, a page gone back to after what it did, and a form that somebody else was faster than: one thing
is done, and whoever pressed is told in a sentence."""

import pytest
from playwright.sync_api import expect

from audit import clock
from proposals import actions
from proposals.layouts import Planned
from proposals.models import Move, Objection, Slip, TimetableEntry
from tests import factories as make
from tests.journeys.steps import field, fill, header, press, says

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REASON = "The new words would change what we have to arrange."
STEP = "Convert and send to Refinement"
LOOK = "Check this. Nothing has happened yet"


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


def test_an_objection_pressed_twice_is_one_and_back_it_is_said_to_be_there(new_page, sign_in, walk, secas):
    make.fast_tracked(by=secas)
    page = sign_in(new_page(), make.party(name="Tidewater Light", short_name="Tidewater"))
    walk.visit(page, "/modifications/MP001/moves/object/", "Object")
    fill(page, {"Reason for the objection": REASON})
    press(page, "Continue")
    says(page, LOOK)
    page.get_by_role("button", name="Object", exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Receipt OBJ-")
    walk.arrive(page, "Receipt OBJ-")
    assert Objection.objects.count() == 1

    page.go_back()
    walk.arrive(page, "Object")
    if page.get_by_role("button", name="Object", exact=True).count():
        press(page, "Object")
    else:
        fill(page, {"Reason for the objection": REASON})
        press(page, "Continue")
    says(page, "Tidewater has already objected.")
    walk.arrive(page)
    assert Objection.objects.count() == 1


def test_a_decision_pressed_twice_is_one_and_back_it_can_no_longer_be_taken(new_page, sign_in, walk, secas):
    proposal = make.agreed_proposal(by=secas)
    make.CommitteeFactory()
    page = sign_in(new_page(), secas)
    walk.visit(page, "/modifications/DP001/moves/convert_to_refinement/", STEP)
    fill(page, {"Words of the decision": "The Panel converted it."})
    press(page, "Continue")
    says(page, LOOK)
    page.get_by_role("button", name=STEP, exact=True).dblclick()
    walk.arrive(page, "MP001")
    expect(header(page)).to_contain_text("in Refinement")

    page.go_back()
    page.wait_for_load_state()
    if page.get_by_role("button", name="Continue").count():
        fill(page, {"Words of the decision": "The Panel converted it."})
        press(page, "Continue")
    elif page.get_by_role("button", name=STEP, exact=True).count():
        press(page, STEP)
    walk.arrive(page, "This step can no longer be taken")
    assert Move.objects.filter(proposal=proposal, key="convert_to_refinement").count() == 1


def test_of_two_who_move_the_same_date_the_slower_reads_where_it_stands_now(new_page, sign_in, walk, secas):
    proposal = make.draft_proposal(by=secas)
    planned = Planned("Publish the requirements", "publish", clock.today())
    actions.add_entry(proposal=proposal, by=secas, planned=planned)
    entry = TimetableEntry.objects.get()
    first, second = (sign_in(new_page(), who) for who in (secas, make.analyst(name="Piotr Halloran")))
    for page in (first, second):
        walk.visit(page, f"/modifications/DP001/timetable/{entry.pk}/move/", "Move a date")
    for page, day in ((first, "2031-01-07"), (second, "2031-01-09")):
        fill(page, {"New date": day, "Why the date moves": "The room was taken.", "Who else agreed": "All members"})
    press(first, "Move the date")
    walk.arrive(first, "DP001")
    press(second, "Move the date")
    says(second, "Somebody else was faster: it is due on Tuesday 7 January 2031 now.")
    expect(field(second, "Why the date moves")).to_have_value("The room was taken.")
    walk.arrive(second)
    assert Slip.objects.count() == 1

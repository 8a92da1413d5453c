"""A body decides, minutes what it decided, and its members read: as its secretary, chair, member and the public do it."""

from datetime import timedelta

import pytest

from audit import clock
from proposals.models import Proposal
from subcommittees import actions
from subcommittees.models import MinuteComment, Resolution
from tests import factories as make
from tests.journeys.steps import fill, follow, press, says
from tests.subcommittees.deciding import asked, body, chair, item, meeting, secretary

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def panel():
    return body("panel")


def decide(page, walk, reference: str, **others) -> None:
    """On the page of what the meeting resolved, ``reference``: every recommendation agreed but those that are named."""
    row = page.locator("section").filter(has=page.get_by_role("link", name=reference, exact=True))
    row.get_by_role("link", name="Decide").click()
    walk.arrive(page, "Decide")
    for place in (1, 2, 3):
        asked_for = page.get_by_role("group", name=f"Outcome of recommendation {place}")
        asked_for.get_by_label(others.get(f"r{place}", "Agreed"), exact=True).check()
    fill(page, {f"Words on recommendation {place[1]}": "More work is needed." for place in others})
    press(page, "Continue")
    walk.arrive(page, "Decide")
    says(page, "Check this. Nothing has happened yet.")
    press(page, "Record what was resolved")
    walk.arrive(page, "What was resolved")


def test_the_panel_decides_two_items(new_page, sign_in, walk, secas, panel):
    today = meeting(panel)
    for number in (301, 302):
        held = item(today, make.agreed_proposal(by=secas, number=number))
        asked(held, secas, "convert_to_refinement")
    page = sign_in(new_page(), secretary(panel))
    walk.visit(page, f"/committees/panel/meetings/{today.date}/decisions/", "What was resolved")
    decide(page, walk, "DP301")
    says(page, "MP301: Converted by the Panel and sent to Refinement.")
    decide(page, walk, "DP302", r2="Not agreed")
    says(page, "Did not agree that MP302 go to the Refinement Process. More work is needed.")
    assert {p.number: p.state for p in Proposal.objects.all()} == {301: "refinement", 302: "csc_agreed"}
    assert Resolution.objects.count() == 6

    public = new_page()
    walk.visit(public, "/modifications/MP301/decisions/", "MP301")
    says(public, "SECAS recommended", "Agreed that MP301 go to the Refinement Process.")


def test_minutes_are_commented_on_and_approved(new_page, sign_in, walk, secas, panel):
    held = item(meeting(panel, on=clock.today() - timedelta(days=30)), title="Planning")
    member = make.member(panel)
    meeting(panel, on=clock.today() - timedelta(days=2))
    actions.write_minute(item=held, by=secas, text="The plan was noted.")
    actions.circulate_minutes(meeting=held.meeting, by=secas)

    page = sign_in(new_page(), member)
    walk.visit(page, "/desk/", "Desk")
    page.get_by_role("link", name="Read and comment").click()
    walk.arrive(page, "Minutes")
    page.get_by_role("link", name="Comment on the minute of Planning").click()
    walk.arrive(page, "Comment on the minute")
    press(page, "Send the comment")
    walk.arrive(page, "Comment on the minute")
    says(page, "Write your comment.")
    fill(page, {"What you would have otherwise": "It was agreed, not noted."})
    press(page, "Send the comment")
    walk.arrive(page, "Minutes")
    says(page, "Your comment is with the secretary.", "It was agreed, not noted.")
    actions.answer_comment(comment=MinuteComment.objects.get(), by=secas, answer="The minute says so now.")

    page = sign_in(new_page(), chair(panel))
    walk.visit(page, f"/committees/panel/meetings/{held.meeting.date}/minutes/", "Minutes")
    follow(page, "Approve the minutes")
    walk.arrive(page, "Approve the minutes")
    press(page, "Approve the minutes")
    walk.arrive(page, "Approve the minutes")
    says(page, "Members may comment until")
    page.get_by_label("Approved at").select_option(index=1)
    press(page, "Approve the minutes")
    walk.arrive(page, "Minutes")
    says(page, "The minutes are approved.")

    public = new_page()
    walk.visit(public, f"/committees/panel/meetings/{held.meeting.date}/minutes/", "Minutes")
    says(public, "The plan was noted.")

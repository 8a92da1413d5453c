"""A wrong decision date put right, and a step taken back, as SECAS does it and as a reader finds it afterwards."""

from datetime import date

import pytest
from playwright.sync_api import expect

from audit import clock
from bodies.workingdays import WorkingCalendar
from notifications.models import Message
from papers import actions as papers
from proposals import actions
from proposals.models import Move, Proposal
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, header, press, says, term

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

APPROVAL = "Approved by the Panel as Fast-Track"


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


def in_words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def put_right(page, walk, label: str = APPROVAL) -> None:
    follow(page, "History")
    walk.arrive(page, "P001")
    step = page.locator("li").filter(has_text=label).filter(has=page.get_by_role("link", name="Put right"))
    step.last.get_by_role("link", name="Put right").click()
    walk.arrive(page, f"Put right: {label}")


@pytest.fixture
def wrongly_dated(secas):
    """Decided two working days ago and recorded as of today, when everybody was told; then a report was issued."""
    make.party()
    calendar = WorkingCalendar.load()
    wrong = clock.today()
    right = calendar.add(wrong, -2)
    proposal = make.ready_for_fast_track(by=secas, raised_on=calendar.add(wrong, -5))
    actions.approve_fast_track(proposal=proposal, by=secas, words="A correction.")
    papers.issue_report(proposal=proposal, by=secas)
    closes = calendar.add(right, 15)
    return {"right": right, "wrong": wrong, "closes": closes, "planned": calendar.add(closes, 1)}


def test_a_wrong_decision_date_put_right(new_page, sign_in, walk, secas, wrongly_dated):
    dates = wrongly_dated
    analyst = sign_in(new_page(), secas)
    walk.visit(analyst, "/modifications/MP001/", "MP001")
    put_right(analyst, walk)
    says(analyst, "MP001 Modification Report 1.0, issued on")
    fill(analyst, {"Date on which it took effect": f"{dates['right']:%Y-%m-%d}"})
    press(analyst, "Continue")
    walk.arrive(analyst, "Put right")
    says(analyst, "Say why this is put right.")
    fill(analyst, {"Why this is put right": "The Panel met two days before."})
    press(analyst, "Continue")
    says(analyst, "Check this. Nothing has happened yet.", "told of it and will be told again")
    walk.arrive(analyst, "Put right")
    press(analyst, "Put it right")
    walk.arrive(analyst, "MP001")
    says(analyst, f"Corrected on {in_words(clock.today())} by Ines Okafor: The Panel met two days before.")
    follow(analyst, "Overview")
    walk.arrive(analyst, "MP001")
    expect(header(analyst)).to_contain_text(f"until {dates['closes']:%A %-d %B %Y} at 17:00")
    assert term(analyst, "Implementation").startswith(in_words(dates["planned"]))

    public = new_page()
    walk.visit(public, "/papers/mp001-modification-report/1.0/")
    says(public, f"The record was corrected on {in_words(clock.today())}, after this was issued.")
    follow(public, "what was put right")
    walk.arrive(public, "MP001")
    says(public, f"Corrected on {in_words(clock.today())} by SECAS: The Panel met two days before.")
    again = Message.objects.filter(move=Move.objects.get(replaces__key="approve_fast_track")).get()
    assert again.deliveries.count() == Message.objects.get(move__replaced_by=again.move).deliveries.count() > 0


def test_a_step_taken_back(new_page, sign_in, walk, secas):
    make.fast_tracked(by=secas)
    analyst = sign_in(new_page(), secas)
    walk.visit(analyst, "/modifications/MP001/", "MP001")
    put_right(analyst, walk)
    answer(analyst, "What is wrong", "Take the step back: it was not made")
    fill(analyst, {"Why this is put right": "It was another proposal that the Panel approved."})
    press(analyst, "Continue")
    says(analyst, "Check this. Nothing has happened yet.")
    walk.arrive(analyst, "Put right")
    press(analyst, "Put it right")
    walk.arrive(analyst, "DP001")
    says(analyst, "Taken back on", "It was another proposal that the Panel approved.")
    assert analyst.url.endswith("/modifications/DP001/history/#steps")
    public = new_page()
    walk.visit(public, "/modifications/MP001/", "DP001")
    expect(header(public)).to_contain_text("The Change Sub-Committee agreed")
    assert Proposal.objects.get().state == "csc_agreed"

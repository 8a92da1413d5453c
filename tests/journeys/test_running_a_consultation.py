"""An analyst prepares a Request for Information, opens it, gives it longer; the public reads it; time closes it."""

from datetime import timedelta

import pytest

from accounts.models import Category
from audit import clock
from consultations.models import Consultation
from tests import factories as make
from tests.consultations.running import after
from tests.journeys.steps import answer, fill, follow, press, says
from tests.proposals.states import refined

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

QUESTION = "How many meters would this touch?"


def test_an_analyst_runs_a_consultation_from_its_first_word_to_its_end(new_page, sign_in, walk, time_passes):
    by, person = make.analyst(), make.party(Category.GAS_NETWORK)
    proposal = refined(by)
    page = sign_in(new_page(), by)
    walk.visit(page, f"/modifications/{proposal.slug}/consultations/")
    says(page, "Nothing has been asked yet")
    follow(page, "Prepare a consultation")
    walk.arrive(page, "Prepare a consultation")
    page.get_by_role("radio", name="Request for Information").check()
    fill(page, {"Title": "Gas meters"})
    press(page, "Prepare it")
    walk.arrive(page, "Gas meters")
    says(page, "It has no question yet.", "SECAS alone sees it")

    follow(page, "Change the words")
    walk.arrive(page, "Change what is asked and of whom")
    page.get_by_role("checkbox", name="Gas Network Operator").check()
    press(page, "Save")
    walk.arrive(page, "Gas meters")
    held = Consultation.objects.get()
    walk.visit(page, f"/consultations/sets/{held.questions_id}/add/")
    fill(page, {"Question": QUESTION})
    answer(page, "What is asked for", "Words alone")
    press(page, "Add the question")
    walk.visit(page, held.get_absolute_url(), "Gas meters")

    follow(page, "Open it")
    walk.arrive(page, "Open the consultation")
    fill(page, {"The last day to answer": after(9).isoformat()})
    press(page, "Continue")
    says(page, "open for at least 10 working days")
    walk.look(page)
    fill(page, {"The last day to answer": after(10).isoformat()})
    press(page, "Continue")
    walk.arrive(page)
    says(page, "10 working days to answer; the least that the rules ask is 10.", "1 person is told", person.name)
    press(page, "Open it")
    walk.arrive(page, "Gas meters")
    says(page, "10 working days left", QUESTION)

    follow(page, "Extend it")
    walk.arrive(page, "Extend the consultation")
    fill(page, {"The new last day": after(12).isoformat(), "Why it is extended": "A holiday was announced."})
    press(page, "Continue")
    press(page, "Extend it")
    walk.arrive(page, "Gas meters")
    says(page, "A holiday was announced.", "12 working days left")

    public = new_page()
    walk.visit(public, "/consultations/", "Consultations")
    says(public, "Gas Network Operator", "12 working days left")
    follow(public, "Gas meters")
    walk.arrive(public, "Gas meters")
    says(public, "Sign in to respond", QUESTION)

    held.refresh_from_db()
    time_passes(held.closes_at + timedelta(seconds=1))
    walk.visit(public, held.get_absolute_url(), "Gas meters")
    says(public, "Responses closed")
    assert clock.now() > held.closes_at

"""A Fast-Track proposal that a Party objects to, as each of those concerned sees it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Affiliation
from audit import clock
from proposals.models import Objection, Proposal
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import fill, follow, header, press, says, term

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REASON = "The new words would change what we have to arrange."
PANEL_CHOICES = ["Send to Refinement after the objection", "Send to the Report Phase after the objection"]
FOLD = "Other steps: urgency, a hold, withdrawal"
# Seldom taken, and folded: a hold and a review by the Authority, whose letters SECAS records; a withdrawal, which SECAS
# records for the Proposer. Urgency is not asked for once the Panel has approved it as Fast-Track.
SELDOM = [
    "Place on hold",
    "Record that the Authority took it into a Significant Code Review",
    "Record that the Authority exempted it from a Significant Code Review",
    "Give notice of withdrawal",
]


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def proposal(secas):
    make.MeetingFactory(committee=make.CommitteeFactory(), number=43, date=clock.today())
    return make.fast_tracked(by=secas)


def offers(page) -> list[str]:
    """The steps that a person is offered on the page of a proposal."""
    return page.get_by_role("region", name="Next steps").get_by_role("heading", level=3).all_inner_texts()


def step_names(page) -> list[str]:
    return [name.split("\n")[0].removesuffix("Ready").strip() for name in offers(page)]


def object_to_it(page, walk):
    follow(page, "Object")
    walk.arrive(page, "Object")
    fill(page, {"Reason for the objection": REASON})
    press(page, "Continue")
    says(
        page,
        "Check this. Nothing has happened yet. Afterwards it is put right only with a reason, and both stay on record.",
    )
    walk.arrive(page, "Object")
    assert not Objection.objects.exists()
    press(page, "Object")
    walk.arrive(page, "Receipt OBJ-")
    says(page, REASON)
    follow(page, "Go to MP001")
    walk.arrive(page, "MP001")


def choose_refinement(page, walk):
    assert step_names(page) == PANEL_CHOICES
    page.get_by_text(FOLD).click()
    assert step_names(page) == [*PANEL_CHOICES, *SELDOM]
    walk.look(page)
    follow(page, PANEL_CHOICES[0])
    walk.arrive(page, PANEL_CHOICES[0])
    words = "The Panel sent the proposal to Refinement."
    fill(page, {"Meeting": f"Panel 43, {clock.today():%-d %B %Y}", "Words of the decision": words})
    press(page, "Continue")
    says(
        page,
        "Check this. Nothing has happened yet. Afterwards it is put right only with a reason, and both stay on record.",
    )
    walk.arrive(page)
    press(page, PANEL_CHOICES[0])
    walk.arrive(page, "MP001")
    expect(header(page)).to_contain_text("in Refinement, where its solution is worked out")


def test_an_objection_halts_the_implementation_and_the_panel_chooses_another_path(
    new_page, sign_in, walk, secas, proposal
):
    planned = f"{Proposal.objects.get(pk=proposal.pk).implementation.planned_on:%-d %B %Y}"
    party = sign_in(new_page(), make.party())
    walk.visit(party, "/modifications/MP001/", "MP001")
    assert term(party, "Implementation") == planned
    assert step_names(party) == ["Object"]
    object_to_it(party, walk)
    expect(header(party)).to_contain_text("halted")
    assert term(party, "Implementation") == "No date yet"

    analyst = sign_in(new_page(), secas)
    walk.visit(analyst, "/modifications/MP001/", "MP001")
    choose_refinement(analyst, walk)

    follow(party, "History")
    walk.arrive(party, "MP001")
    says(party, "Halted by an objection", "Sent to Refinement after the objection")
    assert walk.pages == 11


def test_only_those_who_speak_for_a_party_can_object(new_page, sign_in, walk, proposal):
    speaker, contributor, public = (new_page() for _ in range(3))
    sign_in(speaker, make.party())
    sign_in(contributor, make.party(kind=Affiliation.Kind.CONTRIBUTOR))
    for page, may in ((speaker, 1), (contributor, 0), (public, 0)):
        walk.visit(page, "/modifications/MP001/", "MP001")
        expect(page.get_by_role("link", name="Object", exact=True)).to_have_count(may)
    walk.visit(contributor, "/modifications/MP001/moves/object/")
    says(contributor, "This step is for any Party to take.")
    walk.visit(public, "/modifications/MP001/moves/object/", "Sign in")
    assert walk.pages == 5


def test_an_objection_after_the_close_is_too_late_and_its_words_are_not_lost(
    new_page, sign_in, walk, proposal, time_passes
):
    closes = proposal.windows.get().closes_at
    party = sign_in(new_page(), make.party())
    time_passes(closes - timedelta(minutes=5))
    walk.visit(party, "/modifications/MP001/moves/object/", "Object")
    fill(party, {"Reason for the objection": REASON})
    time_passes(closes)
    press(party, "Continue")
    says(party, f"The objection window closed on {clock.london_date(closes):%A %-d %B %Y} at 17:00.")
    walk.arrive(party, "This step can no longer be taken")
    says(party, REASON)
    assert Proposal.objects.get(pk=proposal.pk).state != State.FT_HALTED

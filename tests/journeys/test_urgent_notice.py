"""The Authority grants urgency; SECAS writes to it and tells industry. The clicks of the chore “issue an urgent notice”
are counted: from the desk, and from the page of the proposal, four at most."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from audit import clock
from notifications.models import Message
from papers.models import PaperVersion
from proposals import actions
from tests import factories as make
from tests.journeys.steps import follow, press, says
from tests.proposals.states import fresh

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

AT_MOST = 4


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def proposal(secas):
    make.CommitteeFactory(code="change-board", name="Change Board", short_name="Change Board", prefix="CB")
    proposal = make.draft_proposal(by=secas, title="Deliveries that nobody can store")
    actions.request_urgency(
        proposal=proposal,
        by=secas,
        words="Deliveries fall due within days.",
        criterion="A significant commercial impact on Parties, consumers or others",
    )
    return fresh(proposal)


@pytest.fixture
def urgent(proposal, secas):
    dates = {"change_board_on": clock.today() + timedelta(days=4), "authority_on": clock.today() + timedelta(days=8)}
    actions.grant_urgency(
        proposal=proposal, by=secas, words="Urgency is granted.", next_step="change_board", dates=dates
    )
    return fresh(proposal)


class Clicks:
    """Every press of a link or a button on a page, by the events that the browser sends."""

    SCRIPT = "addEventListener('click', () => window.counted(), true)"

    def __init__(self, page):
        self.count = 0
        page.expose_function("counted", self._one)
        page.add_init_script(self.SCRIPT)

    def _one(self):
        self.count += 1


def test_from_the_desk_it_is_issued_in_two_clicks(new_page, sign_in, walk, secas, urgent):
    supplier = make.party()
    page = sign_in(new_page(), secas)
    clicks = Clicks(page)
    walk.visit(page, "/desk/", "Desk")
    page.get_by_role("link", name="Issue the urgent notice").click()
    walk.arrive(page, "Issue the urgent notice")
    says(
        page,
        "the Authority granted urgency to",
        "Change Board vote",
        "people are told: everybody who speaks for a Party",
    )
    assert not PaperVersion.objects.exists()
    press(page, "Issue the urgent notice")
    walk.arrive(page, f"{urgent.reference} urgent notice")
    says(page, "Urgent notice 1.0 is issued.")
    assert clicks.count == 2 <= AT_MOST
    message = Message.objects.get(audience="notice")
    assert supplier in {copy.user for copy in message.deliveries.select_related("user")}

    walk.visit(page, "/desk/", "Desk")
    expect(page.get_by_role("link", name="Issue the urgent notice")).to_have_count(0)


def test_from_the_page_of_the_proposal_too(new_page, sign_in, walk, secas, urgent):
    page = sign_in(new_page(), secas)
    clicks = Clicks(page)
    walk.visit(page, urgent.get_absolute_url(), urgent.reference)
    says(page, "The urgent notice has not been issued yet.")
    follow(page, "Issue the urgent notice")
    press(page, "Issue the urgent notice")
    walk.arrive(page, f"{urgent.reference} urgent notice")
    assert clicks.count == 2 <= AT_MOST


def test_the_letter_that_asks_the_authority_is_drafted_added_to_and_issued(new_page, sign_in, walk, secas, proposal):
    ofgem = make.authority(name="Greta Lund")
    page = sign_in(new_page(), secas)
    walk.visit(page, proposal.get_absolute_url(), proposal.reference)
    follow(page, "Issue the letter to the Authority")
    walk.arrive(page, "Issue the letter to the Authority")
    says(page, "The Panel has not given its view yet.", "1 person is told: the Authority.")
    press(page, "Compose a draft first")
    walk.arrive(page)
    says(page, "Draft 0.1 is composed.")
    follow(page, "Issue the paper")
    walk.arrive(page, "Issue version 1.0: Letter to the Authority")
    says(page, "1 person is told: the Authority.")
    press(page, "Issue version 1.0")
    walk.arrive(page, f"{proposal.reference} letter to the Authority")
    version = PaperVersion.objects.get(state="issued")

    reader = sign_in(new_page(), ofgem)
    walk.visit(reader, version.get_absolute_url(), f"{proposal.reference} letter to the Authority")
    says(reader, "We ask the Authority to decide whether", "A significant commercial impact on Parties")
    walk.visit(reader, f"{proposal.get_absolute_url()}documents/", proposal.reference)
    expect(reader.get_by_role("link", name=version.title).first).to_be_visible()

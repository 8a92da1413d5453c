"""Ways of Section D that people outside SECAS take part in: an appeal, a withdrawal and its adoption."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Category
from audit import clock
from jobs.models import Job
from jobs.tasks import run
from proposals import actions
from proposals.models import Adoption, Appeal, Proposal
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, header, press, says, term
from tests.proposals.states import consulted_and_over, fresh, refined

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

REASON = "The change falls on small suppliers alone."
LOOK = "Check this. Nothing has happened yet. Afterwards it is put right only with a reason, and both stay on record."
APPROVE = "Record the Change Board’s approval under Self-Governance"


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


def take_step(page, walk, button: str, answers: dict, again: bool = True):
    """A step from the proposal's page to its second look and back."""
    follow(page, button)
    walk.arrive(page, button)
    fill(page, answers)
    if again:
        press(page, "Continue")
        says(page, LOOK)
        walk.arrive(page, button)
    press(page, button)


def button_of(key: str) -> str:
    from proposals.lifecycle import MOVES

    return MOVES[key].button


def before_the_change_board(secas) -> Proposal:
    """Path 3, its consultation over."""
    make.MeetingFactory(
        committee=make.CommitteeFactory(code="change-board", name="Change Board", short_name="Change Board"),
        number=31,
        date=clock.today(),
    )
    proposal = consulted_and_over(secas, "3")
    actions.close_consultation(proposal=proposal, by=secas)
    return fresh(proposal)


def test_a_self_governance_approval_is_appealed_and_the_authority_decides(new_page, sign_in, walk, secas):
    proposal = before_the_change_board(secas)
    address = proposal.get_absolute_url()
    analyst = sign_in(new_page(), secas)
    walk.visit(analyst, address, proposal.reference)
    words = {"Meeting": f"Change Board 31, {clock.today():%-d %B %Y}", "Words of the decision": "Approved."}
    take_step(analyst, walk, button_of("change_board_approves"), words)
    expect(header(analyst)).to_contain_text("The Change Board approved this")
    walk.arrive(analyst, proposal.reference)

    speaker = make.party(Category.SMALL_SUPPLIER, name="Tidewater Light", short_name="Tidewater")
    party = sign_in(new_page(), speaker)
    walk.visit(party, address, proposal.reference)
    expect(header(party)).to_contain_text("You may appeal on behalf of your organisation.")
    follow(party, "Appeal")
    walk.arrive(party, "Appeal")
    says(party, "10 working days left", "Approved.")
    answer(party, "Ground", "It unfairly prejudices the interests of a Party or a class of Parties")
    fill(party, {"Reasons for the appeal": REASON})
    press(party, "Continue")
    says(party, LOOK)
    assert not Appeal.objects.exists()
    press(party, "Appeal")
    walk.arrive(party, "Receipt APP-")
    says(party, REASON, "The Change Board’s decision is suspended.")
    assert term(party, "For") == "Tidewater Light"
    follow(party, f"Go to {proposal.reference}")
    walk.arrive(party, proposal.reference)
    says(party, "Ended by an appeal", "Appeal: Tidewater (Small Supplier)")

    ofgem = sign_in(new_page(), make.authority(name="Greta Lund"))
    walk.visit(ofgem, address, proposal.reference)
    take_step(
        ofgem,
        walk,
        button_of("authority_rejects"),
        {"Words of the decision": "Rejected: it prejudices a class of Parties."},
    )
    walk.arrive(ofgem, proposal.reference)
    assert fresh(proposal).state == State.REJECTED
    follow(party, "History")
    walk.arrive(party, proposal.reference)
    says(party, "Appealed to the Authority", "Rejected by the Authority")


def test_the_proposer_withdraws_and_another_party_takes_it_on(new_page, sign_in, walk, secas, settings):
    settings.DEMO = True
    proposal = refined(secas)
    address, adopter = proposal.get_absolute_url(), make.party(name="Penhallow Energy", short_name="Penhallow")
    proposer = sign_in(new_page(), proposal.proposer)
    walk.visit(proposer, address, proposal.reference)
    take_step(proposer, walk, button_of("withdraw"), {"Why the proposal is withdrawn": "We have no more use for it."})
    walk.arrive(proposer, proposal.reference)
    expect(header(proposer)).to_contain_text("Somebody else may adopt it until")
    walk.visit(proposer, f"{address}moves/adopt/", "Adopt this proposal")
    says(proposer, "so it cannot adopt it.")

    party = sign_in(new_page(), adopter)
    walk.visit(party, address, proposal.reference)
    follow(party, "Adopt this proposal")
    walk.arrive(party, "Adopt this proposal")
    says(party, "We have no more use for it.", "10 working days left")
    fill(party, {"Why you adopt it": "We still need it."})
    press(party, "Continue")
    says(party, LOOK)
    press(party, "Adopt this proposal")
    walk.arrive(party, "Receipt ADO-")
    says(party, "We still need it.")
    for job in Job.objects.filter(kind="send_notices"):
        run(job.pk)
    follow(party, "Mail sent by the demo")
    walk.arrive(party, "Mail sent by the demo")
    follow(party, f"Receipt ADO-{Adoption.objects.get().pk}: adoption on {proposal.reference}")
    walk.arrive(party, "Receipt ADO-")
    says(party, adopter.email)

    walk.visit(party, address, proposal.reference)
    assert term(party, "Proposer").startswith(adopter.name)
    expect(header(party)).to_contain_text("in Refinement, where its solution is worked out")
    assert (fresh(proposal).proposer, fresh(proposal).state) == (adopter, State.REFINEMENT)


def test_an_adoption_after_the_close_is_too_late(new_page, sign_in, walk, secas, time_passes):
    proposal = refined(secas)
    actions.withdraw(proposal=proposal, by=proposal.proposer, words="No longer wanted.")
    closes = proposal.windows.get().closes_at
    party = sign_in(new_page(), make.party())
    time_passes(closes - timedelta(minutes=5))
    walk.visit(party, f"{fresh(proposal).get_absolute_url()}moves/adopt/", "Adopt this proposal")
    says(party, "last day")
    fill(party, {"Why you adopt it": "We still need it."})
    time_passes(closes)
    press(party, "Continue")
    walk.arrive(party, "This step can no longer be taken")
    says(party, f"The adoption window closed on {clock.london_date(closes):%A %-d %B %Y} at 17:00.")
    says(party, "We still need it.")
    assert term(party, "When this reached the server").startswith(f"{clock.london_date(closes):%A %-d %B %Y} at 17:00:")

"""The Authority sends a report back and gets it again; an urgent proposal is implemented within days."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from audit import clock
from proposals import actions
from proposals.states import State
from tests import factories as make
from tests.journeys.steps import answer, fill, follow, header, press, says, write
from tests.journeys.test_appeal_and_adoption import button_of, take_step
from tests.proposals.states import boarded, described, fresh

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def secas():
    return make.analyst(name="Ines Okafor")


@pytest.fixture
def meetings():
    bodies = [
        ("panel", "SEC Panel", "Panel"),
        ("change-board", "Change Board", "Change Board"),
    ]
    for code, name, short in bodies:
        committee = make.CommitteeFactory(code=code, name=name, short_name=short, prefix=code.upper())
        make.MeetingFactory(committee=committee, number=51, date=clock.today())


def decide(page, walk, proposal, key: str, words: str, body: str = ""):
    """A decision recorded from the proposal's page."""
    walk.visit(page, fresh(proposal).get_absolute_url(), fresh(proposal).reference)
    answers = {"Words of the decision": words}
    if body:
        answers["Meeting"] = f"{body} 51, {clock.today():%-d %B %Y}"
    take_step(page, walk, button_of(key), answers, again=lifecycle(key).ask_again)
    expect(header(page)).to_be_visible()


def lifecycle(key: str):
    from proposals.lifecycle import MOVES

    return MOVES[key]


def test_the_authority_sends_it_back_and_decides_on_the_mended_report(
    new_page, sign_in, walk, secas, meetings, time_passes
):
    proposal = boarded(secas)
    actions.record_change_board_recommendation(proposal=proposal, by=secas, words="Approve.")
    ofgem, analyst = sign_in(new_page(), make.authority(name="Greta Lund")), sign_in(new_page(), secas)
    walk.visit(ofgem, fresh(proposal).get_absolute_url(), proposal.reference)
    take_step(
        ofgem,
        walk,
        button_of("authority_sends_back"),
        {"What the Authority found deficient": "The costs to small suppliers are not shown."},
    )
    expect(header(ofgem)).to_contain_text("The Authority sent the Modification Report back")
    walk.arrive(ofgem, proposal.reference)

    decide(analyst, walk, proposal, "rework_to_consultation", "The costs are shown.", "Panel")
    expect(header(analyst)).to_contain_text("out for consultation")
    time_passes(fresh(proposal).windows.get(outcome="").closes_at + timedelta(hours=1))
    walk.visit(analyst, fresh(proposal).get_absolute_url(), proposal.reference)
    expect(header(analyst)).to_contain_text("closed on")
    take_step(analyst, walk, button_of("consultation_closes"), {}, again=False)
    decide(analyst, walk, proposal, "change_board_recommends", "Approve, the costs being shown.")
    walk.visit(ofgem, fresh(proposal).get_absolute_url(), proposal.reference)
    expect(header(ofgem)).to_contain_text("Its decision is expected by")
    take_step(ofgem, walk, button_of("authority_approves"), {"Words of the decision": "Approved."})
    walk.arrive(ofgem, proposal.reference)
    assert fresh(proposal).state == State.PENDING_IMPLEMENTATION

    public = new_page()
    walk.visit(public, f"{fresh(proposal).get_absolute_url()}history/", proposal.reference)
    steps = [
        "Sent back by the Authority",
        "Mended report sent to consultation after the Authority sent it back",
        "Consultation closed; before the Change Board",
        "Approval recommended by the Change Board",
        "Approved by the Authority",
    ]
    says(public, *steps, "The costs to small suppliers are not shown.")


def test_an_urgent_proposal_is_asked_for_granted_decided_and_implemented_within_days(
    new_page, sign_in, walk, secas, meetings
):
    proposal = described(secas)
    ofgem, analyst = sign_in(new_page(), make.authority(name="Greta Lund")), sign_in(new_page(), secas)
    proposer = sign_in(new_page(), proposal.proposer)
    walk.visit(proposer, proposal.get_absolute_url(), proposal.reference)
    follow(proposer, button_of("request_urgency"))
    walk.arrive(proposer, button_of("request_urgency"))
    answer(proposer, "What is at stake", "A Party would otherwise be in breach of a legal requirement")
    fill(proposer, {"Reason": "A duty begins next week."})
    press(proposer, button_of("request_urgency"))
    expect(header(proposer)).to_contain_text("the Authority has still to answer")
    walk.arrive(proposer, proposal.reference)

    walk.visit(ofgem, proposal.get_absolute_url(), proposal.reference)
    take_step(
        ofgem, walk, button_of("grant_urgency"), {"Words of the answer": "Granted; decide this week."}, again=False
    )
    walk.arrive(ofgem, proposal.reference)
    walk.visit(analyst, f"{proposal.get_absolute_url()}edit/solution/", "Edit the solution")
    write(analyst, "The proposed solution", "The clause will follow.")
    press(analyst, "Save")
    walk.arrive(analyst, proposal.reference)

    decide(analyst, walk, proposal, "convert_as_urgent", "Converted as urgent.", "Panel")
    decide(analyst, walk, proposal, "change_board_recommends", "Approve.", "Change Board")
    walk.visit(ofgem, fresh(proposal).get_absolute_url(), fresh(proposal).reference)
    take_step(ofgem, walk, button_of("authority_approves"), {"Words of the decision": "Approved."})
    walk.arrive(ofgem, fresh(proposal).reference)

    walk.visit(analyst, f"{fresh(proposal).get_absolute_url()}edit/implementation/", "Plan the implementation")
    fill(analyst, {"Date": clock.today().isoformat()})
    press(analyst, "Save")
    walk.arrive(analyst, fresh(proposal).reference)
    take_step(analyst, walk, button_of("implement"), {"SEC version that carries the change": "9.9"})
    expect(header(analyst)).to_contain_text("The change was implemented on")
    walk.arrive(analyst, fresh(proposal).reference)
    made = fresh(proposal)
    assert (made.state, made.urgent, made.path) == (State.IMPLEMENTED, True, "2")
    assert (clock.today() - made.raised_on).days < 5

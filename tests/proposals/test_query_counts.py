"""What a step costs in queries: the literal count, events, notices and locks included."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit import clock
from proposals import actions
from proposals.actions.ground import GRACE
from proposals.models import Proposal
from tests import factories as make
from tests.proposals import lifecycle_table as table
from tests.proposals.states import IN_STATE, attempt, make_way

pytestmark = pytest.mark.django_db

# A step that tells nobody in particular costs least. What an act tells is written together at its end, the receipt of
# whoever lodged something with it, in three statements whatever the number of notices and of their readers.
MOST = 25
COST = {
    "review_submission": 15,
    "resubmit": 16,
    "raise": 17,
    "refuse": 13,
    "csc_asks_more": 12,
    "csc_agrees": 16,
    "convert_as_urgent": 16,
    "convert_as_urgent_to_panel": 16,
    "convert_as_urgent_to_consultation": 31,
    "proposer_continues": 11,
    "convert_to_refinement": 17,
    "convert_to_report": 15,
    "convert_to_consultation": 31,
    "approve_fast_track": 23,
    "panel_declines": 13,
    "split": 70,
    "present_report": 18,
    "panel_returns_report": 13,
    "panel_sends_to_consultation": 30,
    "consultation_closes": 15,
    "change_board_defers": 14,
    "change_board_returns": 15,
    "change_board_approves": 22,
    "change_board_rejects": 22,
    "change_board_recommends": 17,
    "change_board_recommends_rejection": 17,
    "appeal": 21,
    "authority_approves": 13,
    "authority_rejects": 14,
    "authority_sends_back": 13,
    "rework_in_refinement": 13,
    "rework_to_consultation": 32,
    "implement": 20,
    "review_implementation": 8,
    "object": 22,
    "refine_after_objection": 15,
    "report_after_objection": 15,
    "request_urgency": 15,
    "grant_urgency": 14,
    "refuse_urgency": 14,
    "place_hold": 12,
    "lift_hold": 13,
    "authority_subsumes": 16,
    "authority_exempts": 12,
    "withdraw": 18,
    "adopt": 25,
}
# A split is three moves in one act: the proposal is closed, and two others enter the register with all it holds.
MOVES_IN = {"split": 3}
# What opens the Modification Report Consultation opens it here too: with its questions, and whom it tells.
OPENS_A_CONSULTATION = {key: 11 for key in COST if key.endswith("to_consultation")}


def cost_of(act, *args, **kwargs) -> int:
    with CaptureQueriesContext(connection) as queries:
        act(*args, **kwargs)
    return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def anew(user):
    """As a request has them: the page has asked for their roles before the act is called."""
    fresh = User.objects.get(pk=user.pk)
    assert fresh.is_analyst in (True, False)
    return fresh


@pytest.mark.parametrize("key", table.WHO_MAY)
def test_a_step_costs_what_it_costs_whatever_the_number_of_parties(key):
    by = make.analyst()
    costs = []
    bodies = [make.CommitteeFactory(code=code, short_name=code) for code in ("panel", "csc", "ssc")]
    make.SecVersionFactory(number="9.9")
    for people in (1, 15):
        for _ in range(people):
            make.party()
            make.member(bodies[0])
            make.member(bodies[1])
        proposal = make_way(key, IN_STATE[table.WHO_MAY[key][0]](by), by)
        proposal = Proposal.objects.get(pk=proposal.pk)
        speaker = make.party()
        about = {"organisation": speaker.organisations[0], "adopter": anew(speaker), "lead_analyst": anew(by)}
        costs.append(cost_of(attempt, key, proposal, anew(by), **about))
    assert costs == [COST[key]] * 2


def test_the_end_of_a_window():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with clock.set_to(proposal.windows.get().closes_at + GRACE):
        cost = cost_of(actions.settle_windows, proposal=proposal)
    assert cost == 14


def test_no_step_costs_more_than_it_may():
    assert COST.keys() == table.WHO_MAY.keys()
    most = {key: MOST * MOVES_IN.get(key, 1) + OPENS_A_CONSULTATION.get(key, 0) for key in COST}
    assert {key: cost for key, cost in COST.items() if cost > most[key]} == {}

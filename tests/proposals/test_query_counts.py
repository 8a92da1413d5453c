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
    "review_submission": 16,
    "resubmit": 17,
    "raise": 18,
    "refuse": 13,
    "csc_asks_more": 13,
    "csc_agrees": 16,
    "convert_as_urgent": 17,
    "convert_as_urgent_to_panel": 17,
    "convert_as_urgent_to_consultation": 21,
    "proposer_continues": 12,
    "convert_to_refinement": 18,
    "convert_to_report": 16,
    "convert_to_consultation": 21,
    "approve_fast_track": 23,
    "panel_declines": 14,
    "split": 67,
    "present_report": 19,
    "panel_returns_report": 14,
    "panel_sends_to_consultation": 20,
    "consultation_closes": 16,
    "change_board_defers": 15,
    "change_board_returns": 16,
    "change_board_approves": 22,
    "change_board_rejects": 22,
    "change_board_recommends": 18,
    "change_board_recommends_rejection": 18,
    "appeal": 21,
    "authority_approves": 14,
    "authority_rejects": 14,
    "authority_sends_back": 14,
    "rework_in_refinement": 14,
    "rework_to_consultation": 20,
    "implement": 20,
    "review_implementation": 8,
    "object": 22,
    "refine_after_objection": 16,
    "report_after_objection": 16,
    "request_urgency": 16,
    "grant_urgency": 15,
    "refuse_urgency": 15,
    "place_hold": 13,
    "lift_hold": 14,
    "authority_subsumes": 16,
    "authority_exempts": 13,
    "withdraw": 18,
    "adopt": 25,
}
# A split is three moves in one act: the proposal is closed, and two others enter the register with all it holds.
MOVES_IN = {"split": 3}


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
    most = {key: MOST * MOVES_IN.get(key, 1) for key in COST}
    assert {key: cost for key, cost in COST.items() if cost > most[key]} == {}

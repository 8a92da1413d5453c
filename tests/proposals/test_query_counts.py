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

# A step that tells nobody in particular costs least; each notice costs six or seven, whatever the number of its readers.
MOST = 25
COST = {
    "raise": 25,
    "csc_agrees": 19,
    "convert_to_refinement": 22,
    "approve_fast_track": 24,
    "object": 25,
    "refine_after_objection": 16,
    "report_after_objection": 16,
    "convert_as_urgent": 17,
    "change_board_recommends": 15,
    "authority_approves": 16,
    "implement": 21,
    "withdraw": 19,
}


def cost_of(act, *args, **kwargs) -> int:
    with CaptureQueriesContext(connection) as queries:
        act(*args, **kwargs)
    return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def anew(user):
    return User.objects.get(pk=user.pk)


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
        company = make.OrganisationFactory()
        costs.append(cost_of(attempt, key, proposal, anew(by), organisation=company, lead_analyst=anew(by)))
    assert costs == [COST.get(key)] * 2


def test_the_end_of_a_window():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with clock.set_to(proposal.windows.get().closes_at + GRACE):
        cost = cost_of(actions.settle_windows, proposal=proposal)
    assert cost == 15


def test_no_step_costs_more_than_it_may():
    assert max(COST.values()) <= MOST

"""What a step costs in queries: the literal count, all told with events, notices and locks (figure: at most 25)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit import clock
from proposals import actions
from proposals.models import Proposal
from tests import factories as make
from tests.proposals import lifecycle_table as table
from tests.proposals.states import IN_STATE, attempt, fresh, make_way

pytestmark = pytest.mark.django_db

COSTS = {}
MOST = 25


def cost_of(act) -> int:
    with CaptureQueriesContext(connection, ) as queries:
        act()
    return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


def anew(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("key", table.WHO_MAY)
def test_a_step_costs_what_it_costs_whatever_the_number_of_parties(key):
    by = make.analyst()
    costs = []
    for parties in (1, 20):
        for _ in range(parties):
            make.party()
        proposal = make_way(key, IN_STATE[table.WHO_MAY[key][0]](by), by)
        proposal = Proposal.objects.get(pk=proposal.pk)
        company = make.OrganisationFactory()
        costs.append(cost_of(lambda: attempt(key, proposal, anew(by), organisation=company, lead_analyst=by)))
    print(key, costs)
    assert costs[0] == costs[1] <= MOST


def test_the_end_of_a_window():
    by = make.analyst()
    proposal = make.fast_tracked(by=by)
    with clock.set_to(proposal.windows.get().closes_at):
        cost = cost_of(lambda: actions.settle_windows(proposal=fresh(proposal)))
    print("settle", cost)
    assert cost <= MOST

"""Many windows that end together: one act each, and one that cannot be settled holds up no other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock, verify
from audit.models import Event
from jobs.models import Job, JobState
from jobs.tasks import run
from proposals.models import Proposal, Window
from proposals.states import State
from proposals.tasks import GRACE, queue_due_windows
from tests import factories as make
from tests.proposals.many_windows import poison, with_windows

pytestmark = pytest.mark.django_db

CLOSES = datetime(2026, 3, 30, 16, tzinfo=UTC)
MANY = 12


@pytest.fixture
def proposals():
    proposer = make.party()
    organisation = proposer.organisations[0]
    with_windows(30, CLOSES + timedelta(days=9), proposer, organisation, first=500)
    return with_windows(MANY, CLOSES, proposer, organisation)


def test_what_is_due_is_found_with_one_query_by_the_partial_index(proposals):
    due = Window.objects.due(CLOSES)
    with CaptureQueriesContext(connection) as asked:
        assert len(due) == MANY
    assert len(asked) == 1
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = due.values_list("proposal_id", flat=True).distinct().explain()
    assert "window_due" in plan


def test_one_poisoned_proposal_holds_up_no_other_and_each_is_an_act_of_its_own(proposals):
    poison(proposals[4])
    with clock.set_to(CLOSES + GRACE):
        queue_due_windows()
        for job in Job.objects.filter(kind="settle_windows").order_by("pk"):
            run(job.pk)
    states = dict(Proposal.objects.filter(pk__in=[p.pk for p in proposals]).values_list("pk", "state"))
    left = {pk for pk, state in states.items() if state != State.PENDING_IMPLEMENTATION}
    assert left == {proposals[4].pk}
    ends = Event.objects.filter(action="proposal_objection_window_ends")
    assert ends.count() == ends.values("act").distinct().count() == MANY - 1
    waiting = Job.objects.get(kind="settle_windows", state=JobState.QUEUED)
    assert waiting.payload == {"proposal_id": proposals[4].pk}
    assert "KeyError" in waiting.error
    assert Window.objects.get(proposal=proposals[4]).outcome == Window.Outcome.OPEN
    assert list(verify.faults()) == []

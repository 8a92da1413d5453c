"""Windows: finding what is due among ten thousand, and a hundred that end together. A database of its own."""

import logging
import sys
import time
from datetime import UTC, datetime, timedelta
from statistics import median

from bench import private

OPEN, TOGETHER = 10_000, 100
FIND_LIMIT, SETTLE_LIMIT = 20.0, 10.0  # milliseconds, seconds
CLOSES = datetime(2026, 3, 30, 16, tzinfo=UTC)
RUNS = 30


def main() -> int:
    with private.database("windows"):
        poisoned = fill()
        found = find()
        settled = settle(poisoned)
        return int(not (found and settled))


def fill():
    """Ten thousand that stay open, a hundred that end together; one of these cannot be settled."""
    from django.db import connection

    from tests import factories as make
    from tests.proposals.many_windows import poison, with_windows

    proposer = make.party()
    organisation = proposer.organisations[0]
    for number in range(OPEN // 1000):
        later = CLOSES + timedelta(days=1 + number)
        with_windows(1000, later, proposer, organisation, first=1000 + 1000 * number)
    together = with_windows(TOGETHER, CLOSES, proposer, organisation)
    poison(together[TOGETHER // 2])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return together[TOGETHER // 2]


def find() -> bool:
    """As the sweep asks for them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from proposals.models import Window

    due = Window.objects.due(CLOSES).values_list("proposal_id", flat=True).distinct()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            assert len(due.all()) == TOGETHER
        times.append(1000 * (time.perf_counter() - began))
    plan = due.explain(analyze=True)
    index = "window_due" in plan
    print(f"Due among {OPEN + TOGETHER:,} open windows: {len(asked)} query, median {median(times):.1f} ms,", end=" ")
    print(f"slowest of {RUNS} {max(times):.1f} ms (limit {FIND_LIMIT:.0f} ms)")
    print("\n".join(f"    {line}" for line in plan.splitlines()))
    return index and len(asked) == 1 and median(times) < FIND_LIMIT


def settle(poisoned) -> bool:
    """The sweep queues one job for each; one worker does them one after the other."""
    from audit import clock
    from audit.models import Event
    from jobs.models import Job
    from jobs.tasks import run
    from proposals.models import Proposal
    from proposals.tasks import GRACE, queue_due_windows

    logging.getLogger("jobs.tasks").setLevel(logging.CRITICAL)  # the one that fails says so, as it should
    with clock.set_to(CLOSES + GRACE):
        began = time.perf_counter()
        queue_due_windows()
        for pk in Job.objects.filter(kind="settle_windows").order_by("pk").values_list("pk", flat=True):
            run(pk)
        took = time.perf_counter() - began
    settled = Proposal.objects.filter(state="pending_implementation").count()
    acts = Event.objects.filter(action="proposal_objection_window_ends").values("act").distinct().count()
    held_up = Proposal.objects.get(pk=poisoned.pk).state != "pending_implementation"
    print(f"{settled} of {TOGETHER} windows that ended together settled in {took:.1f} s by one worker", end=" ")
    print(f"(limit {SETTLE_LIMIT:.0f} s), {acts} acts; the one that cannot be settled held up none of them")
    return settled == acts == TOGETHER - 1 and held_up and took < SETTLE_LIMIT


if __name__ == "__main__":
    sys.exit(main())

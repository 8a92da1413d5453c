"""Moving proposals: what a step costs in statements and time, and sixteen people at once, beside one who does it all.

Run `python -m bench.bench_acts`.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from threading import Barrier

from bench import private

ACTORS, TURNS = 16, 10
MOST_STATEMENTS = 25


def main() -> int:
    with private.database("acts"):
        costs_little = one_by_one()
        goes_well = at_once()
        return int(not (costs_little and goes_well))


def one_by_one() -> bool:
    """The steps that write most, each on ten proposals, with fifteen Parties and a full Panel to tell."""
    from tests import factories as make
    from tests.proposals import states

    by, panel = make.analyst(), make.CommitteeFactory(code="panel", short_name="Panel")
    parties = [make.party() for _ in range(15)]
    for _ in range(12):
        make.member(panel)
    steps = {
        "approved as Fast-Track": (make.ready_for_fast_track, approve),
        "objected to, with the receipt": (make.fast_tracked, lambda proposal, by: objected(proposal, parties[0])),
        "appealed, with the receipt": (states.self_governed, lambda proposal, by: appealed(proposal, parties[0])),
        "sent to consultation": (lambda by: states.with_path(states.reported(by), by, "3"), consult),
    }
    held = [told(name, by, *step) for name, step in steps.items()]
    return all(held)


def told(name: str, by, bring, act) -> bool:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    spans, statements = [], []
    for _ in range(TURNS):
        proposal = type(bring(by=by)).objects.latest("pk")
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            act(proposal, by)
            spans.append(1000 * (time.perf_counter() - began))
        statements.append(sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in asked))
    most = max(statements)
    print(f"{name:<32} {most} statements (limit {MOST_STATEMENTS})   least {min(spans):5.1f} ms", end="   ")
    print(f"median of {TURNS} {median(spans):5.1f} ms")
    return most <= MOST_STATEMENTS


def approve(proposal, by):
    from proposals import actions

    actions.approve_fast_track(proposal=proposal, by=by, words="Approved.")


def objected(proposal, party):
    from proposals import actions

    reason = {"organisation": party.organisations[0], "reason": "It is material."}
    actions.object_to_fast_track(proposal=proposal, by=party, **reason)


def appealed(proposal, party):
    from proposals import actions

    reason = {"organisation": party.organisations[0], "ground": "objectives", "reason": "It is not better."}
    actions.appeal(proposal=proposal, by=party, **reason)


def consult(proposal, by):
    from proposals import actions

    actions.send_to_consultation(proposal=proposal, by=by, words="Ready.")


def at_once() -> bool:
    """Each holds a proposal of its own and lets it go again, as fast as it can."""
    from audit.models import Event
    from audit.verify import faults
    from tests import factories as make

    by = make.analyst()
    proposals = [make.draft_proposal(by=by) for _ in range(ACTORS)]
    before = Event.objects.count()
    alone, _ = _timed([lambda: [turn(proposal, by) for proposal in proposals]])
    together, waits = _timed([lambda proposal=proposal: turn(proposal, by) for proposal in proposals])
    acts, written = 2 * TURNS * ACTORS, Event.objects.count() - before
    errors = [wait for wait in waits if isinstance(wait, Exception)]
    spans = sorted(span for wait in waits if not isinstance(wait, Exception) for span in wait)
    print(f"{ACTORS} people on {ACTORS} proposals: {acts / together:,.0f} acts a second,", end=" ")
    print(f"each in {median(spans):.0f} ms, 95 of 100 under {quantiles(spans, n=20)[18]:.0f} ms", end="; ")
    print(f"{len(errors)} errors, {written} events for {2 * acts} acts", end="; ")
    print(f"one person alone does {acts / alone:,.0f} acts a second")
    return not errors and written == 2 * acts and not list(faults())


def turn(proposal, by) -> list[float]:
    from proposals import actions

    spans = []
    for _ in range(TURNS):
        for act, words in ((actions.place_hold, "Waits."), (actions.lift_hold, "Goes on.")):
            began = time.perf_counter()
            act(proposal=proposal, by=by, words=words)
            spans.append(1000 * (time.perf_counter() - began))
    return spans


def _timed(calls: list) -> tuple[float, list]:
    """All at once, each in a thread and so on a connection of its own: how long, and what each returned or raised."""
    from django.db import connections

    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait()
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(calls)) as pool:
        found = list(pool.map(run, calls))
    return time.perf_counter() - began, found


if __name__ == "__main__":
    sys.exit(main())

"""The statistics over 10,000 proposals, beside reading every move and adding up in Python.

Run `python -m bench.bench_statistics`.
"""

import os
import shutil
import sys
from collections import defaultdict
from statistics import median
from time import perf_counter

from bench.bench_start import HOME
from bench.private import processor

PROPOSALS = 10_000
LIMIT = 500  # milliseconds for the whole page; the least of the runs is held to it, as others may use the machine too
RUNS = 9
PAGES = ("/statistics/", "/statistics/?year=2019&path=FT", "/statistics/statistics.csv", "/statistics/decided/")


def timed(work) -> tuple[float, float, float, float]:
    """The first run, the least and the median of the rest, and the processor's share of a run, in milliseconds."""
    spans, before = [], processor()
    for _ in range(RUNS + 1):
        start = perf_counter()
        work()
        spans.append((perf_counter() - start) * 1000)
    return spans[0], min(spans[1:]), median(spans[1:]), (processor() - before) / len(spans)


def prepared():
    """A register of its own in a database of its own; gives back how to leave no trace of it."""
    os.environ["SECMODS_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = str(HOME), "tests.settings"
    shutil.rmtree(HOME, ignore_errors=True)
    from secmods import processes
    from tests import services
    from tests.settings import TEST_HOME

    services.ensure_services()
    import django
    from django.test.utils import setup_databases, setup_test_environment

    django.setup()
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)

    def end() -> None:
        from django.db import connections

        connections.close_all()
        processes.clear(TEST_HOME)
        shutil.rmtree(HOME, ignore_errors=True)

    return end


def fill():
    from django.db import connection

    from tests import factories as make
    from tests.lives import live

    template = make.draft_proposal(by=make.analyst())
    live(PROPOSALS - 1, template)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return template.lead_analyst


def in_python() -> dict:
    """Days in each stage the plain way: every move of every proposal as an object, added up here."""
    from django.contrib.auth.models import AnonymousUser

    from audit import clock
    from bodies.workingdays import WorkingCalendar
    from proposals.models import Move, Proposal
    from proposals.states import STAGE_OF, State

    calendar, days, life = WorkingCalendar.load(), defaultdict(list), None
    visible = Proposal.objects.visible_to(AnonymousUser())
    for move in Move.objects.filter(proposal__in=visible).order_by("proposal_id", "pk"):
        if life and life.proposal_id == move.proposal_id:
            since, until = clock.london_date(life.effective_at), clock.london_date(move.effective_at)
            days[STAGE_OF[State(life.to_state)]].append(((until - since).days, calendar.between(since, until)))
        life = move
    return {stage: [median(kind) for kind in zip(*spent, strict=True)] for stage, spent in days.items()}


def main() -> int:
    end = prepared()
    try:
        analyst = fill()
        return measured(analyst)
    finally:
        end()


def measured(analyst) -> int:
    from django.contrib.auth.models import AnonymousUser
    from django.test import Client

    from proposals import ageing
    from proposals.models import Move

    print(f"{PROPOSALS:,} proposals with {Move.objects.count():,} moves")
    anybody, secas = Client(), Client()
    secas.force_login(analyst)
    works = {"the figures alone": lambda: ageing.figures(AnonymousUser())}
    works |= {f"{page} for the public": lambda page=page: anybody.get(page) for page in PAGES}
    works["/statistics/ for an analyst"] = lambda: secas.get("/statistics/")
    slowest = 0.0
    for name, work in works.items():
        first, least, usual, processor = timed(work)
        slowest = max(slowest, least)
        times = f"first {first:5.0f} ms   of {RUNS}: least {least:5.0f}, median {usual:5.0f} ms (limit {LIMIT} ms)"
        print(f"{name:<48} {times}   processor {processor:4.0f} ms")
    start = perf_counter()
    in_python()
    print(f"{'for comparison: every move added up in Python':<48} once  {1000 * (perf_counter() - start):5.0f} ms")
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

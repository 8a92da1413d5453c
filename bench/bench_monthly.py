"""How long the paper on new proposals takes for thirty of them, and how many queries, in a database of its own.

Run `python -m bench.bench_monthly`.
"""

import sys
from datetime import date
from statistics import median
from time import perf_counter

from bench.private import database

MANY = 30
QUERIES, LIMIT = 15, 300  # milliseconds, gathered and composed
RUNS = 20


def main() -> int:
    with database("monthly"):
        return measure()


def spent(work) -> list[float]:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    return times


def measure() -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from papers.gather import Edition
    from papers.kinds import kind_of
    from papers.models import Paper
    from tests import factories as make

    by = make.analyst()
    body = make.CommitteeFactory(code="tabasc", name="Architecture Sub-Committee", short_name="TABASC", prefix="TABASC")
    for number in range(MANY):
        proposal = make.draft_proposal(by=by, number=125 + number, raised_on=date(2020, 5, 4))
        make.actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT, on=date(2020, 5, 5))
    period = {"starts": date(2020, 4, 29), "ends": date(2020, 5, 28)}
    paper = Paper.objects.create(kind="new-proposals", committee=body, **period)
    paper = Paper.objects.select_related("proposal", "committee", "meeting", "item").get(pk=paper.pk)
    edition = Edition("0.1", False, date(2020, 5, 28))
    kind = kind_of(paper)
    with CaptureQueriesContext(connection) as asked:
        document = kind.document(paper, edition)
    blocks = next(section for section in document.sections if section.key == "new").sections
    facts = kind.gather(paper, edition)
    whole, composed = spent(lambda: kind.document(paper, edition)), spent(lambda: kind.compose(facts))
    print(f"{len(blocks)} proposals: {len(asked)} queries (at most {QUERIES})")
    print(f"gathered and composed: first {whole[0]:.1f} ms, median {median(whole):.1f} ms (at most {LIMIT})")
    print(f"composed alone: median {median(composed):.1f} ms")
    return int(len(blocks) != MANY or len(asked) > QUERIES or min(whole) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

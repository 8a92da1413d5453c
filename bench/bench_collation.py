"""What a collation of 26 questions and 500 responses costs: its pages in queries and milliseconds, and the folding of
what is said more than once in seconds and memory. In a database of its own. Run `python -m bench.bench_collation`.
"""

import random
import sys
import tracemalloc
from statistics import median
from time import perf_counter

from bench.private import database, processor

QUESTIONS, RESPONSES = 26, 500
QUERIES, LIMIT = 20, 500  # milliseconds, of the overview
RUNS = 9
SEED = 87
STEMS = ("test", "supplier", "meter", "device", "panel", "release", "charge", "network", "clause", "install", "record")


def main() -> int:
    with database("collation"):
        return measure()


def sentence(chooser: random.Random) -> str:
    words = [f"{chooser.choice(STEMS)}{chooser.choice(['', 's', 'ing', 'ed'])}" for _ in range(chooser.randint(8, 20))]
    return f"{' '.join(words).capitalize()}."


def texts(chooser: random.Random):
    """A third of what is said comes from a common letter, some of it with a slip in it."""
    letter = [sentence(chooser) for _ in range(60)]

    def one() -> str:
        if chooser.random() > 0.35:
            return sentence(chooser)
        words = chooser.choice(letter).split()
        if chooser.random() < 0.3:
            place = chooser.randrange(len(words) - 1)
            words[place] = f"{words[place][:-1]}x"
        return " ".join(words)

    return lambda: " ".join(one() for _ in range(chooser.randint(1, 5)))


def asked_and_answered():
    from tests.consultations import asked
    from tests.consultations.crowd import crowd

    chooser = random.Random(SEED)
    text = texts(chooser)
    of = asked.consultation(*(f"Question {n}?" for n in range(1, QUESTIONS + 1)), days=-1)
    values = ["agree", "agree_with_reservation", "disagree", "no_view", ""]
    crowd(
        of,
        RESPONSES,
        answer=lambda n, question: {"agreement": chooser.choice(values), "text": text()} if n % 9 else None,
        clauses=lambda n: [{"clause": "L8.7", "as_written": "18.7", "operation": "query", "text": text()}] * (n % 3),
        submitted=lambda n: {"general_comments": text(), "position": "approve" if n % 2 else ""},
    )
    return of


def measure() -> int:
    from django.test import Client

    from consultations.collation import keeping
    from tests import factories as make

    of = asked_and_answered()
    failed = folded(of)
    client = Client(headers={"host": "localhost"})
    client.force_login(make.analyst())
    base = f"/consultations/{of.pk}/collation/"
    assert keeping.stamp_of(of.pk)
    for name in ("", "13/", "13/?q=meters", "clauses/", "general/", "passages/1/"):
        limits = (QUERIES, LIMIT) if name == "" else (QUERIES, None)
        failed |= page(client, base + name, *limits)
    return int(failed)


def folded(of) -> bool:
    """By the job, alone."""
    from consultations.collation import keeping
    from consultations.models import Passage, PassagePlace
    from jobs.models import Job
    from jobs.tasks import run

    keeping.queue_stale()
    start = perf_counter()
    run(Job.objects.get(kind=keeping.KIND).pk)
    seconds = perf_counter() - start
    placed, said = keeping._texts(of.pk)
    tracemalloc.start()
    keeping.passages(said)
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    print(f"{len(placed):,} texts: {Passage.objects.count():,} passages in {PassagePlace.objects.count():,} places")
    print(f"folded and written by the job in {seconds:.1f} s; at most {most:.0f} MiB while folding")
    return Passage.objects.count() == 0


def page(client, address: str, queries: int, limit: float | None) -> bool:
    from django.db import connection

    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    client.get(address)
    with connection.execute_wrapper(note):
        assert client.get(address).status_code == 200, address
    times, used = [], []
    for _ in range(RUNS):
        start, before = perf_counter(), processor()
        client.get(address)
        times.append((perf_counter() - start) * 1000)
        used.append(processor() - before)
    most = f" (at most {limit})" if limit else ""
    print(
        f"{address}: {len(asked)} queries (at most {queries}), median {median(times):.0f} ms, "
        f"best {min(times):.0f} ms, processor {median(used):.0f} ms{most}"
    )
    return len(asked) > queries or (limit is not None and min(used) > limit)


if __name__ == "__main__":
    sys.exit(main())

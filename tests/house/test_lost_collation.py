"""A worker killed in mid-collation: the work is queued again, nothing is half done, nothing of the old is lost early."""

import random
import time

import pytest

from consultations.collation import keeping
from consultations.models import Collation, Passage, PassagePlace
from jobs.models import Job, JobState
from secmods import embedded
from tests import workers
from tests.consultations import asked
from tests.consultations.crowd import crowd

pytestmark = [pytest.mark.house, pytest.mark.django_db(transaction=True)]

SEED, KILLS = 87, 4
STEMS = ("test", "supplier", "meter", "device", "panel", "release", "charge", "network", "clause", "record")


@pytest.fixture(autouse=True)
def redis():
    own = workers.OwnRedis()
    own.start()
    yield own
    own.kill()
    embedded.tidy_sockets(workers.REDIS_HOME)


def long_answers(chooser: random.Random):
    """Many different sentences, and one that all share: work of some seconds."""

    def one() -> str:
        return f"{' '.join(chooser.choice(STEMS) + chooser.choice('abcdefgh') for _ in range(14)).capitalize()}."

    return lambda n, question: {"text": " ".join([one() for _ in range(12)] + ["All of us say these very words here."])}


def whole() -> bool:
    """What is there is one collation: as many places as its passages say, of the submissions that its stamp names."""
    made = Collation.objects.get()
    return Passage.objects.count() == 1 and PassagePlace.objects.count() == made.texts


def test_a_worker_killed_in_mid_collation_loses_nothing():
    chooser = random.Random(SEED)
    of = asked.consultation(*(f"Question {n}?" for n in range(10)), days=-1)
    crowd(of, 150, answer=long_answers(chooser))
    with workers.running(workers.dispatcher):
        worker = workers.worker()
        try:
            workers.wait_for(Collation.objects.filter(texts=1500).exists, 120, "the first collation")
            for turn in range(1, KILLS + 1):
                crowd(of, 1, answer=long_answers(chooser))
                jobs = Job.objects.filter(kind=keeping.KIND, key__endswith=keeping.stamp_of(of.pk))
                workers.wait_for(jobs.filter(state=JobState.RUNNING).exists, 120, "the worker to begin")
                time.sleep(chooser.uniform(0, 1.5))
                worker.kill()
                assert whole()
                worker = workers.worker()
                workers.wait_for(jobs.filter(state=JobState.DONE).exists, 120, f"the work of turn {turn}")
                assert (whole(), Collation.objects.get().texts) == (True, 1500 + 10 * turn)
        finally:
            worker.kill()
    assert not Job.objects.filter(kind=keeping.KIND).exclude(state=JobState.DONE).exists()

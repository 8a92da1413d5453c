"""Work survives its worker, and decisions survive the absence of Redis."""

import os
import random
import signal
import time

import pytest
from django.conf import settings

from jobs.models import Job, JobState
from papers import actions as papers
from papers.models import Rendition
from proposals import actions
from proposals.models import Proposal
from proposals.states import State
from secmods import embedded
from tests import factories as make
from tests import workers

pytestmark = [pytest.mark.house, pytest.mark.django_db(transaction=True)]

KILLS = int(os.environ.get("KILLS", "8"))  # six seconds each; KILLS=20 for the whole ordeal
SEED = 87  # the moments are random, and the same in every run


def stored_files() -> list[str]:
    folder = settings.MEDIA_ROOT / "papers"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def wipe_stored_files() -> None:
    for path in (settings.MEDIA_ROOT / "papers").rglob("*"):
        if path.is_file():
            path.unlink()


@pytest.fixture(autouse=True)
def redis():
    wipe_stored_files()
    own = workers.OwnRedis()
    own.start()
    yield own
    own.kill()
    embedded.tidy_sockets(workers.REDIS_HOME)


def test_workers_killed_while_rendering_lose_no_work():
    """SIGKILL to the worker's process group at a random moment of a rendering: done within 15 seconds of restart,
    and exactly one file referenced for each format."""
    by, moments = make.analyst(), random.Random(SEED)
    proposal = make.fast_tracked(by=by)
    slowest = 0.0
    with workers.running(workers.dispatcher):
        worker = workers.worker()
        try:
            for turn in range(KILLS):
                actions.save_details(proposal=proposal, by=by, title=f"Correction number {turn}")
                version = papers.compose_draft(proposal=proposal, by=by)
                jobs = Job.objects.filter(kind="render_paper", payload__version_id=version.pk)
                workers.wait_for(jobs.exclude(state=JobState.QUEUED).exists, 60, "the worker to begin")
                time.sleep(moments.uniform(0, 0.6))
                worker.kill()
                worker, restarted = workers.worker(), time.monotonic()
                done = lambda jobs=jobs: not jobs.exclude(state=JobState.DONE).exists()  # noqa: E731
                workers.wait_for(done, 60, f"the jobs of turn {turn}")
                slowest = max(slowest, time.monotonic() - restarted)
                assert sorted(version.renditions.values_list("format", flat=True)) == ["docx", "pdf"]
        finally:
            worker.kill()
    named = {os.path.basename(name) for name in Rendition.objects.values_list("file", flat=True)}
    assert Rendition.objects.count() == 2 * KILLS
    assert {name for name in stored_files() if name in named} == named
    print(f"Slowest after a restart: {slowest:.1f} s")  # noqa: T201


def decide(proposal, by, client):
    """Record the Change Sub-Committee's agreement through the page, and how long the answer took."""
    client.force_login(by)
    began = time.monotonic()
    answer = client.post(f"/modifications/{proposal.slug}/moves/csc_agrees/", {"words": "Agreed.", "confirmed": "yes"})
    return answer, time.monotonic() - began


def agreeable(by) -> Proposal:
    proposal = make.draft_proposal(by=by)
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    actions.save_sec_references(
        proposal=proposal, by=by, references=[{"document": make.SecDocumentFactory(), "locator": "G3.20"}]
    )
    return Proposal.objects.get(pk=proposal.pk)


def test_a_frozen_redis_holds_up_no_decision(client, redis):
    by = make.analyst()
    proposal = agreeable(by)
    Job.objects.all().update(state=JobState.DONE, finished_at="2026-01-01T00:00Z")
    with workers.running(workers.dispatcher, workers.worker):
        redis.signal(signal.SIGSTOP)
        try:
            answer, seconds = decide(proposal, by, client)
            assert answer.status_code == 302
            assert seconds < 2
            assert Proposal.objects.get(pk=proposal.pk).state == State.CSC_AGREED
            job = Job.objects.exclude(state=JobState.DONE).get()
            time.sleep(3)
            job.refresh_from_db()
            assert job.state == JobState.QUEUED
        finally:
            redis.signal(signal.SIGCONT)
        workers.wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, 60, "the job to run")


def test_a_stopped_redis_holds_up_no_decision(client, redis):
    by = make.analyst()
    proposal = agreeable(by)
    Job.objects.all().update(state=JobState.DONE, finished_at="2026-01-01T00:00Z")
    redis.kill()
    with workers.running(workers.dispatcher):
        answer, seconds = decide(proposal, by, client)
        assert answer.status_code == 302
        assert seconds < 2
        job = Job.objects.exclude(state=JobState.DONE).get()
        time.sleep(2)
        job.refresh_from_db()
        assert (job.state, Proposal.objects.get(pk=proposal.pk).state) == (JobState.QUEUED, State.CSC_AGREED)
        redis.start()
        with workers.running(workers.worker):
            workers.wait_for(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, 60, "the job to run")

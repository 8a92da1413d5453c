"""The life of a job. Times are UTC; every change of state is one compare-and-set, so a loser changes nothing."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from jobs import registry
from jobs.models import Job, JobState

LOCK_SPACE = 7303  # the first key of our advisory locks: no other part of the system takes locks in it
MOST_ATTEMPTS = 5
SEND_AGAIN_AFTER = timedelta(seconds=5)


def enqueue(kind: str, key: str, **payload) -> Job:
    """Write the job with the change that wants it; the database wakes the dispatcher at commit.

    One live job per kind and key: a second wish while one waits or runs is answered with that one.
    ``payload`` holds primitives only: ids, never objects.
    """
    registry.kind(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=key, payload=payload)
    except IntegrityError:
        live = (
            Job.objects.filter(kind=kind, key=key, state__in=[JobState.QUEUED, JobState.RUNNING]).order_by("pk").last()
        )
        return live or enqueue(kind, key, **payload)  # None: the one in the way has just been done
    return job


@contextmanager
def held(job_id: int):
    """The session advisory lock that says “somebody is working on this”; PostgreSQL frees it when the worker dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])
        got = cursor.fetchone()[0]
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id])


def claim(job_id: int) -> Job | None:
    """Turn a queued job into a running one. None: it is not there, not due, done, or somebody else's. Hold the lock."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED, not_before__lte=now).update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, started_at=now, progress=0, note=""
    )
    return Job.objects.get(pk=job_id) if claimed else None


def report(job: Job, progress: int, note: str) -> None:
    """Say how far the work is. A job that was given to somebody else meanwhile is left alone."""
    _mine(job).update(progress=min(progress, 99), note=note[:200])


def finish(job: Job, result: dict) -> bool:
    """Running to done; False when the job was no longer ours."""
    return bool(
        _mine(job).update(
            state=JobState.DONE, progress=100, note="", error="", result=result, finished_at=timezone.now()
        )
    )


def fail(job: Job, error: str) -> None:
    """Queue the job again, later each time, until the attempts are used up; then it has failed for good."""
    if job.attempts >= MOST_ATTEMPTS:
        _mine(job).update(state=JobState.FAILED, error=error, finished_at=timezone.now())
        return
    pause = timedelta(seconds=2**job.attempts)
    _mine(job).update(state=JobState.QUEUED, error=error, not_before=timezone.now() + pause, sent_at=None)


def retry(job_id: int) -> bool:
    """Give a failed job five new attempts (an administrator's button). False: not failed, or wished for anew since."""
    failed = Job.objects.filter(pk=job_id, state=JobState.FAILED)
    fresh = {"attempts": 0, "finished_at": None, "sent_at": None, "not_before": timezone.now()}
    try:
        with transaction.atomic():
            return bool(failed.update(state=JobState.QUEUED, **fresh))
    except IntegrityError:
        return False


def requeue_lost() -> int:
    """Find running jobs whose lock nobody holds (the worker died) and queue them again. Returns how many."""
    return sum(_requeue_if_lost(job) for job in Job.objects.filter(state=JobState.RUNNING))


def _requeue_if_lost(job: Job) -> bool:
    with held(job.pk) as free:
        if not free:
            return False
        if job.attempts >= MOST_ATTEMPTS:
            _mine(job).update(
                state=JobState.FAILED, error="The worker was lost five times.", finished_at=timezone.now()
            )
            return False
        return bool(_mine(job).update(state=JobState.QUEUED, sent_at=None, not_before=timezone.now()))


def _mine(job: Job):
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def unsent():
    """Queued jobs that are due and were not handed to Celery, or were but nobody came for them."""
    now = timezone.now()
    due = Job.objects.filter(state=JobState.QUEUED, not_before__lte=now)
    return (due.filter(sent_at=None) | due.filter(sent_at__lt=now - SEND_AGAIN_AFTER)).order_by("not_before", "pk")


def mark_sent(job_id: int) -> None:
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(sent_at=timezone.now())

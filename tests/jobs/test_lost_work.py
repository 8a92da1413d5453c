"""“Running” without its lock is lost work (design §3, jobs): seen from connections of their own."""

import pytest

from jobs import actions
from jobs.models import Job, JobState
from jobs.tasks import run
from tests.jobs.doing import KIND, somebody_else_holds
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("work")]


@pytest.fixture
def running():
    job = actions.enqueue(KIND, "paper-1")
    actions.claim(job.pk)
    return job


def test_running_work_is_left_alone_while_somebody_holds_its_lock_and_queued_again_when_nobody_does(running):
    with somebody_else_holds(running.pk):
        assert actions.requeue_lost() == 0
        assert Job.objects.get().state == JobState.RUNNING
    assert actions.requeue_lost() == 1
    job = Job.objects.get()
    assert (job.state, job.sent_at, job.attempts) == (JobState.QUEUED, None, 1)


def test_work_lost_for_the_fifth_time_has_failed(running):
    Job.objects.update(attempts=5)
    assert actions.requeue_lost() == 0
    job = Job.objects.get()
    assert (job.state, job.error) == (JobState.FAILED, "The worker was lost five times.")


def test_a_call_for_work_that_somebody_holds_does_nothing(work):
    job = actions.enqueue(KIND, "paper-1")
    with somebody_else_holds(job.pk):
        run(job.pk)
        assert work.runs == []
        assert Job.objects.get().state == JobState.QUEUED
    run(job.pk)
    assert work.runs == [job.pk]


def test_the_lock_is_given_back_after_the_work(work):
    job = actions.enqueue(KIND, "paper-1")
    run(job.pk)
    with somebody_else_holds(job.pk), actions.held(job.pk) as got:
        assert got is False
    with actions.held(job.pk) as got:
        assert got is True


def test_called_from_six_workers_at_once_the_work_is_done_once(work):
    job = actions.enqueue(KIND, "paper-1")
    assert at_once(*[lambda: run(job.pk)] * 6) == [None] * 6
    assert work.runs == [job.pk]
    assert Job.objects.get().state == JobState.DONE


def test_six_wishes_at_once_are_one_job():
    answers = at_once(*[lambda: actions.enqueue(KIND, "paper-1").pk] * 6)
    assert answers == [Job.objects.get().pk] * 6

"""A job is a row and the truth about a piece of work (design §3, jobs; practice §5, transactional outbox)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organisation
from jobs import actions
from jobs.models import Job, JobState
from jobs.tasks import run
from tests import factories as make
from tests.jobs.doing import KIND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("work")]


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def due_again(job):
    """As if the pause before the next attempt had passed."""
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now())


def test_a_second_wish_for_work_that_waits_is_answered_with_the_job_that_waits():
    first = actions.enqueue(KIND, "paper-1", version_id=1)
    second = actions.enqueue(KIND, "paper-1", version_id=2)
    assert second == first
    assert Job.objects.get().payload == {"version_id": 1}


def test_other_work_of_the_same_kind_is_another_job():
    actions.enqueue(KIND, "paper-1")
    actions.enqueue(KIND, "paper-2")
    assert Job.objects.count() == 2


def test_a_wish_while_the_work_runs_is_answered_with_what_runs_and_one_after_it_is_new():
    first = actions.enqueue(KIND, "paper-1")
    claimed = actions.claim(first.pk)
    assert actions.enqueue(KIND, "paper-1") == first
    actions.finish(claimed, {})
    assert actions.enqueue(KIND, "paper-1") != first


def test_two_live_jobs_of_one_key_are_refused_by_the_database():
    actions.enqueue(KIND, "paper-1")
    with pytest.raises(IntegrityError, match="one_live_job_per_key"), transaction.atomic():
        Job.objects.create(kind=KIND, key="paper-1")


def test_a_kind_that_nobody_registered_is_refused():
    with pytest.raises(KeyError):
        actions.enqueue("unheard_of", "paper-1")
    assert Job.objects.count() == 0


def test_the_job_and_the_change_that_wants_it_are_undone_together():
    with transaction.atomic():
        make.OrganisationFactory()
        actions.enqueue(KIND, "paper-1")
        assert (Organisation.objects.count(), Job.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    assert (Organisation.objects.count(), Job.objects.count()) == (0, 0)


def test_a_job_is_claimed_once():
    job = actions.enqueue(KIND, "paper-1")
    claimed = actions.claim(job.pk)
    assert (claimed.state, claimed.attempts) == (JobState.RUNNING, 1)
    assert actions.claim(job.pk) is None
    assert Job.objects.get().attempts == 1


def test_a_job_is_not_claimed_before_it_is_due():
    job = actions.enqueue(KIND, "paper-1")
    Job.objects.update(not_before=timezone.now() + timedelta(seconds=60))
    assert actions.claim(job.pk) is None
    due_again(job)
    assert actions.claim(job.pk) == job


def test_a_job_that_is_not_there_is_nobodys():
    assert actions.claim(999_999) is None


def test_the_work_is_done_once_however_often_it_is_called(work):
    job = actions.enqueue(KIND, "paper-1", version_id=7)
    run(job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert work.runs == [job.pk]
    assert (job.state, job.progress, job.result) == (JobState.DONE, 100, {"payload": {"version_id": 7}})
    assert job.finished_at is not None


def test_progress_never_says_all_done_before_the_work_is():
    claimed = actions.claim(actions.enqueue(KIND, "paper-1").pk)
    actions.report(claimed, 100, "nearly")
    assert Job.objects.get().progress == 99
    assert actions.finish(claimed, {}) is True
    assert Job.objects.get().progress == 100


def test_a_failed_attempt_waits_longer_each_time_and_after_five_it_has_failed(work):
    work.error = ValueError("no paper")
    job = actions.enqueue(KIND, "paper-1")
    pauses = []
    for _ in range(actions.MOST_ATTEMPTS):
        due_again(job)
        before = timezone.now()
        run(job.pk)
        job.refresh_from_db()
        pauses.append(job.not_before - before)
    assert len(work.runs) == 5
    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert "no paper" in job.error
    assert [round(pause.total_seconds()) for pause in pauses[:4]] == [2, 4, 8, 16]
    due_again(job)
    run(job.pk)
    assert len(work.runs) == 5


def test_a_failed_job_tried_again_by_an_administrator_has_five_attempts_more(work):
    work.error = ValueError("no paper")
    job = actions.enqueue(KIND, "paper-1")
    Job.objects.update(attempts=5, state=JobState.FAILED, finished_at=timezone.now())
    assert actions.retry(job.pk) is True
    work.error = None
    run(job.pk)
    assert (state_of(job), Job.objects.get().attempts) == (JobState.DONE, 1)


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DONE])
def test_only_a_failed_job_is_tried_again(state):
    job = actions.enqueue(KIND, "paper-1")
    Job.objects.update(state=state, finished_at=timezone.now() if state == JobState.DONE else None)
    assert actions.retry(job.pk) is False
    assert state_of(job) == state


def test_trying_again_what_was_wished_for_anew_meanwhile_changes_nothing():
    old = actions.enqueue(KIND, "paper-1")
    Job.objects.update(state=JobState.FAILED, finished_at=timezone.now())
    new = actions.enqueue(KIND, "paper-1")
    assert actions.retry(old.pk) is False
    assert (state_of(old), state_of(new)) == (JobState.FAILED, JobState.QUEUED)


def test_whoever_lost_the_job_reports_and_finishes_nothing():
    """A worker thought dead that wakes up: its job has meanwhile been claimed for the second time."""
    job = actions.enqueue(KIND, "paper-1")
    asleep = actions.claim(job.pk)
    actions.requeue_lost()
    awake = actions.claim(job.pk)
    actions.report(asleep, 80, "still here")
    assert actions.finish(asleep, {"by": "asleep"}) is False
    actions.fail(asleep, "never mind")
    job.refresh_from_db()
    assert (job.state, job.progress, job.error) == (JobState.RUNNING, 0, "")
    assert actions.finish(awake, {"by": "awake"}) is True
    assert Job.objects.get().result == {"by": "awake"}


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"progress": 101}, "job_progress_percent"),
        ({"state": JobState.DONE}, "job_finished_has_instant"),
        ({"finished_at": timezone.now()}, "job_finished_has_instant"),
    ],
)
def test_the_database_refuses_what_no_job_can_be(fields, name):
    actions.enqueue(KIND, "paper-1")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.update(**fields)

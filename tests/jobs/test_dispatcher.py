"""One process talks to the engine; when the engine is away the jobs wait in the database (design §3, jobs)."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from jobs import actions, registry
from jobs.dispatcher import Dispatcher
from jobs.models import CHANNEL, Job, JobState
from tests.jobs.doing import KIND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("work", "no_sweeps")]


class Engine:
    def __init__(self):
        self.got = []
        self.away = None

    def __call__(self, job_id):
        if self.away:
            raise self.away
        self.got.append(job_id)


@pytest.fixture
def engine():
    return Engine()


def later(seconds):
    """As if the last sending were this much longer ago."""
    for job in Job.objects.exclude(sent_at=None):
        Job.objects.filter(pk=job.pk).update(sent_at=job.sent_at - timedelta(seconds=seconds))


def test_each_job_is_handed_over_once_oldest_first(engine):
    jobs = [actions.enqueue(KIND, f"paper-{n}").pk for n in range(3)]
    dispatcher = Dispatcher(engine)
    dispatcher.turn()
    dispatcher.turn()
    assert engine.got == jobs


@pytest.mark.parametrize("error", [OSError("refused"), BrokerError("away")])
def test_while_the_engine_is_away_the_job_waits_and_is_handed_over_when_it_is_back(engine, error):
    first, second = (actions.enqueue(KIND, f"paper-{n}") for n in range(2))
    dispatcher = Dispatcher(engine)
    engine.away = error
    dispatcher.turn()
    assert set(Job.objects.values_list("state", "sent_at")) == {(JobState.QUEUED, None)}
    engine.away = None
    dispatcher.turn()
    assert engine.got == [first.pk, second.pk]


def test_a_job_that_nobody_came_for_is_handed_over_again_after_five_seconds(engine):
    job = actions.enqueue(KIND, "paper-1")
    dispatcher = Dispatcher(engine)
    dispatcher.turn()
    later(4.5)
    dispatcher.turn()
    assert engine.got == [job.pk]
    later(1)
    dispatcher.turn()
    assert engine.got == [job.pk, job.pk]


def test_a_job_that_is_not_yet_due_waits(engine):
    job = actions.enqueue(KIND, "paper-1")
    Job.objects.update(not_before=timezone.now() + timedelta(seconds=60))
    Dispatcher(engine).turn()
    assert engine.got == []
    Job.objects.update(not_before=timezone.now())
    Dispatcher(engine).turn()
    assert engine.got == [job.pk]


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.FAILED])
def test_only_waiting_jobs_are_handed_over(engine, state, monkeypatch):
    monkeypatch.setattr(actions, "requeue_lost", lambda: 0)
    actions.enqueue(KIND, "paper-1")
    finished = timezone.now() if state != JobState.RUNNING else None
    Job.objects.update(state=state, finished_at=finished)
    Dispatcher(engine).turn()
    assert engine.got == []


def test_work_that_was_lost_is_handed_over_again_in_the_same_turn(engine):
    job = actions.enqueue(KIND, "paper-1")
    actions.claim(job.pk)
    Dispatcher(engine).turn()
    assert engine.got == [job.pk]


def test_a_sweep_that_fails_holds_up_neither_the_other_sweeps_nor_the_jobs(engine, caplog):
    def fail():
        raise ValueError("broken")

    registry.register_sweep("broken", fail, seconds=10)
    registry.register_sweep("sound", lambda: actions.enqueue(KIND, "swept"), seconds=10)
    Dispatcher(engine).turn()
    assert engine.got == [Job.objects.get(key="swept").pk]
    assert "The sweep “broken” failed" in caplog.text


def test_a_sweep_runs_as_often_as_it_says_and_no_oftener(engine, monkeypatch):
    ran, clock = [], [100.0]
    monkeypatch.setattr("jobs.dispatcher.time.monotonic", lambda: clock[0])
    registry.register_sweep("counted", lambda: ran.append(clock[0]), seconds=10)
    dispatcher = Dispatcher(engine)
    for instant in (100.0, 105.0, 109.9, 110.0, 111.0, 120.0):
        clock[0] = instant
        dispatcher.turn()
    assert ran == [100.0, 110.0, 120.0]


def test_when_the_database_goes_away_the_dispatcher_tries_again(engine, monkeypatch):
    dispatcher, turns = Dispatcher(engine), []

    def listen():
        turns.append("listen")
        if len(turns) == 1:
            raise OperationalError("server closed the connection")
        dispatcher.stop()

    monkeypatch.setattr(dispatcher, "_listen", listen)
    monkeypatch.setattr("jobs.dispatcher.time.sleep", lambda seconds: None)
    monkeypatch.setattr("jobs.dispatcher.connection", type("Gone", (), {"close": lambda self: None})())
    dispatcher.run()
    assert turns == ["listen", "listen"]


@pytest.mark.django_db(transaction=True)
def test_the_dispatcher_wakes_at_the_commit_of_a_job(engine, monkeypatch):
    monkeypatch.setattr("jobs.dispatcher.LOOK_EVERY", 30.0)
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    dispatcher = Dispatcher(engine)
    job = actions.enqueue(KIND, "paper-1")
    dispatcher._wait()
    dispatcher.turn()
    assert engine.got == [job.pk]

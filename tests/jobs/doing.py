"""Kinds of job and sweeps made up for the tests, and a second connection for whoever else may be working."""

from contextlib import contextmanager

from django.db import connections

from jobs.actions import LOCK_SPACE

KIND = "made_up"


class Work:
    """What a job of the made-up kind does: counts its runs, and fails as often as it is told to."""

    def __init__(self):
        self.runs = []
        self.error = None

    def __call__(self, job, progress):
        self.runs.append(job.pk)
        progress(50, "half done")
        if self.error:
            raise self.error
        return {"payload": job.payload}


@contextmanager
def somebody_else_holds(job_id: int):
    """Another worker's session lock on the job, on a connection of its own."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])
        yield
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id])
    finally:
        other.close()

"""A real dispatcher and a real Celery worker beside a test, on the test's own database and Redis."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from secmods import embedded
from tests.settings import TEST_HOME, WORKER

# A Redis that may be stopped, frozen and killed without anybody else's tests noticing.
REDIS_HOME = TEST_HOME / f"faults-{WORKER}"


class OwnRedis:
    def start(self) -> None:
        (service,) = embedded.services(REDIS_HOME, with_postgres=False, with_redis=True, say=lambda sentence: None)
        self.child = embedded.launch(service, REDIS_HOME, die_with_us=os.getpid())

    def signal(self, number: int) -> None:
        os.kill(self.child.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.child.wait()


def environment() -> dict[str, str]:
    """What a process of the site needs to stand on the running test's database and files, and on this Redis."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "secmods.settings",
        "DATABASE_URL": embedded.database_url(TEST_HOME, connection.settings_dict["NAME"]),
        "REDIS_URL": embedded.redis_url(REDIS_HOME),
        "FILES_DIR": str(settings.MEDIA_ROOT),
        "SECMODS_HOME": str(TEST_HOME),
    }


class Process:
    """One process with everything it starts, in a group of its own."""

    def __init__(self, *command: str):
        with (TEST_HOME / "logs" / "faults.log").open("ab") as log:
            self.child = subprocess.Popen(
                [sys.executable, *command], env=environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """SIGKILL to the whole group: no clean-up of any kind."""
        os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()


def worker() -> Process:
    lean = ("--without-heartbeat", "--without-gossip", "--without-mingle")
    return Process("-m", "celery", "--app", "secmods", "--skip-checks", "worker", "--concurrency", "1", *lean)


def dispatcher() -> Process:
    return Process("manage.py", "dispatch")


@contextmanager
def running(*starts):
    processes = [start() for start in starts]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()


def wait_for(happened, seconds: float, what: str):
    """The truthy answer of ``happened()``, asked until it comes; fails after ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := happened():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"Waited {seconds} seconds for: {what}")

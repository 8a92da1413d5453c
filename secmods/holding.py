"""Who holds the embedded services of a home: one process at a time, known by a lock that dies with it."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from secmods import embedded
from secmods.env import home

PATIENCE = 15.0  # seconds
STOPPING = "stopping"


class Held(Exception):
    """Somebody else holds the home; the text is what they wrote about themselves."""


@contextlib.contextmanager
def lock(place: Path, wait: float = 0.0) -> Iterator["Note"]:
    """Hold the home, waiting so many seconds for whoever holds it now, and longer where they are about to stop."""
    embedded.private(place, 0o711 if os.geteuid() == 0 else 0o700)
    began = time.monotonic()
    with (place / "lock").open("a+") as file:
        while not _taken(file):
            file.seek(0)
            holder = file.read().strip()
            if time.monotonic() - began >= (PATIENCE if holder == STOPPING else wait):
                raise Held(holder or "by another process")
            time.sleep(0.1)
        note = Note(file)
        note.write("")
        yield note


def _taken(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Note:
    """What the holder says about itself to whoever finds the home held."""

    def __init__(self, file):
        self.file = file

    def write(self, text: str) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()


@contextlib.contextmanager
def services_for_a_while() -> Iterator[None]:
    """The services of this home, started if nobody holds it and used if somebody does. Nothing where both are given."""
    postgres, redis = not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")
    place = home()
    if not (postgres or redis) or os.environ.get("SECMODS_MODE") == "production":
        yield
        return
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock(place)).write(f"process {os.getpid()}, a command")
        except Held:
            _wait_for(place, postgres, redis)
        else:
            stack.enter_context(embedded.running(place, with_postgres=postgres, with_redis=redis))
        yield


def _wait_for(place: Path, postgres: bool, redis: bool) -> None:
    deadline = time.monotonic() + PATIENCE
    while not embedded.answers(place, with_postgres=postgres, with_redis=redis):
        if time.monotonic() > deadline:
            raise embedded.ServiceError(f"Another process holds {place}, but its services do not answer.")
        time.sleep(0.1)

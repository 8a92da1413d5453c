"""What `make run` promises: it serves, it mends itself, and it leaves nothing behind, however it ends."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from secmods import embedded, processes
from secmods.env import ROOT

pytestmark = [pytest.mark.house, pytest.mark.xdist_group("house")]

# Seconds, on a slow machine with other tests beside it; how fast it starts is a benchmark (bench start), not a test.
SERVES_WITHIN = 120
STOPS_WITHIN = 30
KINDS = {"postgres", "redis-server", "gunicorn", "dispatch", "celery"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), urlopen(f"http://localhost:{port}/healthz", timeout=2) as answer:
        return answer.status == 200
    return False


def until(what, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not what():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def kind_of(process: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        names = [Path(word).name for word in words]
        return next((kind for kind in KINDS if kind in names), "")
    return ""


class Run:
    """One supervisor and what it prints."""

    def __init__(self, home: Path, port: int, parent: list[str] = (), **variables):
        self.home, self.port, self.output = home, port, home.with_suffix(".out")
        own = {"SECMODS_HOME": str(home), "DEMO": "off", "DJANGO_SETTINGS_MODULE": "secmods.settings", **variables}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*parent, sys.executable, "-m", "secmods.supervisor", "--port", str(port)],
                cwd=ROOT,
                env={**os.environ, **own},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self.output.read_text()

    def serving(self) -> "Run":
        assert until(lambda: "Stop with Ctrl-C" in self.said() or self.process.poll() is not None, SERVES_WITHIN)
        assert answers(self.port), self.said()
        return self

    def leaders(self) -> dict[str, int]:
        """The first process of each kind, which is the one that the supervisor started."""
        found = [(kind_of(process), process) for process in sorted(processes.belonging_to(self.home))]
        return {kind: process for kind, process in reversed(found) if kind}

    def end(self, number=signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(STOPS_WITHIN)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("run") / "home"


@pytest.fixture
def run(home):
    started = []

    def start(**options):
        started.append(Run(home, options.pop("port", None) or free_port(), **options))
        return started[-1]

    yield start
    for each in started:
        each.end()
    processes.clear(home)


def nothing_left(home: Path, port: int) -> bool:
    with socket.socket() as probe:
        return processes.belonging_to(home) == [] and probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_serves_says_where_and_how_to_stop_and_ends_every_process_when_asked(run, home):
    site = run().serving()
    assert set(site.leaders()) == KINDS
    assert re.search(r"^  making or changing the tables \(\d+ steps\)…$", site.said(), re.MULTILINE)
    assert f"http://localhost:{site.port}/" in site.said()
    assert site.end() == 0
    assert site.said().endswith("Stopped.\n")
    assert nothing_left(home, site.port)


def test_asked_to_stop_before_it_has_begun_it_still_leaves_nothing(run, home):
    site = run()
    assert until(lambda: "postgres" in site.leaders(), SERVES_WITHIN)
    assert site.end() == 0
    assert nothing_left(home, site.port)


def test_killed_outright_it_starts_clean_on_the_same_data(run, home):
    first = run().serving()
    first.end(signal.SIGKILL)
    second = run(port=first.port).serving()
    assert set(second.leaders()) == KINDS
    masters = [process for process in processes.belonging_to(home) if kind_of(process) in ("postgres", "redis-server")]
    assert len(masters) == 2, "one PostgreSQL and one Redis, none of them left from before"


def test_killed_with_frozen_children_it_starts_clean_too(run, home):
    first = run().serving()
    frozen = [first.leaders()[kind] for kind in ("redis-server", "celery", "dispatch")]
    processes.send(frozen, signal.SIGSTOP)
    first.end(signal.SIGKILL)
    second = run(port=first.port).serving()
    assert not set(frozen) & set(processes.belonging_to(home))
    assert "Ended what an earlier run had left behind." in second.said()


def test_it_ends_when_make_is_killed_above_it(run, home):
    parent = [sys.executable, "-c", "import subprocess, sys; subprocess.call(sys.argv[1:])"]
    site = run(parent=parent, MAKELEVEL="1").serving()
    site.end(signal.SIGKILL)
    assert until(lambda: nothing_left(home, site.port), STOPS_WITHIN)


def test_each_child_that_dies_is_started_again(run, home):
    site = run().serving()
    before = site.leaders()
    processes.send(list(before.values()), signal.SIGKILL)

    def all_new():
        now = site.leaders()
        return set(now) == KINDS and not set(now.values()) & set(before.values())

    assert until(all_new, 20), site.said()
    assert until(lambda: answers(site.port), 10)
    assert until(lambda: embedded.answers(home), 10)
    for name in ("PostgreSQL", "Redis", "web", "dispatcher", "worker"):
        assert re.search(rf"^{name} ended (by signal|with code) \d+; starting it again", site.said(), re.MULTILINE)


def test_a_port_that_is_taken_gets_one_sentence_and_leaves_nothing(run, home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        site = run(port=port)
        assert site.process.wait(STOPS_WITHIN) == 1
        assert site.said() == f"Port {port} is taken by another program; choose another: make run PORT={port + 1}\n"
        assert processes.belonging_to(home) == []


def test_a_second_run_in_the_same_home_is_told_about_the_first_and_does_not_disturb_it(run, home):
    first = run().serving()
    second = run()
    assert second.process.wait(STOPS_WITHIN) == 1
    assert f"is in use already (process {first.process.pid}, http://localhost:{first.port}/)" in second.said()
    assert answers(first.port)
    assert first.end(signal.SIGINT) == 0
    assert nothing_left(home, first.port)


@pytest.mark.parametrize(
    "variables, sentence",
    [
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'; it must be one of DEBUG, INFO, WARNING, ERROR.\n"),
        ({"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL must be an address that begins with one of postgres://, pos"),
        ({"SECMODS_MODE": "production"}, "SECRET_KEY is not set. SECMODS_MODE is production, where it has no default."),
    ],
)
def test_a_wrong_setting_gets_one_sentence(run, home, variables, sentence):
    site = run(**variables)
    assert site.process.wait(STOPS_WITHIN) == 1
    assert site.said().startswith(sentence)
    assert "Traceback" not in site.said()
    assert processes.belonging_to(home) == []

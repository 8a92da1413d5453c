"""What `make run` runs: everything the site needs, under one parent that starts it again when it dies."""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from secmods import embedded, holding, processes, underway
from secmods.env import ROOT, Environment, home
from secmods.gate import Gate

GRACE = 8.0  # seconds between asking a child to stop and killing it
LONGEST_PAUSE = 30.0
STEADY = 60.0  # a child that ran so long before it died starts again at once
TURN = 0.2
REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_PATIENCE = 60.0
LARGEST_LOG = 10 * 1024 * 1024


class Stop(BaseException):
    """Somebody asked us to stop, from wherever we were."""


class Refusal(Exception):
    """One sentence on why we do not start."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


@dataclass
class Child:
    """One process group that ought to be running."""

    name: str
    argv: list[str]
    log: Path
    stop_signal: int = signal.SIGTERM
    options: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None
    gate: Gate | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self, place: Path) -> None:
        self.started = time.monotonic()
        waiting = self.gate.options(processes.environment(place)) if self.gate else {}
        self.process = processes.spawn(
            self.argv, home=place, log=self.log, die_with_us=self.stop_signal, **self.options, **waiting
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def bury(self) -> str:
        """Plan the next start, later after each failure in a row; what is left of its group goes with it."""
        steady = time.monotonic() - self.started > STEADY
        self.failures = 1 if steady else self.failures + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.failures - 2)) if self.failures > 1 else 0.0
        self.due = time.monotonic() + pause
        processes.signal_group(self.process.pid, signal.SIGKILL)
        code, self.process = self.process.returncode, None
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        return f"{self.name} ended {how}; starting it again{f' in {pause:.0f} s' if pause >= 1 else ''}."


# What is to run


def program(name: str, place: Path, *words: str) -> Child:
    return Child(name, [sys.executable, *words], place / "logs" / f"{name}.log", options={"cwd": str(ROOT)})


def site(place: Path, host: str, port: int) -> list[Child]:
    """The three kinds of process; the worker's pool and the web's workers stay in their parents' groups."""
    threads = ["--worker-class", "secmods.web.Worker", "--workers", "2", "--threads", "4"]
    limits = ["--timeout", "30", "--graceful-timeout", "4", "--keep-alive", "5"]
    quiet = ["--preload", "--no-control-socket", "--log-level", "warning"]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = program("web", place, "-m", "gunicorn", "secmods.wsgi", "--bind", bind, *threads, *limits, *quiet)
    dispatcher = program("dispatcher", place, "manage.py", "dispatch")
    # The checks were made while preparing; without them the worker need not load the views.
    celery = ["-m", "celery", "--app", "secmods", "--skip-checks", "worker", "--concurrency", "1"]
    lean = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = program("worker", place, *celery, "--loglevel", "INFO", *lean)
    return [web, dispatcher, worker]


def service_child(service: embedded.Service, process: subprocess.Popen) -> Child:
    return Child(
        service.name,
        service.argv,
        service.log,
        service.stop_signal,
        service.options,
        process,
        started=time.monotonic(),
    )


# Before the start


def check_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "secmods.settings")
    try:
        settings._setup()
    except ImproperlyConfigured as problem:
        raise Refusal(str(problem)) from None


def check_port(host: str, port: int) -> None:
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return
    except PermissionError:
        raise Refusal(f"Port {port} may not be opened by this account; choose another: make run PORT=8123") from None
    except OSError as problem:
        why = "is taken by another program" if problem.errno == 98 else f"on {host} cannot be opened"
        raise Refusal(f"Port {port} {why}; choose another: make run PORT={other_port(port)}") from None


def other_port(port: int) -> int:
    return port + 1 if port < 65_535 else 8000


def shorten(logs: Path) -> None:
    """Keep one older generation of a log that has grown long."""
    for log in logs.glob("*.log"):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))


def wait_for_parent_to_matter() -> None:
    """Under make, end when make is killed: nobody would be left at the terminal to stop us."""
    if "MAKELEVEL" in os.environ:
        parent = os.getppid()
        processes.end_with_parent(signal.SIGTERM)
        if os.getppid() != parent:
            raise Stop


# The run


class Supervisor:
    def __init__(self, place: Path, host: str, port: int):
        self.place, self.host, self.port = place, host, port
        self.children: list[Child] = []
        self.postgres = not os.environ.get("DATABASE_URL")
        self.redis = not os.environ.get("REDIS_URL")

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host in ('127.0.0.1', '::1') else self.host}:{self.port}/"

    def run(self) -> None:
        began = time.monotonic()
        os.environ.setdefault("SITE_URL", self.address)
        if processes.clear(self.place):
            say("Ended what an earlier run had left behind.")
        shorten(self.place / "logs")
        told = self._start()
        self._wait_until_served()
        self._introduce(told, time.monotonic() - began)
        while True:
            self._turn()
            time.sleep(TURN)

    def _start(self) -> str:
        """What preparing the database and the web are made of takes a second or two to load, each on its own: the one
        is loaded while the data folder is made, the other while the database is prepared. Of two processors neither is
        idle, and none is asked for by three."""
        say("Preparing the database…")
        web, *others = site(self.place, self.host, self.port)
        web.gate = Gate()
        with self._preparing() as (preparing, services_are_there):
            wanted = embedded.services(self.place, with_postgres=self.postgres, with_redis=self.redis, say=say)
            self._start_child(web)
            self._start_services(wanted)
            services_are_there.open()
            told = self._prepared(preparing)
        web.gate.open()
        for child in others:
            self._start_child(child)
        return told

    def _start_child(self, child: Child) -> None:
        self.children.append(child)
        child.start(self.place)

    def _start_services(self, wanted: list[embedded.Service]) -> None:
        for service in wanted:
            process = embedded.launch(service, self.place, die_with_us=service.stop_signal)
            self.children.append(service_child(service, process))
        if self.postgres:
            embedded.ensure_database(self.place)

    @property
    def _log_of_preparing(self) -> Path:
        return self.place / "logs" / "prepare.log"

    @contextlib.contextmanager
    def _preparing(self) -> Iterator[tuple[subprocess.Popen, Gate]]:
        """Migrate, make the cache table, load the demo: in a process of its own, so that its memory goes again. It
        waits before the gate for the services."""
        gate = Gate()
        command = [sys.executable, "-m", "django", "prepare"]
        self._log_of_preparing.parent.mkdir(parents=True, exist_ok=True)
        with self._log_of_preparing.open("w") as complaints:
            preparing = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                **gate.options(processes.environment(self.place)),
            )
        with preparing:
            try:
                yield preparing, gate
            finally:
                preparing.kill()

    def _prepared(self, preparing: subprocess.Popen) -> str:
        """What it has to tell, once it is done; what it is at is said at once."""
        told = ""
        for line in preparing.stdout:
            if at := underway.told(line):
                say(f"  {at}…")
            else:
                told += line
        if preparing.wait():
            last = embedded.last_line(self._log_of_preparing.read_text() or told)
            raise Refusal(f"The database could not be prepared; {self._log_of_preparing} tells why, and ends: {last}")
        return told

    def _wait_until_served(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while not self._answers():
            self._turn()
            if time.monotonic() > deadline:
                raise Refusal(f"The site does not answer; {self.place / 'logs' / 'web.log'} tells why.")
            time.sleep(TURN / 2)

    def _answers(self) -> bool:
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 - compared, not opened
        connection = http.client.HTTPConnection(host, self.port, timeout=2)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status < 500
        return False

    def _introduce(self, told: str, seconds: float) -> None:
        say("")
        say(f"secmods is at {self.address}  (started in {seconds:.1f} s)")
        if told.strip():
            say(told.rstrip())
        say(f"What each process says is in {self.place / 'logs'}. Stop with Ctrl-C.")

    def _turn(self) -> None:
        for child in self.children:
            if child.has_died():
                say(child.bury())
            if child.process is None and time.monotonic() >= child.due:
                child.start(self.place)

    def stop(self) -> None:
        """Programs first, then the services they use; killed if they have not gone in time."""
        deadline = time.monotonic() + GRACE
        services = [child for child in self.children if child.name in ("PostgreSQL", "Redis")]
        programs = [child for child in self.children if child not in services]
        for group, until in ((programs, deadline - GRACE / 4), (services, deadline)):
            self._end(group, until)
        processes.clear(self.place, patience=1.0)
        embedded.tidy_sockets(self.place)

    def _end(self, children: Iterable[Child], until: float) -> None:
        running = [child for child in children if child.process]
        for child in running:
            processes.signal_group(child.process.pid, signal.SIGCONT)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.process.pid, child.stop_signal)
        for child in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, until - time.monotonic()))
            processes.signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()


def raise_stop(*_) -> None:
    """The first request to stop is heard, from wherever we are; further ones change nothing."""
    ignore_requests()
    raise Stop


def ignore_requests() -> None:
    for number in REQUESTS:
        signal.signal(number, signal.SIG_IGN)


def hold_and_run(host: str, port: int) -> None:
    place = home()
    try:
        with holding.lock(place, wait=1.0) as note:
            check_port(host, port)
            supervisor = Supervisor(place, host, port)
            note.write(f"process {os.getpid()}, {supervisor.address}")
            try:
                supervisor.run()
            finally:
                ignore_requests()
                note.write(holding.STOPPING)
                supervisor.stop()
    except holding.Held as holder:
        raise Refusal(f"{place} is in use already ({holder}); stop that first, or set SECMODS_HOME.") from None


def main() -> int:
    parser = argparse.ArgumentParser(prog="secmods.supervisor", description="Run the whole site until Ctrl-C.")
    variables = Environment(os.environ)
    parser.add_argument("--host", default=variables.text("HOST", "127.0.0.1"))
    parser.add_argument("--port", default=variables.text("PORT", "8000"))
    options = parser.parse_args()
    for number in REQUESTS:
        signal.signal(number, raise_stop)
    try:
        port = Environment({"PORT": options.port}).whole("PORT", 8000, 1, 65_535)
        wait_for_parent_to_matter()
        check_settings()
        hold_and_run(options.host, port)
    except (Refusal, ImproperlyConfigured, embedded.ServiceError) as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    except Stop:
        say("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""From `make run` to a page served: on an empty home (with the demo record) and on the same home again; and that
everything else answers as it should from that moment on."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".local" / "bench"
PORT = 8766
LIMIT = 10.0  # seconds, on an installed checkout
ANSWERS = {"/healthz": 200, "/readyz": 200, "/modifications/": 200, "/modifications/DP087/": 301}


def served() -> bool:
    try:
        urlopen(f"http://localhost:{PORT}/modifications/", timeout=5).close()
    except HTTPError as problem:
        sys.exit(f"The register answered {problem.code}.")
    except OSError:
        return False
    return True


def status(address: str) -> int:
    connection = http.client.HTTPConnection("localhost", PORT, timeout=5)
    connection.request("GET", address)
    return connection.getresponse().status


@contextmanager
def running() -> Iterator[subprocess.Popen]:
    run = subprocess.Popen(
        ["make", "run", f"PORT={PORT}"],
        cwd=ROOT,
        env={**os.environ, "SECMODS_HOME": str(HOME)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield run
    finally:
        run.send_signal(signal.SIGTERM)
        run.wait()


def start_and_stop() -> tuple[float, float]:
    began = time.perf_counter()
    with running() as run:
        while not served():
            if run.poll() is not None:
                sys.exit("The site did not start.")
            time.sleep(0.02)
        started = time.perf_counter()
        if (given := {address: status(address) for address in ANSWERS}) != ANSWERS:
            sys.exit(f"Served before it was ready: {given}")
    return started - began, time.perf_counter() - started


def main() -> int:
    shutil.rmtree(HOME, ignore_errors=True)
    slowest = 0.0
    for what in ("empty home, with the demo record", "same home again"):
        up, down = start_and_stop()
        slowest = max(slowest, up)
        print(f"{what}: a page after {up:.1f} s (limit {LIMIT:.0f} s); stopped after {down:.1f} s")
    shutil.rmtree(HOME, ignore_errors=True)
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())

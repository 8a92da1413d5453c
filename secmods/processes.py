"""Starting, finding and ending the processes that belong to one home folder.

A process is known by what cannot be reused, unlike its number: the mark in its environment, or, for the two services
that may write over their environment, the path of their data folder among their arguments.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MARK = "SECMODS_SUPERVISED"
SERVICES = {b"postgres", b"redis-server"}
PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"


def end_with_parent(number: int) -> None:
    """Ask the kernel to send this process the signal when its parent dies, however the parent dies."""
    if LINUX:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))


def environment(home: Path, **extra: str) -> dict[str, str]:
    return {**os.environ, **extra, MARK: str(home)}


def _read(path: Path) -> bytes:
    with contextlib.suppress(OSError):
        return path.read_bytes()
    return b""


def _state(number: int) -> bytes:
    fields = _read(Path(f"/proc/{number}/stat")).rpartition(b")")[2].split()
    return fields[0] if fields else b""


def alive(number: int) -> bool:
    """Whether the process runs; one that has ended and only waits to be collected does not."""
    if LINUX:
        return _state(number) not in (b"", b"Z", b"X")
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _belongs(number: int, home: Path) -> bool:
    place = os.fsencode(home)
    if MARK.encode() + b"=" + place in _read(Path(f"/proc/{number}/environ")).split(b"\0"):
        return True
    words = _read(Path(f"/proc/{number}/cmdline")).split(b"\0")
    service = words[0].rpartition(b"/")[2] in SERVICES
    return service and any(os.path.dirname(word) in (place, place + b"/redis") for word in words[1:])


def belonging_to(home: Path) -> list[int]:
    """Numbers of the living processes of this home, our own excepted. Empty where there is no /proc to ask."""
    numbers = (int(entry.name) for entry in Path("/proc").glob("[0-9]*"))
    return [n for n in numbers if n != os.getpid() and _belongs(n, home) and alive(n)]


def send(numbers: list[int], number: int) -> None:
    for process in numbers:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(process, number)


def gone(home: Path, within: float) -> bool:
    deadline = time.monotonic() + within
    while belonging_to(home):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def clear(home: Path, patience: float = 4.0) -> int:
    """End every process of this home: politely, then not. Answers how many there were.

    SIGINT rather than SIGTERM goes to PostgreSQL, which on SIGTERM waits for its clients to leave.
    """
    found = belonging_to(home)
    if not found:
        return 0
    for process in found:
        service = b"postgres" in _read(Path(f"/proc/{process}/cmdline")).split(b"\0")[0]
        send([process], signal.SIGINT if service else signal.SIGTERM)
    send(found, signal.SIGCONT)
    if not gone(home, patience):
        send(belonging_to(home), signal.SIGKILL)
        gone(home, patience)
    return len(found)


def spawn(argv: list[str], *, home: Path, log: Path, die_with_us: int | None = None, **options) -> subprocess.Popen:
    """Start a process in a session of its own, its output appended to the log, marked as belonging to the home."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=(lambda: end_with_parent(die_with_us)) if die_with_us else None,
            **{"env": environment(home), **options},
        )


def signal_group(leader: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)

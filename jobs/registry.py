"""Which function does which kind of job, and which sweeps the dispatcher starts. Apps register in ``apps.py``."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``run(job, progress)`` does the work and may run twice; it returns a dict of primitives kept as the result."""

    name: str
    run: Callable
    words: str


@dataclass(frozen=True)
class Sweep:
    """Work that the passing of time makes due: ``queue()`` is called every ``seconds`` and puts jobs in the queue."""

    name: str
    queue: Callable[[], None]
    seconds: int


_kinds: dict[str, Kind] = {}
_sweeps: dict[str, Sweep] = {}


def register(name: str, run: Callable, words: str) -> None:
    _kinds[name] = Kind(name, run, words)


def register_sweep(name: str, queue: Callable[[], None], *, seconds: int) -> None:
    _sweeps[name] = Sweep(name, queue, seconds)


def kind(name: str) -> Kind:
    return _kinds[name]


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def sweeps() -> list[Sweep]:
    return list(_sweeps.values())

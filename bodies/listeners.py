"""Who has reckoned with working days, and so must reckon again when one of them changes. Upper apps register here."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date

_listeners: list[Callable] = []


def when_a_day_changes(listener: Callable) -> None:
    """Register ``listener(day, why)``, a context manager: it enters before the day is written, to lock what rests on
    it, and leaves after it, to reckon again. Both within the act that changes the day."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def day_changes(day: date, why: str) -> Iterator[None]:
    with ExitStack() as stack:
        for listener in _listeners:
            stack.enter_context(listener(day, why))
        yield

"""Who has reckoned with working days, or with the day of a meeting, and so must reckon again when it changes. Upper
apps register here."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

_listeners: list[Callable] = []
_of_meetings: list[Callable] = []


@dataclass(frozen=True)
class MeetingChange:
    """``what``: “moved”, “cancelled”, “reinstated” or “renumbered”; ``was``: its day before; ``to``: the meeting that
    takes over what is tied to the day of one that is cancelled. Afterwards ``meeting`` is as it has become."""

    what: str
    meeting: object
    was: date
    reason: str
    by: object
    to: object = None


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


def when_a_meeting_changes(listener: Callable) -> None:
    """Register ``listener(change)``, a context manager: it enters before the meeting is written, to refuse or to lock
    what rests on its day, and leaves after it. Both within the act that changes the meeting."""
    if listener not in _of_meetings:
        _of_meetings.append(listener)


@contextmanager
def meeting_changes(change: MeetingChange) -> Iterator[None]:
    with ExitStack() as stack:
        for listener in _of_meetings:
            stack.enter_context(listener(change))
        yield

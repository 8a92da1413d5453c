"""The only clock that any rule reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CLOSING_TIME = time(17, 0)

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """This instant, in UTC; the instant of the request while one is being answered (see ``audit.middleware``)."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in London, which is the date that papers, windows and meetings go by."""
    return now().astimezone(LONDON).date()


def closing(day: date) -> datetime:
    """17:00 London time on ``day``, in UTC. A window is [opens, closes): 17:00:00.000 is already late."""
    return datetime.combine(day, CLOSING_TIME, LONDON).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Midnight in London at which ``day`` begins, in UTC."""
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def london_date(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Hold the clock at ``instant`` within the block: one request, one replayed act, one test."""
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)

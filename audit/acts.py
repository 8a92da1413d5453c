"""An act is one function: one transaction, one id, its events appended together as the last statements in it."""

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from audit import chain, clock, events
from audit.classification import Classification


class Refused(Exception):
    """The act cannot be done. ``sentence`` is for whoever tried; ``field`` names where on the form it belongs."""

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refused):
    """This person may not do this act."""


class ActWithoutEvent(RuntimeError):
    """A change went unrecorded: a fault in the code, never the user's."""


@dataclass
class Scope:
    """What the outermost act knows while it runs."""

    by: object = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    at: datetime = field(default_factory=clock.now)
    entries: list[chain.Entry] = field(default_factory=list)
    kept: dict[Callable, list] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)
    idle: bool = False


@dataclass
class Series:
    """What acts made one after another in one transaction leave to its end, and what they hold until then."""

    entries: list[chain.Entry] = field(default_factory=list)
    held: set[str] = field(default_factory=set)


_scope: ContextVar[Scope | None] = ContextVar("act_scope", default=None)
_series: ContextVar[Series | None] = ContextVar("act_series", default=None)


def act(function):
    """Make ``function`` an act. It must record at least one event, or say ``nothing_changed()`` or ``unrecorded()``.

    An act called within another joins it: same transaction, same act id, events appended once at the outermost end.
    """

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if _scope.get() is not None:
            return function(*args, **kwargs)
        return _outermost(function, args, kwargs)

    wrapper.is_act = True
    return wrapper


def _outermost(function, args, kwargs):
    scope, series = Scope(by=kwargs.get("by")), _series.get()
    token = _scope.set(scope)
    try:
        with transaction.atomic(savepoint=series is None):
            result = function(*args, **kwargs)
            for write, things in scope.kept.items():
                write(things)
            if scope.entries:
                _hand_over(scope.entries, series)
            elif not scope.idle:
                raise ActWithoutEvent(f"{function.__module__}.{function.__qualname__} recorded no event.")
    finally:
        _scope.reset(token)
    return result


def _hand_over(entries: list[chain.Entry], series: Series | None) -> None:
    if series is None:
        chain.append(entries)
    else:
        series.entries += entries


@contextmanager
def in_series() -> Iterator[None]:
    """One transaction for all acts made within it: all of them, or none, so that a failing one ends the series.

    Each has an id, an instant and events of its own; the events of all are appended together as the last statements. A
    series within a series is part of it.
    """
    if _series.get() is not None:
        yield
        return
    token = _series.set(Series())
    try:
        with transaction.atomic():
            yield
            append_finished()
    finally:
        _series.reset(token)


def append_finished() -> None:
    """In a series: append the events of the acts that are done, for whoever is to read the chain before its end."""
    series = _series.get()
    if series and series.entries:
        chain.append(series.entries)
        series.entries = []


def holds(lock: str) -> bool:
    """Whether an earlier act of the running series has taken ``lock``, which is held until the series ends; from now on
    it has. Outside a series each act takes its locks itself."""
    series = _series.get()
    if series is None:
        return False
    held = lock in series.held
    series.held.add(lock)
    return held


def current() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise ActWithoutEvent("The record may only be changed within an act.")
    return scope


def at_the_end(write, thing) -> None:
    """Keep ``thing`` until the outermost act ends; before its events are appended, ``write(things)`` writes all that
    were kept for it, in their order and together."""
    current().kept.setdefault(write, []).append(thing)


def asked_once(what: str, find):
    """What ``find()`` answers, asked once in the running act. For what the act itself does not change. Outside an act
    it is asked each time."""
    scope = _scope.get()
    if scope is None:
        return find()
    if what not in scope.known:
        scope.known[what] = find()
    return scope.known[what]


def nothing_changed() -> None:
    """Say that this act found nothing to do and wrote nothing."""
    current().idle = True


def unrecorded() -> None:
    """Say that what this act writes is a draft: it is no part of the record until another act makes it so. For drafts
    that are nobody's to read but of those who write them (see docs/decisions/drafts-are-not-the-record.md)."""
    current().idle = True


def record(
    action: str,
    *,
    subject,
    about: object = "",
    by=None,
    sentence: str = "",
    before: dict | None = None,
    after: dict | None = None,
    effective_on: date | None = None,
    classification: str | None = None,
) -> None:
    """Hand over one event of the running act. ``sentence`` says what happened in plain words, as read in the history.

    Without a ``classification`` of its own the event has that of what it is about.
    """
    if not events.is_declared(action):
        raise ValueError(f"The event “{action}” is not declared.")
    scope = current()
    actor = by or scope.by
    detail = {"sentence": sentence, "actor": actor_name(actor), "capacity": actor_capacity(actor)}
    detail |= {"before": before} if before else {}
    detail |= {"after": after} if after else {}
    scope.entries.append(
        chain.Entry(
            act=scope.id,
            at=scope.at,
            effective_on=effective_on or clock.london_date(scope.at),
            actor=label(actor) if actor else "system",
            action=action,
            subject=label(subject),
            about=label(about),
            classification=classification or getattr(about, "classification", Classification.WHITE),
            detail=detail,
        )
    )


def label(thing) -> str:
    """How the chain names an object: ``proposals.proposal:12``; a string names itself."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"


def actor_name(actor) -> str:
    return getattr(actor, "name", "") or "secmods"


def actor_capacity(actor) -> str:
    """In what capacity somebody acted, as the public may read it: a role or an organisation, never a name."""
    return getattr(actor, "capacity", "") or "secmods"

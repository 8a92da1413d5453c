"""Recompute the chain: finds a row altered, removed, or cut off at the end behind the record's back, and names it."""

import json
from collections.abc import Iterator

from audit import chain
from audit.models import ChainHead, Checkpoint, Event, EventDetail

COLUMNS = ("act", "actor", "action", "subject", "about", "classification")


def faults() -> Iterator[str]:
    """Plain sentences, one per fault, in the order of the chain. Nothing yielded: the chain is whole."""
    head = ChainHead.objects.first() or ChainHead()
    witnesses = {c.size: c for c in Checkpoint.objects.all()}
    expected, previous = 1, chain.GENESIS
    for event, detail in _with_details():
        if event.sequence != expected:
            yield _missing(expected, event.sequence - 1)
        yield from _faults_of(event, detail, previous if event.sequence == expected else event.previous_hash)
        yield from _against(witnesses.pop(event.sequence, None), event)
        expected, previous = event.sequence + 1, event.hash
    yield from _end(head, expected - 1, previous)
    for size, witness in sorted(witnesses.items()):
        if size:
            yield f"The checkpoint of {witness.on:%-d %B %Y} witnesses event {size}, which is not there."


def _with_details() -> Iterator[tuple[Event, EventDetail | None]]:
    details = EventDetail.objects.order_by("sequence").iterator(chunk_size=2000)
    detail = next(details, None)
    for event in Event.objects.order_by("sequence").iterator(chunk_size=2000):
        while detail and detail.sequence < event.sequence:
            detail = next(details, None)
        yield event, detail if detail and detail.sequence == event.sequence else None


def _faults_of(event: Event, detail: EventDetail | None, previous: str) -> Iterator[str]:
    name = f"Event {event.sequence} ({event.action}, {event.about or event.subject})"
    if event.previous_hash != previous:
        yield f"{name} does not follow the event before it."
    if event.hash != chain.link(event.previous_hash, event.canonical):
        yield f"{name} has been altered: its hash does not fit its text."
    facts = _facts(event)
    if any(facts.get(column) != str(getattr(event, column)) for column in COLUMNS) or not _times_fit(event, facts):
        yield f"{name} has been altered: its columns do not fit its hashed text."
    if detail is None:
        yield f"{name} has lost its details."
    elif detail.body is not None and chain.digest(detail.salt, detail.body) != facts.get("detail"):
        yield f"{name} has been altered: its details do not fit their digest."


def _facts(event: Event) -> dict:
    """What the hashed text says; nothing, where somebody has made it unreadable."""
    try:
        facts = json.loads(event.canonical)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _times_fit(event: Event, facts: dict) -> bool:
    return (facts.get("sequence"), facts.get("at"), facts.get("effective_on")) == (
        event.sequence,
        event.at.isoformat(),
        event.effective_on.isoformat(),
    )


def _against(witness: Checkpoint | None, event: Event) -> Iterator[str]:
    if witness and witness.hash != event.hash:
        yield f"Event {event.sequence} is not the one witnessed by the checkpoint of {witness.on:%-d %B %Y}."


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Event {first} has been removed."
    return f"Events {first} to {last} have been removed."


def _end(head: ChainHead, size: int, last_hash: str) -> Iterator[str]:
    if head.size > size:
        yield f"The chain is cut off: {_missing(size + 1, head.size)}"
    elif head.size < size or head.hash != last_hash:
        yield f"The head of the chain does not fit: it says {head.size} events, there are {size}."

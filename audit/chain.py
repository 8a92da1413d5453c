"""How events are hashed and appended. Entry hash = SHA-256(previous hash, newline, canonical JSON)."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from audit.models import ChainHead, Event, EventDetail

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """An event as an act hands it over, before it has a place in the chain."""

    act: UUID
    at: datetime
    effective_on: date
    actor: str
    action: str
    subject: str
    about: str
    classification: str
    detail: dict = field(default_factory=dict)


def canonical_json(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)


def digest(salt: str, body) -> str:
    return hashlib.sha256(f"{salt}\n{canonical_json(body)}".encode()).hexdigest()


def link(previous: str, canonical: str) -> str:
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def append(entries: list[Entry]) -> None:
    """Lock the head, give each entry its sequence and hash, insert them, move the head. Last thing before commit."""
    head = _locked_head()
    events, details = [], []
    for entry in entries:
        event, detail = _forge(entry, head.size + 1, head.hash)
        events.append(event)
        details.append(detail)
        head.size, head.hash = event.sequence, event.hash
    Event.objects.bulk_create(events)
    EventDetail.objects.bulk_create(details)
    head.save(update_fields=["size", "hash"])


def _locked_head() -> ChainHead:
    locked = ChainHead.objects.select_for_update()
    head = locked.first()
    if head is None:
        ChainHead.objects.get_or_create()
        head = locked.get()
    return head


def _forge(entry: Entry, sequence: int, previous: str) -> tuple[Event, EventDetail]:
    salt = secrets.token_hex(16)
    body = json.loads(canonical_json(entry.detail))
    facts = {
        "sequence": sequence,
        "act": str(entry.act),
        "at": entry.at.isoformat(),
        "effective_on": entry.effective_on.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "about": entry.about,
        "classification": entry.classification,
        "detail": digest(salt, body),
    }
    canonical = canonical_json(facts)
    event = Event(
        sequence=sequence,
        act=entry.act,
        at=entry.at,
        effective_on=entry.effective_on,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        about=entry.about,
        classification=entry.classification,
        canonical=canonical,
        previous_hash=previous,
        hash=link(previous, canonical),
    )
    return event, EventDetail(sequence=sequence, salt=salt, body=body)

"""Reading the chain for people."""

from dataclasses import dataclass
from datetime import date, datetime

from audit import events
from audit.acts import label
from audit.models import Event, EventDetail


@dataclass(frozen=True)
class HistoryRow:
    """One line of a history tab; ``who`` is a name only for those who may read names."""

    sequence: int
    about: str
    at: datetime
    effective_on: date
    action: str
    label: str
    sentence: str
    who: str
    before: dict
    after: dict
    classification: str
    hash: str


def history_of(subject, user, also: frozenset[str] = frozenset()):
    """Events about ``subject`` that ``user`` may read, newest first; a queryset, so that it can be paged.

    ``also``: further classes that are open to this reader because the subject is their own.
    """
    return Event.objects.visible_to(user, also).about(label(subject))


def history_rows(page_of_events, *, names: bool) -> list[HistoryRow]:
    """Present a page of events with its details in one more query. ``names``: whether the reader may see who acted."""
    page = list(page_of_events)
    details = EventDetail.objects.in_bulk([event.sequence for event in page])
    return [_row(event, details.get(event.sequence), names) for event in page]


def _row(event: Event, detail: EventDetail | None, names: bool) -> HistoryRow:
    body = (detail and detail.body) or {}
    erased = "The details of this entry have been erased." if detail and detail.erased_at else ""
    return HistoryRow(
        sequence=event.sequence,
        about=event.about,
        at=event.at,
        effective_on=event.effective_on,
        action=event.action,
        label=events.label(event.action),
        sentence=body.get("sentence", "") or erased,
        who=body.get("actor" if names else "capacity", ""),
        before=body.get("before", {}) if names else {},
        after=body.get("after", {}) if names else {},
        classification=event.classification,
        hash=event.hash,
    )

"""A meeting is not cancelled while something stands on its agenda: it is carried over, or taken off, first."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.acts import Refused
from bodies.listeners import MeetingChange
from subcommittees.models import AgendaItem
from subcommittees.numbering import STANDING


@contextmanager
def nothing_stands_on_it(change: MeetingChange) -> Iterator[None]:
    yield
    if change.what != "cancelled":
        return
    count = AgendaItem.objects.filter(meeting=change.meeting, state__in=STANDING).count()
    if count:
        items = "One item stands" if count == 1 else f"{count} items stand"
        raise Refused(f"{items} on its agenda: carry over or take off what stands there first.")

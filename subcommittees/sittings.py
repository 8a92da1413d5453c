"""What its agenda keeps a meeting from: it is not cancelled while something stands there, and keeps the number under
which a reference was issued."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.acts import Refused
from bodies.listeners import MeetingChange
from subcommittees.models import AgendaItem
from subcommittees.numbering import STANDING


@contextmanager
def rests_on_it(change: MeetingChange) -> Iterator[None]:
    yield
    if change.what == "renumbered":
        _check_no_reference(change)
    if change.what != "cancelled":
        return
    count = AgendaItem.objects.filter(meeting=change.meeting, state__in=STANDING).count()
    if count:
        items = "One item stands" if count == 1 else f"{count} items stand"
        raise Refused(f"{items} on its agenda: carry over or take off what stands there first.")


def _check_no_reference(change: MeetingChange) -> None:
    issued = AgendaItem.objects.filter(meeting=change.meeting).exclude(reference="").order_by("number").first()
    if issued:
        raise Refused(f"{issued.reference} was issued under the number that it has: it stays.", "number")

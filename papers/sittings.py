"""A meeting keeps the number under which its agenda, its minutes or its pack were issued: it stands in their titles and
addresses."""

from collections.abc import Iterator
from contextlib import contextmanager

from audit.acts import Refused
from bodies.listeners import MeetingChange
from papers.models import Pack, PaperVersion


@contextmanager
def issued_under_its_number(change: MeetingChange) -> Iterator[None]:
    yield
    if change.what != "renumbered":
        return
    of_it = PaperVersion.objects.filter(paper__meeting=change.meeting, state=PaperVersion.State.ISSUED)
    if version := of_it.order_by("issued_at").first():
        raise Refused(f"“{version}” was issued under the number that it has: it stays.", "number")
    if Pack.objects.issued().filter(meeting=change.meeting).exists():
        raise Refused("A pack was issued under the number that it has: it stays.", "number")

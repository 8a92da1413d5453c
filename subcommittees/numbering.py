"""The numbers of the items of a meeting: provisional until a paper is issued under one, and from then on fixed.

An item whose reference is fixed keeps its number whatever becomes of the agenda. Those that are not yet fixed take the
numbers that are free, in the order in which they stand; what came late takes the next ones after all others.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from bodies.models import Meeting
from subcommittees.models import AgendaItem

STANDING = (AgendaItem.State.STANDS, AgendaItem.State.TAKEN)


def numbers(items: Iterable[AgendaItem]) -> dict[int, int]:
    """The number of each item of one meeting, by its key: of all of them, also those that no longer stand. What is off
    the agenda has a number only where it is fixed, and nobody else ever gets it."""
    items = sorted(items, key=lambda item: item.place)
    found = {item.pk: item.number for item in items if item.number}
    waiting = [item for item in items if item.pk not in found and item.state in STANDING]
    in_time = [item for item in waiting if not item.is_late]
    free = _free(set(found.values()))
    found |= {item.pk: next(free) for item in in_time}
    last = max(found.values(), default=0)
    late = [item for item in waiting if item.is_late]
    return found | {item.pk: number for number, item in enumerate(late, last + 1)}


def _free(taken: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)


def reference(meeting: Meeting, number: int) -> str:
    """“SECP_69_1406_11”: the body, the number of the meeting, its day and month, the item. The year is not in it."""
    return f"{meeting.committee.prefix}_{meeting.number:02}_{meeting.date:%d%m}_{number:02}"

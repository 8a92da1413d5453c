"""Where on an agenda a verbal update stands: under the item that it names."""

from collections.abc import Iterable

from subcommittees.models import AgendaItem, VerbalUpdate
from subcommittees.numbering import STANDING

LONGEST = AgendaItem._meta.get_field("title").max_length


def title_of(update: VerbalUpdate) -> str:
    """What its item is called when it is put on."""
    return update.about[:LONGEST]


def stands(update: VerbalUpdate) -> bool:
    """Whether it is on the agenda: what it stood under may have been taken off."""
    return update.item_id is not None and update.item.state in STANDING


def by_item(updates: Iterable[VerbalUpdate], items: list[AgendaItem]) -> dict[int | None, list[VerbalUpdate]]:
    """The updates under each item, by its key; under None those that stand under none of ``items``."""
    known, found = {item.pk for item in items}, {}
    for update in updates:
        found.setdefault(update.item_id if update.item_id in known else None, []).append(update)
    return found

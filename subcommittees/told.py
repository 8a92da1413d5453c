"""Where on an agenda a verbal update stands: under an item for such a word, or else under that of its proposal."""

from collections.abc import Iterable

from subcommittees.models import AgendaItem, VerbalUpdate

LONGEST = AgendaItem._meta.get_field("title").max_length


def title_of(update: VerbalUpdate) -> str:
    """What its item is called."""
    return update.about[:LONGEST]


def own_item(update: VerbalUpdate, items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The item that was put on for it."""
    same = (item for item in items if item.kind == AgendaItem.Kind.VERBAL_UPDATE and item.title == title_of(update))
    return next((item for item in same if item.proposal_id in (None, update.proposal_id)), None)


def item_of(update: VerbalUpdate, items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The item under which the meeting is told, of those of the meeting: its own, or another word on its proposal."""
    own = own_item(update, items)
    if own is not None or update.proposal_id is None:
        return own
    words = (item for item in items if item.kind == AgendaItem.Kind.VERBAL_UPDATE)
    return next((item for item in words if item.proposal_id == update.proposal_id), None)


def by_item(updates: Iterable[VerbalUpdate], items: list[AgendaItem]) -> dict[int | None, list[VerbalUpdate]]:
    """The updates under each item, by its key, so that each stands in one place; under None those without one."""
    of_proposals = {item.proposal_id: item for item in items if item.kind == AgendaItem.Kind.PROPOSAL}
    found: dict[int | None, list[VerbalUpdate]] = {}
    for update in updates:
        item = item_of(update, items) or of_proposals.get(update.proposal_id)
        found.setdefault(item.pk if item else None, []).append(update)
    return found

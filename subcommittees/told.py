"""Where on an agenda a verbal update stands: under the item of its own, or else under that of its proposal."""

from collections.abc import Iterable

from subcommittees.models import AgendaItem, VerbalUpdate

LONGEST = AgendaItem._meta.get_field("title").max_length


def title_of(update: VerbalUpdate) -> str:
    """What its item is called."""
    return update.about[:LONGEST]


def item_of(update: VerbalUpdate, items: Iterable[AgendaItem]) -> AgendaItem | None:
    """The item of its own, of those of its meeting."""
    return next((item for item in items if _is_of(item, update)), None)


def _is_of(item: AgendaItem, update: VerbalUpdate) -> bool:
    same = item.proposal_id is None or item.proposal_id == update.proposal_id
    return item.kind == AgendaItem.Kind.VERBAL_UPDATE and same and item.title == title_of(update)


def by_item(updates: Iterable[VerbalUpdate], items: list[AgendaItem]) -> dict[int | None, list[VerbalUpdate]]:
    """The updates under each item, by its key, so that each stands in one place; under None those without one."""
    of_proposals = {item.proposal_id: item for item in items if item.kind == AgendaItem.Kind.PROPOSAL}
    found: dict[int | None, list[VerbalUpdate]] = {}
    for update in updates:
        item = item_of(update, items) or of_proposals.get(update.proposal_id)
        found.setdefault(item.pk if item else None, []).append(update)
    return found

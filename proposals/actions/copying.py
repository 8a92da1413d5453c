"""Rows written once more for the parts of a split proposal: one statement for each kind, whatever their number."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Model

from proposals.models import Proposal


class Copies:
    """What was copied so far from ``parent`` to ``children``, which came of it on the day ``on``, so that what hangs on
    a row finds its copies."""

    def __init__(self, parent: Proposal, children: list[Proposal], on: date):
        self.parent, self.children, self.on = parent, children, on
        self._made: dict[type[Model], dict[int, list[Model]]] = defaultdict(dict)
        self._made[Proposal][parent.pk] = children

    def of(self, row: Model) -> list[Model]:
        """The copies of a row, in the order of the children."""
        return self._made[type(row)][row.pk]

    def write(
        self,
        rows: Iterable[Model],
        *owners: str,
        also: tuple[str, ...] = (),
        change: Callable[[Model], dict] = lambda row: {},
    ) -> list[Model]:
        """Each row once for each copy of its owner. ``owners``: its foreign keys, of which one is set; ``also``: others
        that lead to a row that may have been copied too; ``change``: columns that a copy has otherwise. Gives the rows
        that were copied."""
        rows = list(rows)
        for row in rows:
            self._made[type(row)][row.pk] = [
                _copied(row, **self._keys(row, owners, place), **self._keys(row, also, place), **change(row))
                for place in range(len(self.children))
            ]
        if rows:
            type(rows[0]).objects.bulk_create(copy for row in rows for copy in self.of(row))
        return rows

    def _keys(self, row: Model, names: tuple[str, ...], place: int) -> dict:
        """What each foreign key of ``names`` has in the copy for the child at that place."""
        found = {}
        for name in names:
            field = row._meta.get_field(name)
            made = self._made[field.related_model].get(getattr(row, field.attname))
            found[field.attname] = made[place].pk if made else None
        return found


def _copied(row: Model, **changes) -> Model:
    """``row`` once more, with ``changes``, not yet written."""
    fields = row._meta.concrete_fields
    return type(row)(**{f.attname: getattr(row, f.attname) for f in fields if not f.primary_key} | changes)

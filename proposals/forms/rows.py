"""Rows that repeat within one form: `place-0-locator`, `place-1-locator` and so on, each a field like any other, so
that errors, drafts and conflicts treat them alike. Adding or removing one needs no script."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from proposals.forms.base import EditForm

MOST = 100
# A button called “remove” would hide the method of that name that every element of a page has.
ADD, REMOVE = "row-add", "row-remove"


@dataclass(frozen=True)
class RowKind:
    """``telling`` names the fields of which one must be filled for the row to count."""

    key: str
    title: str
    add: str
    fields: Callable[[], dict[str, forms.Field]]
    telling: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    kind: RowKind
    index: int
    fields: list

    @property
    def number(self) -> int:
        return self.index + 1


class RowsForm(EditForm):
    """``kinds`` of repeated rows; ``read()`` gives lists of rows by their keys."""

    kinds: tuple[RowKind, ...] = ()

    def __init__(self, data=None, files=None, **options):
        super().__init__(data, files, **options)
        for kind in self.kinds:
            self._make(kind, self.initial.pop(kind.key, []))

    def _make(self, kind: RowKind, rows: list[dict]) -> None:
        count = _count(self.data, kind.key) if self.is_bound else max(len(rows), 1)
        self.fields[f"{kind.key}-count"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.initial[f"{kind.key}-count"] = count
        choices: dict[str, list] = {}
        for index in range(count):
            values = rows[index] if index < len(rows) else {}
            for name, field in kind.fields().items():
                _choose_from_the_same(field, name, choices)
                self.fields[f"{kind.key}-{index}-{name}"] = field
                if name in values:
                    self.initial[f"{kind.key}-{index}-{name}"] = values[name]

    def rows_of(self, kind: RowKind) -> list[Row]:
        count = self.initial[f"{kind.key}-count"]
        names = list(kind.fields())
        return [Row(kind, i, [self[f"{kind.key}-{i}-{name}"] for name in names]) for i in range(count)]

    def label_of(self, name: str) -> str:
        key, _, rest = name.partition("-")
        index = rest.partition("-")[0]
        title = next((kind.title for kind in self.kinds if kind.key == key), "")
        label = super().label_of(name)
        return f"{title} {int(index) + 1}: {label}" if title and index.isdecimal() else label

    def groups(self) -> list[tuple[RowKind, list[Row]]]:
        return [(kind, self.rows_of(kind)) for kind in self.kinds]

    def given(self, kind: RowKind) -> list[dict]:
        """The cleaned rows that say something."""
        return [row for _, row in self.given_at(kind)]

    def given_at(self, kind: RowKind) -> list[tuple[int, dict]]:
        names = list(kind.fields())
        rows = []
        for index in range(self.initial[f"{kind.key}-count"]):
            row = {name: self.cleaned_data.get(f"{kind.key}-{index}-{name}") for name in names}
            if any(row[name] for name in kind.telling):
                rows.append((index, row))
        return rows


def _choose_from_the_same(field: forms.Field, name: str, choices: dict[str, list]) -> None:
    """What can be chosen is read for the first row, and not again for each of the others."""
    if not isinstance(field, forms.ModelChoiceField):
        return
    if name not in choices:
        choices[name] = list(field.choices)
    field.choices = choices[name]


def _count(data, key: str) -> int:
    given = str(data.get(f"{key}-count", ""))
    return min(int(given), MOST) if _is_small(given) else 1


def _is_small(text: str) -> bool:
    return text.isdecimal() and len(text) < 9


def reshaped(data: QueryDict, kinds: tuple[RowKind, ...]) -> QueryDict | None:
    """The data with one row more (``row-add=place``) or one fewer (``row-remove=place-2``), if that was asked for."""
    for kind in kinds:
        if data.get(ADD) == kind.key:
            return _with_count(data, kind.key, _count(data, kind.key) + 1)
        asked = data.get(REMOVE, "")
        if asked.startswith(f"{kind.key}-") and _is_small(asked.rpartition("-")[2]):
            return _without(data, kind, int(asked.rpartition("-")[2]))
    return None


def _with_count(data: QueryDict, key: str, count: int) -> QueryDict:
    changed = data.copy()
    changed[f"{key}-count"] = str(min(count, MOST))
    return changed


def _without(data: QueryDict, kind: RowKind, index: int) -> QueryDict:
    """Later rows move up by one."""
    count = _count(data, kind.key)
    changed = _with_count(data, kind.key, max(count - 1, 1))
    for at in range(index, count):
        for name in kind.fields():
            changed.setlist(f"{kind.key}-{at}-{name}", data.getlist(f"{kind.key}-{at + 1}-{name}"))
    return changed

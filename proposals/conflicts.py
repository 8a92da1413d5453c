"""Two people wrote at once: where what one typed differs from what is on record now, field by field, with the
difference marked."""

from dataclasses import dataclass

from django.forms import CharField, HiddenInput

from proposals.forms.base import EditForm, RichField
from proposals.richtext import difference, difference_of_plain
from proposals.worddiff import DELETE, INSERT

OPS = {INSERT: "insert", DELETE: "delete"}


@dataclass(frozen=True)
class Side:
    """One field: ``theirs`` and ``mine`` as paragraphs of parts (components/_parts.html)."""

    label: str
    theirs: list
    mine: list


def differences(shown: EditForm, typed: EditForm) -> list[Side]:
    """``shown`` knows the record of this moment; ``typed`` holds what the person sent, cleaned."""
    sides = (_side(shown, typed, name) for name in shown.fields)
    return [side for side in sides if side]


def _side(shown: EditForm, typed: EditForm, name: str) -> Side | None:
    field = shown.fields[name]
    if isinstance(field.widget, HiddenInput):
        return None
    theirs, mine = _words(field, shown.initial.get(name)), _words(field, _typed(typed, name))
    if theirs == mine:
        return None
    compare = difference if isinstance(field, RichField) else difference_of_plain
    blocks = compare(theirs, mine)
    return Side(shown.label_of(name), _parts(blocks, without=INSERT, marked=False), _parts(blocks))


def _typed(form: EditForm, name: str):
    """Texts as they would be stored; choices and figures as they were sent."""
    if name not in form.fields:
        return None
    if isinstance(form.fields[name], CharField):
        return form.cleaned_data.get(name)
    return form[name].value()


def _parts(blocks, *, without: str = "", marked: bool = True) -> list:
    paragraphs = [
        [
            {"op": OPS.get(run.kind, "same") if marked else "same", "text": run.text}
            for run in b.runs
            if run.kind != without
        ]
        for b in blocks
    ]
    return [parts for parts in paragraphs if parts]


def _words(field, value) -> str:
    """A value as the person reads it: the label of a choice, yes or no, the text itself."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(field, "queryset"):
        return _chosen(field, value)
    labels = dict(_flat(field.choices)) if hasattr(field, "choices") else {}
    return str(labels.get(str(value), value))


def _chosen(field, value) -> str:
    keys = value if isinstance(value, (list, tuple)) else [value]
    return ", ".join(str(row) for row in field.queryset.filter(pk__in=keys))


def _flat(choices):
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        else:
            yield str(value), label

"""Entries of the history as a reader sees them: which are shown, and what changed from before to after."""

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.html import strip_tags

from audit.queries import HistoryRow
from proposals import richtext, worddiff
from proposals.models import Attachment, Figure, Proposal, ProposalUpdate

OPS = {worddiff.KEEP: "same", worddiff.INSERT: "insert", worddiff.DELETE: "delete"}
WORDS = {"sha256": "SHA-256 of the file", "places": "Places in the SEC"}


def shown_changes(row: HistoryRow) -> list[dict]:
    """Each changed fact as {name, parts}: from before to after where both are known, else what stood afterwards."""
    names = list(dict.fromkeys([*row.before, *row.after]))
    return [{"name": _named(name), "parts": _parts(row, name)} for name in names]


def _named(name: str) -> str:
    return WORDS.get(name) or name.replace("_", " ").capitalize()


def _parts(row: HistoryRow, name: str) -> list[dict]:
    after = _plain(row.after.get(name))
    if name not in row.before:
        return [{"op": "same", "text": after}]
    before = _plain(row.before[name])
    return [{"op": OPS[run.kind], "text": run.text} for run in worddiff.diff_words(before, after)]


def _plain(value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    return richtext.to_plain(text) if strip_tags(text) != text else text


def hidden_from(user, proposal: Proposal) -> Q:
    """Entries about a document, a figure or an update that ``user`` may not read today. An entry keeps the class that
    it was made with; what it is about may have been given a closer one since."""
    closed = [_closed_to(user, model.objects.filter(proposal=proposal)) for model in (Attachment, ProposalUpdate)]
    closed.append(Figure.objects.filter(attachment__in=closed[0]))
    hidden = Q()
    for rows in closed:
        hidden |= Q(subject__in=rows.values(name=_name_in_the_chain(rows.model)))
    return hidden


def _closed_to(user, rows):
    return rows.exclude(pk__in=rows.model.objects.visible_to(user).values("pk"))


def _name_in_the_chain(model) -> Concat:
    """As ``audit.acts.label`` has it, in SQL."""
    return Concat(Value(f"{model._meta.label_lower}:"), Cast("pk", CharField()), output_field=CharField())

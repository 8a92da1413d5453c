"""An event's before and after, as a reader sees what changed."""

from django.utils.html import strip_tags

from audit.queries import HistoryRow
from proposals import richtext, worddiff

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

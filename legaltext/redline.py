"""Redlines of the Code: which clause, which paragraph, which words. They are computed when needed and never stored.

The text of a clause is plain: one paragraph per line, which may begin with its label, as in `(b) any Device; and`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from proposals.references import clause_key
from proposals.worddiff import DELETE, INSERT, KEEP, Piece, Run, accept, align, diff_words, is_changed, merge, reject

__all__ = [
    "Clause",
    "ClauseChange",
    "Line",
    "Run",
    "accept",
    "changes_as_list",
    "redline_clauses",
    "redline_lines",
    "redline_text",
    "reject",
]

UNCHANGED, AMENDED, INSERTED, DELETED = "unchanged", "amended", "inserted", "deleted"

_PARAGRAPHS = re.compile(r"[^\n]*\n|[^\n]+")
# (a), (aa) and (ba), (iv), (A), (12): but no bracketed word such as (or).
_LABELLED = re.compile(
    r"\s*\((?P<label>[ivxl]{1,6}|[a-z]|(?P<twice>[a-z])(?P=twice)|[a-z]a|[A-Z]{1,2}|\d{1,2})\)(?:\s+|$)"
)
_NUMERALS = [
    tens + ones
    for tens in ("", "x", "xx", "xxx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
]
_FIRST = {"a": "alpha", "i": "roman", "A": "capital", "1": "figure"}
CONTEXT_WORDS = 4


class Clause(NamedTuple):
    number: str
    heading: str
    text: str


class Line(NamedTuple):
    """One paragraph. `runs` leave out the label; `path` is where it stands, (b)(ii).

    `was` is the label before if it was another, empty if there was none, and None if the label is unchanged.
    """

    label: str
    runs: tuple[Run, ...]
    kind: str
    path: str = ""
    was: str | None = None

    @property
    def level(self) -> int:
        return self.path.count("(")


class ClauseChange(NamedTuple):
    number: str
    heading_runs: tuple[Run, ...]
    lines: tuple[Line, ...]
    kind: str


class _Paragraph(NamedTuple):
    raw: str
    label: str
    body: str
    path: str

    @property
    def piece(self) -> Piece:
        return Piece(self.body, self.label)


# Comparing ----------------------------------------------------------------------------------------


def redline_text(before: str, after: str) -> list[Run]:
    """Every character of both texts, so that accepting gives the one and rejecting the other."""
    old, new = _paragraphs(before), _paragraphs(after)
    pairs = align([paragraph.piece for paragraph in old], [paragraph.piece for paragraph in new])
    runs = (run for i, j in pairs for run in diff_words(_raw(old, i), _raw(new, j)))
    return merge(runs)


def _raw(paragraphs: Sequence[_Paragraph], at: int | None) -> str:
    return "" if at is None else paragraphs[at].raw


def redline_lines(before: str, after: str) -> list[Line]:
    """The paragraphs to show; empty lines are left out."""
    old, new = _written(before), _written(after)
    pairs = align([paragraph.piece for paragraph in old], [paragraph.piece for paragraph in new])
    return [_line(None if i is None else old[i], None if j is None else new[j]) for i, j in pairs]


def _line(old: _Paragraph | None, new: _Paragraph | None) -> Line:
    if new is None:
        return Line(old.label, (Run(DELETE, old.body),), DELETED, old.path)
    if old is None:
        return Line(new.label, (Run(INSERT, new.body),), INSERTED, new.path)
    runs = tuple(diff_words(old.body, new.body))
    was = old.label if old.label != new.label else None
    kind = AMENDED if was is not None or is_changed(runs) else UNCHANGED
    return Line(new.label, runs, kind, new.path, was)


def redline_clauses(before: Sequence[Clause], after: Sequence[Clause]) -> list[ClauseChange]:
    """Clause by clause, matched by number and in the order of numbers; what has no number is matched by its heading."""
    old, new = _by_key(before), _by_key(after)
    return [_clause_change(old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys())]


def _by_key(clauses: Iterable[Clause]) -> dict[tuple[str, str, int], Clause]:
    seen: Counter = Counter()
    found = {}
    for clause in clauses:
        key = (clause_key(clause.number), "" if clause.number else clause.heading.casefold())
        found[*key, seen[key]] = clause
        seen[key] += 1
    return found


def _clause_change(old: Clause | None, new: Clause | None) -> ClauseChange:
    standing = new or old
    lines = tuple(redline_lines(old.text if old else "", new.text if new else ""))
    heading = tuple(diff_words(old.heading if old else "", new.heading if new else ""))
    return ClauseChange(standing.number, heading, lines, _clause_kind(old, new, heading, lines))


def _clause_kind(old: Clause | None, new: Clause | None, heading: Sequence[Run], lines: Sequence[Line]) -> str:
    if old is None:
        return INSERTED
    if new is None:
        return DELETED
    amended = is_changed(heading) or any(line.kind != UNCHANGED for line in lines)
    return AMENDED if amended else UNCHANGED


# Paragraphs and their labels ----------------------------------------------------------------------


class Placed(NamedTuple):
    """A paragraph as it is written, with its label, “(b)”, and where it stands, “(b)(ii)”."""

    raw: str
    label: str
    path: str


def placed_paragraphs(text: str) -> list[Placed]:
    """Empty lines are left out. What a list begins with stands at the path of nothing."""
    return [Placed(each.raw.rstrip("\n"), each.label, each.path) for each in _written(text)]


def _written(text: str) -> list[_Paragraph]:
    return [paragraph for paragraph in _paragraphs(text) if paragraph.raw.strip()]


def _paragraphs(text: str) -> list[_Paragraph]:
    open_lists: list[tuple[str, str]] = []
    found: list[_Paragraph] = []
    introduces = False
    for raw in _PARAGRAPHS.findall(text):
        label, body = _split_label(raw)
        if label:
            _enter(open_lists, label, introduces)
        path = "".join(f"({step})" for _style, step in open_lists) if label else ""
        found.append(_Paragraph(raw, f"({label})" if label else "", body, path))
        introduces = body.endswith((":", "–", "—"))
    return found


def _split_label(raw: str) -> tuple[str, str]:
    found = _LABELLED.match(raw)
    return (found["label"], raw[found.end() :].strip()) if found else ("", raw.strip())


def _enter(open_lists: list[tuple[str, str]], label: str, introduces: bool) -> None:
    """Go to the list that this label goes on with, or open one inside: (i) follows (h), or begins a list under it."""
    styles = _styles(label)
    depth = _depth(open_lists, label, styles, introduces)
    style = open_lists[depth][0] if depth < len(open_lists) else _FIRST.get(label, styles[0])
    open_lists[depth:] = [(style, label)]


def _depth(open_lists: Sequence[tuple[str, str]], label: str, styles: Sequence[str], introduces: bool) -> int:
    inside = len(open_lists)
    if introduces and label in _FIRST:
        return inside
    inner_first = [(depth, *open_lists[depth]) for depth in reversed(range(inside))]
    following = [depth for depth, style, last in inner_first if style in styles and _follows(style, last, label)]
    if following:
        return following[0]
    if label in _FIRST and all(style != _FIRST[label] for style, _last in open_lists):
        return inside
    return next((depth for depth, style, _last in inner_first if style in styles), inside)


def _styles(label: str) -> list[str]:
    if label.isdigit():
        return ["figure"]
    if label.isupper():
        return ["capital"]
    if label not in _NUMERALS:
        return ["alpha"]
    return ["alpha", "roman"] if len(label) == 1 else ["roman", "alpha"]


def _follows(style: str, last: str, label: str) -> bool:
    if style == "figure":
        return int(label) == int(last) + 1
    if style == "roman":
        return _NUMERALS.index(label) == _NUMERALS.index(last) + 1
    return len(last) == len(label) == 1 and ord(label) == ord(last) + 1


# Changes in words ---------------------------------------------------------------------------------


def changes_as_list(changes: Iterable[ClauseChange]) -> list[str]:
    """The changes as plain sentences, for whoever cannot see or hear a redline."""
    return [sentence for change in changes for sentence in _sentences(change)]


def _sentences(change: ClauseChange) -> Iterator[str]:
    if change.kind in (INSERTED, DELETED):
        yield f"{change.kind.capitalize()} {_name(change)}: {_quote(_whole_text(change))}."
    elif change.kind == AMENDED:
        place = change.number or "the text"
        yield from (f"In the heading of {place}: {words}." for words in _edits(change.heading_runs))
        for line in change.lines:
            yield from _line_sentences(place, line)


def _name(change: ClauseChange) -> str:
    heading = "".join(run.text for run in change.heading_runs)
    return " ".join(part for part in (change.number, _quote(heading) if heading else "") if part)


def _whole_text(change: ClauseChange) -> str:
    return "\n".join(" ".join(filter(None, (line.label, *(run.text for run in line.runs)))) for line in change.lines)


def _line_sentences(place: str, line: Line) -> Iterator[str]:
    if line.kind in (INSERTED, DELETED):
        parent = place + line.path.removesuffix(line.label)
        yield f"In {parent}: {line.kind} paragraph {line.label and line.label + ' '}{_quote(line.runs[0].text)}."
    elif line.kind == AMENDED:
        yield from _relabelled(place, line)
        yield from (f"In {place}{line.path}: {words}." for words in _edits(line.runs))


def _relabelled(place: str, line: Line) -> Iterator[str]:
    parent = place + line.path.removesuffix(line.label)
    if line.was and line.label:
        yield f"In {parent}: paragraph {line.was} becomes {line.label}."
    elif line.was:
        yield f"In {parent}: paragraph {line.was} loses its label."
    elif line.was is not None:
        yield f"In {parent}: the paragraph ‘{_beginning(line)}’ gets the label {line.label}."


def _beginning(line: Line) -> str:
    return " ".join(accept(line.runs).split()[:CONTEXT_WORDS])


def _edits(runs: Sequence[Run]) -> Iterator[str]:
    text_before = ""
    for is_kept, group in groupby(runs, key=lambda run: run.kind == KEEP):
        stretch = list(group)
        if not is_kept:
            yield _edit(reject(stretch), accept(stretch), _after(text_before))
        text_before += accept(stretch)


def _edit(deleted: str, inserted: str, where: str) -> str:
    if not (deleted + inserted).strip():
        return f"changed the spacing {where}"
    if deleted.strip() and inserted.strip():
        return f"replaced {_quote(deleted)} with {_quote(inserted)} {where}"
    return f"inserted {_quote(inserted)} {where}" if inserted.strip() else f"deleted {_quote(deleted)} {where}"


def _after(text: str) -> str:
    words = text.split()[-CONTEXT_WORDS:]
    return f"after {_quote(' '.join(words))}" if words else "at the beginning"


def _quote(text: str) -> str:
    return f"‘{text.strip()}’"

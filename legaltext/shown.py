"""A redline as pages show it: marked, before or after, clause by clause, with the edit that made it."""

from dataclasses import dataclass

from legaltext.models import Edit
from legaltext.queries import DocumentRedline
from legaltext.redline import DELETED, INSERTED, ClauseChange
from proposals.worddiff import DELETE, INSERT

VIEWS = {"marked": "Changes marked", "list": "Changes as a list", "before": "Before", "after": "After"}
OPS = {INSERT: "insert", DELETE: "delete"}
LEFT_OUT = {"before": INSERT, "after": DELETE}
ABSENT = {"before": INSERTED, "after": DELETED}


@dataclass(frozen=True)
class ShownLine:
    label: str
    was: str | None
    level: int
    parts: list[dict]


@dataclass(frozen=True)
class ShownClause:
    number: str
    heading: list[dict]
    lines: list[ShownLine]
    kind: str
    edit: Edit | None


def shown(redline: DocumentRedline, view: str) -> list[ShownClause]:
    """The clauses in ``view``; one that is not there before (or after) is left out of that view."""
    return [_clause(redline, change, view) for change in redline.changes if change.kind != ABSENT.get(view)]


def shown_change(change: ClauseChange) -> ShownClause:
    """One clause by itself, with the changes marked."""
    lines = [_line(line, "marked") for line in change.lines]
    return ShownClause(change.number, _parts(change.heading_runs, "marked"), lines, change.kind, None)


def _clause(redline: DocumentRedline, change: ClauseChange, view: str) -> ShownClause:
    lines = (_line(line, view) for line in change.lines if line.kind != ABSENT.get(view))
    heading = _parts(change.heading_runs, view)
    return ShownClause(change.number, heading, list(lines), change.kind, redline.edit_of(change.number))


def _line(line, view: str) -> ShownLine:
    label = line.was if view == "before" and line.was is not None else line.label
    return ShownLine(label, line.was if view == "marked" else None, line.level, _parts(line.runs, view))


def _parts(runs, view: str) -> list[dict]:
    marked = view == "marked"
    return [
        {"op": OPS.get(run.kind, "same") if marked else "same", "text": run.text}
        for run in runs
        if run.kind != LEFT_OUT.get(view)
    ]

"""Computed redlines as lines of an annex."""

from legaltext.redline import ClauseChange, Line
from papers.document import RedlineLine, RedlineRun


def lines_of(change: ClauseChange) -> tuple[RedlineLine, ...]:
    """A clause, changed or there for context: its heading, then its paragraphs, the first with the number."""
    heading = (RedlineLine("", _runs(change.heading_runs), heading=True),) if change.heading_runs else ()
    opening, rest = _opening(change)
    return (*heading, RedlineLine(change.number, opening), *(_line(line) for line in rest))


def _opening(change: ClauseChange) -> tuple[tuple[RedlineRun, ...], tuple[Line, ...]]:
    """A clause that begins with a labelled paragraph has its number on a line of its own."""
    if change.lines and not change.lines[0].label:
        return _runs(change.lines[0].runs), change.lines[1:]
    return (), change.lines


def _line(line: Line) -> RedlineLine:
    return RedlineLine(line.label, _runs(line.runs), line.level, was=line.was)


def _runs(runs) -> tuple[RedlineRun, ...]:
    return tuple(RedlineRun(run.kind, run.text) for run in runs)

"""The bars of a question, drawn on the server as those of comments are (``consultations.comments.chart``): the words
stand above each bar, so that nothing is told by colour alone, and the table beneath holds the same."""

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from audit.templatetags.look import pounds
from consultations.collation.counting import WORDS, WORDS_LABEL, Costs, Row, Tally
from consultations.comments.chart import BAR, GAP, LETTERS, LINE, NARROWEST, Bar, Part
from consultations.comments.feedback import category_words
from consultations.models import Agreement, Asks

ALL = "All"
MOST_LINES = 12  # bars of one drawing; the table holds the others
SAYS = {
    Agreement.AGREE: "yes",
    Agreement.AGREE_WITH_RESERVATION: "yes, with reservations",
    Agreement.DISAGREE: "no",
    Agreement.NO_VIEW: "no view",
    WORDS: "in words only",
}


@dataclass(frozen=True)
class Span:
    """A cost: from the least to the most that anybody gave, with the middle one."""

    lines: list[tuple[int, str]]
    y: int
    x: str
    width: str
    middle: str


@dataclass(frozen=True)
class Drawing:
    """``key`` names it on the page; ``legend``: values whose colours the key explains."""

    key: str
    title: str
    description: str
    height: int
    bars: list[Bar]
    spans: list[Span]
    legend: list[tuple[str, str]]


def small(tally: Tally) -> Drawing | None:
    """All respondents together: one bar of the answers, or a line for each."""
    if tally.question.asks == Asks.AGREEMENT:
        return _stacked(tally, [(ALL, tally.all)], brief=True)
    return _of_values(tally, [])


def large(tally: Tally) -> Drawing | None:
    """By category, where answers are few and the same for all; by answer otherwise."""
    if tally.question.asks == Asks.AGREEMENT:
        rows = [(f"{row.answered} {category_words(row.category, row.answered)}", row) for row in tally.rows]
        return _stacked(tally, [row for row in rows if row[1].answered])
    return _of_values(tally, tally.rows)


def _of_values(tally: Tally, rows: list[Row]) -> Drawing | None:
    if tally.question.asks == Asks.COST:
        return _spanned(tally, rows)
    if tally.question.asks in (Asks.CHOICE, Asks.DATE):
        return _listed(tally)
    return None


def said(tally: Tally, row: Row) -> str:
    """“12 yes, 3 no, 1 in words only”."""
    counts = [(row.values[value], SAYS.get(value, words)) for value, words in tally.columns]
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _stacked(tally: Tally, rows: list[tuple[str, Row]], *, brief: bool = False) -> Drawing | None:
    rows = [(words, row) for words, row in rows if row.answered]
    if not rows:
        return None
    most = max(row.answered for _, row in rows)
    bars, down = [], 0
    for words, row in rows:
        told = said(tally, row)
        bars.append(_bar(told.capitalize() if brief else f"{words}: {told}", _parts(tally, row), down, most))
        down = bars[-1].y + BAR + GAP
    told = "; ".join(f"{words}: {said(tally, row)}" for words, row in rows)
    legend = [(value, words) for value, words in tally.columns if any(row.values[value] for _, row in rows)]
    return _drawing(tally, told, down - GAP, bars=bars, legend=legend)


def _parts(tally: Tally, row: Row) -> list[tuple[str, int]]:
    return [(value, row.values[value]) for value, _ in tally.columns if row.values[value]]


def _listed(tally: Tally) -> Drawing | None:
    """A bar for each option or day, in their order; in words only is told beside."""
    listed = [(value, words) for value, words in tally.columns if value != WORDS]
    if not any(tally.all.values[value] for value, _ in listed):
        return None
    most = max(tally.all.values[value] for value, _ in listed)
    bars, down = [], 0
    for value, words in listed[:MOST_LINES]:
        count = tally.all.values[value]
        bars.append(_bar(f"{words}: {count}", [("value", count)] if count else [], down, most))
        down = bars[-1].y + BAR + GAP
    return _drawing(tally, said(tally, tally.all), down - GAP, bars=bars)


def _spanned(tally: Tally, rows: list[Row]) -> Drawing | None:
    rows = [(category_words(row.category), row.costs) for row in rows if row.costs]
    if not tally.all.costs:
        return None
    rows = [(ALL, tally.all.costs), *(rows if len(rows) > 1 else [])]
    most = tally.all.costs.most or 1
    spans, down = [], 0
    for words, costs in rows:
        spans.append(_span(words, costs, down, most))
        down = spans[-1].y + BAR + GAP
    told = "; ".join(f"{words}: {cost_words(costs)}" for words, costs in rows)
    return _drawing(tally, told, down - GAP, spans=spans)


def cost_words(costs: Costs) -> str:
    """“£1,000 to £25,000, in the middle £4,500 (7 answers)”."""
    answers = f"{costs.count} answer{'' if costs.count == 1 else 's'}"
    if costs.least == costs.most:
        return f"{pounds(costs.least)} ({answers})"
    return f"{pounds(costs.least)} to {pounds(costs.most)}, in the middle {pounds(costs.middle)} ({answers})"


def _span(words: str, costs: Costs, down: int, most: int) -> Span:
    lines = _lines(f"{words}: {cost_words(costs)}", down)
    x, width = 99 * costs.least / most, 99 * (costs.most - costs.least) / most
    return Span(lines, lines[-1][0] + 6, _percent(x), _percent(max(width, 1)), _percent(99 * costs.middle / most))


def _bar(words: str, parts: Iterable[tuple[str, int]], down: int, most: int) -> Bar:
    lines = _lines(words, down)
    y = lines[-1][0] + 6
    drawn, before = [], 0
    for value, count in parts:
        x, width = 100 * before / most, 100 * count / most
        number = str(count) if width >= NARROWEST else ""
        drawn.append(Part(value, _percent(x), _percent(width), _percent(x + width / 2), number))
        before += count
    return Bar(lines, y, y + BAR // 2 + 5, drawn)


def _lines(words: str, down: int) -> list[tuple[int, str]]:
    """A number stays on the line of what it counts."""
    kept = re.sub(r"(?<=\d) (?=[a-z])", "\N{NO-BREAK SPACE}", words)
    wrapped = textwrap.wrap(kept, LETTERS) or [""]
    return [(down + LINE * (n + 1) - 4, line) for n, line in enumerate(wrapped)]


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _drawing(tally: Tally, told: str, height: int, *, bars=(), spans=(), legend=()) -> Drawing:
    return Drawing(
        key=f"q{tally.question.number}",
        title=f"Answers to question {tally.question.number}",
        description=f"{told}. The table beneath holds the same.",
        height=height,
        bars=list(bars),
        spans=list(spans),
        legend=[(value, WORDS_LABEL if value == WORDS else words) for value, words in legend],
    )

"""The bars of what industry says, drawn on the server: across in hundredths of the drawing's width, down in pixels, as
the timetable's drawing is. The words stand above each bar, so that nothing is told by colour alone."""

import textwrap
from dataclasses import dataclass

from consultations.comments.feedback import Feedback, OfCategory, stance_words

LINE, BAR, GAP = 18, 20, 16
LETTERS = 46  # on a line; a telephone has room for them
NARROWEST = 7  # of a part that has room for its number, in hundredths


@dataclass(frozen=True)
class Part:
    stance: str
    x: str
    width: str
    middle: str
    number: str


@dataclass(frozen=True)
class Bar:
    lines: list[tuple[int, str]]  # how far down, and the words
    y: int
    middle: int
    parts: list[Part]


@dataclass(frozen=True)
class Chart:
    description: str
    height: int
    bars: list[Bar]
    stances: list[str]  # which of them the key explains


def chart(feedback: Feedback) -> Chart | None:
    """Nothing is drawn of nothing."""
    if not feedback.count:
        return None
    most = max(of.count for of in feedback.by_category)
    bars: list[Bar] = []
    down = 0
    for of in feedback.by_category:
        bars.append(_bar(of, down, most))
        down = bars[-1].y + BAR + GAP
    return Chart(_description(feedback), down - GAP, bars, [stance for stance, _ in feedback.stances])


def _bar(of: OfCategory, down: int, most: int) -> Bar:
    words = textwrap.wrap(f"{of.count} {of.words}: {said(of)}", LETTERS)
    lines = [(down + LINE * (n + 1) - 4, line) for n, line in enumerate(words)]
    y = down + LINE * len(words) + 2
    parts, before = [], 0
    for stance, count in of.stances:
        x, width = 100 * before / most, 100 * count / most
        number = str(count) if width >= NARROWEST else ""
        parts.append(Part(stance, _percent(x), _percent(width), _percent(x + width / 2), number))
        before += count
    return Bar(lines, y, y + BAR // 2 + 5, parts)


def said(of: OfCategory) -> str:
    """“3 see no need for a change, 1 supports it”; the number is left out where all say the same."""
    if len(of.stances) == 1:
        return stance_words(*of.stances[0])
    return ", ".join(f"{count} {stance_words(stance, count)}" for stance, count in of.stances)


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _description(feedback: Feedback) -> str:
    parts = "; ".join(f"{of.count} {of.words}: {said(of)}" for of in feedback.by_category)
    return f"{parts}. The table beneath holds the same."

"""A chart of spreads, a lane each: the range, the middle half, the median, and every value where they are few.

Places along the lane are percentages of the drawing's width, so that it needs no scaling: words keep their size on a
telephone and on paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from proposals.ageing import Figure

LANE = 46  # height of a lane, in pixels: its words, then its drawing
WORDS_AT, DRAWN_AT = 14, 30
TOP, FOOT = 22, 24
LEFT, WIDTH = 1.0, 97.0  # of the drawing, in hundredths: a dot at nought is not cut off
STEPS = (1, 2, 5)
MOST_TICKS, MOST_LONG_TICKS = 6, 4  # long: of four figures and a comma
LONG = 1000
MIDDLE = 50


@dataclass(frozen=True)
class Lane:
    """``hue``: the class that carries the colour. Places are percentages, as written in the drawing."""

    label: str
    hue: str
    words_y: int
    y: int
    count: int = 0
    median_words: str = ""
    least: str = ""
    most: str = ""
    quarter: str = ""
    middle_width: str = ""
    median: str = ""
    dots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    description: str
    lanes: list[Lane]
    ticks: list[Tick]
    height: int
    axis_y: int
    compared: Tick | None = None
    unit: str = "proposal"  # what a dot is

    @property
    def compared_anchor(self) -> str:
        """On which side of its line the words of the comparison stand, so that they stay inside."""
        return "start" if float(self.compared.x.rstrip("%")) < MIDDLE else "end"


def chart(
    key: str,
    title: str,
    rows: Iterable[tuple[str, str, Figure]],
    *,
    compared: tuple[float, str] | None = None,
    unit: str = "proposal",
) -> Chart:
    """``rows``: label, hue and figure of each lane. ``compared``: a value to draw a line at, and its words. ``unit``:
    what a dot is."""
    rows = list(rows)
    most = max([figure.days.most for _, _, figure in rows if figure.days] + [compared[0] if compared else 1])
    step = _step(most)
    end = step * -(-most // step) or step
    axis = TOP + LANE * len(rows)
    return Chart(
        key=key,
        title=title,
        description=_description(rows, compared),
        lanes=[_lane(place, row, end) for place, row in enumerate(rows)],
        ticks=[Tick(_x(value, end), f"{value:,}") for value in range(0, int(end) + 1, step)],
        height=axis + FOOT,
        axis_y=axis,
        compared=Tick(_x(compared[0], end), compared[1]) if compared else None,
        unit=unit,
    )


def _step(most: float) -> int:
    """The smallest round step that needs no more ticks than fit a telephone."""
    sizes = (step * 10**power for power in range(6) for step in STEPS)
    ticks = MOST_LONG_TICKS if most >= LONG else MOST_TICKS
    return next(size for size in sizes if most / size < ticks)


def _x(value: float, end: float) -> str:
    return f"{LEFT + WIDTH * value / end:.2f}%"


def _lane(place: int, row: tuple[str, str, Figure], end: float) -> Lane:
    label, hue, figure = row
    frame = {"label": label, "hue": hue, "words_y": TOP + LANE * place + WORDS_AT, "y": TOP + LANE * place + DRAWN_AT}
    if figure.days is None:
        return Lane(**frame)
    days = figure.days
    return Lane(
        **frame,
        median_words=days_words(days.median),
        count=figure.count,
        least=_x(days.least, end),
        most=_x(days.most, end),
        quarter=_x(days.quarter, end),
        middle_width=f"{WIDTH * (days.three_quarters - days.quarter) / end:.2f}%",
        median=_x(days.median, end),
        dots=tuple(_x(value, end) for value in figure.dots),
    )


def days_words(days: float) -> str:
    return f"{number(days)} day{'' if days == 1 else 's'}"


def number(value: float | None) -> str:
    """Whole, or with one place behind the point: 12, 12.5."""
    return "–" if value is None else f"{round(value, 1):,.1f}".removesuffix(".0")


def _description(rows: list[tuple[str, str, Figure]], compared) -> str:
    told = [
        f"{label}: median {days_words(days.median)}, from {number(days.least)} to {number(days.most)}"
        for label, _, days in ((label, hue, figure.days) for label, hue, figure in rows)
        if days
    ]
    line = [f"For comparison: {compared[1]}"] if compared else []
    return f"{'; '.join([*told, *line]) or 'Nothing to draw yet'}. The table below says the same."

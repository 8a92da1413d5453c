"""The tables of the statistics page. Its file is written from the same tables, so it holds exactly what is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from proposals import ageing
from proposals.ageing import Figure, Figures
from proposals.measures import Measure
from secmods.pages.range_chart import number

TIMED = (
    "Proposals",
    "Median",
    "Average",
    "Middle half from",
    "Middle half to",
    "Shortest",
    "Longest",
    "Median in working days",
)


@dataclass(frozen=True)
class Cell:
    value: str
    url: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class Table:
    """As components/data_table.html has it."""

    caption: str
    columns: list[dict]
    rows: list[dict]

    def lines(self) -> Iterable[tuple[str, str, str, str]]:
        """Each cell on a line of its own: table, row, column, value."""
        for row in self.rows:
            head, *cells = row["cells"]
            for column, cell in zip(self.columns[1:], cells, strict=True):
                yield self.caption, head.value, column["label"], cell.value


@dataclass(frozen=True)
class Choice:
    """The year and the path that the reader chose; None for all."""

    year: int | None = None
    path: str | None = None

    def link(self, measure: str, **narrower) -> str:
        """The list behind a number of this page."""
        chosen = {"year": self.year, "path": self.path} | narrower
        if measure.startswith(f"{ageing.NOW}-"):
            chosen["year"] = None
        query = urlencode({key: value for key, value in chosen.items() if value is not None})
        address = reverse("statistics_list", args=[measure])
        return f"{address}?{query}" if query else address


def _columns(first: str, labels: Iterable[str]) -> list[dict]:
    return [{"label": first}, *[{"label": label, "numeric": True} for label in labels]]


def _row(head: str, cells: Iterable[Cell]) -> dict:
    return {"cells": [Cell(head, numeric=False), *cells]}


def _count(figure: Figure, url: str) -> Cell:
    return Cell(f"{figure.count:,}", url if figure.count else "")


def timed_table(caption: str, first: str, rows: Iterable[tuple[str, Figure, str]]) -> Table:
    """``rows``: label, figure, and the address of its list."""
    return Table(caption, _columns(first, TIMED), [_row(label, _timed(figure, url)) for label, figure, url in rows])


def _timed(figure: Figure, url: str) -> list[Cell]:
    days, working = figure.days, figure.working_days
    values = (
        [days.median, figure.mean, days.quarter, days.three_quarters, days.least, days.most] if days else [None] * 6
    )
    return [_count(figure, url), *map(_days, values), _days(working.median if working else None)]


def _days(value: float | None) -> Cell:
    return Cell(number(value))


def yearly_table(
    caption: str, measures: Iterable[Measure], figures: Figures, years: list[int], choice: Choice
) -> Table:
    """How many in each year, and altogether where there are several years."""
    several = len(years) > 1
    labels = [*map(str, years), *(["All years"] if several else [])]
    rows = [
        _row(measure.title.removeprefix("Raised by: "), _yearly(measure.slug, figures, years, choice, several))
        for measure in measures
    ]
    return Table(caption, _columns("Measure", labels), rows)


def _yearly(slug: str, figures: Figures, years: list[int], choice: Choice, several: bool) -> list[Cell]:
    cells = [_count(figures.in_year(slug, year), choice.link(slug, year=year)) for year in years]
    return [*cells, _count(figures.of(slug), choice.link(slug))] if several else cells

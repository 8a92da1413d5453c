"""How well the process keeps to its times: the DCC, the timetables, the windows. Charts, tables, their file, and the
list behind each number."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from proposals import ageing, keeping
from proposals.ageing import Figures
from proposals.export import UTF8_MARK, defused
from proposals.filters import PATHS
from proposals.models import DccAssessment, Proposal, TimetableEntry
from secmods.pages.figures_tables import Cell, Choice, Table, yearly_table
from secmods.pages.range_chart import chart
from secmods.pages.statistics import ON_A_PAGE, chosen, chosen_words, query_of

HUES = {"preliminary": "stage-refinement", "impact": "stage-report"}


class KeptChoice(Choice):
    def link(self, measure: str, **narrower) -> str:
        """The list behind a number of this page."""
        return super().link(measure, **narrower).replace(reverse("statistics"), reverse("keeping") + "list/", 1)


def _choice(request) -> tuple[KeptChoice, list[str]]:
    choice, complaints = chosen(request)
    return KeptChoice(choice.year, choice.path), complaints


@require_safe
def keeping_time(request):
    choice, complaints = _choice(request)
    figures = keeping.figures(request.user, year=choice.year, path=choice.path)
    context = {
        "sections": _sections(figures, _shown(figures, choice), choice),
        "definitions": keeping.measures().values(),
        "complaints": complaints,
        "choice": choice,
        "years": ageing.years(request.user),
        "paths": PATHS,
        "chosen_words": chosen_words(choice),
        "csv_url": f"{reverse('keeping_csv')}{query_of(request)}",
    }
    return render(request, "secmods/keeping.html", context)


@require_safe
def keeping_csv(request):
    """Every cell of the tables on the page, with the same year and path, one to a line."""
    choice, _ = _choice(request)
    figures = keeping.figures(request.user, year=choice.year, path=choice.path)
    sections = _sections(figures, _shown(figures, choice), choice)
    response = HttpResponse(UTF8_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="keeping-to-time-{clock.today():%Y-%m-%d}.csv"'
    writer = csv.writer(response)
    writer.writerow(["Table", "Row", "Column", "Value"])
    writer.writerows([defused(cell) for cell in line] for section in sections for line in section["table"].lines())
    return response


@require_safe
def keeping_list(request, measure: str):
    known = keeping.measures().get(measure)
    if known is None:
        raise Http404
    choice, complaints = _choice(request)
    facts = keeping.listed(request.user, measure, year=choice.year, path=choice.path)
    page = Paginator(facts, ON_A_PAGE).get_page(request.GET.get("page"))
    found = Proposal.objects.visible_to(request.user).in_bulk([fact.proposal_id for fact in page.object_list])
    context = {
        "measure": known,
        "rows": [{"proposal": found[fact.proposal_id], "fact": fact} for fact in page.object_list],
        "count": len(facts),
        "page_obj": page,
        "complaints": complaints,
        "chosen_words": chosen_words(choice),
        "back_url": f"{reverse('keeping')}{query_of(request)}",
    }
    return render(request, "secmods/keeping_list.html", context)


def _shown(figures: Figures, choice: Choice) -> list[int]:
    """The year that was chosen, or each that holds something, the latest first."""
    found = sorted({year for _, year in figures.by_year}, reverse=True)
    return [choice.year] if choice.year else found or [clock.today().year]


def _sections(figures: Figures, years: list[int], choice: Choice) -> list[dict]:
    return [_dcc(figures, years, choice), _dates(figures, years, choice), _windows(figures, years, choice)]


def _dcc(figures: Figures, years: list[int], choice: Choice) -> dict:
    title = "From the request to the DCC’s answer"
    lanes = [(kind.label, HUES[kind], figures.of(keeping.given(kind))) for kind in DccAssessment.Kind]
    rows = [row for kind in DccAssessment.Kind for row in _of_assessments(kind, figures, years, choice)]
    words = "Calendar days, with the time in which a question of the DCC’s was open."
    return _section(
        "dcc", title, words, "Assessments by the DCC", rows, years, chart("dcc", title, lanes, unit="assessment")
    )


def _of_assessments(kind, figures: Figures, years: list[int], choice: Choice) -> list[dict]:
    all_, some = keeping.given(kind), keeping.on_time(kind)
    return [
        _counts(figures, years, choice, all_),
        _counts(figures, years, choice, some),
        _share(f"On time, of all {kind.label}s", figures, years, some, all_),
        _median(f"Median days, {kind.label}", figures, years, all_),
    ]


def _dates(figures: Figures, years: list[int], choice: Choice) -> dict:
    title = "Days after the first plan"
    kinds = [(kind, figures.of(keeping.dates_of(kind))) for kind in TimetableEntry.Kind]
    lanes = [(kind.label, "stage-report", figure) for kind, figure in kinds if figure.count]
    rows = [
        _counts(figures, years, choice, keeping.DONE),
        _counts(figures, years, choice, keeping.FIRST_PLAN),
        _share("As first planned, of all kept", figures, years, keeping.FIRST_PLAN, keeping.DONE),
        _counts(figures, years, choice, keeping.MOVED),
        _counts(figures, years, choice, keeping.MISSED),
        *[_counts(figures, years, choice, keeping.dates_of(kind)) for kind, figure in kinds if figure.count],
    ]
    words = "By how many calendar days a date of a timetable was kept later than first planned; nought is on time."
    return _section(
        "dates", title, words, "Dates of timetables", rows, years, chart("dates", title, lanes, unit="date")
    )


def _windows(figures: Figures, years: list[int], choice: Choice) -> dict:
    rows = [
        row
        for kind in keeping.WINDOWS
        for row in (
            _counts(figures, years, choice, keeping.closed(kind)),
            _counts(figures, years, choice, keeping.lodged_in(kind)),
        )
    ]
    return _section("windows", "What windows brought", "", "Windows that have ended", rows, years)


def _section(key: str, title: str, words: str, caption: str, rows: list[dict], years: list[int], drawn=None) -> dict:
    columns = yearly_table(caption, [], Figures(), years, Choice()).columns
    return {"key": key, "title": title, "words": words, "chart": drawn, "table": Table(caption, columns, rows)}


def _counts(figures: Figures, years: list[int], choice: Choice, slug: str) -> dict:
    measure = keeping.measures()[slug]
    return yearly_table("", [measure], figures, years, choice).rows[0]


def _share(label: str, figures: Figures, years: list[int], part: str, whole: str) -> dict:
    pairs = [(figures.in_year(part, year).count, figures.in_year(whole, year).count) for year in years]
    pairs += [(figures.of(part).count, figures.of(whole).count)] if len(years) > 1 else []
    return _row(label, [f"{100 * some / all_:.0f}%" if all_ else "–" for some, all_ in pairs])


def _median(label: str, figures: Figures, years: list[int], slug: str) -> dict:
    found = [figures.in_year(slug, year) for year in years] + ([figures.of(slug)] if len(years) > 1 else [])
    return _row(label, [f"{figure.days.median:.0f}" if figure.days else "–" for figure in found])


def _row(label: str, values: list[str]) -> dict:
    return {"cells": [Cell(label, numeric=False), *map(Cell, values)]}

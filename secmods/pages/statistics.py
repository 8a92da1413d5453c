"""How long proposals take and how many there were: charts, tables, their file, and the list behind each number."""

import csv

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from audit import clock
from proposals import ageing, measures
from proposals.export import UTF8_MARK, defused
from proposals.filters import NO_PATH, PATHS
from proposals.models import Proposal
from proposals.states import State
from secmods.pages.figures_tables import Choice, Table, timed_table, yearly_table
from secmods.pages.range_chart import chart

# The average that the SEC’s own questions and answers on change once gave; from which day it was counted is not known.
ONCE_QUOTED = 305
QUOTED_WORDS = f"{ONCE_QUOTED} days, the average once quoted"
ON_A_PAGE = 100


@require_safe
def statistics(request):
    choice, complaints = chosen(request)
    years = ageing.years(request.user)
    figures = ageing.figures(request.user, year=choice.year, path=choice.path)
    context = {
        "sections": _sections(figures, years, choice),
        "counts": _counts(figures, years, choice),
        "definitions": measures.counted(),
        "complaints": complaints,
        "choice": choice,
        "years": years,
        "paths": PATHS,
        "chosen_words": chosen_words(choice),
        "csv_url": _csv_address(request),
        "quoted": ONCE_QUOTED,
        "most_dots": ageing.MOST_DOTS,
    }
    return render(request, "secmods/statistics.html", context)


@require_safe
def statistics_csv(request):
    """Every cell of the tables on the page, with the same year and path, one to a line."""
    choice, _ = chosen(request)
    years = ageing.years(request.user)
    figures = ageing.figures(request.user, year=choice.year, path=choice.path)
    tables = [section["table"] for section in _sections(figures, years, choice)] + _counts(figures, years, choice)
    response = HttpResponse(UTF8_MARK, content_type="text/csv; charset=utf-8")
    name = f"modification-statistics-{clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(["Table", "Row", "Column", "Value"])
    writer.writerows([defused(cell) for cell in line] for table in tables for line in table.lines())
    return response


@require_safe
def statistics_list(request, measure: str):
    """The proposals behind one number of the statistics."""
    known = measures.measures().get(measure)
    if known is None:
        raise Http404
    choice, complaints = chosen(request)
    year = None if known.is_now else choice.year
    facts = ageing.listed(request.user, measure, year=year, path=choice.path)
    page = Paginator(facts, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "measure": known,
        "rows": _listed(page.object_list, request.user),
        "count": len(facts),
        "page_obj": page,
        "complaints": complaints,
        "chosen_words": chosen_words(Choice(year, choice.path)),
        "back_url": f"{reverse('statistics')}{query_of(request)}",
    }
    return render(request, "secmods/statistics_list.html", context)


def _listed(facts, user) -> list[dict]:
    found = Proposal.objects.visible_to(user).select_related("proposer_organisation")
    proposals = found.in_bulk([fact.proposal_id for fact in facts])
    return [{"proposal": proposals[fact.proposal_id], "fact": fact} for fact in facts]


# What the reader chose


def chosen(request) -> tuple[Choice, list[str]]:
    """The year and the path asked for; what there is not is left out, and told."""
    given_year, given_path = request.GET.get("year", ""), request.GET.get("path", "")
    year = int(given_year) if given_year.isascii() and given_year.isdecimal() and len(given_year) == 4 else None
    path = given_path if given_path in dict(PATHS) else None
    complaints = []
    if given_year and year is None:
        complaints.append(f"“{given_year[:40]}” is not a year. It was left out.")
    if given_path and path is None:
        complaints.append(f"There is no path “{given_path[:40]}”. It was left out.")
    return Choice(year, path), complaints


def chosen_words(choice: Choice) -> str:
    """“2019, Fast-Track”; empty for everything."""
    path = dict(PATHS)[choice.path] if choice.path else ""
    path = "Path not yet determined" if choice.path == NO_PATH else path
    return ", ".join(part for part in (str(choice.year or ""), path) if part)


def query_of(request) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""


def _csv_address(request) -> str:
    return f"{reverse('statistics_csv')}{query_of(request)}"


# What is shown


def _sections(figures, years: list[int], choice: Choice) -> list[dict]:
    return [
        _elapsed("decision", ageing.DECIDED, figures, years, choice, compared=(ONCE_QUOTED, QUOTED_WORDS)),
        _elapsed("implementation", State.IMPLEMENTED.value, figures, years, choice),
        _stages(ageing.LEFT, figures, choice),
        _stages(ageing.NOW, figures, choice),
    ]


ELAPSED = {
    "decision": ("From raising to decision", "Year of decision, path"),
    "implementation": ("From raising to implementation", "Year of implementation, path"),
}


def _elapsed(key: str, measure: str, figures, years: list[int], choice: Choice, compared=None) -> dict:
    title, first = ELAPSED[key]
    hue = "stage-decision" if key == "decision" else "stage-implemented"
    rows = _elapsed_rows(measure, figures, years, choice)
    return {
        "key": key,
        "title": title,
        "chart": chart(key, title, [(label, hue, figure) for label, figure, _ in rows], compared=compared),
        "table": timed_table(f"{title}, in calendar days", first, rows),
    }


def _elapsed_rows(measure: str, figures, years: list[int], choice: Choice) -> list[tuple]:
    """All, then each year in which there were any, then each path that has any; what the reader chose is not split."""
    rows = [(chosen_words(choice) or "All", figures.of(measure), choice.link(measure))]
    if choice.year is None:
        found = [(year, figures.in_year(measure, year)) for year in years]
        rows += [(str(year), f, choice.link(measure, year=year)) for year, f in found if f.count]
    if choice.path is None:
        found = [(path, label, figures.on_path(measure, "" if path == NO_PATH else path)) for path, label in PATHS]
        rows += [(label, f, choice.link(measure, path=path)) for path, label, f in found if f.count]
    return rows


STAYS = {
    ageing.LEFT: ("Days in each stage", "Proposals that have left the stage, in calendar days"),
    ageing.NOW: ("In each stage today", "Proposals that are in the stage today, in calendar days so far"),
}


def _stages(kind: str, figures, choice: Choice) -> dict:
    title, caption = STAYS[kind]
    rows = [(stage, f"{kind}-{stage.value}") for stage in ageing.timed_stages()]
    drawn = [(stage.label, f"stage-{slugify(stage.label)}", figures.of(slug)) for stage, slug in rows]
    table = timed_table(caption, "Stage", [(s.label, figures.of(slug), choice.link(slug)) for s, slug in rows])
    return {"key": f"stages-{kind}", "title": title, "chart": chart(f"stages-{kind}", title, drawn), "table": table}


def _counts(figures, years: list[int], choice: Choice) -> list[Table]:
    shown = [choice.year] if choice.year else years
    raisers = [m for m in measures.by_category() if figures.of(m.slug).count]
    return [
        yearly_table("How many each year", measures.counted(), figures, shown, choice),
        yearly_table("Raised, by category of the Proposer", raisers, figures, shown, choice),
    ]

"""What was decided, by whom and when: found, filtered, in pages, and as a file."""

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals.export import csv_file
from proposals.listing import answer, file_address, list_address, meant, size_of, sizes_for
from subcommittees.decisionlist import Decision, shown
from subcommittees.filters import DecisionFilter

COLUMNS = ("Date", "Proposal", "Title", "Decided by", "Meeting", "Decision", "Kind of outcome", "Words", "Address")


@require_safe
def decision_list(request):
    """The whole page, or for htmx the list alone; coming back through the history is given the whole page."""
    query = meant(request.GET)
    found = DecisionFilter(query, user=request.user)
    here = list_address("subcommittees:decision_list", found.data)
    if found.understood:
        return redirect(here)
    size = size_of(query)
    page = Paginator(found.keys(), size).get_page(query.get("page"))
    context = {
        "filter_form": found.form,
        "filter_action": reverse("subcommittees:decision_list"),
        "chips": found.chips(),
        "complaints": found.complaints,
        "page_obj": page,
        "count": page.paginator.count,
        "decisions": shown(page.object_list),
        "size": size,
        "sizes": sizes_for(page.paginator.count),
        "export_url": file_address("subcommittees:decision_list_csv", found.data),
    }
    templates = {"whole": "subcommittees/decision_list.html", "part": "subcommittees/_decision_results.html"}
    return answer(request, **templates, address=here, context=context)


@require_safe
def decision_list_csv(request):
    """Exactly what the page shows with the same filters, all of its pages."""
    decisions = shown(DecisionFilter(meant(request.GET), user=request.user).keys())
    site = request.build_absolute_uri("/").rstrip("/")
    return csv_file("decisions", COLUMNS, (_cells(decision, site) for decision in decisions))


def _cells(row: Decision, site: str) -> tuple:
    facts = (row.on, row.reference, row.title, row.by, row.meeting, row.outcome, row.sort_of, row.words)
    return (*facts, f"{site}{row.url}")

"""The register: found, filtered, sorted, in pages, and as a file."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from proposals.export import register_csv as csv_file
from proposals.filters import ProposalFilter, order_of
from proposals.models import Proposal
from proposals.waiting import next_meetings, waiting_words

SIZES = (25, 50, 100)


@require_safe
def register(request):
    """The whole page, or for htmx the list alone; coming back through the history is given the whole page."""
    query = _meant(request.GET)
    found = ProposalFilter(query, user=request.user)
    proposals, complaint = _listed(found, query)
    size = _size(query)
    page = Paginator(proposals, size).get_page(query.get("page"))
    context = {
        "filter_form": found.form,
        "filter_action": reverse("proposals:register"),
        "chips": found.chips(),
        "complaints": [*found.complaints, *([complaint] if complaint else [])],
        "page_obj": page,
        "count": page.paginator.count,
        "proposals": rows(page.object_list),
        "size": size,
        "sizes": SIZES if page.paginator.count > SIZES[0] else (),
        "export_url": _address("proposals:register_csv", query),
        "may_raise": request.user.is_authenticated,
    }
    return _answer(request, query, context)


def _answer(request, query, context):
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "proposals/_results.html" if part else "proposals/register.html", context)
    # A browser may not keep the part for the page.
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, _address("proposals:register", query)) if part else response


@require_safe
def register_csv(request):
    """Exactly what the page shows with the same filters in the same order, all of its pages."""
    query = _meant(request.GET)
    proposals, _ = _listed(ProposalFilter(query, user=request.user), query)
    return csv_file(rows(proposals), request.build_absolute_uri("/").rstrip("/"))


def _meant(given: QueryDict) -> QueryDict:
    """The query without the fields that a form sends empty."""
    query = given.copy()
    for key, values in given.lists():
        query.setlist(key, [value for value in values if value.strip()])
        if not query.getlist(key):
            del query[key]
    return query


def _listed(found: ProposalFilter, query: QueryDict):
    key, descending, complaint = order_of(query.get("sort", ""))
    return found.qs.for_register().with_stage_since().sorted_by(key, descending), complaint


def _size(query: QueryDict) -> int:
    asked = query.get("size", "")
    return int(asked) if asked in map(str, SIZES) else SIZES[0]


def _address(name: str, query: QueryDict) -> str:
    kept = query.copy()
    if name == "proposals:register_csv":
        kept.pop("page", None)
        kept.pop("size", None)
    return f"{reverse(name)}?{kept.urlencode()}" if kept else reverse(name)


def rows(proposals) -> list[dict]:
    """What the table shows of each proposal."""
    meetings = next_meetings()
    return [_row(proposal, meetings) for proposal in proposals]


def _row(proposal: Proposal, meetings: dict) -> dict:
    return {
        "url": proposal.get_absolute_url(),
        "reference": proposal.reference,
        "title": proposal.title,
        "stage": proposal.stage.label,
        "stage_since": proposal.stage_since,
        "path_words": proposal.get_path_display(),
        "urgent": proposal.urgent,
        "proposer_words": str(proposal.proposer_organisation),
        "lead_analyst_words": proposal.lead_analyst.name if proposal.lead_analyst else "",
        "raised_on": proposal.raised_on,
        "waiting_words": waiting_words(proposal, meetings),
    }

"""The register: found, filtered, sorted, in pages, and as a file."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from proposals.export import register_csv as csv_file
from proposals.filters import ProposalFilter, order_of
from proposals.listing import answer, file_address, list_address, meant, size_of, sizes_for
from proposals.models import Proposal
from proposals.waiting import next_meetings, waiting_words


@require_safe
def register(request):
    """The whole page, or for htmx the list alone; coming back through the history is given the whole page."""
    query = meant(request.GET)
    found = ProposalFilter(query, user=request.user)
    proposals, complaint = _listed(found, query)
    size = size_of(query)
    page = Paginator(proposals, size).get_page(query.get("page"))
    context = {
        "filter_form": found.form,
        "filter_action": reverse("proposals:register"),
        "chips": found.chips(),
        "complaints": [*found.complaints, *([complaint] if complaint else [])],
        "searched": found.data.get("q", ""),
        "page_obj": page,
        "count": page.paginator.count,
        "proposals": rows(page.object_list),
        "size": size,
        "sizes": sizes_for(page.paginator.count),
        "export_url": file_address("proposals:register_csv", query),
        "may_raise": request.user.is_authenticated,
    }
    address = list_address("proposals:register", query)
    templates = {"whole": "proposals/register.html", "part": "proposals/_results.html"}
    return answer(request, **templates, address=address, context=context)


@require_safe
def register_csv(request):
    """Exactly what the page shows with the same filters in the same order, all of its pages."""
    query = meant(request.GET)
    proposals, _ = _listed(ProposalFilter(query, user=request.user), query)
    return csv_file(rows(proposals), request.build_absolute_uri("/").rstrip("/"))


def _listed(found: ProposalFilter, query: QueryDict):
    key, descending, complaint = order_of(query.get("sort", ""))
    return found.qs.for_register().with_stage_since().sorted_by(key, descending), complaint


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

"""The list of consultations, and those of one proposal."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.workingdays import WorkingCalendar
from consultations import rules
from consultations.course.about import shown
from consultations.course.feed import last_days
from consultations.course.filters import ConsultationFilter, in_order
from consultations.course.kinds import kinds_for
from consultations.models import Consultation
from consultations.queries.readers import read_on
from proposals.acting import crumbs
from proposals.listing import answer, list_address, meant, size_of, sizes_for
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page

LIST = "consultations:consultations"


@require_safe
def consultations(request):
    """The whole page, or for htmx the list alone."""
    query = meant(request.GET)
    found = ConsultationFilter(query, user=request.user)
    size = size_of(query)
    rows = found.found().with_responses(request.user).select_related("proposal")
    page = Paginator(rows, size).get_page(query.get("page"))
    context = {
        "filter_form": found.form,
        "filter_action": reverse(LIST),
        "chips": found.chips(),
        "complaints": found.complaints,
        "page_obj": page,
        "count": page.paginator.count,
        "consultations": shown(page.object_list, WorkingCalendar.load()),
        "size": size,
        "sizes": sizes_for(page.paginator.count),
        "prepare_url": reverse("consultations:prepare") if rules.may_run.test(request.user) else "",
        "own_url": reverse("consultations:my_responses") if _answers(request.user) else "",
    }
    templates = {"whole": "consultations/consultations.html", "part": "consultations/_consultation_results.html"}
    return answer(request, **templates, address=list_address(LIST, found.data), context=context)


def _answers(user) -> bool:
    return user.is_authenticated and not user.is_analyst and bool(user.organisations)


@require_safe
def feed(request):
    """A calendar program signs in nowhere, so that it is given what everybody may read."""
    answer = HttpResponse(last_days(request.user), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="consultations-last-days.ics"'
    return answer


@require_safe
@proposal_page
def of_proposal(request, proposal: Proposal):
    """Also those of the whole, of a part that a split made."""
    page = page_context(request, proposal, "consultations")
    rows = Consultation.objects.visible_to(request.user).filter(read_on(proposal))
    if page["at"].on:
        rows = rows.filter(opened_at__lte=page["at"].instant)
    rows = in_order(rows).with_responses(request.user).select_related("proposal")
    may = page["at"].on is None and rules.may_run.test(request.user) and bool(kinds_for(proposal))
    context = {
        **page,
        "crumbs": crumbs(proposal, "Consultations"),
        "consultations": shown(rows, WorkingCalendar.load()),
        "prepare_url": f"{reverse('consultations:prepare')}?proposal={proposal.pk}" if may else "",
    }
    return render(request, "consultations/of_proposal.html", context)

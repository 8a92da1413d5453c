"""Readiness: what is missing before the next decision, on one proposal and for the next meeting of each body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import Refused
from proposals import actions
from proposals.acting import frame, plain_form, refusals_on
from proposals.forms.readiness import AcceptForm
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.readiness import readiness, sittings
from proposals.rules import may_manage


@require_safe
@login_required
def meetings(request):
    """What each body could decide at its next meeting, and what is missing."""
    if not may_manage.test(request.user, None):
        raise PermissionDenied("Readiness is for SECAS.")
    context = {
        "sittings": sittings(request.user),
        "crumbs": [{"label": "Home", "url": "/"}, {"label": "Readiness"}],
    }
    return render(request, "proposals/meetings_readiness.html", context)


@require_safe
@proposal_page(rule=may_manage)
def readiness_of(request, proposal: Proposal):
    found = readiness([proposal])
    context = {**page_context(request, proposal, "readiness"), "readiness": found[0] if found else None}
    return render(request, "proposals/readiness.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def accept(request, proposal: Proposal):
    """Accept one missing thing with a reason; which one stands in the address."""
    gap = _gap(proposal, request.GET.get("requirement", ""), request.GET.get("text", ""))
    form = AcceptForm(request.POST if request.method == "POST" else None)
    page = frame(proposal, "Accept that this is missing", "proposals:readiness")
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            what = {"requirement": gap.requirement, "text": gap.reason.text}
            actions.accept_gap(proposal=proposal, by=request.user, why=form.cleaned_data["why"], **what)
            messages.success(request, f"Accepted: {gap.reason.text}")
            return redirect("proposals:readiness", proposal.slug)
    return plain_form(request, form, page, "Accept with this reason", lead=gap.reason.text)


def _gap(proposal: Proposal, requirement: str, text: str):
    for found in readiness([proposal]):
        for gap in found.should:
            if (gap.requirement, gap.reason.text) == (requirement, text):
                return gap
    raise Http404("This is not missing, or has been accepted.")


@require_POST
@proposal_page(rule=may_manage)
def take_back(request, proposal: Proposal, pk: int):
    acceptance = get_object_or_404(proposal.acceptances, pk=pk)
    try:
        actions.take_acceptance_back(acceptance=acceptance, by=request.user)
        messages.success(request, f"Missing again: {acceptance.text}")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("proposals:readiness", proposal.slug)

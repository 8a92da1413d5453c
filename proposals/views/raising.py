"""Submitting a problem statement: whoever acts for an organisation, and SECAS for one that came by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from proposals.acting import refusals_on
from proposals.effects import authority_led_effects
from proposals.forms.authorityled import AuthorityLedForm
from proposals.forms.raising import submission_form
from proposals.pages import barred
from proposals.rules import may_decide_as_authority

RAISE_CRUMBS = [{"label": "Register", "url": "/modifications/"}, {"label": "Raise a proposal", "url": "/raise/"}]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def raise_proposal(request):
    form = submission_form(request.user)(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            return _received(request, form.submit())
    context = {
        "form": form,
        "may_lead": may_decide_as_authority.test(request.user, None),
        "may_submit": request.user.is_analyst or bool(request.user.organisations),
        "crumbs": [RAISE_CRUMBS[0], {"label": "Raise a proposal"}],
    }
    return render(request, "proposals/raise.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_authority_led(request):
    """A variation of Path 1: numbered at once, its report before the Panel."""
    if answer := barred(request, may_decide_as_authority, None):
        return answer
    form = AuthorityLedForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            proposal = form.submit()
            messages.success(request, f"{proposal.reference} is raised; its report is before the Panel.")
            return redirect(proposal.get_absolute_url())
    context = {
        "form": form,
        "effects": authority_led_effects(request.user),
        "crumbs": [*RAISE_CRUMBS, {"label": "Raise a Path 1 variation"}],
        "cancel_url": reverse("proposals:raise"),
    }
    return render(request, "proposals/raise_authority_led.html", context, status=422 if form.errors else 200)


def _received(request, proposal):
    received = f"Received as {proposal.reference}, in the words in which it was written."
    messages.success(request, f"{received} SECAS checks it and gives it a number.")
    return redirect(proposal.get_absolute_url())

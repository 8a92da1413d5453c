"""Submitting a problem statement: whoever acts for an organisation, and SECAS for one that came by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from proposals.acting import refusals_on
from proposals.forms.raising import submission_form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def raise_proposal(request):
    form = submission_form(request.user)(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            return _received(request, form.submit())
    context = {
        "form": form,
        "may_submit": request.user.is_analyst or bool(request.user.organisations),
        "crumbs": [{"label": "Register", "url": "/modifications/"}, {"label": "Raise a proposal"}],
    }
    return render(request, "proposals/raise.html", context, status=422 if form.errors else 200)


def _received(request, proposal):
    received = f"Received as {proposal.reference}, in the words in which it was written."
    messages.success(request, f"{received} SECAS checks it and gives it a number.")
    return redirect(proposal.get_absolute_url())

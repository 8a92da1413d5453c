"""Which proposals a body wants more input on: one proposal; the inbox takes a whole month's."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from proposals.acting import frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.views.asking import bound
from subcommittees import rules
from subcommittees.actions.ground import capital
from subcommittees.forms.interest import InterestForm

TAB = "subcommittees:views"


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=rules.may_mark_some_interest)
def interest(request, proposal: Proposal):
    form = bound(request, InterestForm, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = form.record(proposal)
            wants = "wants further input" if made.wants_input else "wants no further input"
            messages.success(request, f"{capital(made.committee.named)} {wants} on {proposal.reference}.")
            return redirect(TAB, proposal.slug)
    return plain_form(request, form, frame(proposal, "Mark further input", TAB), "Mark it")

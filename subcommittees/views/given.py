"""The tab on which the requests and views of bodies, the DCC and others stand, and the form that records a view."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bodies.models import Committee
from proposals.acting import crumbs, frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from subcommittees import rules
from subcommittees.actions.ground import capital
from subcommittees.asked import Reading
from subcommittees.forms.given import COMMITTEE, ViewForm
from subcommittees.views.late import kept_if_late


@require_safe
@proposal_page
def views(request, proposal: Proposal):
    page = page_context(request, proposal, "views")
    reading = Reading(proposal, request.user, page["at"].on)
    user, slug = request.user, proposal.slug
    doors = [
        ("ask", "Ask for views", rules.may_ask(user)),
        ("record", "Record a view", rules.may_record_some_view(user, proposal)),
        ("owe", "Promise a verbal update", rules.may_promise(user)),
        ("interest", "Mark further input", rules.may_mark_some_interest(user, proposal)),
    ]
    context = {
        **page,
        "crumbs": crumbs(proposal, "Views"),
        "givers": reading.givers(),
        "updates": reading.other_updates(),
        "interests": reading.interests(),
        "reads_names": getattr(user, "reads_names", False),
        "doors": [
            {"url": reverse(f"subcommittees:{name}", args=[slug]), "label": label}
            for name, label, may in doors
            if may and reading.may_act
        ],
    }
    return render(request, "subcommittees/views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=rules.may_record_some_view)
def record(request, proposal: Proposal):
    """Record what a body thinks. ``?giver=committee-3`` or ``?committee=ssc`` chooses the body beforehand."""
    form = ViewForm(request.POST if request.method == "POST" else None, user=request.user, initial=_chosen(request))
    if form.is_bound and form.is_valid():
        meeting = form.cleaned_data["meeting"]
        with refusals_on(form), kept_if_late(proposal, request.user, meeting, "a view given there"):
            view = form.record(proposal)
            messages.success(request, recorded(view))
            return redirect("subcommittees:views", proposal.slug)
    return plain_form(request, form, frame(proposal, "Record a view", "subcommittees:views"), "Record the view")


def recorded(view) -> str:
    return f"{capital(view.giver)}: {view.get_position_display().lower()}. The view is recorded."


def _chosen(request) -> dict:
    if code := request.GET.get("committee"):
        body = next((body for body in Committee.objects.all() if body.code == code), None)
        return {"giver": f"{COMMITTEE}-{body.pk}"} if body else {}
    return {"giver": request.GET.get("giver", "")}

"""The tab on which the views of the Sub-Committees, the DCC and others stand, and the form that records one."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit.classification import Classification
from bodies.models import Committee
from proposals.acting import crumbs, frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.richtext import from_plain
from proposals.rules import goes_on
from subcommittees.forms.given import COMMITTEE, ViewForm
from subcommittees.models import View
from subcommittees.rules import may_record_some_view, may_record_view

HUES = {
    View.Position.SUPPORTS: "good",
    View.Position.OPPOSES: "stop",
    View.Position.MIXED: "attention",
    View.Position.ASKED: "attention",
}


@dataclass(frozen=True)
class Shown:
    """One version of a view as the page shows it."""

    view: View
    html: str
    hue: str

    @property
    def marked(self) -> str:
        return "" if self.view.classification == Classification.WHITE else self.view.get_classification_display()


@dataclass(frozen=True)
class Giver:
    """The newest view of one giver, and the ones before it, newest first."""

    name: str
    newest: Shown
    earlier: list[Shown]
    record_url: str


@require_safe
@proposal_page
def views(request, proposal: Proposal):
    page = page_context(request, proposal, "views")
    on = page["at"].on
    context = {
        **page,
        "crumbs": crumbs(proposal, "Views"),
        "givers": _givers(request.user, proposal, on),
        "may_record": on is None and goes_on(proposal) and may_record_some_view(request.user, proposal),
        "record_url": reverse("subcommittees:record", args=[proposal.slug]),
    }
    return render(request, "subcommittees/views.html", context)


def _givers(user, proposal: Proposal, on: date | None) -> list[Giver]:
    found = (
        View.objects.visible_to(user).filter(proposal=proposal).select_related("committee", "organisation", "meeting")
    )
    found = found.filter(given_on__lte=on) if on else found
    by_giver: dict[tuple, list[View]] = {}
    for view in found.order_by("committee__sort", "committee_id", "organisation__folded", "-version"):
        by_giver.setdefault((view.committee_id, view.organisation_id), []).append(view)
    return [_giver(user, proposal, versions) for versions in by_giver.values()]


def _giver(user, proposal: Proposal, versions: list[View]) -> Giver:
    newest, *earlier = (Shown(view, from_plain(view.text), HUES.get(view.position, "")) for view in versions)
    view = newest.view
    url = ""
    if goes_on(proposal) and may_record_view(user, view.committee):
        url = reverse("subcommittees:record", args=[proposal.slug]) + f"?giver={key_of(view)}"
    name = view.committee.name if view.committee else view.organisation.name
    return Giver(name, newest, earlier, url)


def key_of(view: View) -> str:
    return f"committee-{view.committee_id}" if view.committee_id else f"organisation-{view.organisation_id}"


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_record_some_view)
def record(request, proposal: Proposal):
    """Record what a body thinks. ``?giver=committee-3`` or ``?committee=ssc`` chooses the body beforehand."""
    form = ViewForm(request.POST if request.method == "POST" else None, user=request.user, initial=_chosen(request))
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            view = form.record(proposal)
            giver = f"{view.giver[0].upper()}{view.giver[1:]}"
            messages.success(request, f"{giver}: {view.get_position_display().lower()}. The view is recorded.")
            return redirect("subcommittees:views", proposal.slug)
    return plain_form(request, form, frame(proposal, "Record a view", "subcommittees:views"), "Record the view")


def _chosen(request) -> dict:
    if code := request.GET.get("committee"):
        body = next((body for body in Committee.objects.all() if body.code == code), None)
        return {"giver": f"{COMMITTEE}-{body.pk}"} if body else {}
    return {"giver": request.GET.get("giver", "")}

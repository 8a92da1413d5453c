"""One part of a proposal comes in, and the rest stays outstanding."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from proposals import actions
from proposals.acting import frame, refusals_on, rehearse, too_late
from proposals.actions import TooLate
from proposals.actions.parts import outstanding
from proposals.effects import part_effects
from proposals.forms.planning import ImplementPartForm
from proposals.models import ImplementationPart, Proposal
from proposals.pages import proposal_page
from proposals.releasing import still_open
from proposals.rules import may_manage
from proposals.views.moving import DO
from proposals.views.releases import missing_rows, said_of
from proposals.views.second_look import day_of

TITLE = "Record the implementation of one part"


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def implement_part(request, proposal: Proposal, number: int):
    parts = {part.number: part for part in outstanding(proposal)}
    if number not in parts:
        raise Http404("There is no such part, or it is implemented.")
    if len(parts) == 1:
        return redirect(reverse("proposals:move", args=[proposal.slug, "implement"]))
    missing = still_open([parts[number]], day_of(request, parts[number].planned_on))
    form = ImplementPartForm(request.POST if request.method == "POST" else None, still_open=missing)
    form.checked = request.POST.get("step") != "change"
    try:
        if form.is_bound and form.checked and form.is_valid():
            with refusals_on(form):
                return _go(request, proposal, parts[number], form)
    except TooLate as refusal:
        return too_late(request, proposal, refusal.sentence, TITLE)
    context = {
        **frame(proposal, TITLE),
        "part": parts[number],
        "form": form,
        "effects": part_effects(parts[number], request.user),
        "missing": missing_rows(missing),
    }
    wrong = form.is_bound and form.errors
    return render(request, "proposals/implement_part.html", context, status=422 if wrong else 200)


def _go(request, proposal: Proposal, part: ImplementationPart, form):
    arguments = {"proposal": proposal, "by": request.user, "part": part.number, **form.cleaned_data}
    if request.POST.get("step") == DO:
        actions.implement_part(**arguments)
        messages.success(
            request, f"{part.name} is implemented; {proposal.reference} stays pending until the rest is in."
        )
        return redirect(proposal.get_absolute_url())
    rehearse(actions.implement_part, **arguments)
    context = {
        **frame(proposal, TITLE),
        "entered": said_of(form),
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "effects": part_effects(part, request.user),
        "button": "Record the implementation of this part",
    }
    return render(request, "proposals/move_review.html", context)

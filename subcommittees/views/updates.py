"""What meetings are to be told by word of mouth: promised, and then given, put right or dropped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from proposals.acting import frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import barred, proposal_page
from proposals.views.asking import bound
from subcommittees import actions, rules
from subcommittees.forms.updates import CorrectForm, DropForm, GiveForm, OweForm
from subcommittees.models import VerbalUpdate
from subcommittees.views.late import kept_if_late

TAB = "subcommittees:views"
STEPS = {
    "give": (
        GiveForm,
        "Record what was said",
        "What was said is recorded; minutes and the next paper take it from here.",
    ),
    "correct": (CorrectForm, "Put right what was said", "The words are put right."),
    "drop": (DropForm, "Drop a verbal update", "It is dropped."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=rules.may_promise)
def owe(request, proposal: Proposal):
    """``?request=5`` names the request that it is about beforehand."""
    chosen = {"request": request.GET.get("request", "")}
    form = bound(request, OweForm, proposal=proposal, user=request.user, initial=chosen)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            update = actions.owe_verbal_update(proposal=proposal, by=request.user, **form.cleaned_data)
            messages.success(request, f"{update.meeting} will be told by word of mouth.")
            return redirect(TAB, proposal.slug)
    return plain_form(request, form, frame(proposal, "Promise a verbal update", TAB), "Promise it")


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page
def update_step(request, proposal: Proposal, pk: int, step: str):
    known = ("meeting__committee", "owed_by", "proposal")
    visible = VerbalUpdate.objects.visible_to(request.user).filter(proposal=proposal).select_related(*known)
    update = visible.filter(pk=pk).first()
    if update is None or step not in STEPS:
        raise Http404
    if answer := barred(request, rules.may_give_update, update):
        return answer
    form_class, title, done = STEPS[step]
    form = bound(request, form_class, update=update, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form), kept_if_late(proposal, request.user, update.meeting, "what it was told"):
            form.record()
            messages.success(request, done)
            return redirect(TAB, proposal.slug)
    lead = f"{update.owing} promised {update.meeting} a word on {update.promised_on:%-d %B %Y}: {update.about}"
    return plain_form(request, form, frame(proposal, title, TAB), title, lead=lead)

"""What meetings are to be told by word of mouth: promised, and then given, put right or dropped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from bodies.models import Meeting
from proposals.acting import frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import barred, proposal_page
from proposals.views.asking import bound
from subcommittees import actions, rules
from subcommittees.forms.updates import CorrectForm, DropForm, GiveForm, OweForm
from subcommittees.frames import address, meeting_frame, meeting_page, show_form
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


KNOWN = ("meeting__committee", "owed_by", "proposal", "item")


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page
def update_step(request, proposal: Proposal, pk: int, step: str):
    """From the proposal that it is about."""
    update = _found(request, step, pk=pk, proposal=proposal)
    page = frame(proposal, STEPS[step][1], TAB)
    return _step(request, update, step, page, plain_form)


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page
def meeting_update(request, meeting: Meeting, pk: int, step: str):
    """From the meeting that is told it, whether it is about a proposal or not."""
    update = _found(request, step, pk=pk, meeting=meeting)
    back = f"{address(meeting)}#{f'item-{update.item_id}' if update.item_id else 'agenda'}"
    page = meeting_frame(meeting, STEPS[step][1], back)
    return _step(request, update, step, page | {"page_classification": update.get_classification_display()}, show_form)


def _found(request, step: str, **which) -> VerbalUpdate:
    visible = VerbalUpdate.objects.visible_to(request.user).select_related(*KNOWN)
    update = visible.filter(**which).first()
    if update is None or step not in STEPS:
        raise Http404
    return update


def _step(request, update: VerbalUpdate, step: str, page: dict, show):
    """``show``: how the page shows a form in the frame of whose it is."""
    if answer := barred(request, rules.may_give_update, update):
        return answer
    form_class, title, done = STEPS[step]
    form = bound(request, form_class, update=update, user=request.user)
    if form.is_bound and form.is_valid():
        with refusals_on(form), kept_if_late(update.proposal, request.user, update.meeting, "what it was told"):
            form.record()
            messages.success(request, done)
            return redirect(page["cancel_url"])
    lead = f"{update.owing} promised {update.meeting} a word on {update.promised_on:%-d %B %Y}: {update.about}"
    return show(request, form, page, title, lead=lead)

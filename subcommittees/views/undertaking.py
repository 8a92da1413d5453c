"""Actions of a body: the open list, one action, and what is done with it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bodies.models import Committee, Meeting
from proposals.acting import refusals_on
from proposals.forms.base import Form
from proposals.pages import barred
from subcommittees import actions
from subcommittees.actions.attending import terms_of
from subcommittees.actions.carrying import next_after
from subcommittees.forms.undertaking import ChangeForm, CloseForm, ReopenForm, UndertakeForm
from subcommittees.frames import address, crumbs, find_committee, meeting_frame, meeting_page, show_form
from subcommittees.models import Action, AgendaItem
from subcommittees.rules import may_run, may_speak_for, may_take_part
from subcommittees.undertaken import closed_actions, open_actions

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def action_list(request, code: str):
    """What is open, overdue first; what was closed lately. Owners are named to those who work with them."""
    committee, user = find_committee(code), request.user
    names = may_take_part(user, committee) or getattr(user, "reads_names", False)
    context = {
        "committee": committee,
        "crumbs": crumbs(committee, here="Actions"),
        "rows": [{"row": row, "urls": _urls(row.action, user)} for row in open_actions(committee, user)],
        "closed": [{"action": action, "urls": _urls(action, user)} for action in closed_actions(committee, user)],
        "names": names,
    }
    return render(request, "subcommittees/actions.html", context)


def _urls(action: Action, user) -> list[dict]:
    """What the reader may do with it."""
    runs = may_run(user, action.committee)
    owns = getattr(user, "pk", None) == action.owner_id and action.owner_id is not None
    if action.closed_on:
        steps = [("reopen", "Open again")] if runs else []
    else:
        steps = [("close", "Close")] if runs or owns else []
        steps += [("change", "Change")] if runs else []
    return [{"url": step_url(action, step), "words": words} for step, words in steps]


def step_url(action: Action, step: str) -> str:
    return reverse("subcommittees:action_step", args=[action.committee.code, action.number, step])


@require_http_methods(BOTH)
@meeting_page(rule=may_speak_for)
def undertake(request, meeting: Meeting):
    items = AgendaItem.objects.visible_to(request.user).standing().filter(meeting=meeting)
    data = request.POST if request.method == "POST" else None
    coming = next_after(meeting)
    usual = {"item": request.GET.get("item"), "due_on": coming.date if coming else None}
    form = UndertakeForm(data, items=items, sitting=terms_of(meeting).values(), initial=usual)
    back = address(meeting, "minutes")
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.undertake(meeting=meeting, by=request.user, **form.cleaned_data)
            messages.success(request, f"{made} is on the list.")
            if request.POST.get("again"):
                return redirect(address(meeting, "undertake"))
            return redirect("subcommittees:actions", meeting.committee.code)
    page, again = meeting_frame(meeting, "Record an action", back), "Record it and go on to the next"
    return show_form(request, form, page, "Record it", again=again)


STEPS = {
    "close": (actions.close_action, CloseForm, "Close", "is closed"),
    "reopen": (actions.reopen_action, ReopenForm, "Open again", "is open again"),
    "change": (actions.change_action, ChangeForm, "Change", "is changed"),
}


@require_http_methods(BOTH)
def action_step(request, code: str, number: int, step: str):
    action = _find(find_committee(code), number, request.user)
    if step not in STEPS:
        raise Http404("There is no such step.")
    if answer := _barred(request, action, step):
        return answer
    act, form_class, button, done = STEPS[step]
    options = {"action": action} if form_class is ChangeForm else {}
    form = form_class(request.POST if request.method == "POST" else None, **options)
    back = reverse("subcommittees:actions", args=[action.committee.code])
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            act(action=action, by=request.user, **form.cleaned_data)
            messages.success(request, f"{action} {done}.")
            return redirect(back)
    return _page(request, form, action, button, back)


def _page(request, form: Form, action: Action, button: str, back: str):
    page = meeting_frame(action.meeting, f"{button}: {action}", back, action.item)
    return show_form(request, form, page, button, lead=action.text)


def _find(committee: Committee, number: int, user) -> Action:
    visible = Action.objects.visible_to(user).filter(committee=committee, number=number)
    found = visible.select_related("committee", "meeting__committee", "item", "owner").first()
    if found is None:
        raise Http404("There is no such action, or it is not open to you.")
    return found


def _barred(request, action: Action, step: str):
    """Its owner closes it; everything else is for the secretary."""
    if step == "close" and request.user.is_authenticated and request.user.pk == action.owner_id:
        return None
    return barred(request, may_run, action.committee)

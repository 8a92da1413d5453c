"""Making a move: what it asks for, what it will do, and a second question before what people will act on."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit import clock
from proposals import ports
from proposals.acting import frame, refusals_on, rehearse, too_late
from proposals.actions import ACTS, TooLate
from proposals.effects import effects
from proposals.forms.moving import form_for
from proposals.lifecycle import MOVES, MoveType
from proposals.lodgings import LODGINGS
from proposals.models import Proposal
from proposals.pages import proposal_page
from proposals.states import State
from proposals.views import lodging
from proposals.views.second_look import CHANGE, DO, REVIEW, day_of, look_again

IMPLEMENT = "implement"


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page
def move(request, proposal: Proposal, key: str):
    row = MOVES.get(key)
    if row is None or row.by_time:
        raise Http404("There is no such step.")
    if key in LODGINGS:
        return lodging.lodge(request, proposal, row)
    if not row.who.test(request.user, proposal):
        return _refuse(request, row)
    if proposal.state not in row.sources:
        return too_late(request, proposal, _no_longer(proposal), row.button)
    missing = _missing(row, proposal, _day(request, row, proposal))
    blocking = [reason for reason in missing if reason.blocks]
    if blocking:
        return _page(request, row, proposal, None, blocking)
    form = _form(request, row, proposal, missing)
    if request.method == "POST" and request.POST.get("step") != CHANGE and form.is_valid():
        return _go(request, row, proposal, form, missing)
    return _page(request, row, proposal, form, missing)


def _refuse(request, row: MoveType):
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied(f"This step is for {row.who_words} to take.")


def _no_longer(proposal: Proposal) -> str:
    return f"{proposal.reference} is now “{State(proposal.state).label}”, so this step cannot be taken."


def _day(request, row: MoveType, proposal: Proposal) -> date:
    """An implementation entered afterwards is held against the SEC of its own day."""
    return day_of(request, proposal.implementation.planned_on) if row.key == IMPLEMENT else clock.today()


def _missing(row: MoveType, proposal: Proposal, day: date) -> list[ports.Reason]:
    by_key = ports.reasons_for(row.beforehand, Proposal.objects.filter(pk=proposal.pk), day).get(proposal.pk, {})
    return [reason for key in row.beforehand for reason in by_key[key]]


def _form(request, row: MoveType, proposal: Proposal, missing: list[ports.Reason]):
    data = request.POST if request.method == "POST" else None
    form = form_for(row)(data, row=row, proposal=proposal, user=request.user, open_reasons=missing)
    form.checked = request.POST.get("step") != CHANGE
    return form


def _go(request, row: MoveType, proposal: Proposal, form, missing):
    """Ask once more, or do it. Whatever would refuse it does so before the question."""
    arguments = {"proposal": proposal, "by": request.user, **form.act_arguments()}
    asks = row.ask_again and request.POST.get("step") != DO
    try:
        with refusals_on(form):
            if asks:
                rehearse(ACTS[row.key], **arguments)
                return look_again(request, row, proposal, form, effects(row, proposal, form.effective_on()))
            ACTS[row.key](**arguments)
            return _done(request, row, proposal)
    except TooLate as refusal:
        return too_late(request, proposal, refusal.sentence, row.button)
    return _page(request, row, proposal, form, missing)


def _done(request, row: MoveType, proposal: Proposal):
    fresh = Proposal.objects.get(pk=proposal.pk)
    messages.success(request, f"{row.done}. {fresh.reference} is now “{State(fresh.state).label}”.")
    return redirect(fresh.get_absolute_url())


def _page(request, row: MoveType, proposal: Proposal, form, missing: list[ports.Reason]):
    blocked = form is None
    context = {
        **frame(proposal, row.button),
        "row": row,
        "form": form,
        "missing": [_mendable(reason, proposal) for reason in missing],
        "effects": [] if blocked else effects(row, proposal, user=request.user),
        "button": "Continue" if row.ask_again else row.button,
        "step": REVIEW if row.ask_again else DO,
    }
    wrong = form is not None and form.is_bound and form.errors
    return render(request, "proposals/move.html", context, status=422 if wrong else 200)


def _mendable(reason: ports.Reason, proposal: Proposal) -> dict:
    return {"words": reason.text, "url": reason.mend_url(proposal), "mend": reason.mend_words}

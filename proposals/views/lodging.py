"""Objecting, appealing, adopting: who may, about what, until when, a second look, and the receipt."""

from datetime import date

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.rules import is_signed_in
from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.acting import frame, refusals_on, rehearse, too_late
from proposals.actions import ACTS, TooLate
from proposals.effects import Effect, effects
from proposals.forms.moving import form_for
from proposals.lifecycle import MoveType
from proposals.lodgings import (
    LODGINGS,
    Lodging,
    closed_words,
    decided,
    is_heard,
    newest_window,
    refusal_words,
    runs,
    tells_now,
    why_not,
)
from proposals.models import Proposal, Window
from proposals.pages import proposal_page
from proposals.receipts import find_lodged, receipt_of
from proposals.states import State
from proposals.views.second_look import CHANGE, DO, REVIEW, look_again


def lodge(request, proposal: Proposal, row: MoveType):
    """``row``: the move that the first of its kind makes. A further one is heard beside it as long as the window would
    have run."""
    lodging = LODGINGS[row.key]
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not row.who.test(request.user, proposal):
        return _not_theirs(request, proposal, row)
    window = newest_window(proposal, lodging)
    if not is_heard(lodging, proposal, window):
        return _too_late(request, proposal, row, window)
    if not runs(window, clock.now()) and not request.user.is_analyst:
        return too_late(request, proposal, closed_words(window), row.button, window.closes_at)
    form = _form(request, row, proposal)
    if not form.fields["organisation"].queryset.exists() and "for_panel" not in form.fields:
        return _not_theirs(request, proposal, row)
    if request.method == "POST" and request.POST.get("step") != CHANGE and form.is_valid():
        return _go(request, row, proposal, window, form)
    return _page(request, row, proposal, window, form)


def _not_theirs(request, proposal: Proposal, row: MoveType):
    """Signed in, and not entitled: why, and who is."""
    context = {**frame(proposal, row.button), "row": row, "reasons": why_not(row, request.user)}
    return render(request, "proposals/lodging_not_yours.html", context, status=403)


def _too_late(request, proposal: Proposal, row: MoveType, window: Window | None):
    lodging = LODGINGS[row.key]
    ended = window is not None and window.outcome == Window.Outcome.EXPIRED
    sentence = f"{proposal.reference} is now “{State(proposal.state).label}”, so this step cannot be taken."
    words = refusal_words(lodging, proposal, window) if ended else sentence
    return too_late(request, proposal, words, row.button, window.closes_at if ended else None)


def _form(request, row: MoveType, proposal: Proposal):
    data = request.POST if request.method == "POST" else None
    form = form_for(row)(data, row=row, proposal=proposal, user=request.user)
    form.checked = request.POST.get("step") != CHANGE
    return form


def _go(request, row: MoveType, proposal: Proposal, window: Window, form):
    arguments = {"proposal": proposal, "by": request.user, **form.act_arguments()}
    act = ACTS[row.key]
    try:
        with refusals_on(form):
            if request.POST.get("step") != DO:
                rehearse(act, **arguments)
                effects = _effects(row, proposal, form.effective_on(), window)
                return look_again(request, row, proposal, form, effects)
            return redirect(receipt_of(act(**arguments)).address)
    except TooLate as refusal:
        return too_late(request, proposal, refusal.sentence, row.button)
    return _page(request, row, proposal, window, form)


def _effects(row: MoveType, proposal: Proposal, on: date | None = None, window: Window | None = None) -> list[Effect]:
    """What it will do; one that is heard beside another moves nothing."""
    receipt = Effect("Receipt", ["The page that follows is the receipt; it is also sent by e-mail."])
    if proposal.state not in row.sources:
        beside = f"{proposal.reference} stays “{State(proposal.state).label}”; yours is kept beside the first."
        return [Effect("What changes", [beside]), receipt]
    told_on = clock.today() if window and tells_now(row.key, window) else None
    return [*effects(row, proposal, on, told_on=told_on), receipt]


def _page(request, row: MoveType, proposal: Proposal, window: Window, form):
    lodging = LODGINGS[row.key]
    context = {
        **frame(proposal, row.button),
        "row": row,
        "form": form,
        "decided": decided(lodging, window),
        "effects": _effects(row, proposal),
        "step": REVIEW,
        **_countdown(lodging, window),
    }
    wrong = form.is_bound and form.errors
    return render(request, "proposals/lodging.html", context, status=422 if wrong else 200)


def _countdown(lodging: Lodging, window: Window) -> dict:
    left = WorkingCalendar.load().days_left(clock.today(), clock.london_date(window.closes_at))
    return {
        "window_words": lodging.plural,
        "closes_at": window.closes_at,
        "days_left": left,
        "window_open": runs(window, clock.now()),
    }


@require_safe
@never_cache
@proposal_page(rule=is_signed_in)
def receipt(request, proposal: Proposal, reference: str):
    """At an address of its own, for whoever lodged it, SECAS and the Authority."""
    lodged = find_lodged(proposal, reference, request.user)
    if lodged is None:
        raise Http404("There is no such receipt, or it is not open to you.")
    context = {**frame(proposal, f"Receipt {reference}"), "receipt": receipt_of(lodged)}
    return render(request, "proposals/receipt.html", context)

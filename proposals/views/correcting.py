"""Putting right: a step taken back or corrected, what was lodged struck out, what came in time entered late."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audit import clock
from proposals import actions
from proposals.acting import frame, refusals_on, too_late
from proposals.actions import TooLate
from proposals.actions.rejoining import parts_of, split_of, why_not_rejoined
from proposals.effects import told_of
from proposals.forms.correcting import CORRECT, TAKE_BACK, LateAppealForm, LateObjectionForm, PutRightForm, StrikeForm
from proposals.forms.filing import WhyForm
from proposals.lifecycle import MOVES, done_words
from proposals.lodgings import LODGINGS, is_heard, newest_window, runs, tells_now
from proposals.models import Appeal, Move, Objection, Proposal, Window
from proposals.pages import proposal_page
from proposals.putright import affected, foreseen, rehearsed, told_again
from proposals.rules import may_manage
from proposals.states import State
from proposals.steps import span_of, standing_steps, why_not_corrected, why_not_taken_back, with_settlement
from proposals.views.asking import MARKED, Asked, ask, bound

REVIEW, DO, CHANGE = "review", "do", "change"
HISTORY = "proposals:history"
READ = ["GET", "HEAD", "POST"]


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def put_right(request, proposal: Proposal, pk: int):
    """The two ways for one step, which of them is open, and what each does; then the second question."""
    standing = standing_steps(proposal)
    move = next((step for step in standing if step.pk == pk), None)
    if move is None:
        return _gone(request, proposal, pk)
    page = _ways(proposal, move, standing)
    if not page["ways"]:
        return _show(request, page, None)
    form = PutRightForm(request.POST if request.method == "POST" else None, move=move, ways=page["ways"])
    form.checked = request.POST.get("step") != CHANGE
    if request.method != "POST" or not form.checked or not form.is_valid():
        return _show(request, page, form)
    try:
        with refusals_on(form):
            return _go(request, proposal, move, standing, form)
    except TooLate as refusal:
        return too_late(request, proposal, refusal.sentence, page["page_title"])
    return _show(request, page, form)


def _gone(request, proposal: Proposal, pk: int):
    """A step that somebody else has put right meanwhile is told of; one that never was is not found."""
    get_object_or_404(Move, pk=pk, proposal=proposal)
    return too_late(request, proposal, "This step has already been put right.", "Put right")


def _ways(proposal: Proposal, move: Move, standing: list[Move]) -> dict:
    closed = {TAKE_BACK: why_not_taken_back(move, standing), CORRECT: why_not_corrected(move)}
    return {
        **frame(proposal, f"Put right: {done_words(move.key)}", HISTORY),
        "move": move,
        "ways": [way for way, reasons in closed.items() if not reasons],
        "closed": closed,
        "taking_back": [] if closed[TAKE_BACK] else foreseen(move, standing),
        "span": span_of(move, standing),
        "told": told_again(affected(move, standing)),
        "opens": hasattr(move, "window"),
    }


def _show(request, page: dict, form):
    wrong = form is not None and form.is_bound and form.errors
    return render(request, "proposals/put_right.html", {**page, "form": form}, status=422 if wrong else 200)


def _go(request, proposal: Proposal, move: Move, standing: list[Move], form: PutRightForm):
    act = actions.correct_move if form.corrects else actions.reverse_move
    arguments = {"proposal": proposal, "move": move, "by": request.user, **form.act_arguments()}
    if request.POST.get("step") != DO:
        steps = affected(move, standing) if form.corrects else with_settlement(move, standing)
        picture = move if form.corrects else None
        effects = rehearsed(act, proposal, told_again(steps), picture, **arguments)
        return _review(request, proposal, form, effects, f"Put right: {done_words(move.key)}")
    act(**arguments)
    done = "corrected" if form.corrects else "taken back"
    messages.success(request, f"“{done_words(move.key)}” is {done}.")
    return redirect(_steps_of(proposal))


def _steps_of(proposal: Proposal) -> str:
    """The raising may have been taken back or the conversion too, and the address with it."""
    fresh = Proposal.objects.get(pk=proposal.pk)
    return f"{reverse(HISTORY, args=[fresh.slug])}#steps"


def _review(request, proposal: Proposal, form, effects, title: str, button: str = "Put it right"):
    used = {"way", *form.act_arguments()} if isinstance(form, PutRightForm) else form.fields
    entered = [{"term": form.fields[n].label, "value": _said(form, n)} for n in form.fields if n in used]
    context = {
        **frame(proposal, title, HISTORY),
        "effects": effects,
        "entered": [row for row in entered if row["value"]],
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "button": button,
    }
    return render(request, "proposals/put_right_review.html", context)


def _said(form, name: str):
    value = form.cleaned_data.get(name)
    chosen = dict(getattr(form.fields[name], "choices", None) or {}) if isinstance(value, str) else {}
    return f"{value:%A %-d %B %Y}" if hasattr(value, "year") else chosen.get(value, value)


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def take_split_back(request, proposal: Proposal):
    """The whole goes on, and its parts end."""
    page = frame(proposal, "Take the split back", HISTORY)
    standing = standing_steps(proposal)
    split = split_of(standing)
    if split is None:
        return ask(request, {**page, "closed": [f"{proposal.reference} is not split."]}, None, None)
    parts = parts_of(proposal)
    if closed := why_not_rejoined(split, standing, parts):
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=actions.take_split_back,
        about={"proposal": proposal, "by": request.user},
        effects=lambda form: _rejoining(proposal, split, [part.reference for part in parts]),
        button="Take the split back",
        done=f"The split is taken back. {proposal.reference} goes on as a whole.",
        to=lambda: _steps_of(proposal),
    )
    options = {"label": "Why it is taken back", "missing": "Say why the split is taken back."}
    try:
        return ask(request, page, bound(request, WhyForm, **options), asked)
    except TooLate as refusal:
        return too_late(request, proposal, refusal.sentence, page["page_title"])


def _rejoining(proposal: Proposal, split: Move, parts: list[str]) -> dict[str, list[str]]:
    named = " and ".join(parts)
    return {
        "What changes": [
            f"{proposal.reference} is again “{State(split.from_state).label}”.",
            f"{named} end. Their addresses lead to {proposal.reference}.",
        ],
        "What stays": ["Their letters are not given again, whatever is split later."],
        "Who is told": told_again([split]),
        "Papers": [MARKED],
        "Who must act next": ["SECAS, to take the whole on from where it was."],
    }


STRUCK = {"objection": (Objection, actions.strike_objection), "appeal": (Appeal, actions.strike_appeal)}


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def strike(request, proposal: Proposal, kind: str, pk: int):
    """Strike out an objection or an appeal; asks again with what will follow."""
    if kind not in STRUCK:
        raise Http404("There is nothing of this kind.")
    model, act = STRUCK[kind]
    lodged = get_object_or_404(model.objects.select_related("window"), pk=pk, window__proposal=proposal)
    who = lodged.organisation or getattr(lodged, "committee", None)
    page = {**frame(proposal, f"Strike out the {kind} of {who}", HISTORY), "lodged": lodged, "who": who, "kind": kind}
    form = StrikeForm(request.POST if request.method == "POST" else None)
    form.checked = request.POST.get("step") != CHANGE
    if request.method == "POST" and form.checked and form.is_valid():
        with refusals_on(form):
            return _strike(request, proposal, form, act, {kind: lodged, "by": request.user, **form.cleaned_data}, page)
    status = 422 if form.errors else 200
    return render(request, "proposals/strike.html", {**page, "form": form}, status=status)


def _strike(request, proposal: Proposal, form: StrikeForm, act, arguments: dict, page: dict):
    if request.POST.get("step") == DO:
        act(**arguments)
        messages.success(request, f"The {page['kind']} of {page['who']} is struck out.")
        return redirect(_steps_of(proposal))
    standing = standing_steps(proposal)
    halts = [step for step in standing[-1:] if step.key in ("object", "appeal")]
    effects = rehearsed(act, proposal, told_again(halts), **arguments)
    return _review(request, proposal, form, effects, page["page_title"], "Strike it out")


LATE = {"object": LateObjectionForm, "appeal": LateAppealForm}


@require_http_methods(READ)
@proposal_page(rule=may_manage)
def enter_late(request, proposal: Proposal, key: str):
    """Enter what came in before its window closed although the end of the window has been written."""
    if key not in LATE:
        raise Http404("There is no such step.")
    title = f"Enter an {LODGINGS[key].what} that came in time"
    window = newest_window(proposal, LODGINGS[key])
    if window is None:
        closed = f"{proposal.reference} has had no {Window.Kind(LODGINGS[key].kind).label.lower()}."
        return render(request, "proposals/enter_late.html", {**frame(proposal, title, HISTORY), "closed": closed})
    if request.method != "POST" and runs(window, clock.now()) and is_heard(LODGINGS[key], proposal, window):
        return redirect(reverse("proposals:move", args=[proposal.slug, key]))  # nothing is late while it is open
    options = {"row": MOVES[key], "proposal": proposal, "user": request.user}
    form = LATE[key](request.POST if request.method == "POST" else None, **options)
    form.checked = request.POST.get("step") != CHANGE
    if request.method == "POST" and form.checked and form.is_valid():
        with refusals_on(form):
            return _enter(request, proposal, form, key, title)
    context = {**frame(proposal, title, HISTORY), "form": form}
    return render(request, "proposals/enter_late.html", context, status=422 if form.errors else 200)


def _enter(request, proposal: Proposal, form, key: str, title: str):
    act, arguments = actions.ACTS[key], {"proposal": proposal, "by": request.user, **form.act_arguments()}
    if request.POST.get("step") == DO:
        act(**arguments)
        messages.success(request, f"{MOVES[key].done}. The end of the window is taken back.")
        return redirect(_steps_of(proposal))
    effects = rehearsed(act, proposal, _told_of_late(proposal, key), **arguments)
    return _review(request, proposal, form, effects, title, "Enter it")


def _told_of_late(proposal: Proposal, key: str) -> list[str]:
    """Those who were told that the window had ended, and those who hear today that it is halted after all."""
    window = newest_window(proposal, LODGINGS[key])
    heard = told_of(MOVES[key], proposal, clock.today()) if tells_now(key, window) else []
    return told_again(standing_steps(proposal)[-1:]) + heard

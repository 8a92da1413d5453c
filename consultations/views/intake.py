"""Responses that came by another way: taken in, put right beside the original, confirmed."""

import secrets
from functools import reduce
from operator import or_

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.queries import organisations
from audit import clock
from audit.acts import Refused
from consultations import actions, rules
from consultations.actions.receiving import comes_afterwards, questions_of
from consultations.forms.intake import EntryForm, SourceForm, typed_in
from consultations.intake.reading import listed
from consultations.intake.shown import Beside, changes
from consultations.intake.typed import names_in, typed
from consultations.models import Consultation, Intake, Question
from consultations.questions.conditions import is_answered
from consultations.views.consultation import crumbs, the_consultation
from consultations.views.files import handed_out
from consultations.views.responses import AFTERWARDS
from proposals.acting import refusals_on, rehearse
from proposals.actions import StaleSave
from proposals.effects import Effect
from proposals.forms.filing import WhyForm
from proposals.pages import barred
from proposals.views.asking import NOBODY, Asked, ask, bound

READ = ["GET", "HEAD", "POST"]
AUTO, CHECK = "auto", "check"
READ_BY = "SECAS reads it in the list."
SEE_BOTH = "This was changed on another page while you were at it. Press Save to see both texts."
IS_OVER = "Somebody else was faster: this was confirmed or set aside. Press Save to see what became of it."
NOBODY_NOW = "Nobody by e-mail: it came in on an earlier day."


def the_intake(request, pk: int, key: int) -> Intake:
    found = Intake.objects.visible_to(request.user).select_related("by", "submission__response")
    intake = get_object_or_404(found, consultation=pk, pk=key)
    intake.consultation = the_consultation(request, pk)
    return intake


def page_of(consultation: Consultation, title: str, intake: Intake | None = None) -> dict:
    back = reverse("consultations:intake", args=[consultation.pk])
    trail = crumbs(consultation, "Responses that came by another way")
    if intake is not None:
        trail = [*trail[:-1], {**trail[-1], "url": back}, {"label": title}]
    return {
        "consultation": consultation,
        "intake": intake,
        "page_title": title,
        "crumbs": trail,
        "cancel_url": back,
        "page_classification": "Amber",
        "base": "consultations/intake/base.html",
    }


@require_http_methods(READ)
@never_cache
def intake(request, pk: int):
    """What is being entered and what was, and the form by which another original is taken in."""
    consultation = the_consultation(request, pk)
    if answer := barred(request, rules.may_sort, None):
        return answer
    form = SourceForm(request.POST, request.FILES) if request.method == "POST" else SourceForm()
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            return _taken_in(request, actions.take_in(consultation=consultation, by=request.user, **form.cleaned_data))
    found = Intake.objects.visible_to(request.user).filter(consultation=consultation)
    rows = list(found.defer("lines", "read", "entered").select_related("by", "submission__response__organisation"))
    context = {
        **page_of(consultation, "Responses that came by another way"),
        "form": form,
        "standing": [row for row in rows if row.is_standing],
        "done": [row for row in rows if not row.is_standing],
    }
    return render(request, "consultations/intake/list.html", context, status=422 if form.errors else 200)


def _taken_in(request, rows: list[Intake]):
    first = rows[0]
    before = Intake.objects.filter(consultation=first.consultation_id, sha256=first.sha256, submission__isnull=False)
    if first.entered:
        messages.info(request, f"“{first.filename}” was taken in before: this is how it stands.")
    elif before.exists():
        words = "was entered before: what you confirm now for the same respondent is the next version of its response."
        messages.warning(request, f"“{first.filename}” {words}")
    elif len(rows) > 1:
        words = f"“{first.filename}” holds {len(rows)} responses. They are entered one by one; this is the first."
        messages.success(request, words)
    return redirect(first)


@require_http_methods(READ)
@never_cache
def edit(request, pk: int, key: int):
    """The proposal beside the original, question by question. Sending it saves it; nothing is a response yet."""
    found = the_intake(request, pk, key)
    if not found.is_standing:
        return _not_kept(request, found, IS_OVER) if request.POST.get("step") == AUTO else _over(request, found)
    questions = questions_of(found.consultation)
    if request.method == "POST":
        return _saved(request, found, questions)
    return _shown(request, found, EntryForm(questions, _typed(found, questions)))


def _typed(found: Intake, questions: list[Question]) -> dict:
    """As far as it has come; at first as it was read, for the organisation whose very name stands there."""
    if found.entered:
        return found.entered
    names = [Q(name__iexact=name) for name in names_in(found.read)]
    whose = organisations().filter(reduce(or_, names)) if names else ()
    return typed(found.read, questions, whose)


def _over(request, found: Intake):
    """What was confirmed or set aside is changed no more, whoever sends something to it."""
    context = page_of(found.consultation, str(found), found)
    status = 409 if request.method == "POST" else 200
    return render(request, "consultations/intake/over.html", context, status=status)


def _saved(request, found: Intake, questions: list[Question]):
    entered, step = typed_in(request.POST), request.POST.get("step")
    try:
        saved = actions.save_intake(intake=found, by=request.user, entered=entered, version=_version(request))
    except StaleSave as stale:
        return _conflict(request, found, stale, entered, questions)
    except Refused as refusal:
        if step == AUTO:
            return _not_kept(request, found, refusal.sentence)
        return _shown(request, found, EntryForm(questions, entered), status=409, refused=refusal.sentence)
    saved.consultation = found.consultation
    if step == AUTO:
        return render(request, "consultations/intake/_saved.html", {"intake": saved})
    if step != CHECK:
        messages.success(request, "Saved as far as it has come. It is no response yet.")
        return redirect(saved)
    entry = EntryForm(questions, entered, checked=True)
    if entry.is_valid():
        return redirect("consultations:intake_confirm", pk=saved.consultation_id, key=saved.pk)
    return _shown(request, saved, entry, status=422)


def _not_kept(request, found: Intake, sentence: str):
    """Told while somebody types. The page goes on from the version that it knows, so that nothing is written over what
    it does not show."""
    context = {"intake": found, "opened": _version(request), "refused": sentence}
    return render(request, "consultations/intake/_saved.html", context)


def _version(request) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def _conflict(request, found: Intake, stale: StaleSave, entered: dict, questions: list[Question]):
    if request.POST.get("step") == AUTO:
        return _not_kept(request, found, SEE_BOTH)
    latest = stale.latest
    latest.consultation = found.consultation
    entry = EntryForm(questions, entered)
    theirs = changes(entry, entered, latest.entered)
    return _shown(request, latest, entry, status=409, refused=stale.sentence, theirs=theirs)


def _shown(request, found: Intake, entry: EntryForm, status: int = 200, **more):
    context = {
        **page_of(found.consultation, f"Enter the response in “{found}”", found),
        "form": entry,
        "page": secrets.token_urlsafe(9),
        "beside": Beside(found.read, entry),
        **more,
    }
    return render(request, "consultations/intake/edit.html", context, status=status)


@require_http_methods(READ)
@never_cache
def confirm(request, pk: int, key: int):
    """What will be recorded, looked at once more; then it is."""
    found = the_intake(request, pk, key)
    if not found.is_standing:
        return _over(request, found)
    questions = questions_of(found.consultation)
    entry = EntryForm(questions, _typed(found, questions), checked=True)
    if not entry.is_valid():
        return _shown(request, found, entry, status=422 if request.method == "POST" else 200)
    about = {"intake": found, "by": request.user, **entry.given()}
    try:
        with refusals_on(entry):
            if request.method == "POST":
                return _confirmed(request, actions.confirm_intake(version=_version(request), **about))
            return _once_more(request, found, entry, rehearse(actions.confirm_intake, version=found.version, **about))
    except StaleSave as stale:
        messages.warning(request, stale.sentence)
        return redirect(found)
    return _shown(request, found, entry, status=422)


def _confirmed(request, made):
    late = " It came in after the close: decide whether it counts." if made.late else ""
    messages.success(request, f"The response of {made.response.whose} is recorded.{late}")
    return redirect("consultations:receipt", made.response_id, made.version)


def _once_more(request, found: Intake, entry: EntryForm, made):
    given = entry.given()
    answered = {answer["question_id"] for answer in given["answers"] if is_answered(answer)}
    numbers = [form.question.number for form in entry.sheet.forms if form.question.pk not in answered]
    context = {
        **page_of(found.consultation, "Record this response", found),
        "made": made,
        "answers": _answers_words(len(answered), numbers),
        "clauses": len(given["clauses"]),
        "confidential": sum(part["confidential"] for part in (*given["answers"], *given["clauses"])),
        "beside": Beside(found.read, entry),
        "effects": [
            Effect("What is recorded", _recorded(made)),
            Effect("What becomes public", [_becomes_public(found.consultation)]),
            Effect("Who is told", [_told(made)]),
        ],
    }
    return render(request, "consultations/intake/confirm.html", context)


def _answers_words(answered: int, unanswered: list[int]) -> str:
    return f"{answered}; nothing to {listed(unanswered)}" if unanswered else str(answered)


def _recorded(made) -> list[str]:
    first = "a new response" if made.version == 1 else f"version {made.version} of their response"
    late = ", after the close: whether it counts is decided afterwards" if made.late else ", in time"
    return [f"It is {first}{late}.", "The original is kept with it, and read by SECAS alone."]


def _becomes_public(consultation: Consultation) -> str:
    if comes_afterwards(consultation):
        return AFTERWARDS
    return "Nothing yet: responses are read by others once they are published."


def _told(made) -> str:
    if clock.london_date(made.received_at) < clock.today():
        return NOBODY_NOW
    return f"Those who may speak for {made.response.whose} get a receipt by e-mail, with a copy."


@require_http_methods(READ)
@never_cache
def set_aside(request, pk: int, key: int):
    found = the_intake(request, pk, key)
    page = page_of(found.consultation, f"Set “{found}” aside", found)
    if not found.is_standing:
        return ask(request, {**page, "closed": ["It is not being entered any more."]}, None, None)
    asked = Asked(
        act=actions.set_intake_aside,
        about={"intake": found, "by": request.user},
        effects=lambda form: {
            "What changes": ["No response is recorded from it. The original and what was typed are kept."],
            "Afterwards": ["It can be taken up again from the list."],
            "Who is told": [NOBODY],
        },
        button="Set it aside",
        done=f"“{found}” is set aside.",
        to=lambda: reverse("consultations:intake", args=[pk]),
    )
    options = {"label": "Why it is not entered", "missing": "Say why it is not entered.", "help_text": READ_BY}
    return ask(request, page, bound(request, WhyForm, **options), asked)


@require_POST
def take_up(request, pk: int, key: int):
    found = the_intake(request, pk, key)
    try:
        actions.take_intake_up_again(intake=found, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("consultations:intake", pk)
    return redirect(found)


@require_safe
@never_cache
def original(request, pk: int, key: int):
    """The text as it was read, line by line, with where each line stands."""
    found = the_intake(request, pk, key)
    lines = [{"where": where, "text": text} for where, text in found.lines]
    context = {**page_of(found.consultation, f"“{found.filename}” as it was read", found), "lines": lines}
    return render(request, "consultations/intake/original.html", context)


@require_safe
@never_cache
def file(request, pk: int, key: int):
    """The original itself."""
    return handed_out(request, the_intake(request, pk, key))

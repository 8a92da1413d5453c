"""Where questions are put together, and what a respondent will see of them."""

import functools
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import clock
from audit.acts import Refused
from consultations import actions, rules
from consultations.course.frames import LIST
from consultations.models import Consultation, Question, QuestionSet
from consultations.queries.questions import questions_of, reusable_sets
from consultations.questions import conditions
from consultations.questions.form import Sheet
from proposals.actions import StaleSave

READ = ["GET", "HEAD", "POST"]
LONGEST_NUMBER = 18


def for_secas(view):
    """Whoever has not signed in does so first; to anybody but SECAS there is no such page."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not rules.may_build.test(request.user, None):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


@dataclass(frozen=True)
class Place:
    """A set, with the consultation whose own it is, and what may be done to it now."""

    of: QuestionSet
    consultation: Consultation | None

    @property
    def url(self) -> str:
        if self.consultation is None:
            return reverse("consultations:set", args=[self.of.pk])
        return reverse("consultations:questions", args=[self.consultation.pk])

    @property
    def preview_url(self) -> str:
        if self.consultation is None:
            return reverse("consultations:preview_set", args=[self.of.pk])
        return reverse("consultations:preview", args=[self.consultation.pk])

    @property
    def title(self) -> str:
        return self.consultation.title if self.consultation else self.of.title

    @property
    def is_opened(self) -> bool:
        return self.consultation is not None and self.consultation.opened_at is not None

    @property
    def is_over(self) -> bool:
        row = self.consultation
        return row is not None and (row.is_taken_back or row.is_over_at(clock.now()))

    @property
    def may_build(self) -> bool:
        return not (self.is_opened or self.is_over or self.of.retired_on)

    @property
    def may_put_right(self) -> bool:
        return self.is_opened and not self.is_over

    @property
    def state_words(self) -> str:
        if self.consultation is None:
            return "This set is retired: it is offered for no new consultation." if self.of.retired_on else ""
        if self.consultation.is_taken_back:
            return "This consultation was taken back: its questions are no longer changed."
        if self.is_over:
            return "This consultation is over: what was asked stands."
        if self.is_opened:
            return (
                "This consultation is open, so its questions keep their places. A wording can be put right, and a "
                "question withdrawn; everybody reads that."
            )
        return "Nobody but SECAS sees these questions until the consultation is opened."

    def frame(self, title: str) -> dict:
        """What templates/consultations/questions/acting.html needs."""
        return {
            "place": self,
            "proposal": f"{title} – {self.title}",
            "page_title": title,
            "crumbs": [*self.crumbs(), {"label": title}],
            "cancel_url": self.url,
            "page_classification": self.consultation.get_classification_display() if self.consultation else "",
        }

    def crumbs(self) -> list[dict]:
        if self.consultation is None:
            return [
                {"label": "Sets of questions", "url": reverse("consultations:sets")},
                {"label": self.of.title, "url": self.url},
            ]
        return [
            {"label": LIST, "url": reverse("consultations:consultations")},
            {"label": self.consultation.title, "url": self.consultation.get_absolute_url()},
            {"label": "Questions", "url": self.url},
        ]


def place_of(request, pk: int) -> Place:
    """The set that an address names; that of a consultation only for those who may see the consultation."""
    of = get_object_or_404(QuestionSet, pk=pk)
    if of.reusable:
        return Place(of, None)
    return Place(of, get_object_or_404(_readable(request), questions=of))


def place_of_consultation(request, pk: int) -> Place:
    found = get_object_or_404(_readable(request), pk=pk)
    return Place(found.questions, found)


def _readable(request):
    return Consultation.objects.visible_to(request.user).select_related("proposal", "questions")


def question_in(place: Place, number: int) -> Question:
    """The question of this key, if it belongs to the set."""
    found = get_object_or_404(Question.objects.select_related("only_if"), pk=number, of=place.of)
    found.of = place.of
    return found


# The pages


@require_safe
@for_secas
def sets(request):
    found = reusable_sets()
    context = {
        "crumbs": [{"label": "Sets of questions"}],
        "sets": [of for of in found if not of.retired_on],
        "retired": [of for of in found if of.retired_on],
    }
    return render(request, "consultations/questions/sets.html", context)


@require_safe
@for_secas
def questions(request, pk: int):
    return _builder(request, place_of_consultation(request, pk))


@require_safe
@for_secas
def question_set(request, pk: int):
    place = place_of(request, pk)
    return redirect(place.url) if place.consultation else _builder(request, place)


def _builder(request, place: Place):
    found = questions_of(place.of)
    context = {
        "place": place,
        "crumbs": [*place.crumbs()[:-1], {"label": place.crumbs()[-1]["label"]}],
        "page_classification": place.consultation.get_classification_display() if place.consultation else "",
        "rows": conditions.headed(found),
        "last": len(found),
        "unreachable": conditions.never_asked(found),
    }
    return render(request, "consultations/questions/builder.html", context)


@require_http_methods(READ)
@for_secas
def preview(request, pk: int):
    return _preview(request, place_of_consultation(request, pk))


@require_http_methods(READ)
@for_secas
def preview_set(request, pk: int):
    place = place_of(request, pk)
    return redirect(place.preview_url) if place.consultation else _preview(request, place)


def _preview(request, place: Place):
    """The form as a respondent has it. What is entered is looked at and forgotten."""
    found = questions_of(place.of)
    sheet = Sheet(found, data=request.POST if request.method == "POST" else None)
    is_tried = request.method == "POST" and sheet.is_valid()
    context = {
        **place.frame("Preview as a respondent"),
        "sheet": sheet,
        "form": sheet,
        "is_tried": is_tried,
        "missing": conditions.missing(found, sheet.answers()) if is_tried else [],
        "aside": conditions.set_aside(found, sheet.answers()) if is_tried else [],
    }
    status = 422 if request.method == "POST" and sheet.errors else 200
    return render(request, "consultations/questions/preview.html", context, status=status)


# What is pressed on the builder


@require_POST
@for_secas
def arrange(request, pk: int):
    """A question one up, one down, or once more: ``move`` as key and place, ``copy`` as key."""
    place = place_of(request, pk)
    try:
        words, number = _arranged(request, place)
    except (StaleSave, Refused) as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(f"{place.url}#{_anchor(request, place)}")
    messages.success(request, words)
    return redirect(f"{place.url}#question-{number}")


def _arranged(request, place: Place) -> tuple[str, int]:
    version, by = _number(request.POST.get("version")), request.user
    if "copy" in request.POST:
        copied = question_in(place, _number(request.POST["copy"]))
        made = actions.copy_question(question=copied, by=by, version=version)
        return f"Question {copied.number} is copied as question {made.number}.", made.number
    key, _, to = request.POST.get("move", "").partition(":")
    moved = actions.move_question(question=question_in(place, _number(key)), by=by, to=_number(to), version=version)
    return f"It is question {moved.number} now.", moved.number


def _number(value: str | None) -> int:
    """A key, a place or a version, as a button sends it; nothing else is one."""
    if not value or not value.isdecimal() or len(value) > LONGEST_NUMBER:
        raise Http404
    return int(value)


def _anchor(request, place: Place) -> str:
    """Where the question is that was to be moved or copied."""
    key = request.POST.get("copy") or request.POST.get("move", "").partition(":")[0]
    number = place.of.questions.filter(pk=_number(key)).values_list("number", flat=True).first()
    return f"question-{number}"


@require_POST
@for_secas
def put_back(request, pk: int, question: int):
    place = place_of(request, pk)
    found = question_in(place, question)
    try:
        actions.put_question_back(question=found, by=request.user)
        messages.success(request, f"Question {found.number} is asked again.")
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(f"{place.url}#question-{found.number}")


@require_POST
@for_secas
def use_set(request, pk: int, step: str):
    """A reusable set retired, or taken up again."""
    place = place_of(request, pk)
    act, words = {
        "retire": (actions.retire_set, "The set is retired. It can be taken up again here."),
        "take-up": (actions.take_set_up, "The set is offered again."),
    }[step]
    try:
        act(of=place.of, by=request.user)
        messages.success(request, words)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(place.url)

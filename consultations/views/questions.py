"""The forms on which a question, or a set of them, is written."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from consultations import actions
from consultations.forms.questions import (
    AddForm,
    ChangeForm,
    ConditionForm,
    CorrectForm,
    DeleteForm,
    LeadForm,
    NewSetForm,
    PasteForm,
    RenameForm,
    TakeOverForm,
    WithdrawForm,
)
from consultations.models import Question
from consultations.views.building import READ, Place, for_secas, place_of, question_in
from proposals.acting import Editor, refusals_on
from proposals.actions import StaleSave
from proposals.forms.base import Form
from proposals.views.asking import effects_of

FORM = "consultations/questions/form.html"


def bound(request, form_class: type[Form], **options) -> Form:
    return form_class(request.POST if request.method == "POST" else None, **options)


def written(request, place: Place, page: dict, form: Form, do: Callable):
    """A form that does one act: ``do(form)`` answers with what is said afterwards and where. What somebody else changed
    meanwhile is told, and what was typed stays, now upon what stands."""
    if form.is_bound and form.is_valid():
        try:
            with refusals_on(form):
                words, address = do(form)
                messages.success(request, words)
                return redirect(address)
        except StaleSave as stale:
            form = _upon_theirs(request, place, form, stale)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, page.pop("template", FORM), {**page, "form": form}, status=status)


def _upon_theirs(request, place: Place, form: Form, stale: StaleSave) -> Form:
    place.of.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(place.of.version)
    form.add_error(None, f"{stale.sentence} Look whether it still fits, and press the button again.")
    return form


def _at(place: Place, number: int) -> str:
    return f"{place.url}#question-{number}"


@require_http_methods(READ)
@for_secas
def add(request, pk: int):
    place = place_of(request, pk)
    page = {**place.frame("Add a question"), "button": "Add the question", "again": "Add it and write another"}

    def do(form):
        made = actions.add_question(of=place.of, by=request.user, **form.act_arguments())
        another = reverse("consultations:add_question", args=[pk])
        return f"Question {made.number} is added.", another if "again" in request.POST else _at(place, made.number)

    return written(request, place, page, bound(request, AddForm, of=place.of), do)


@require_http_methods(READ)
@for_secas
def paste(request, pk: int):
    place = place_of(request, pk)
    page = {**place.frame("Paste questions"), "button": "Add these questions"}

    def do(form):
        made = actions.add_questions(of=place.of, by=request.user, **form.act_arguments())
        count = "One question is" if len(made) == 1 else f"{len(made)} questions are"
        return f"{count} added, from question {made[0].number} on.", _at(place, made[0].number)

    return written(request, place, page, bound(request, PasteForm, of=place.of), do)


@require_http_methods(READ)
@for_secas
def take_over(request, pk: int):
    place = place_of(request, pk)
    page = {**place.frame("Copy questions from a set"), "button": "Copy its questions"}
    page["lead"] = "They come after those that are there. The set stays as it is, whatever you change here."

    def do(form):
        made = actions.copy_set(into=place.of, by=request.user, **form.cleaned_data)
        return f"{len(made)} questions are copied.", _at(place, made[0].number)

    return written(request, place, page, bound(request, TakeOverForm, of=place.of), do)


class QuestionEditor(Editor):
    """Over a question that knows its ``place``."""

    def context(self, form) -> dict:
        return {**form.proposal.place.frame(f"Change question {form.proposal.number}"), "form": form, "button": "Save"}

    def address(self, form) -> str:
        return _at(form.proposal.place, form.proposal.number)


_change = QuestionEditor("Change the question", ChangeForm, FORM, "The question is saved.")


@require_http_methods(READ)
@for_secas
def change(request, pk: int, question: int):
    place = place_of(request, pk)
    found = question_in(place, question)
    if place.may_put_right:
        return redirect("consultations:correct_question", pk, question)
    found.place = place
    return _change(request, found)


@require_http_methods(READ)
@for_secas
def condition(request, pk: int, question: int):
    """First which earlier question, as ``on`` in the address; then after which of its answers."""
    place = place_of(request, pk)
    found = question_in(place, question)
    lead_form = LeadForm(request.GET if "on" in request.GET else {"on": found.only_if_id or ""}, question=found)
    lead = lead_form.lead()
    page = {
        **place.frame(f"When question {found.number} is asked"),
        "template": "consultations/questions/condition.html",
        "question": found,
        "lead_form": lead_form,
        "lead": lead,
        "button": "Ask it then" if lead else "Ask it of everybody",
    }

    def do(form):
        done = actions.set_condition(question=found, by=request.user, **form.act_arguments())
        words = "after these answers only" if done.only_if_id else "of everybody"
        return f"Question {done.number} is asked {words}.", _at(place, done.number)

    return written(request, place, page, bound(request, ConditionForm, question=found, lead=lead), do)


@require_http_methods(READ)
@for_secas
def delete(request, pk: int, question: int):
    place = place_of(request, pk)
    if request.method == "POST" and not Question.objects.filter(pk=question).exists():
        messages.info(request, "The question is deleted.")
        return redirect(place.url)
    found = question_in(place, question)
    if place.is_opened:
        return redirect("consultations:withdraw_question", pk, question)
    page = {**place.frame(f"Delete question {found.number}"), "button": "Delete the question", "question": found}
    page["lead"] = "Nobody has been asked it yet. The questions after it move up by one."
    options = {"initial": {"version": place.of.version}}

    def do(form):
        actions.delete_question(question=found, by=request.user, **form.cleaned_data)
        return f"Question {found.number} is deleted.", place.url

    return written(request, place, page, bound(request, DeleteForm, **options), do)


@require_http_methods(READ)
@for_secas
def withdraw(request, pk: int, question: int):
    place = place_of(request, pk)
    found = question_in(place, question)
    page = {**place.frame(f"Withdraw question {found.number}"), "button": "Withdraw the question", "question": found}
    page["effects"] = effects_of(
        {
            "What changes": ["It is asked of nobody any more. That and your reason stand in its place.", *_led(found)],
            "What stays": [
                "Its number, and what was submitted in answer to it.",
                "Whoever is answering it keeps their words in the draft, marked as no longer asked.",
            ],
            "Who is told": ["Nobody by e-mail."],
        }
    )

    def do(form):
        actions.withdraw_question(question=found, by=request.user, **form.cleaned_data)
        return f"Question {found.number} is no longer asked.", _at(place, found.number)

    return written(request, place, page, bound(request, WithdrawForm), do)


def _led(question: Question) -> list[str]:
    later = question.leads_to.filter(withdrawn_at=None).order_by("number")
    return [f"Question {each.number}, which depends on its answer, is asked of nobody either." for each in later]


@require_http_methods(READ)
@for_secas
def correct(request, pk: int, question: int):
    place = place_of(request, pk)
    found = question_in(place, question)
    page = {**place.frame(f"Put the wording of question {found.number} right"), "button": "Put it right"}
    page["effects"] = effects_of(
        {
            "What changes": ["The words of the question and its explanation, at once."],
            "What becomes public": ["The words that were there before, and your reason, under the question."],
            "What stays": ["What was answered so far. Whoever has submitted can submit again until it closes."],
            "Who is told": ["Nobody by e-mail."],
        }
    )

    def do(form):
        actions.correct_question(question=found, by=request.user, **form.cleaned_data)
        return f"The wording of question {found.number} is put right.", _at(place, found.number)

    return written(request, place, page, bound(request, CorrectForm, question=found), do)


@require_http_methods(READ)
@for_secas
def new_set(request):
    form = bound(request, NewSetForm)
    title = "New set of questions"
    page = {
        "page_title": title,
        "crumbs": [{"label": "Sets of questions", "url": reverse("consultations:sets")}, {"label": title}],
        "cancel_url": reverse("consultations:sets"),
        "button": "Make the set",
        "form": form,
    }
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.make_set(by=request.user, **form.cleaned_data)
            messages.success(request, f"The set “{made}” is made.")
            return redirect("consultations:set", made.pk)
    return render(request, FORM, page, status=422 if form.errors else 200)


@require_http_methods(READ)
@for_secas
def rename(request, pk: int):
    place = place_of(request, pk)
    if place.consultation:
        return redirect(place.url)
    page = {**place.frame("Rename the set"), "button": "Save"}

    def do(form):
        actions.rename_set(of=place.of, by=request.user, **form.cleaned_data)
        return "The set has its new title.", place.url

    return written(request, place, page, bound(request, RenameForm, of=place.of), do)

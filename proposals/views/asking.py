"""The pages that put something right: they ask how and why, then show what that will do, and only then it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render

from proposals.acting import refusals_on, rehearse
from proposals.effects import Effect
from proposals.forms.base import Form
from proposals.views.second_look import CHANGE, DO, said

MARKED = "Any issued so far bear the mark that the record was corrected since."
NOBODY = "Nobody by e-mail: nobody was told of it by e-mail."


@dataclass(frozen=True)
class Asked:
    """``act`` with the arguments ``about`` and what the form gives; ``effects(form)``: what it will do, in plain words;
    ``done``: what is said afterwards, at the address that ``to`` gives. ``unsaid``: fields that are not shown again."""

    act: Callable
    about: dict
    effects: Callable[[Form], dict[str, list[str]]]
    button: str
    done: str
    to: Callable[[], str]
    unsaid: tuple[str, ...] = ()


def ask(request, page: dict, form: Form | None, asked: Asked | None):
    """``page``: the frame, as ``acting.frame`` gives it; ``base`` in it names another template than a proposal’s.
    Without a form it says, as ``closed``, why nothing can be done; a form sent all the same was too late."""
    if form is None:
        return render(request, "proposals/ask.html", page, status=409 if request.method == "POST" else 200)
    form.checked = request.POST.get("step") != CHANGE
    if form.is_bound and form.checked and form.is_valid():
        with refusals_on(form):
            return _answered(request, page, form, asked)
    context = {**page, "form": form}
    return render(request, "proposals/ask.html", context, status=422 if form.is_bound and form.errors else 200)


def _answered(request, page: dict, form: Form, asked: Asked):
    given = form.act_arguments() if hasattr(form, "act_arguments") else form.cleaned_data
    arguments = {**asked.about, **given}
    if request.POST.get("step") == DO:
        asked.act(**arguments)
        messages.success(request, asked.done)
        return redirect(asked.to())
    rehearse(asked.act, **arguments)
    named = [name for name in form.fields if name not in asked.unsaid and said(form, name)]
    context = {
        **page,
        "entered": [{"term": form.fields[name].label, "value": said(form, name)} for name in named],
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "effects": effects_of(asked.effects(form)),
        "button": asked.button,
    }
    return render(request, "proposals/ask_again.html", context)


def effects_of(groups: dict[str, list[str]]) -> list[Effect]:
    return [Effect(term, sentences) for term, sentences in groups.items() if sentences]


def bound(request, form_class, **options) -> Form:
    return form_class(request.POST if request.method == "POST" else None, **options)

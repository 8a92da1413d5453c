"""The second question of a step: what was entered, what it will do on that day, and the button that does it."""

from datetime import date

from django.shortcuts import render

from audit import clock
from proposals.acting import frame
from proposals.forms.base import typed_day
from proposals.lifecycle import MoveType
from proposals.models import Proposal

REVIEW, DO, CHANGE = "review", "do", "change"


def day_of(request, planned: date | None) -> date:
    """The day for which to ask what is missing: the one typed; before anything is typed, the planned one that has
    passed; otherwise today."""
    if request.method == "POST":
        return typed_day(request.POST, "effective") or clock.today()
    return min(planned or clock.today(), clock.today())


def look_again(request, row: MoveType, proposal: Proposal, form, effects: list):
    entered = [{"term": form.fields[name].label, "value": said(form, name)} for name in form.fields if said(form, name)]
    context = {
        **frame(proposal, row.button),
        "row": row,
        "entered": entered,
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "effects": effects,
        "button": row.button,
    }
    return render(request, "proposals/move_review.html", context)


def said(form, name: str):
    """A value as the person would say it."""
    value = form.cleaned_data.get(name)
    field = form.fields[name]
    if value is True:
        return "Yes"
    if isinstance(value, str) and value and hasattr(field, "choices"):
        return dict(field.choices).get(value, value)
    if hasattr(value, "hour"):
        return f"{value.astimezone(clock.LONDON):%-d %B %Y at %H:%M}"
    return f"{value:%A %-d %B %Y}" if hasattr(value, "year") else value

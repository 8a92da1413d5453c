"""How a page does an act. The act refuses; the person reads why where they are, and nothing they typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from audit import clock
from audit.acts import NotAllowed, Refused
from proposals.actions import StaleSave, TooLate
from proposals.conflicts import differences
from proposals.forms.base import EditForm, Form
from proposals.forms.rows import ADD, RowsForm, reshaped
from proposals.lifecycle import done_words
from proposals.models import Proposal

ROWS = "proposals/_rows.html"


@contextmanager
def refusals_on(form: Form) -> Iterator[None]:
    """A refusal within the block becomes an error of ``form``, at its field where it has one; what follows the block
    then shows the form again. Somebody faster, a stale save and a missing right are for other pages."""
    try:
        yield
    except (TooLate, StaleSave):
        raise
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except Refused as refusal:
        form.add_error(_place(form, refusal.field), refusal.sentence)


def _place(form: Form, field: str | None) -> str | None:
    name = form.places.get(field, field)
    return name if name in form.fields else None


def rehearse(act, **kwargs):
    """Do the act and undo it, so that whatever would refuse it says so before the person is asked to be sure. What the
    act gives back is as it would be."""
    with transaction.atomic():
        made = act(**kwargs)
        transaction.set_rollback(True)
    return made


def too_late(request, proposal: Proposal, sentence: str, step: str, closed_at: datetime | None = None):
    """Somebody, or time, was faster: who, when, where the proposal is now, and what this person had typed.
    ``closed_at``: where a window decides it, when it closed, beside which stands when this reached the server."""
    fresh = Proposal.objects.for_page().get(pk=proposal.pk)
    last = fresh.moves.standing().select_related("by").reverse().first()
    typed = [(name, value) for name, value in request.POST.items() if name in ("words", "reason", "accepted") and value]
    context = {
        **frame(fresh, "This step can no longer be taken"),
        "sentence": sentence,
        "step": step,
        "last": last,
        "last_words": done_words(last.key),
        "last_by": _named(last.by, request.user),
        "last_on": clock.london_date(last.effective_at),
        "typed": typed,
        "closed_at": closed_at,
        "reached_at": clock.now(),
    }
    return render(request, "proposals/too_late.html", context, status=409)


def _named(person, reader) -> str:
    if person is None:
        return ""
    return person.name if getattr(reader, "reads_names", False) else person.capacity


def crumbs(proposal: Proposal, here: str) -> list[dict]:
    return [
        {"label": "Register", "url": reverse("proposals:register")},
        {"label": proposal.reference, "url": proposal.get_absolute_url()},
        {"label": here},
    ]


def frame(proposal: Proposal, title: str, back: str = "proposals:overview") -> dict:
    """What templates/proposals/acting.html needs. ``back``: the name of the page to go to instead."""
    return {
        "proposal": proposal,
        "page_title": title,
        "crumbs": crumbs(proposal, title),
        "cancel_url": reverse(back, args=[proposal.slug]),
        "page_classification": proposal.get_classification_display(),
    }


def way_back(request) -> str:
    """Where whoever came to mend something came from, as the address says (``?next=``): a page of this site, or
    nothing."""
    wanted = request.GET.get("next", "")
    is_own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_own else ""


def plain_form(request, form: Form, page: dict, button: str, **more):
    """A page with one form and a button; 422 when it comes back with something to mend."""
    context = {**page, "form": form, "button": button, **more}
    return render(request, "proposals/act.html", context, status=422 if form.errors else 200)


class Editor:
    """A page that edits one part of a proposal: opens the form, saves it by its one act, and tells what came of it.

    ``back``: the name of the page to go to afterwards.
    """

    def __init__(self, title: str, form: type[EditForm], template: str, done: str, back: str = "proposals:overview"):
        self.title, self.form, self.template, self.done, self.back = title, form, template, done, back

    def __call__(self, request, proposal: Proposal, subject=None):
        options = self.options(request, proposal, subject)
        if request.method != "POST":
            return self.show(request, self.form(**options))
        if issubclass(self.form, RowsForm) and (data := reshaped(request.POST, self.form.kinds)) is not None:
            return self.reshape(request, self.form(data, **options))
        form = self.form(request.POST, request.FILES, **options)
        if form.is_valid():
            try:
                with refusals_on(form):
                    self.save(form)
                    messages.success(request, self.done)
                    return redirect(way_back(request) or self.address(form))
            except StaleSave as stale:
                return self.conflict(request, form, stale)
        return self.show(request, form, status=422)

    def options(self, request, proposal: Proposal, subject) -> dict:
        """What every form of this page is made with; ``subject`` only by pages over one row among several."""
        about = {} if subject is None else {"subject": subject}
        return {"proposal": proposal, "user": request.user} | about

    def save(self, form: EditForm) -> None:
        """Save on the version the form was opened with; if only other parts of the row changed since, on today's."""
        version = form.cleaned_data["version"]
        try:
            form.save(version)
        except StaleSave:
            if form.cleaned_data["opened"] != form.now["opened"]:
                raise
            form.save(form.now["version"])

    def show(self, request, form: EditForm, status: int = 200):
        return render(request, self.template, self.framed(request, form), status=status)

    def reshape(self, request, form: RowsForm):
        """One row more or fewer: what was typed stays, and nothing is checked yet."""
        form.checked = False
        context = {**self.framed(request, form), "added": request.POST.get(ADD, "")}
        return render(request, ROWS if request.htmx else self.template, context)

    def conflict(self, request, form: EditForm, stale: StaleSave):
        options = self.options(request, form.proposal, form.subject)
        again = self.form(self._upon_theirs(request, form, options), **options)
        again.checked = False
        by = _named(getattr(stale.latest, "by", None), request.user)
        context = {
            **self.framed(request, again),
            "page_title": "Two people wrote at once",
            "frame": self.template,
            "button": "Save this over theirs",
            "cancel_words": "Keep theirs and drop mine",
            "sides": differences(again, form),
            "conflict_by": by or "Somebody else",
            "conflict_at": getattr(stale.latest, "at", None),
        }
        return render(request, "proposals/conflict.html", context, status=409)

    def _upon_theirs(self, request, form: EditForm, options: dict):
        """What was typed, now based on the record of this moment, with room for rows that only the record has."""
        fresh = self.form(**options)
        data = request.POST.copy()
        for name, value in fresh.now.items():
            data[name] = "" if value is None else str(value)
        for name in (name for name in fresh.fields if name.endswith("-count")):
            data[name] = str(max(fresh.initial[name], form.initial[name]))
        return data

    def address(self, form: EditForm) -> str:
        """The page to go to afterwards."""
        return reverse(self.back, args=[form.proposal.slug])

    def framed(self, request, form: EditForm) -> dict:
        """The context, with the way back to where the person came from."""
        back = way_back(request)
        return {**self.context(form), **({"cancel_url": back} if back else {})}

    def context(self, form: EditForm) -> dict:
        return {**frame(form.proposal, self.title, self.back), "form": form}

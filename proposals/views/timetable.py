"""The timetable tab, and the analysts' pages behind it."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit.acts import Refused
from proposals import actions
from proposals.acting import ROWS, frame, plain_form, refusals_on
from proposals.actions.recorded import correct_approval as put_approval_right
from proposals.forms import timetable as forms
from proposals.forms.base import Form
from proposals.forms.recorded import CorrectApprovalForm
from proposals.forms.rows import ADD, reshaped
from proposals.layouts import LAYOUTS, Planned, lay, without_meeting
from proposals.models import Proposal, TimetableEntry, WorkPackage
from proposals.pages import page_context, proposal_page
from proposals.rules import may_manage
from proposals.timetable_page import shown
from proposals.views.steps import PutRight

TAB = "proposals:timetable"


@require_safe
@proposal_page
def timetable(request, proposal: Proposal):
    """What is planned, what has moved and why: for everybody who may read the proposal."""
    page = page_context(request, proposal, "timetable")
    context = {**page, **shown(proposal, may_manage=page["may_manage"])}
    return render(request, "proposals/timetable/tab.html", context)


# Laying out ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def lay_out(request, proposal: Proposal):
    """Choose a template and a day (both in the address), see the dates that follow, change them, save."""
    chooser = forms.ChooseLayoutForm(request.GET or None)
    planned, notes = _reckoned(chooser, proposal)
    options = {"proposal": proposal, "user": request.user, "planned": planned}
    if request.method != "POST":
        return _layout_page(request, proposal, chooser, forms.LayOutForm(**options), notes=notes)
    if (data := reshaped(request.POST, forms.LayOutForm.kinds)) is not None:
        return _reshaped(request, proposal, chooser, forms.LayOutForm(data, **options))
    form = forms.LayOutForm(request.POST, **options)
    if form.is_valid() and _warned(form):
        with refusals_on(form):
            package = actions.lay_out_package(proposal=proposal, by=request.user, **form.act_arguments())
            messages.success(request, f"{package} is laid out.")
            return redirect(TAB, proposal.slug)
    return _layout_page(request, proposal, chooser, form)


def _reckoned(chooser: forms.ChooseLayoutForm, proposal: Proposal) -> tuple[list[Planned], list[str]]:
    """The dates that the template gives, and what to look at in them; nothing until both are chosen."""
    if not (chooser.is_bound and chooser.is_valid()):
        return [], []
    layout = LAYOUTS[chooser.cleaned_data["layout"]]
    try:
        planned = lay(layout, chooser.cleaned_data["starts"], proposal.path)
    except Refused as refusal:
        chooser.add_error("starts", refusal.sentence)
        return [], []
    return planned, without_meeting(layout, planned, proposal.path)


def _layout_page(request, proposal: Proposal, chooser, form: forms.LayOutForm, **more):
    context = {
        **frame(proposal, "Lay out a work package", TAB),
        "chooser": chooser,
        "form": form,
        "odd": _odd(form),
        "button": "Lay out the work package",
        **more,
    }
    # The reckoned dates are looked at once before anybody has typed.
    wrong = form.errors or (chooser.errors and request.method != "POST")
    return render(request, "proposals/timetable/lay_out.html", context, status=422 if wrong else 200)


def _reshaped(request, proposal: Proposal, chooser, form: forms.LayOutForm):
    form.checked = False
    added = request.POST.get(ADD, "")
    if request.htmx:
        return render(request, ROWS, {**frame(proposal, "", TAB), "form": form, "added": added})
    return _layout_page(request, proposal, chooser, form, added=added)


def _warned(form: forms.Warned) -> bool:
    """Whether the form may be saved: nothing is odd, or the person has seen what is. Otherwise it is shown again."""
    odd = form.odd()
    if form.is_warned_of(odd):
        return True
    form.warn(odd)
    return False


def _odd(form: forms.Warned) -> list[str]:
    return form.odd() if form.is_bound and form.checked and not form.errors else []


# One entry, one package ----------------------------------------------------------------------------


def _saved(request, form: Form, act: Callable, **subject) -> bool:
    """Do the act with what the form gives; what it refuses stands on the form."""
    given = form.act_arguments() if hasattr(form, "act_arguments") else form.cleaned_data
    with refusals_on(form):
        act(by=request.user, **subject, **given)
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def add_entry(request, proposal: Proposal):
    form = forms.AddEntryForm(request.POST if request.method == "POST" else None, proposal=proposal)
    ready = form.is_bound and form.is_valid() and _warned(form)
    if ready and _saved(request, form, actions.add_entry, proposal=proposal):
        messages.success(request, "The date stands in the timetable.")
        return redirect(TAB, proposal.slug)
    return _form_page(request, proposal, form, "Add a date", "Add the date")


def _form_page(request, proposal: Proposal, form: Form, title: str, button: str, about: str = ""):
    odd = _odd(form) if isinstance(form, forms.Warned) else []
    context = {**frame(proposal, title, TAB), "form": form, "button": button, "odd": odd, "about": about}
    return render(request, "proposals/timetable/form.html", context, status=422 if form.errors else 200)


def _entry_page(title: str, button: str, done: str, make: Callable[..., Form], act: Callable):
    """A page that does one act to one entry of the timetable."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @proposal_page(rule=may_manage)
    def view(request, proposal: Proposal, pk: int):
        entry = get_object_or_404(TimetableEntry.objects.standing().select_related("body"), proposal=proposal, pk=pk)
        form = make(request.POST if request.method == "POST" else None, entry)
        ready = form.is_bound and form.is_valid() and (not isinstance(form, forms.Warned) or _warned(form))
        if ready and _saved(request, form, act, entry=entry):
            messages.success(request, done)
            return redirect(TAB, proposal.slug)
        return _form_page(request, proposal, form, title, button, f"{entry.activity}, {entry.when}")

    return view


def _plain(form: type[Form]) -> Callable[..., Form]:
    return lambda data, entry: form(data)


move_entry = _entry_page(
    "Move a date",
    "Move the date",
    "The date is moved; the one before stays to be seen, with the reason.",
    lambda data, entry: forms.MoveEntryForm(data, entry=entry),
    actions.move_entry,
)
mark_done = _entry_page(
    "Mark as done", "Mark as done", "It is recorded as done.", _plain(forms.DoneForm), actions.mark_done
)
mark_missed = _entry_page(
    "Mark as missed", "Mark as missed", "It is recorded as missed.", _plain(forms.MissedForm), actions.mark_missed
)
undo_done = _entry_page(
    "Take back what was recorded",
    "Take it back",
    "It stands as planned again.",
    _plain(forms.UndoForm),
    actions.undo_done,
)
remove_entry = _entry_page(
    "Remove a date", "Remove the date", "The date is taken out.", _plain(forms.RemoveForm), actions.remove_entry
)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def approve_package(request, proposal: Proposal, pk: int):
    package = get_object_or_404(WorkPackage, proposal=proposal, pk=pk)
    form = forms.ApprovePackageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _saved(request, form, actions.approve_work_package, package=package):
        messages.success(request, f"{package} is recorded as approved by the Panel.")
        return redirect(TAB, proposal.slug)
    title = f"Record that the Panel approved {str(package).lower()}"
    return plain_form(request, form, frame(proposal, title, TAB), "Record the approval")


_approval = PutRight(
    "Put right how the Panel approved {}",
    CorrectApprovalForm,
    put_approval_right,
    "Put the approval right",
    "The approval is put right; the history keeps both.",
    "package",
    closed=lambda package: "" if package.approved_on else f"{package} has not been approved.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def correct_approval(request, proposal: Proposal, pk: int):
    found = proposal.work_packages.select_related("approved_at__committee")
    return _approval.show(request, proposal, get_object_or_404(found, pk=pk), reverse(TAB, args=[proposal.slug]))

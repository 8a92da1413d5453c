"""Releases: the list, the page of each, and what SECAS does with them."""

import functools

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audit import clock
from proposals import actions, releasepage
from proposals.acting import Editor, refusals_on, rehearse
from proposals.actions import StaleSave
from proposals.actions.releases import consent_needed
from proposals.effects import release_effects, release_move_effects
from proposals.forms.releases import EnterReleaseForm, ImplementReleaseForm, MoveReleaseForm, ReleaseForm
from proposals.models import Release
from proposals.models.code import version_words
from proposals.releasing import parts_of, still_open
from proposals.rules import may_manage
from proposals.views.second_look import DO, day_of, said


def release_page(view):
    """Give the view of SECAS the release instead of its slug; whoever is not SECAS signs in first, or gets 403."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @functools.wraps(view)
    def wrapper(request, slug):
        release = get_object_or_404(Release, slug=slug)
        if answer := _refused(request):
            return answer
        return redirect(release) if release.taken_out_at else view(request, release)

    return wrapper


def _refused(request):
    if may_manage.test(request.user, None):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def _crumbs(release: Release | None, here: str = "") -> list[dict]:
    first = {"label": "Releases", "url": reverse("proposals:releases")}
    last = [{"label": here}] if here else []
    if release is None:
        return [first, *last]
    url = {"url": release.get_absolute_url()} if here else {}
    return [first, {"label": release.name, **url}, *last]


def frame(release: Release | None, title: str) -> dict:
    """What templates/proposals/releases/acting.html needs."""
    back = release.get_absolute_url() if release else reverse("proposals:releases")
    return {"release": release, "page_title": title, "crumbs": _crumbs(release, title), "cancel_url": back}


@require_safe
def releases(request):
    """Those to come, the nearest first, and those that are in, the latest first."""
    context = {
        "upcoming": releasepage.releases(request.user, upcoming=True),
        "past": releasepage.releases(request.user, upcoming=False),
        "may_manage": may_manage.test(request.user, None),
    }
    return render(request, "proposals/releases/list.html", context)


@require_safe
def release(request, slug):
    """What it carries, when, as which version of the SEC; for SECAS also what is not ready."""
    found = get_object_or_404(Release, slug=slug)
    manages = may_manage.test(request.user, None) and not found.taken_out_at
    rows = releasepage.carried(found, releasepage.parts_shown(found, request.user), may_manage=manages)
    context = {
        "release": found,
        "crumbs": _crumbs(found),
        "glance": releasepage.glance(found),
        "carried": rows,
        "documents": releasepage.documents_changed(rows),
        "changes": releasepage.changes(found, request.user),
        "is_due": releasepage.is_due(found),
        "may_manage": manages,
    }
    return render(request, "proposals/releases/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_release(request):
    if answer := _refused(request):
        return answer
    form = EnterReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = actions.enter_release(by=request.user, **form.cleaned_data)
            note = releasepage.day_note(made.date)
            messages.success(request, f"{made} is entered for {made.date:%A %-d %B %Y}. {note}".strip())
            return redirect(made)
    return _form(request, form, frame(None, "Enter a release"), "Enter the release")


def _form(request, form, page: dict, button: str, status: int | None = None, **more):
    context = {**page, "form": form, "button": button, **more}
    status = status or (422 if form.errors else 200)
    return render(request, "proposals/releases/form.html", context, status=status)


class ReleaseEditor(Editor):
    def context(self, form) -> dict:
        return {**frame(form.proposal, self.title), "form": form, "button": "Save"}


_edit = ReleaseEditor(
    "Edit the release", ReleaseForm, "proposals/releases/form.html", "The release is saved.", "proposals:release"
)


@release_page
def edit_release(request, release: Release):
    return _edit(request, release)


@release_page
def move_release(request, release: Release):
    """Another day for the release and all that is outstanding in it."""
    if release.implemented_on:
        return _over(request, release)
    parts = list(parts_of(release).visible_to(request.user).outstanding())
    consent = consent_needed(parts)
    data = request.POST if request.method == "POST" else None
    form = MoveReleaseForm(data, consent=bool(consent), initial={"version": release.version})
    if form.is_bound and form.is_valid():
        try:
            with refusals_on(form):
                moved = actions.move_release(release=release, by=request.user, **form.act_arguments())
                note = releasepage.day_note(moved.date)
                messages.success(request, f"{moved} is on {moved.date:%A %-d %B %Y} now. {note}".strip())
                return redirect(moved)
        except StaleSave:
            return changed(request, release)
    effects = release_move_effects(release, parts, consent, request.user)
    page = frame(release, "Put the release on another day")
    return _form(request, form, page, "Put it on that day", effects=effects)


def _over(request, release: Release):
    messages.info(request, f"{release} was implemented on {release.implemented_on:%-d %B %Y}.")
    return redirect(release)


def changed(request, release: Release):
    words = "Somebody else changed the release while you were looking at it. Nothing of yours is done yet."
    messages.warning(request, f"{words} Look at it again first.")
    return redirect(release)


@release_page
def implement_release(request, release: Release):
    """What is ready and what is not; then once more what will happen; then it is done."""
    if release.implemented_on:
        return _over(request, release)
    parts = list(parts_of(release).visible_to(request.user).outstanding())
    initial = {"version": release.version, "sec_version": release.sec_version}
    data = request.POST if request.method == "POST" else None
    missing = still_open(parts, day_of(request, release.date))
    form = ImplementReleaseForm(data, parts=parts, still_open=missing, initial=initial)
    form.checked = request.POST.get("step") != "change"
    if form.is_bound and form.checked and form.is_valid():
        try:
            with refusals_on(form):
                return _implement(request, release, parts, form)
        except StaleSave:
            return changed(request, release)
    rows = releasepage.carried(release, parts, may_manage=True)
    page = frame(release, "Record that the release is implemented")
    context = {**page, "form": form, "carried": rows, "missing": missing_rows(missing), "button": "Continue"}
    wrong = form.is_bound and form.errors
    return render(request, "proposals/releases/implement.html", context, status=422 if wrong else 200)


def missing_rows(missing: dict) -> list[dict]:
    """What is expected and missing of several proposals, for components/_reasons.html."""
    return [
        {"words": f"{proposal.reference}: {reason.text}", "url": reason.mend_url(proposal), "mend": reason.mend_words}
        for proposal, reasons in missing.items()
        for reason in reasons
    ]


def _implement(request, release: Release, parts, form):
    arguments = {"release": release, "by": request.user, **form.act_arguments()}
    if request.POST.get("step") != DO:
        rehearse(actions.implement_release, **arguments)
        return _review(request, release, parts, form)
    done = actions.implement_release(**arguments)
    messages.success(request, f"{done} is implemented as {version_words(done.sec_version)}.")
    return redirect(done)


def _review(request, release: Release, parts, form):
    on = form.cleaned_data.get("effective") or clock.today()
    left = form.act_arguments()["leave_out"]
    context = {
        **frame(release, "Record that the release is implemented"),
        "entered": said_of(form, but=("leave_out", "version")),
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "effects": release_effects(release, parts, left, form.cleaned_data["sec_version"], on, request.user),
        "button": "Record that it is implemented",
    }
    return render(request, "proposals/releases/review.html", context)


def said_of(form, but: tuple[str, ...] = ()) -> list[dict]:
    """What was entered, as the person would say it."""
    names = [name for name in form.fields if name not in but and said(form, name)]
    return [{"term": form.fields[name].label, "value": said(form, name)} for name in names]

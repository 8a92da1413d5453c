"""All that SECAS has asked, the silent ones first, and the page that chases many of them at once."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, Value, When
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.acting import refusals_on
from proposals.pages import barred
from proposals.ports import tellings
from subcommittees import actions, rules
from subcommittees.actions.chasing import chase_words
from subcommittees.asked import OPEN, State, asked_of
from subcommittees.forms.asking import ChaseForm, FilterForm
from subcommittees.forms.given import COMMITTEE, ORGANISATION
from subcommittees.models import ViewRequest

ON_A_PAGE = 100
A_WEEK = timedelta(days=7)
KNOWN = ("proposal", "committee", "organisation", "meeting__committee", "statement")


@require_safe
def requests(request):
    """``body``, ``state`` and ``due`` narrow it; without a state, what has not been answered yet."""
    if answer := barred(request, rules.may_ask, None):
        return answer
    form = FilterForm(request.GET or None)
    found = _filtered(request.user, form.cleaned_data if form.is_bound and form.is_valid() else {})
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    calendar = WorkingCalendar.load()
    context = {
        "form": form,
        "page_obj": page,
        "rows": [{"asked": asked_of(each, clock.today(), lambda: calendar), "chased": each.chased} for each in page],
        "silent": _open(request.user).filter(due_on__lt=clock.today()).count(),
    }
    return render(request, "subcommittees/requests.html", context)


def _open(user):
    return ViewRequest.objects.visible_to(user).waited_for()


def _filtered(user, wanted: dict):
    state = wanted.get("state") or ""
    found = (
        (ViewRequest.objects.visible_to(user) if state else _open(user))
        .with_state(user)
        .annotate(chased=Count("chases"))
    )
    if state and state != "all":
        found = found.filter(state=state)
    kind, _, key = (wanted.get("body") or "").partition("-")
    if kind == COMMITTEE:
        found = found.filter(committee=key)
    elif kind == ORGANISATION:
        found = found.filter(organisation__isnull=False)
    silent_first = Case(When(state=State.SILENT, then=Value(0)), When(state__in=OPEN, then=Value(1)), default=Value(2))
    return _due(found, wanted.get("due")).select_related(*KNOWN).order_by(silent_first, "due_on", "pk")


def _due(found, when: str | None):
    today = clock.today()
    if when == "past":
        return found.filter(due_on__lt=today)
    if when == "week":
        return found.filter(due_on__gte=today, due_on__lte=today + A_WEEK)
    return found.filter(due_on__gt=today + A_WEEK) if when == "later" else found


@require_http_methods(["GET", "HEAD", "POST"])
def chase_several(request):
    """``request``: the keys of those that are chased; ``silent``: all whose day is past. It shows first whom it writes
    to; those whom nobody would hear for are named and left out."""
    if answer := barred(request, rules.may_ask, None):
        return answer
    chosen = _chosen(request)
    heard = tellings["view_requests"](chosen).by_request
    reached = [each for each in chosen if heard.get(each.pk)]
    form = ChaseForm(request.POST if request.method == "POST" else None, initial={"text": chase_words(reached)})
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.chase_all(requests=reached, by=request.user, text=form.cleaned_data["text"])
            messages.success(request, f"{len(reached)} {'request' if len(reached) == 1 else 'requests'} chased.")
            return redirect("subcommittees:requests")
    context = {
        "form": form,
        "rows": [{"request": each, "told": heard[each.pk]} for each in reached],
        "unheard": [each for each in chosen if not heard.get(each.pk)],
        "people": len({name for each in reached for name in heard[each.pk]}),
    }
    return render(request, "subcommittees/chase.html", context, status=422 if form.errors else 200)


def _chosen(request) -> list[ViewRequest]:
    given = request.POST if request.method == "POST" else request.GET
    found = _open(request.user).select_related(*KNOWN).due_first()
    if given.get("silent") and request.method != "POST":
        return list(found.filter(due_on__lt=clock.today()))
    return list(found.filter(pk__in=[key for key in given.getlist("request") if key.isdecimal() and len(key) < 18]))

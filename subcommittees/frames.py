"""What the pages of bodies and meetings do first: find it, check who may, head it; and how a form does its act."""

import functools
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bodies.models import Committee, Meeting
from bodies.queries import moved_from
from proposals.acting import refusals_on
from proposals.pages import barred, sent_on
from subcommittees.models import AgendaItem, VerbalUpdate

BASE = "subcommittees/acting.html"


def find_committee(code: str) -> Committee:
    return get_object_or_404(Committee, code=code)


def committee_page(view=None, *, rule=None):
    """Give the view the body instead of its code. ``rule``: a predicate of (user, committee)."""
    if view is None:
        return functools.partial(committee_page, rule=rule)

    @functools.wraps(view)
    def wrapper(request, code, *args, **kwargs):
        committee = find_committee(code)
        if rule is not None and (answer := barred(request, rule, committee)):
            return answer
        return view(request, committee, *args, **kwargs)

    return wrapper


def meeting_page(view=None, *, rule=None):
    """Give the view the meeting instead of the code of the body and the day. The addresses of a meeting that was moved
    lead on to those that it has now."""
    if view is None:
        return functools.partial(meeting_page, rule=rule)

    @functools.wraps(view)
    @committee_page(rule=rule)
    def wrapper(request, committee, day, *args, **kwargs):
        meeting = find_meeting(committee, day)
        if meeting.date.isoformat() != day:
            return _moved(request, meeting)
        return view(request, meeting, *args, **kwargs)

    return wrapper


def _moved(request, meeting: Meeting):
    """Asked again each time: it may be moved back, or another meeting may take that day."""
    answer = sent_on(request, day=meeting.date.isoformat())
    answer["Cache-Control"] = "no-cache"
    return answer


def item_page(view=None, *, rule=None):
    """Give the view an item of the agenda that the reader may see; whoever may not see it learns nothing of it."""
    if view is None:
        return functools.partial(item_page, rule=rule)

    @functools.wraps(view)
    @meeting_page
    def wrapper(request, meeting, pk, *args, **kwargs):
        item = find_item(meeting, pk, request.user)
        if rule is not None and (answer := barred(request, rule, meeting.committee)):
            return answer
        return view(request, item, *args, **kwargs)

    return wrapper


def find_meeting(committee: Committee, day: str) -> Meeting:
    """The meeting on a day; where there is none that stands one that was cancelled, or one moved away from that day."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = sorted(committee.meetings.filter(date=on), key=lambda m: (m.state == Meeting.State.CANCELLED, -m.pk))
    meeting = found[0] if found else moved_from(committee, on)
    if len(day) != 10 or meeting is None:
        raise Http404("There is no such meeting.")
    meeting.committee = committee
    return meeting


def find_item(meeting: Meeting, pk: int, user) -> AgendaItem:
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    item = get_object_or_404(items.select_related("proposal", "presenter"), pk=pk)
    item.meeting = meeting
    return item


def address(meeting: Meeting, name: str = "meeting", *more) -> str:
    """The page of the meeting, or the one of that name below it."""
    return reverse(f"subcommittees:{name}", args=[meeting.committee.code, meeting.date.isoformat(), *more])


def step_url(meeting: Meeting, step: str) -> str:
    return address(meeting, "meeting_step", step)


def step_of(update: VerbalUpdate, step: str) -> str:
    """Where a step of a verbal update is done from the meeting that is told it."""
    return address(update.meeting, "meeting_update", update.pk, step)


def crumbs(committee: Committee | None, meeting: Meeting | None = None, here: str = "") -> list[dict]:
    trail = [("Committees", reverse("subcommittees:committees"))]
    if committee:
        trail.append((committee.short_name, reverse("subcommittees:committee", args=[committee.code])))
    if meeting:
        trail.append((f"{meeting.date:%-d %B %Y}", address(meeting)))
    if here:
        trail.append((here, ""))
    last = len(trail) - 1
    return [{"label": label} if n == last else {"label": label, "url": url} for n, (label, url) in enumerate(trail)]


def frame(
    title: str,
    committee: Committee | None,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    back: str = "",
) -> dict:
    """What templates/subcommittees/acting.html needs. ``back``: the address to go to instead, by default that of whose
    it is."""
    trail = crumbs(committee, meeting, title)
    return {
        "base": BASE,
        "over": _over(committee, meeting, item),
        "page_title": title,
        "meeting": meeting,
        "item": item,
        "crumbs": trail,
        "cancel_url": back or trail[-2]["url"],
        "page_classification": item.get_classification_display() if item else "",
    }


def _over(committee: Committee | None, meeting: Meeting | None, item: AgendaItem | None) -> str:
    if meeting is None:
        return committee.name if committee else ""
    return f"{meeting} – {item.title}" if item else str(meeting)


def meeting_frame(meeting: Meeting, title: str, back: str = "", item: AgendaItem | None = None) -> dict:
    return frame(title, meeting.committee, meeting, item, back)


def show_form(request, form, page: dict, button: str, **more):
    """A page with one form and a button; 422 when it comes back with something to mend."""
    context = {**page, "form": form, "button": button, **more}
    return render(request, "subcommittees/act.html", context, status=422 if form.errors else 200)


def do(request, page: dict, form, act, about: dict, button: str, done: str, to=None, **more):
    """A page with one form and a button: the act, or the form again with what is to be mended. ``done``: what is said
    afterwards, or a function of what was made; ``again``: the words of a second button, which opens the form anew."""
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            given = form.act_arguments() if hasattr(form, "act_arguments") else form.cleaned_data
            made = act(**about, **given)
            messages.success(request, done(made) if callable(done) else done)
            if more.get("again") and request.POST.get("again"):
                return redirect(request.get_full_path())
            return redirect(to(made) if to else page["cancel_url"])
    return show_form(request, form, page, button, **more)

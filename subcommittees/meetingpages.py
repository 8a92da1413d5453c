"""What the pages about a meeting do first: find it by its body and day, and what stands on its agenda."""

import functools
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from bodies.models import Committee, Meeting
from proposals.pages import barred
from subcommittees.models import AgendaItem


def find_committee(code: str) -> Committee:
    found = Committee.objects.filter(code=code).first()
    if found is None:
        raise Http404("There is no such body.")
    return found


def find_meeting(code: str, day: str) -> Meeting:
    """The meeting of that day; of a cancelled one and one that took its place, the latter."""
    found = Meeting.objects.filter(committee__code=code, date=_day(day)).select_related("committee")
    meeting = found.exclude(state=Meeting.State.CANCELLED).first() or found.first()
    if meeting is None:
        raise Http404("There is no such meeting.")
    return meeting


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404("This is not a date.")
    return found


def find_item(meeting: Meeting, pk: int, user) -> AgendaItem:
    visible = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    found = visible.select_related("meeting__committee", "proposal", "presenter").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such item, or it is not open to you.")
    return found


def meeting_page(view=None, *, rule=None):
    """Give the view the meeting instead of its body and day. ``rule``: a predicate of (user, committee)."""
    if view is None:
        return functools.partial(meeting_page, rule=rule)

    @functools.wraps(view)
    def wrapper(request, code, day, *args, **kwargs):
        meeting = find_meeting(code, day)
        if rule is not None and (answer := barred(request, rule, meeting.committee)):
            return answer
        return view(request, meeting, *args, **kwargs)

    return wrapper


def item_page(view=None, *, rule=None):
    """Give the view an item of the agenda that the reader may see; whoever may not see it learns nothing of it."""
    if view is None:
        return functools.partial(item_page, rule=rule)

    @functools.wraps(view)
    def wrapper(request, code, day, pk, *args, **kwargs):
        item = find_item(find_meeting(code, day), pk, request.user)
        if rule is not None and (answer := barred(request, rule, item.meeting.committee)):
            return answer
        return view(request, item, *args, **kwargs)

    return wrapper


def address(name: str, meeting: Meeting, *more) -> str:
    return reverse(f"subcommittees:{name}", args=[meeting.committee.code, meeting.date.isoformat(), *more])


def frame(meeting: Meeting, title: str, back: str, item: AgendaItem | None = None) -> dict:
    """What templates/subcommittees/of_meeting.html needs. ``back``: the address to go to instead."""
    return {
        "base": "subcommittees/of_meeting.html",
        "meeting": meeting,
        "item": item,
        "page_title": title,
        "crumbs": crumbs(meeting, title),
        "cancel_url": back,
        "page_classification": item.get_classification_display() if item else "White",
    }


def show_form(request, form, page: dict, button: str, **more):
    """A page with one form and a button; 422 when it comes back with something to mend."""
    context = {**page, "form": form, "button": button, **more}
    return render(request, "subcommittees/form.html", context, status=422 if form.errors else 200)


def crumbs(meeting: Meeting, here: str) -> list[dict]:
    held = f"{meeting.committee} {meeting.number}, {meeting.date:%-d %B %Y}"
    return [{"label": held, "url": address("outcome", meeting)}, {"label": here}]

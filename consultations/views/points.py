"""The ledger of points, the passages that wait, and making a point of them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import clock
from audit.acts import Refused
from consultations import actions
from consultations.actions.pointpublishing import ready_to_publish
from consultations.course.frames import crumbs
from consultations.forms.points import FilterForm, NoPointForm, PointForm
from consultations.models import Consultation, PointSource
from consultations.points.chart import chart
from consultations.points.coverage import coverage
from consultations.points.ledger import ledger, shown_places
from consultations.points.places import Place, places_named
from consultations.points.repeated import quotes_of, repeated
from consultations.views.pointpages import frame_of, frame_of_point, point_url, settling_page, the_point
from proposals.acting import refusals_on

READ = ["GET", "HEAD", "POST"]


@require_safe
@settling_page
def points(request, consultation: Consultation):
    """Open ones first; filters as an address holds them."""
    found = ledger(consultation, request.user)
    filters = FilterForm(request.GET, ledger=found)
    chosen = filters.chosen()
    rows = found.chosen(**chosen)
    context = {
        **frame_of(consultation, "Points"),
        "crumbs": crumbs(consultation, "Points"),
        "page_title": "Points and what became of them",
        "ledger": found,
        "rows": rows,
        "filters": filters if found.total > 1 else None,
        "chosen": chosen,
        "chart": chart(found),
        "coverage": coverage(consultation),
        "ready": len(ready_to_publish(consultation)),
        "is_over": consultation.is_over_at(clock.now()),
    }
    return render(request, "consultations/points/ledger.html", context)


@require_safe
@settling_page
def passages(request, consultation: Consultation):
    """What is not dealt with yet; ``?point=`` gathers more passages for that point."""
    point = _asked_point(request, consultation)
    found = coverage(consultation)
    waiting = found.outside(point.number) if point else found.waiting
    texts = shown_places([*waiting, *(place for place, _ in found.marked)], request.user)
    context = {
        **frame_of(consultation, "Passages"),
        "page_title": f"More passages for point {point.number}" if point else "Passages not dealt with yet",
        "point": point,
        "coverage": found,
        "waiting": [_passage(place, texts[place.key]) for place in waiting],
        "marked": [_passage(place, texts[place.key]) | {"because": why} for place, why in found.marked],
        "repeated": [] if point else repeated(consultation, found),
        "form": NoPointForm(),
    }
    return render(request, "consultations/points/passages.html", context)


def _passage(place: Place, text) -> dict:
    return {"place": place, "who": text.who, "text": text.text, "anchor": text.anchor, "of": text}


def _asked_point(request, consultation: Consultation):
    number = request.GET.get("point", "")
    return the_point(consultation, int(number)) if number.isdecimal() and len(number) < 9 else None


def _asked_quotes(request, consultation: Consultation) -> dict[str, str]:
    """``?passage=``: all places of one that is said more than once, with its words there."""
    number = request.GET.get("passage", "")
    if not number.isdecimal() or len(number) > 8:
        return {}
    return quotes_of(consultation, int(number), coverage(consultation).passages)


def _asked_places(request, consultation: Consultation, quotes: dict[str, str]) -> list[Place]:
    if quotes and not request.POST:
        return places_named(consultation, quotes)
    try:
        return places_named(consultation, request.GET.getlist("place") or request.POST.getlist("place"))
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal


@require_http_methods(READ)
@settling_page
def new_point(request, consultation: Consultation):
    """``?place=``: the passages that make it, or ``?passage=``: one that is said more than once, with all its places;
    ``?point=``: they make that one."""
    point, quotes = _asked_point(request, consultation), _asked_quotes(request, consultation)
    places = _asked_places(request, consultation, quotes)
    if not places:
        messages.error(request, "Choose where the point is made: one passage or more.")
        return redirect(reverse("consultations:passages", args=[consultation.pk]))
    form = PointForm(request.POST or None, places=places, point=point, quotes=quotes)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            made = _make(request, consultation, point, form)
            messages.success(request, f"Point {made.number} {'has these passages' if point else 'is made'}.")
            return redirect(point_url(made))
    back = reverse("consultations:passages", args=[consultation.pk])
    page = frame_of_point(point, "More passages for point") if point else frame_of(consultation, "Make a point", back)
    texts = shown_places(places, request.user)
    context = {
        **page,
        "form": form,
        "passages": [_passage(place, texts[place.key]) for place in places],
        "button": "Add the passages" if point else "Make the point",
    }
    return render(request, "consultations/points/new.html", context, status=422 if form.errors else 200)


def _make(request, consultation: Consultation, point, form: PointForm):
    given = form.act_arguments()
    if point:
        return actions.add_sources(point=point, by=request.user, **given)
    return actions.extract_point(consultation=consultation, by=request.user, **given)


@require_POST
@settling_page
def no_point(request, consultation: Consultation):
    """The chosen passages need none."""
    form = NoPointForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    given = {"places": request.POST.getlist("place"), "reason": reason}
    return _done(
        request,
        lambda: actions.mark_no_point(consultation=consultation, by=request.user, **given),
        "Marked as needing no point.",
        reverse("consultations:passages", args=[consultation.pk]),
    )


@require_POST
@settling_page
def unmark(request, consultation: Consultation, key: str):
    return _done(
        request,
        lambda: actions.unmark_no_point(consultation=consultation, by=request.user, place=key),
        "The passage waits again.",
        reverse("consultations:passages", args=[consultation.pk]),
    )


@require_POST
@settling_page
def remove_source(request, consultation: Consultation, number: int, source: int):
    point = the_point(consultation, number)
    found = PointSource.objects.filter(point=point, pk=source).first()
    if found is None:
        raise Http404("No such passage makes this point.")
    found.point = point
    return _done(
        request,
        lambda: actions.remove_source(source=found, by=request.user),
        "The passage does not make this point any more.",
        point_url(point),
    )


def _done(request, do, words: str, address: str):
    """A button that needs no page of its own: what came of it is said where it stood."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect(address)

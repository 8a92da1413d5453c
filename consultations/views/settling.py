"""One point: its page, and what became of it. Several at once; published together."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import retarget

from audit.acts import Refused
from consultations import actions
from consultations.actions.adopting import check_adoptable
from consultations.actions.ground import digest
from consultations.actions.pointpublishing import ready_to_publish
from consultations.actions.settling import still_in_the_text
from consultations.forms.points import PublishPointsForm, RewordForm, SettleForm, SettleSeveralForm, named
from consultations.models import Consultation, PointMade, PointStep
from consultations.points.ledger import Row, ledger
from consultations.points.telling import told_of
from consultations.views.pointpages import frame_of, frame_of_point, point_url, settling_page, the_point
from proposals.acting import refusals_on
from proposals.actions import StaleSave
from proposals.effects import Effect
from proposals.forms.filing import WhyForm
from proposals.ports import page_of_texts
from proposals.views.asking import NOBODY, Asked, ask, bound, effects_of

READ = ["GET", "HEAD", "POST"]


def row_of(request, point: PointMade) -> Row:
    (row,) = ledger(point.consultation, request.user, PointMade.objects.filter(pk=point.pk)).rows
    row.took_in = list(point.merged.standing().order_by("number"))
    return row


@require_safe
@settling_page
def point(request, consultation: Consultation, number: int):
    found = the_point(consultation, number)
    steps = list(found.steps.select_related("by").order_by("pk"))
    context = {
        **frame_of(consultation, str(found)),
        "row": row_of(request, found),
        "point": found,
        "steps": steps,
        "still": _still(found, steps),
        "texts_url": page_of_texts(consultation.proposal) if consultation.proposal else "",
        "form": SettleForm(point=found) if found.is_open else None,
        "adopt_url": adopt_url(found),
    }
    return render(request, "consultations/points/point.html", context)


def _still(found: PointMade, steps: list[PointStep]) -> str:
    """Of a point that was opened again, what the legal text has of it."""
    reopened = [step for step in steps if step.what == PointStep.What.REOPENED]
    return reopened[-1].said if reopened and found.is_open else ""


def adopt_url(found: PointMade) -> str:
    """Where it is taken into the legal text; empty where it cannot be."""
    try:
        check_adoptable(found)
    except Refused:
        return ""
    return reverse("consultations:adopt_point", args=[found.consultation_id, found.number])


@require_http_methods(READ)
@settling_page
def settle(request, consultation: Consultation, number: int):
    """In place for htmx: the form, then the point as it then stands; a page of its own without script."""
    found = the_point(consultation, number)
    form = SettleForm(request.POST or None, point=found)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            actions.settle_point(point=found, by=request.user, **form.cleaned_data)
            return _settled(request, consultation, number)
    page = frame_of_point(found, "Settle point")
    context = {**page, "form": form, "row": row_of(request, found), "point": found, "button": "Settle the point"}
    if request.htmx:
        fragment = render(request, "consultations/points/_settle.html", context)
        return retarget(fragment, f"#settle-{number}") if form.errors else fragment
    return render(request, "consultations/points/settle.html", context, status=422 if form.errors else 200)


def _settled(request, consultation: Consultation, number: int):
    if request.htmx:
        row = row_of(request, the_point(consultation, number))
        return render(request, "consultations/points/_point.html", {"row": row, "consultation": consultation})
    messages.success(request, f"Point {number} is settled. Respondents read it once points are published.")
    return redirect(f"{reverse('consultations:points', args=[consultation.pk])}#point-{number}")


@require_http_methods(READ)
@settling_page
def settle_several(request, consultation: Consultation):
    """The chosen ones (``?point=``), with one disposition and one reply, shown before."""
    chosen = [n for n in request.GET.getlist("point") if n.isdecimal() and len(n) < 9]
    wanted = PointMade.objects.unanswered().filter(consultation=consultation, number__in=chosen)
    form = bound(request, SettleSeveralForm, consultation=consultation, initial={"points": wanted})
    asked = Asked(
        act=actions.settle_points,
        about={"consultation": consultation, "by": request.user},
        effects=lambda form: {
            "What is settled": [named(each) for each in form.cleaned_data["points"]],
            "What becomes public": ["Nothing yet: points are published together."],
            "Who is told": [NOBODY_YET],
        },
        button="Settle these points",
        done="The points are settled.",
        to=lambda: reverse("consultations:points", args=[consultation.pk]),
        unsaid=("points",),
    )
    page = frame_of(consultation, "Settle several points")
    if not PointMade.objects.unanswered().filter(consultation=consultation).exists():
        return ask(request, {**page, "closed": ["No point is open."]}, None, None)
    return ask(request, page, form, asked)


NOBODY_YET = "Nobody by e-mail: respondents are told once points are published."


@require_http_methods(READ)
@settling_page
def reword(request, consultation: Consultation, number: int):
    found = the_point(consultation, number)
    form = RewordForm(request.POST or None, initial={"text": found.text, "version": found.version})
    if form.is_bound and form.is_valid():
        try:
            with refusals_on(form):
                actions.reword_point(point=found, by=request.user, **form.cleaned_data)
                messages.success(request, f"Point {number} has these words.")
                return redirect(point_url(found))
        except StaleSave as stale:
            form.add_error(None, f"Somebody else changed it meanwhile. It now says: {stale.latest.text}")
    context = {**frame_of_point(found, "Change the words of point"), "form": form, "button": "Save the words"}
    return render(request, "consultations/points/form.html", context, status=422 if form.errors else 200)


@require_http_methods(READ)
@settling_page
def reopen(request, consultation: Consultation, number: int):
    found = the_point(consultation, number)
    is_out = found.published_at is not None
    effects = {
        "What changes": ["The point is open again. Its reply stands in its history. Reports wait for it."],
        "What stays": [still] if (still := still_in_the_text(found)) else [],
        "What is read no more": ["It is read by SECAS alone again."] if is_out else [],
        "What becomes public": ["That it is looked at again, and your reason, in the history."] if is_out else [],
        "Who is told": [NOBODY],
    }
    closed = [] if found.disposition else ["It is open."]
    return _why(request, found, "Open again: point", actions.reopen_point, effects, "Open it again", closed)


@require_http_methods(READ)
@settling_page
def drop(request, consultation: Consultation, number: int):
    found = the_point(consultation, number)
    effects = {
        "What changes": ["The point counts no more, and its passages wait again. Its number is not given again."],
        "Who is told": [NOBODY],
    }
    closed = ["It is published. Take it back first."] if found.published_at else []
    return _why(request, found, "Drop point", actions.drop_point, effects, "Drop the point", closed)


@require_http_methods(READ)
@settling_page
def take_back(request, consultation: Consultation, number: int):
    found = the_point(consultation, number)
    effects = {
        "What changes": ["The point and its reply are read by SECAS alone, until points are published again."],
        "What becomes public": ["That it is no longer published, and your reason, in the history."],
        "Who is told": [NOBODY],
    }
    closed = [] if found.published_at else ["It is not published."]
    return _why(request, found, "Take back point", actions.take_point_back, effects, "Take it back", closed)


def _why(request, found: PointMade, title: str, act, effects: dict, button: str, closed: list[str]):
    page = frame_of_point(found, title)
    page["facts"] = [{"term": "The point", "value": found.text}]
    if found.dropped_at:
        closed = [f"It was dropped: {found.dropped_because}"]
    if closed:
        return ask(request, {**page, "closed": closed}, None, None)
    asked = Asked(
        act=act,
        about={"point": found, "by": request.user},
        effects=lambda form: effects,
        button=button,
        done=f"{button}: done.",
        to=lambda: point_url(found),
    )
    form = bound(request, WhyForm, label="Why", missing="Say why.")
    return ask(request, page, form, asked)


@require_http_methods(READ)
@settling_page
def publish(request, consultation: Consultation):
    """All that are settled, shown with what is told to whom."""
    points = ready_to_publish(consultation)
    form = bound(request, PublishPointsForm)
    if form.is_bound and form.is_valid():
        try:
            done = actions.publish_points(consultation=consultation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            noun = "point is" if len(done) == 1 else "points are"
            messages.success(request, f"{len(done)} {noun} published with what became of {_them(done)}.")
            return redirect(reverse("consultations:points", args=[consultation.pk]))
    found = ledger(consultation, request.user, PointMade.objects.filter(pk__in=[each.pk for each in points]))
    context = {
        **frame_of(consultation, "Publish points"),
        "form": form,
        "fresh": PublishPointsForm(initial={"shown": digest(points)}),
        "rows": found.rows,
        "effects": _publishing(consultation, points, request.user),
    }
    return render(request, "consultations/points/publish.html", context, status=422 if form.errors else 200)


def _them(points: list) -> str:
    return "it" if len(points) == 1 else "them"


def _publishing(consultation: Consultation, points: list[PointMade], user) -> list[Effect]:
    if not points:
        return []
    told = told_of(consultation, points, user)
    public = "Each of these points, what became of it and the reply, to everybody who may read the consultation."
    return [*effects_of({"What becomes public": [public]}), told]

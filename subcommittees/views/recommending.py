"""What an item asks of its body: the list, and the forms that change it until the paper is issued."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import NotAllowed, Refused
from proposals.acting import refusals_on
from proposals.lifecycle import MOVES
from subcommittees import actions
from subcommittees.forms.recommending import RecommendationForm
from subcommittees.frames import address, item_page, meeting_frame, show_form
from subcommittees.models import AgendaItem, Recommendation, Resolution
from subcommittees.rules import may_run
from subcommittees.sentences import asked
from subcommittees.usual import ways_for, words_of

BOTH = ["GET", "HEAD", "POST"]
UP, DOWN, DROP = "up", "down", "drop"


@require_safe
@item_page(rule=may_run)
def recommendations(request, item: AgendaItem):
    """The list as the paper will print it, with what may be done to it, and what is usually asked."""
    is_open = _is_open(item)
    rows = item.recommendations.standing().select_related("proposal")
    context = {
        **meeting_frame(item.meeting, "What the body is asked", address(item.meeting, "outcome"), item),
        "rows": [_row(r) for r in rows],
        "is_open": is_open,
        "ways": [_way(way, item) for way in ways_for(item)] if is_open else [],
        "is_resolved": Resolution.objects.filter(recommendation__item=item).exists(),
        "add_url": address(item.meeting, "add_recommendation", item.pk),
        "decide_url": address(item.meeting, "decide", item.pk),
    }
    return render(request, "subcommittees/recommendations.html", context)


def _is_open(item: AgendaItem) -> bool:
    return item.fixed_at is None and not Resolution.objects.filter(recommendation__item=item).exists()


def _row(recommendation: Recommendation) -> dict:
    move = MOVES.get(recommendation.move)
    return {"recommendation": recommendation, "sentence": asked(recommendation), "step": move.done if move else ""}


def _way(way, item: AgendaItem) -> dict:
    sentences = [f"{line.verb} {words_of(line, item.proposal)}" for line in way.lines]
    return {"way": way, "sentences": sentences}


@require_http_methods(BOTH)
@item_page(rule=may_run)
def add(request, item: AgendaItem):
    form = RecommendationForm(request.POST if request.method == "POST" else None, item=item, user=request.user)
    return _save(request, item, form, "Add a recommendation", "It is added.")


@require_http_methods(BOTH)
@item_page(rule=may_run)
def edit(request, item: AgendaItem, key: int):
    held = get_object_or_404(item.recommendations.standing(), pk=key)
    data = request.POST if request.method == "POST" else None
    form = RecommendationForm(data, item=item, held=held, user=request.user)
    return _save(request, item, form, "Edit a recommendation", "It is changed.")


def _save(request, item: AgendaItem, form: RecommendationForm, title: str, done: str):
    back = address(item.meeting, "recommendations", item.pk)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            form.save()
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, meeting_frame(item.meeting, title, back, item), "Save")


@require_POST
@item_page(rule=may_run)
def usual(request, item: AgendaItem):
    """All that one way usually asks for, at once."""
    way = next((way for way in ways_for(item) if way.key == request.POST.get("way")), None)
    if way is None:
        return _told(request, item, "Choose one of the ways that are offered.", wrong=True)
    return _done(request, item, lambda: actions.recommend_usual(item=item, by=request.user, way=way), "They are added.")


@require_POST
@item_page(rule=may_run)
def step(request, item: AgendaItem, key: int, step: str):
    """One place up or down, or dropped."""
    held = get_object_or_404(item.recommendations, pk=key)
    if step == DROP:
        return _done(
            request,
            item,
            lambda: actions.drop_recommendation(recommendation=held, by=request.user),
            "It is dropped.",
        )
    if step not in (UP, DOWN):
        raise Http404("There is no such step.")
    return _done(
        request,
        item,
        lambda: actions.move_recommendation(recommendation=held, by=request.user, up=step == UP),
        "It is moved.",
    )


def _done(request, item: AgendaItem, act, words: str):
    try:
        act()
    except NotAllowed:
        raise
    except Refused as refusal:
        return _told(request, item, refusal.sentence, wrong=True)
    return _told(request, item, words)


def _told(request, item: AgendaItem, words: str, *, wrong: bool = False):
    (messages.error if wrong else messages.success)(request, words)
    return redirect(address(item.meeting, "recommendations", item.pk))

"""An accepted comment on a clause becomes an edit of the legal text: made out, shown as a redline, changed by hand
where that is needed, and done with the point in one act."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit.acts import Refused
from consultations import actions
from consultations.actions.adopting import check_adoptable, drafter
from consultations.forms.adopting import PROPOSED, AdoptForm, Asked
from consultations.models import ClauseComment, Consultation, PointMade
from consultations.views.pointpages import frame_of_point, point_url, settling_page, the_point
from proposals.acting import refusals_on, rehearse
from proposals.ports import Instruction, Redraft
from proposals.views.second_look import CHANGE, DO

READ = ["GET", "HEAD", "POST"]
AGAIN = "again"  # the step that makes it out anew
REPLY = "We agree. The legal text of {} is changed accordingly."


@require_http_methods(READ)
@settling_page
def adopt(request, consultation: Consultation, number: int):
    """``?comment=``, ``?solution=`` and ``?clause=`` say from what it is made out, or the form where it is to be made
    out anew."""
    point = the_point(consultation, number)
    page = {**frame_of_point(point, "Take into the legal text: point"), "point": point}
    if closed := _closed(point):
        return render(request, "proposals/ask.html", {**page, "closed": closed}, status=_too_late(request))
    options = {"comments": _comments(point), "solutions": drafter().drafts(consultation.proposal)}
    blank = AdoptForm(**options)
    asked = blank.asked(request.POST if request.method == "POST" else request.GET)
    redraft, refused = _made_out(consultation, asked)
    if request.method != "POST" or request.POST.get("step") == AGAIN:
        form = AdoptForm(initial={**_initial(asked, redraft), **_typed(request.POST)}, **options)
        return _show(request, page, form, redraft, refused)
    form = AdoptForm(request.POST, **options)
    if request.POST.get("step") != CHANGE and form.is_valid():
        with refusals_on(form):
            return _answered(request, page, form, redraft, point)
    form.checked = request.POST.get("step") != CHANGE
    return _show(request, page, form, redraft, refused, status=422 if form.errors else 200)


def _closed(point: PointMade) -> list[str]:
    if not point.is_open:
        return [f"Point {point.number} is settled. Open it again first."]
    try:
        check_adoptable(point)
    except Refused as refusal:
        return [refusal.sentence]
    proposal = point.consultation.proposal
    if drafter().drafts(proposal):
        return []
    words = "has no legal text yet: choose first which version of the SEC it is drafted against."
    return [f"{proposal.reference} {words}"]


def _too_late(request) -> int:
    return 409 if request.method == "POST" else 200


def _comments(point: PointMade) -> list[ClauseComment]:
    found = ClauseComment.objects.filter(pointsources__in=point.sources.standing())
    return list(found.order_by("pk").distinct())


def _made_out(consultation: Consultation, asked: Asked) -> tuple[Redraft | None, str]:
    """The change as it was asked for; or why there is none."""
    comment = asked.comment
    instruction = Instruction(asked.clause, comment.operation, comment.anchor, comment.text)
    try:
        return drafter().redraft(consultation.proposal, asked.alternative, instruction), ""
    except Refused as refusal:
        return None, refusal.sentence


def _initial(asked: Asked, redraft: Redraft | None) -> dict:
    place = redraft.clause if redraft else asked.clause
    return {
        "comment": str(asked.comment.pk),
        "solution": str(asked.alternative.number) if asked.alternative else PROPOSED,
        "clause": asked.clause,
        "after": redraft.after if redraft else "",
        "opened": redraft.opened if redraft else "",
        "disposition": PointMade.Disposition.ACCEPTED,
        "reply": REPLY.format(place),
    }


def _typed(given) -> dict:
    """What was typed besides that from which the change is made out anew."""
    reply = given.get("reply", "")
    is_ours = re.fullmatch(REPLY.format(".*"), reply)
    return {"disposition": given.get("disposition", ""), "reply": reply} if reply and not is_ours else {}


def _show(request, page: dict, form: AdoptForm, redraft: Redraft | None, refused: str, status: int = 200):
    after = form["after"].value() if form.is_bound else redraft and redraft.after
    context = {
        **page,
        "form": form,
        "redraft": redraft,
        "refused": refused,
        "clause": drafter().shown(redraft, after or "") if redraft else None,
    }
    return render(request, "consultations/points/adopt.html", context, status=status)


def _answered(request, page: dict, form: AdoptForm, redraft: Redraft | None, point: PointMade):
    arguments = {"point": point, "by": request.user, **form.act_arguments()}
    if request.POST.get("step") == DO:
        done = actions.adopt_point(**arguments)
        words = f"Point {point.number} is accepted: version {done.adopted_in} of {form.text_named} has it."
        messages.success(request, words)
        return redirect(point_url(point))
    made = rehearse(actions.adopt_point, **arguments)
    context = {
        **page,
        "clause": drafter().shown(redraft, form.cleaned_data["after"]),
        "carried": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "made": made,
        "form": form,
    }
    return render(request, "consultations/points/adopt_again.html", context)

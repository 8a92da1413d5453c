"""One part at a time: saved as it is typed, held while somebody writes in it, and what colleagues do meanwhile."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.actions.drafted import REMOVED
from consultations.drafts.draft import Draft, Part, save_part, state_words
from consultations.drafts.progress import progress_of
from consultations.drafts.writer import Writer
from consultations.forms.responding import ClauseForm
from consultations.models import Response
from consultations.views.responding import shared
from consultations.views.writing import kept_frame, with_response

FRAGMENT = "consultations/respond/_part.html"


def the_part(draft: Draft, key: str) -> Part:
    found = draft.part(key)
    if found is None:
        raise Http404("There is no such part, or it was removed.")
    return found


WITHDRAWN = "This response was withdrawn. Your words are still here: begin another response to go on."


@require_POST
def save(request, writer: Writer, part: str):
    """What was typed in one part. The answer says what became of it, for static/js/responding.js to show."""
    if writer.response is None:
        return JsonResponse({"state": "gone", "words": WITHDRAWN}, status=409)
    draft = Draft(writer.response, writer.by, request.POST, only=part)
    found = draft.part(part)
    if found is None:
        return JsonResponse({"state": "gone", "words": REMOVED}, status=409)
    if found.seen_name not in request.POST:
        return JsonResponse({"state": "wrong", "words": "Nothing came with it. Reload this page."}, status=422)
    try:
        saved = save_part(draft, found)
    except NotAllowed:
        raise
    except Refused as refusal:
        return JsonResponse({"state": "refused", "words": refusal.sentence}, status=409)
    return JsonResponse(_told(request, writer, draft, found, saved), status=200 if saved else _status(found))


def _status(part: Part) -> int:
    return 409 if part.clash or part.refused else 422


def _told(request, writer: Writer, draft: Draft, part: Part, saved: bool) -> dict:
    told = {
        "state": "saved" if saved else _trouble(part),
        "words": part.saved_words or "Nothing to save" if saved else _why_not(part),
        "seen": part.seen,
        "version": part.version_seen,
        "progress": progress_of(draft.response).words,
        "over": state_words(draft.response),
    }
    if part.clash or part.is_gone:
        context = {"part": part, "writer": writer}
        told["html"] = render_to_string("consultations/respond/_clash.html", context, request)
    if isinstance(part.form, ClauseForm) and part.form.clause:
        told |= {"part": f"c-{part.form.clause.pk}", "read": part.read_words, "needs": part.needs_words}
    return told


def _trouble(part: Part) -> str:
    if part.clash or part.is_gone:
        return "clash"
    return "held" if part.held else "wrong"


def _why_not(part: Part) -> str:
    if part.clash:
        return part.clash_words
    errors = [error for of_field in part.form.errors.values() for error in of_field]
    return " ".join([part.refused, *errors]).strip()


@require_POST
@with_response
def hold(request, writer: Writer, response: Response, part: str):
    """Somebody begins to write, or writes on. The answer says who is there already."""
    try:
        actions.take_part(response=response, by=writer.by, part=part[:24])
    except NotAllowed:
        raise
    except Refused as refusal:
        return JsonResponse({"words": refusal.sentence}, status=409)
    return HttpResponse(status=204)


@require_POST
@with_response
def leave(request, writer: Writer, response: Response, part: str):
    actions.leave_part(response=response, by=writer.by, part=part[:24])
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@with_response
def take_over(request, writer: Writer, response: Response, part: str):
    """From a colleague of whom nothing was heard for a while: asked once more, and done."""
    draft = Draft(response, writer.by, only=part)
    found = the_part(draft, part)
    refused = ""
    if request.method == "POST":
        try:
            actions.take_part_over(response=response, by=writer.by, part=part)
            return redirect(f"{writer.url()}#{part}")
        except NotAllowed:
            raise
        except Refused as refusal:
            refused = refusal.sentence
    kept = kept_frame(writer.consultation, "Take over", confidential=response.confidential)
    context = {**kept, "writer": writer, "part": found, "refused": refused}
    return render(request, "consultations/respond/take_over.html", context, status=409 if refused else 200)


@require_safe
@with_response
def part(request, writer: Writer, response: Response, part: str):
    """The part as it is now: for whoever has not typed in it while a colleague saved."""
    draft = Draft(response, writer.by, only=part)
    return render(request, FRAGMENT, {"part": the_part(draft, part), "writer": writer})


@require_safe
@with_response
def now(request, writer: Writer, response: Response):
    """Who writes where at this moment, and which parts somebody has saved since: asked again and again while the page
    is open. The same number of queries however long the response is."""
    draft = Draft(response, writer.by, only="")
    return render(request, "consultations/respond/_now.html", shared(writer, draft))

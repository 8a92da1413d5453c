"""What a part said before somebody wrote over it, and what could not be saved: to read and to bring back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.drafts import parts
from consultations.drafts.draft import Draft, Part
from consultations.drafts.writer import Writer
from consultations.forms.responding import ClauseForm
from consultations.models import Response, Revision
from consultations.views.writing import kept_frame, with_response


@require_http_methods(["GET", "HEAD", "POST"])
@with_response
def earlier(request, writer: Writer, response: Response, part: str):
    kept = Revision.objects.filter(response=response, part=part).select_related("by").order_by("-pk")
    draft = Draft(response, writer.by, only=part)
    found = draft.part(part) or _removed(part, kept.exists())
    refused = ""
    if request.method == "POST":
        wanted = request.POST.get("revision", "")
        revision = get_object_or_404(kept, pk=wanted if wanted.isdecimal() and len(wanted) < 10 else 0)
        try:
            actions.restore(response=response, by=writer.by, revision=revision)
            messages.success(request, f"{found.title}: the earlier words stand again. What stood there is kept.")
            return redirect(f"{writer.url()}#{part}")
        except NotAllowed:
            raise
        except Refused as refusal:
            refused = refusal.sentence
    context = {
        **kept_frame(writer.consultation, f"Earlier words: {found.title}", confidential=response.confidential),
        "writer": writer,
        "part": found,
        "kept": kept,
        "refused": refused,
        "not_saved": parts.NOT_SAVED,
    }
    return render(request, "consultations/respond/earlier.html", context, status=409 if refused else 200)


def _removed(key: str, is_kept: bool) -> Part:
    if not is_kept or not parts.key_in(key):
        raise Http404("There is no such part.")
    return Part(key, ClauseForm(None), 0, parts.NO_CLAUSE)

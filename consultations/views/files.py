"""Files of responses are handed out: those that were submitted, to whoever may read them."""

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from consultations.models import Enclosure, Intake, Submission
from consultations.responses import guests
from consultations.views.writing import frame
from proposals.views.files import INERT


def readable(request) -> QuerySet[Enclosure]:
    """What the user may read; and of a guest’s own response, the attachments."""
    visible = Enclosure.objects.visible_to(request.user).values("pk")
    of_the_guest = guests.own(request) & Q(kind=Enclosure.Kind.ATTACHMENT)
    return Enclosure.objects.filter(Q(pk__in=visible) | of_the_guest).with_why_withheld()


@require_safe
def response_file(request, pk: int, version: int, file: int, filename: str):
    """One that was submitted with this version. Where it is held back from the reader, that and why; to everybody else
    there is none."""
    visible = Submission.objects.visible_to(request.user).values("pk")
    submitted = Submission.objects.filter(Q(pk__in=visible) | guests.own(request), response=pk, version=version)
    named = {"pk": file, "submissions__in": submitted, "filename": filename}
    if found := readable(request).filter(**named).first():
        return handed_out(request, found)
    held = Enclosure.objects.withheld_from(request.user).filter(**named).with_why_withheld().first()
    if held is None:
        raise Http404("There is no such file, or it is not open to you.")
    context = {**frame(held.response.consultation, "This file is held back"), "why": held.why_withheld}
    return render(request, "consultations/submitting/file_held_back.html", context, status=410)


def handed_out(request, row: Enclosure | Intake):
    """It runs nothing and loads nothing even when it is opened in a tab of its own."""
    if not default_storage.exists(row.file.name):
        raise Http404("The file is not at hand.")
    etag = quote_etag(row.sha256)
    answer = get_conditional_response(request, etag=etag) or FileResponse(
        default_storage.open(row.file.name),
        as_attachment=True,
        filename=row.filename,
        content_type=row.content_type,
    )
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Security-Policy"] = INERT
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

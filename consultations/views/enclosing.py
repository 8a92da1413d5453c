"""Files that go with a response: several at once, each taken or refused by itself."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from audit.acts import NotAllowed, Refused
from consultations import actions
from consultations.drafts.draft import Draft
from consultations.drafts.writer import Writer
from consultations.forms.responding import FilesForm
from consultations.models import Enclosure, Response
from consultations.views.files import handed_out
from consultations.views.responding import show
from consultations.views.writing import with_response


@require_POST
@with_response
def attach(request, writer: Writer, response: Response):
    form = FilesForm(request.POST)
    form.is_valid()
    uploads = request.FILES.getlist("files")
    if not uploads:
        form.add_error(None, "Choose a file.")
    taken = _take(response, writer, form, uploads)
    if form.errors:
        return show(request, writer, Draft(response, writer.by), 422, form)
    noun = f"“{taken[0].title}” is attached." if len(taken) == 1 else f"{len(taken)} files are attached."
    messages.success(request, noun)
    return redirect(f"{writer.url()}#files")


def _take(response: Response, writer: Writer, form: FilesForm, uploads) -> list[Enclosure]:
    taken = []
    confidential = form.cleaned_data["confidential"]
    for upload in uploads:
        about = {"response": response, "by": writer.by, "upload": upload, "confidential": confidential}
        try:
            taken.append(actions.attach_enclosure(**about))
        except NotAllowed:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return taken


@require_POST
@with_response
def remove(request, writer: Writer, response: Response, file: int):
    found = get_object_or_404(Enclosure, response=response, pk=file, kind=Enclosure.Kind.ATTACHMENT)
    actions.remove_enclosure(response=response, by=writer.by, enclosure=found)
    messages.success(request, f"“{found.title}” is removed.")
    return redirect(f"{writer.url()}#files")


@require_safe
@with_response
def file(request, writer: Writer, response: Response, file: int, filename: str):
    """To whoever writes the response; others read what was submitted (see ``files``)."""
    found = get_object_or_404(Enclosure.objects.standing(), response=response, pk=file, filename=filename)
    return handed_out(request, found)

"""Files of a proposal: handing them out, adding many at once, replacing one, and pictures for the problem statement."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from audit.acts import Refused
from proposals import actions
from proposals.acting import frame, plain_form, refusals_on
from proposals.forms.files import DocumentsForm, FigureForm, ReplaceForm
from proposals.models import Attachment, Proposal
from proposals.pages import proposal_page
from proposals.rules import may_manage
from proposals.uploads import LARGEST, PICTURES

# A file that somebody uploaded runs nothing and loads nothing, even when it is opened in a tab of its own.
INERT = "default-src 'none'; frame-ancestors 'none'; sandbox"
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.txt,.csv,.png,.jpg,.jpeg,.gif"
FILE_WORDS = "PDF, Word, Excel, PowerPoint, plain text, CSV, PNG, JPEG or GIF."


@require_safe
@proposal_page
def attachment(request, proposal: Proposal, pk: int, filename: str):
    """The file, if the reader may have it: that is asked before anything is said about whether it has changed."""
    found = Attachment.objects.at_hand(proposal).visible_to(request.user).filter(pk=pk).first()
    if found is None or not default_storage.exists(found.file.name):
        raise Http404("There is no such document, or it is not open to you.")
    if filename != found.filename:
        return redirect(found.get_absolute_url())
    if found.is_taken_down:
        return _tombstone(request, proposal, found)
    etag = quote_etag(found.sha256)
    response = get_conditional_response(request, etag=etag) or _stream(found)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _tombstone(request, proposal: Proposal, found: Attachment):
    """In place of a file that was taken down: what it was, until when, and why."""
    newer = Attachment.objects.standing().visible_to(request.user).filter(replaces=found).first()
    if newer:
        newer.proposal = proposal
    context = {**frame(proposal, found.title, "proposals:documents"), "file": found, "newer": newer}
    return render(request, "proposals/file_taken_down.html", context, status=410)


def _stream(found: Attachment) -> FileResponse:
    inline = found.content_type in PICTURES.values()
    return FileResponse(
        default_storage.open(found.file.name),
        as_attachment=not inline,
        filename=found.filename,
        content_type=found.content_type,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def add_documents(request, proposal: Proposal):
    """Each file is an act of its own: those that may be kept are, and each that may not is named with its reason."""
    form = _bound(request, DocumentsForm)
    kept: list[Attachment] = []
    if form.is_bound and form.is_valid():
        kept = _keep(proposal, request.user, form)
        if not form.errors:
            messages.success(request, _kept_words(kept))
            return redirect("proposals:documents", proposal.slug)
    context = {
        **frame(proposal, "Add documents", "proposals:documents"),
        "form": form,
        "kept": kept,
        "accepted": ACCEPTED,
        "help": FILE_WORDS,
        "largest": LARGEST,
    }
    return render(request, "proposals/add_documents.html", context, status=422 if form.errors else 200)


def _keep(proposal: Proposal, by, form: DocumentsForm) -> list[Attachment]:
    kept = []
    common = {name: form.cleaned_data[name] for name in ("kind", "dated", "classification")}
    for upload in form.cleaned_data["files"]:
        try:
            kept.append(actions.attach(proposal=proposal, by=by, upload=upload, **common))
        except Refused as refusal:
            place = "dated" if refusal.field == "dated" else "files"
            if refusal.sentence not in form.errors.get(place, []):
                form.add_error(place, refusal.sentence)
                form.cleaned_data.update(common)
    return kept


def _kept_words(kept: list[Attachment]) -> str:
    if len(kept) == 1:
        return f"“{kept[0].title}” is added."
    return f"{len(kept)} documents are added."


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def replace_document(request, proposal: Proposal, pk: int):
    old = get_object_or_404(Attachment.objects.visible_to(request.user), proposal=proposal, pk=pk)
    form = _bound(request, ReplaceForm)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            new = actions.attach(
                proposal=proposal,
                by=request.user,
                replaces=old,
                classification=old.classification,
                **form.cleaned_data,
            )
            messages.success(request, f"Version {new.version} of “{new.title}” is added; the old one is kept.")
            return redirect("proposals:documents", proposal.slug)
    page = frame(proposal, f"Replace “{old.title}”", "proposals:documents")
    return plain_form(request, form, page, "Add this version", has_files=True)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def add_figure(request, proposal: Proposal):
    statement = proposal.statements.latest_version()
    if statement is None:
        raise Http404("This proposal of the earlier register has no problem statement.")
    form = _bound(request, FigureForm)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            figure = actions.add_figure(proposal=proposal, by=request.user, statement=statement, **form.cleaned_data)
            words = f"Figure {figure.number} is added to version {statement.label}."
            words += f" Write [[figure: {figure.number}]] where it shall stand."
            messages.success(request, words)
            return redirect("proposals:statement", proposal.slug)
    page = frame(proposal, "Add a figure", "proposals:statement")
    return plain_form(request, form, page, "Add the figure", has_files=True)


def _bound(request, form_class):
    return form_class(request.POST, request.FILES) if request.method == "POST" else form_class()

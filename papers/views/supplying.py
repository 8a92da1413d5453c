"""Papers that others wrote: a PDF at once, a Word file after a look at its printed pages; the files as they came."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit.acts import Refused
from jobs.models import Job, JobState
from papers import actions
from papers.forms import SupplyForm
from papers.models import Paper, PaperVersion, Upload, WordFile
from papers.views.pack import here
from papers.views.serving import served
from papers.word.files import NO_WRITER
from proposals.acting import refusals_on
from proposals.pages import barred
from proposals.uploads import DOCX
from subcommittees.frames import crumbs
from subcommittees.models import AgendaItem
from subcommittees.rules import may_run

PDF = "application/pdf"
KNOWN = ("item__meeting__committee", "item__proposal", "printed", "taken__paper")


@require_http_methods(["GET", "HEAD", "POST"])
def supply(request, pk):
    """A file as the paper of an item. ``?edition=public``: of which edition, where that is known already."""
    visible = AgendaItem.objects.visible_to(request.user).select_related("meeting__committee", "proposal")
    item = get_object_or_404(visible, pk=pk)
    if answer := barred(request, may_run, item.meeting.committee):
        return answer
    edition = request.GET.get("edition", "")
    edition = edition if edition in Paper.Edition.values else ""
    initial = {"title": item.title, "edition": edition}
    form = SupplyForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            return _supplied(request, actions.supply_paper(item=item, by=request.user, **form.cleaned_data))
    versions = PaperVersion.objects.filter(paper__item=item, paper__kind="uploaded").newest_first()
    context = {
        "page_title": f"Supply a file for “{item.title}”",
        "crumbs": crumbs(item.meeting.committee, item.meeting, "Supply a file"),
        "item": item,
        "form": form,
        "cancel_url": here(item.meeting),
        "drafted": (versions.filter(paper__edition=edition) if edition else versions).first(),
    }
    return render(request, "papers/supply.html", context, status=422 if form.is_bound and form.errors else 200)


def _supplied(request, made: PaperVersion | WordFile):
    if isinstance(made, WordFile):
        messages.success(request, "The Word file is kept. Its pages are being printed: look at them here.")
        return redirect(made)
    messages.success(request, "The file is kept, and a draft of the paper composed with its cover.")
    return redirect(made.paper)


# A Word file, before it is the paper


def _word_or_404(request, pk: int) -> WordFile:
    return get_object_or_404(WordFile.objects.visible_to(request.user).select_related(*KNOWN), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def word_file(request, pk):
    """What its pages do not keep, and the pages themselves. POST makes them the paper, or has them printed again."""
    word = _word_or_404(request, pk)
    if request.method == "POST":
        return _pressed(request, word)
    context = {
        "page_title": f"Pages of “{word.filename}”",
        "crumbs": crumbs(word.item.meeting.committee, word.item.meeting, "Word file"),
        "cancel_url": here(word.item.meeting),
        "page_classification": word.item.get_classification_display(),
        **state_of(word),
    }
    return render(request, "papers/word_file.html", context)


def _pressed(request, word: WordFile):
    again = "again" in request.POST
    try:
        done = (actions.print_again if again else actions.take_word_file)(word=word, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(word)
    words = "It is printed again." if again else "Its pages are the paper now, as a draft with its cover."
    messages.success(request, words)
    return redirect(done if again else done.paper)


def state_of(word: WordFile) -> dict:
    """How far its printing is."""
    printed = getattr(word, "printed", None)
    job = Job.objects.filter(kind="print_word_file", key=actions.word_key(word)).order_by("-pk").first()
    failed = not printed and not (job and job.live)
    missing = failed and job and job.state == JobState.DONE
    return {
        "word": word,
        "printed": printed,
        "job": job,
        "pending": not printed and not failed,
        "failed": (NO_WRITER if missing else "Its pages could not be printed.") if failed else "",
        "findings": actions.findings_of(word),
        "is_private": any(finding.is_private for finding in actions.findings_of(word)),
        "taken": getattr(word, "taken", None),
    }


@require_safe
def word_progress(request, pk):
    """The fragment that tells how far it is; asked again every half second while it is being printed."""
    return render(request, "papers/_word_file.html", state_of(_word_or_404(request, pk)))


@require_safe
def word_pdf(request, pk):
    """The pages as they were printed, for who is to look at them first."""
    word = _word_or_404(request, pk)
    printed = getattr(word, "printed", None)
    if printed is None or printed.refused:
        raise Http404("Its pages are not there.")
    return served(request, printed, PDF, f"{word.filename.rpartition('.')[0]}.pdf")


@require_safe
def word_original(request, pk):
    word = _word_or_404(request, pk)
    return served(request, word, DOCX, word.filename, as_attachment=True)


@require_safe
def supplied_file(request, pk):
    """The file of a paper as it was supplied: for who reads the paper where it shows no more than its pages do."""
    upload = get_object_or_404(Upload.objects.readable_by(request.user).select_related("word"), pk=pk)
    original = upload.original
    word = upload.word_id is not None
    return served(request, original, DOCX if word else PDF, original.filename, as_attachment=word)

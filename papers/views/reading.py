"""Reading papers as pages and files, and the list of the papers of a body."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.models import Committee
from consultations.course.frames import crumbs as crumbs_of_consultation
from jobs.models import Job, JobState
from papers import actions
from papers import document as d
from papers.kinds import kind_of
from papers.models import Paper, PaperVersion, Rendition
from papers.pictures import pictures_of
from papers.render_html import fragment
from papers.views.serving import served
from proposals.rules import may_manage
from subcommittees.frames import crumbs
from subcommittees.rules import may_run

A_PAGE = 50

CONTENT_TYPES = {
    Rendition.Format.PDF: "application/pdf",
    Rendition.Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


READ = ("paper__proposal", "paper__committee", "paper__meeting", "paper__item", "paper__consultation", "by")


def _version_or_404(request, slug: str, label: str) -> PaperVersion:
    major, minor = (int(part) for part in label.split("."))
    visible = PaperVersion.objects.visible_to(request.user).select_related(*READ).with_corrections()
    version = visible.filter(slug=slug, major=major, minor=minor).first()
    if version is None:
        raise Http404("There is no such paper, or it is not open to you.")
    return version


@require_safe
def version(request, slug, label):
    """The paper as a page: the same document as its PDF and Word files, from the frozen snapshot."""
    paper_version = _version_or_404(request, slug, label)
    if paper_version.is_taken_down:
        return _tombstone(request, paper_version)
    document = d.from_json(paper_version.snapshot)
    return render(
        request,
        "papers/version.html",
        {
            "version": paper_version,
            "proposal": paper_version.paper.proposal,
            "document": document,
            "article": fragment(document, _figure_address(paper_version, request.user)),
            "crumbs": crumbs_of(paper_version.paper, f"{document.document_title} {paper_version.label}"),
            **_beside(request, paper_version),
            "editions": _editions(request, paper_version),
            "may_manage": may_manage.test(request.user, paper_version.paper.proposal),
            "take_down_url": reverse("papers:take_paper_down", args=[paper_version.paper_id, paper_version.label]),
            "page_classification": paper_version.get_classification_display(),
            **files_of(paper_version),
        },
    )


def _beside(request, this: PaperVersion) -> dict:
    """The other versions that the reader may see, newest first; the one that holds where it is newer; and the one that
    takes the place of this one and says what it puts right."""
    papers = PaperVersion.objects.visible_to(request.user).filter(paper=this.paper).exclude(pk=this.pk)
    others = list(papers.with_corrections().newest_first())
    standing = [other for other in others if not other.is_taken_down and _is_newer(other, this)]
    issued = [other for other in standing if other.is_issued]
    return {
        "others": others,
        "newer": next(iter(issued or standing), None),
        "superseding": next((other for other in others if other.corrects_id == this.pk), None),
    }


def _tombstone(request, paper_version: PaperVersion):
    """In place of a paper that was taken down, at each of its addresses: what it was, until when, and why."""
    context = {
        "version": paper_version,
        "proposal": paper_version.paper.proposal,
        "renditions": paper_version.renditions.order_by("format"),
        "crumbs": crumbs_of(paper_version.paper, f"{paper_version.title} {paper_version.label}"),
        **_beside(request, paper_version),
        "page_classification": paper_version.get_classification_display(),
    }
    return render(request, "papers/tombstone.html", context, status=410)


def _is_newer(other: PaperVersion, this: PaperVersion) -> bool:
    return (other.major, other.minor) > (this.major, this.minor)


def _editions(request, this: PaperVersion) -> list[PaperVersion]:
    """The other edition of the same paper, where the reader may see it: its newest version that stands."""
    if this.paper.item_id:
        same = {"paper__item": this.paper.item_id}
    elif this.paper.consultation_id:
        same = {"paper__consultation": this.paper.consultation_id, "paper__kind": this.paper.kind}
    else:
        return []
    others = PaperVersion.objects.visible_to(request.user).standing().filter(**same)
    others = others.exclude(paper=this.paper_id).filter(state=PaperVersion.State.ISSUED).newest_first()
    return list(others.select_related("paper")[:1])


def crumbs_of(paper: Paper, here: str) -> list[dict]:
    """From the body where the paper is for one, from the consultation of which it is, otherwise from the proposal."""
    if paper.committee_id:
        listed = reverse("papers:of_committee", args=[paper.committee.code])
        return [{"label": f"Papers for {paper.committee.named}", "url": listed}, {"label": here}]
    if paper.consultation_id:
        return crumbs_of_consultation(paper.consultation, here)
    proposal = paper.proposal
    return [
        {"label": "Register", "url": reverse("proposals:register")},
        {"label": proposal.reference, "url": proposal.get_absolute_url()},
        {"label": here},
    ]


def _figure_address(paper_version: PaperVersion, user):
    readable = pictures_of(paper_version).visible_to(user).select_related("proposal")
    addresses = {picture.sha256: picture.get_absolute_url() for picture in readable}
    return lambda source: addresses.get(source, "")


def files_of(paper_version: PaperVersion) -> dict:
    """Each file of a version: made, or how far its job is."""
    made = {rendition.format: rendition for rendition in paper_version.renditions.all()}
    formats = [Rendition.Format(format) for format in kind_of(paper_version.paper).formats]
    keys = {actions.rendition_key(paper_version, format): format for format in formats}
    jobs = {keys[job.key]: job for job in Job.objects.filter(kind="render_paper", key__in=keys).order_by("pk")}
    rows = [_file_row(paper_version, format, made.get(format), jobs.get(format)) for format in formats]
    return {"files": rows, "files_pending": any(row["pending"] for row in rows), "version": paper_version}


def _file_row(paper_version: PaperVersion, format: str, made: Rendition | None, job: Job | None) -> dict:
    return {
        "label": Rendition.Format(format).label,
        "made": made,
        "url": reverse(f"papers:{format}", args=[paper_version.slug, paper_version.label]),
        "job": job,
        "pending": not made and bool(job and job.live),
        "failed": not made and bool(job and job.state == JobState.FAILED),
    }


@require_safe
def files(request, slug, label):
    """The fragment that tells how far the files are; asked again every half second while one is being made."""
    paper_version = _version_or_404(request, slug, label)
    if paper_version.is_taken_down:
        return _tombstone(request, paper_version)
    return render(request, "papers/_files.html", files_of(paper_version))


@require_safe
def rendition(request, slug, label, format):
    """The file itself, checked first and only then compared with what the browser has."""
    paper_version = _version_or_404(request, slug, label)
    if paper_version.is_taken_down:
        return _tombstone(request, paper_version)
    made = paper_version.renditions.filter(format=format).first()
    if made is None:
        messages.info(
            request, f"The {Rendition.Format(format).label} file is still being made. It appears on this page."
        )
        return redirect(paper_version)
    name = f"{paper_version.slug}-{paper_version.label}.{format}"
    return served(request, made, CONTENT_TYPES[format], name, as_attachment=format == Rendition.Format.WORD)


@require_safe
def of_committee(request, code):
    """The papers of a body that the reader may see, the newest first; for who composes them, drafts too."""
    committee = get_object_or_404(Committee, code=code)
    visible = PaperVersion.objects.visible_to(request.user).filter(paper__committee=committee)
    known = ("paper__proposal", "paper__committee", "paper__meeting", "paper__item")
    rows = visible.select_related(*known).with_corrections()
    page = Paginator(rows.order_by("-composed_on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "committee": committee,
        "versions": page,
        "may_compose": may_run.test(request.user, committee),
        "crumbs": crumbs(committee, here="Papers"),
    }
    return render(request, "papers/of_committee.html", context)

"""Reading papers as pages and files, and the analyst's workshop where reports are composed and issued."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import clock
from audit.acts import Refused
from jobs.models import Job, JobState
from papers import actions, changes
from papers import document as d
from papers.forms import GlossaryForm, IssueForm, TakeDownForm
from papers.gaps import gaps
from papers.gather import Edition, gather, glossary_of
from papers.glossary import find
from papers.models import GlossaryChoice, Paper, PaperVersion, Rendition
from papers.render_html import fragment
from proposals.acting import crumbs, frame, refusals_on
from proposals.models import Attachment
from proposals.pages import page_context, proposal_page
from proposals.rules import may_manage
from proposals.views.asking import Asked, ask, bound

CONTENT_TYPES = {
    Rendition.Format.PDF: "application/pdf",
    Rendition.Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _version_or_404(request, slug: str, label: str) -> PaperVersion:
    major, minor = (int(part) for part in label.split("."))
    visible = PaperVersion.objects.visible_to(request.user).select_related("paper__proposal", "by").with_corrections()
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
            **_beside(request, paper_version),
            "may_manage": may_manage.test(request.user, paper_version.paper.proposal),
            "page_classification": paper_version.get_classification_display(),
            **_files(paper_version),
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
        "crumbs": crumbs(paper_version.paper.proposal, f"{paper_version.title} {paper_version.label}"),
        **_beside(request, paper_version),
        "page_classification": paper_version.get_classification_display(),
    }
    return render(request, "papers/tombstone.html", context, status=410)


def _is_newer(other: PaperVersion, this: PaperVersion) -> bool:
    return (other.major, other.minor) > (this.major, this.minor)


def _figure_address(paper_version: PaperVersion, user):
    readable = Attachment.objects.at_hand(paper_version.paper.proposal).standing().visible_to(user)
    pictures = readable.filter(kind=Attachment.Kind.FIGURE)
    addresses = {picture.sha256: picture.get_absolute_url() for picture in pictures.select_related("proposal")}
    return lambda source: addresses.get(source, "")


def _files(paper_version: PaperVersion) -> dict:
    """Each file of a version: made, or how far its job is."""
    made = {rendition.format: rendition for rendition in paper_version.renditions.all()}
    keys = {actions.rendition_key(paper_version, format): format for format in Rendition.Format.values}
    jobs = {keys[job.key]: job for job in Job.objects.filter(kind="render_paper", key__in=keys).order_by("pk")}
    rows = [_file_row(paper_version, format, made.get(format), jobs.get(format)) for format in Rendition.Format.values]
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
    return render(request, "papers/_files.html", _files(paper_version))


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
    etag = quote_etag(made.sha256)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    name = f"{paper_version.slug}-{paper_version.label}.{format}"
    response = FileResponse(
        made.file.open("rb"),
        content_type=CONTENT_TYPES[format],
        filename=name,
        as_attachment=format == Rendition.Format.WORD,
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
@proposal_page(rule=may_manage)
def workshop(request, proposal):
    """Where the report is composed: its versions, what a draft says today, what is still to be settled before issue."""
    return render(request, "papers/workshop.html", _workshop(request, proposal, GlossaryForm()))


def _workshop(request, proposal, form: GlossaryForm) -> dict:
    paper = proposal.papers.first()
    versions = list(paper.versions.with_corrections().newest_first()) if paper else []
    newest = versions[0] if versions else None
    document = d.from_json(newest.snapshot) if newest else None
    findings = find(document, glossary_of(paper)) if document else None
    return {
        "form": form,
        "versions": versions,
        "newest": newest,
        "findings": findings,
        "gaps": _gaps(proposal),
        "choices": paper.glossary_choices.select_related("term") if paper else [],
        "before": versions[1] if len(versions) > 1 else None,
        "changed": changes.between(d.from_json(versions[1].snapshot), document) if len(versions) > 1 else None,
        **(_files(newest) if newest and not newest.is_taken_down else {}),
        **page_context(request, proposal, "report"),
    }


@require_POST
@proposal_page(rule=may_manage)
def compose(request, proposal):
    try:
        draft = actions.compose_draft(proposal=proposal, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("papers:workshop", proposal.slug)
    messages.success(request, f"Draft {draft.label} says what the record says now. Its files are being made.")
    return redirect(draft)


@proposal_page(rule=may_manage)
def issue(request, proposal):
    """GET shows what issuing will do; POST does it."""
    paper = proposal.papers.first()
    last = actions.last_issued(paper) if paper else None
    form = bound(request, IssueForm, because=actions.why_erratum(last))
    if form.is_bound and form.is_valid():
        try:
            issued = _issue(request, proposal, form)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("papers:workshop", proposal.slug)
        if issued:
            messages.success(request, f"Version {issued.label} is issued. Its files are being made.")
            return redirect(issued)
    context = _issue_context(proposal, paper, last, form)
    return render(request, "papers/issue.html", context, status=422 if form.errors else 200)


def _issue(request, proposal, form: IssueForm) -> PaperVersion | None:
    """None where the form has to be mended first."""
    with refusals_on(form):
        return actions.issue_report(proposal=proposal, by=request.user, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def take_down(request, proposal, label):
    """Take an issued version down; asks again with what that does."""
    paper = proposal.papers.first()
    major, minor = (int(part) for part in label.split("."))
    issued = PaperVersion.objects.visible_to(request.user).filter(paper=paper, state=PaperVersion.State.ISSUED)
    found = get_object_or_404(issued, major=major, minor=minor)
    page = frame(proposal, f"Take down {found.paper.get_kind_display()} {found.label}", "papers:workshop")
    page["lead"] = (
        "For a paper that nobody should have been able to read. Where only its facts are wrong, put the record right "
        "and issue the next version instead: this one then bears the mark that it was superseded."
    )
    if found.is_taken_down:
        day = clock.london_date(found.taken_down_at)
        page["closed"] = [f"It was taken down on {day:%-d %B %Y}: {found.taken_down_because}"]
        return ask(request, page, None, None)
    asked = Asked(
        act=actions.take_down,
        about={"version": found, "by": request.user},
        effects=lambda form: _taking_down(found),
        button=f"Take down version {found.label}",
        done=f"Version {found.label} is taken down.",
        to=lambda: reverse("papers:workshop", args=[proposal.slug]),
    )
    return ask(request, page, bound(request, TakeDownForm), asked)


def _taking_down(version: PaperVersion) -> dict[str, list[str]]:
    whom = "everybody" if version.classification == "white" else "those it was open to"
    return {
        "What changes": [
            f"Version {version.label} is read by nobody any more: not as a page, not as PDF, not as Word.",
            "In its place stands what it was, when it was taken down, why, and its hash.",
        ],
        "What stays": ["Its number is not given again. Copies that people have kept can still be told by the hash."],
        "What becomes public": [f"That it was taken down, and your reason, to {whom}."],
        "Who is told": ["Nobody by e-mail: nobody was told by e-mail that it was issued."],
        "Who must act next": ["SECAS, to issue the next version, which says what it puts right."],
    }


def _gaps(proposal) -> list[dict]:
    """What the record does not know yet and the report would say so, each with where it is mended."""
    facts = gather(Paper(proposal=proposal), Edition("", False, clock.today()))
    return [{"words": gap.words, "url": reverse(gap.mend, args=[proposal.slug, *gap.about])} for gap in gaps(facts)]


def _issue_context(proposal, paper: Paper | None, last: PaperVersion | None, form: IssueForm) -> dict:
    newest = paper.versions.newest_first().first() if paper else None
    label = f"{newest.major + 1 if newest else 1}.0"
    findings = find(d.from_json(newest.snapshot), glossary_of(paper)) if newest else None
    unknown = ", ".join(findings.unknown) if findings else ""
    public = (
        "Everybody can read it."
        if proposal.classification == "white"
        else "Only those it is classified for can read it."
    )
    effects = [
        {
            "term": "What is issued",
            "items_list": [f"Modification Report {label} of {proposal.reference}, from the record as it stands now."],
        },
        {"term": "What becomes public", "items_list": [public]},
        {
            "term": "What is fixed",
            "items_list": ["Its words, its number and its files never change again; a correction is a new version."],
        },
    ]
    if last:
        effects.append({"term": "What it takes the place of", "items_list": [_superseded(last)]})
    if unknown:
        effects.append(
            {"term": "Acronyms nobody explains", "items_list": [f"{unknown}. They will not stand in the glossary."]}
        )
    return {
        "gaps": _gaps(proposal),
        "crumbs": crumbs(proposal, f"Issue {label}"),
        "form": form,
        "confirm_form": form if last else None,
        "why_erratum": actions.why_erratum(last),
        "confirm_title": f"Issue Modification Report {label}",
        "effects": effects,
        "confirm_button": f"Issue version {label}",
        "cancel_url": reverse("papers:workshop", args=[proposal.slug]),
        "proposal": proposal,
        "page_classification": proposal.get_classification_display(),
    }


def _superseded(last: PaperVersion) -> str:
    if last.is_taken_down:
        day = clock.london_date(last.taken_down_at)
        return f"Version {last.label}, taken down on {day:%-d %B %Y}: {last.taken_down_because}"
    mark = f" The record was corrected since, on {last.corrected_on:%-d %B %Y}." if last.corrected_on else ""
    return f"Version {last.label}, which from then on says that there is a newer one.{mark}"


@require_POST
@proposal_page(rule=may_manage)
def glossary(request, proposal):
    """Choose a meaning, list a term that is not used, or drop such a choice."""
    if "drop" in request.POST:
        choice = get_object_or_404(GlossaryChoice, pk=_whole(request.POST["drop"]), paper__proposal=proposal)
        actions.drop_term(proposal=proposal, by=request.user, choice=choice)
        return redirect("papers:workshop", proposal.slug)
    form = GlossaryForm(request.POST)
    if not form.is_valid():
        return render(request, "papers/workshop.html", _workshop(request, proposal, form), status=422)
    actions.choose_term(proposal=proposal, by=request.user, **form.cleaned_data)
    return redirect("papers:workshop", proposal.slug)


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)

"""The pack of a meeting: what is ready, missing and late; putting it together, issuing it, and reading it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import Refused
from audit.classification import Classification
from bodies.models import Meeting
from bodies.papersday import papers_day
from jobs.models import Job, JobState
from papers import actions, packing
from papers.actions.packing import drafts_of
from papers.forms import PackForm
from papers.models import Pack
from papers.numbers import capitalised
from papers.views.serving import served
from proposals.acting import refusals_on
from proposals.ports import tellings
from proposals.views.asking import effects_of
from subcommittees.frames import crumbs, meeting_page
from subcommittees.models import AgendaItem, Minutes
from subcommittees.rules import may_run


def here(meeting: Meeting, name: str = "pack") -> str:
    return reverse(f"papers:{name}", args=[meeting.committee.code, meeting.date.isoformat()])


# The page


@require_safe
@meeting_page
def pack(request, meeting):
    drafts = drafts_of(meeting)
    said = {"because": drafts[-1].because} if drafts else {}
    return _show(request, meeting, PackForm(why=actions.why_because(meeting), initial=said))


def _show(request, meeting: Meeting, form: PackForm, status: int = 200):
    context = {
        "meeting": meeting,
        "crumbs": crumbs(meeting.committee, meeting, "Pack"),
        "issued": issued_for(request.user, meeting),
        "may_run": may_run.test(request.user, meeting.committee),
    }
    if context["may_run"]:
        context |= _ready(meeting, form, request.user) | files_of(meeting)
        context["page_classification"] = _closest(row.item.classification for row in context["rows"])
    return render(request, "papers/pack.html", context, status=status)


def _closest(classes) -> str:
    return Classification(max(classes, key=Classification.values.index, default=Classification.WHITE)).label


def issued_for(user, meeting: Meeting) -> list[dict]:
    """The newest of each edition first, then those before it, each with what was new in it."""
    found = Pack.objects.visible_to(user).standing().issued().filter(meeting=meeting).select_related("made", "meeting")
    newest_first = sorted(found, key=lambda pack: (not pack.is_restricted, -pack.version))
    issued = packing.issued_of(meeting)
    return [{"pack": pack, "changes": packing.changes_of(pack, issued)} for pack in newest_first]


def _ready(meeting: Meeting, form: PackForm, user) -> dict:
    """Of the items that the reader may see: for a Red one others may be named."""
    visible = set(AgendaItem.objects.visible_to(user).filter(meeting=meeting).values_list("pk", flat=True))
    rows = [row for row in packing.rows_of(meeting) if row.item.pk in visible]
    missing = [row for row in rows if row.missing]
    late = [row for row in rows if row.late]
    return {
        "rows": rows,
        "missing": missing,
        "late": late,
        "papers_day": papers_day(meeting),
        "form": form,
        "two_editions": len(packing.editions_of(rows)) == 2,
        "some": any(row.version for row in rows),
        "withheld": _withheld(meeting),
        "minutes": Minutes.objects.filter(meeting=meeting).first(),
    }


def _withheld(meeting: Meeting) -> list[Pack]:
    """Issued packs that nobody can read any more, because a paper in them was taken down."""
    issued = Pack.objects.issued().filter(meeting=meeting)
    return list(issued.exclude(pk__in=issued.standing().values("pk")).order_by("edition", "version"))


def files_of(meeting: Meeting) -> dict:
    """How far the files are of what was put together and waits to be issued."""
    drafts = drafts_of(meeting)
    keys = {packing.pack_key(pack): pack.pk for pack in drafts}
    jobs = {keys[job.key]: job for job in Job.objects.filter(kind="render_pack", key__in=keys).order_by("pk")}
    issued = packing.issued_of(meeting)
    rows = [_file_row(pack, jobs.get(pack.pk), issued) for pack in drafts]
    return {
        "meeting": meeting,
        "drafts": rows,
        "pending": any(row["pending"] for row in rows),
        "all_made": bool(rows) and all(row["made"] for row in rows),
    }


def _file_row(pack: Pack, job: Job | None, issued: list[Pack]) -> dict:
    made = getattr(pack, "made", None)
    return {
        "pack": pack,
        "made": made,
        "job": job,
        "pending": not made and bool(job and job.live),
        "failed": not made and bool(job and job.state == JobState.FAILED),
        "changes": packing.changes_of(pack, issued),
    }


@require_safe
@meeting_page(rule=may_run)
def files(request, meeting):
    """The fragment that tells how far the files are; asked again every half second while one is being made."""
    return render(request, "papers/_pack_files.html", files_of(meeting))


# Putting together and issuing


@require_POST
@meeting_page(rule=may_run)
def compose(request, meeting):
    form = PackForm(request.POST, why=actions.why_because(meeting))
    if form.is_valid():
        with refusals_on(form):
            made = actions.compose_pack(meeting=meeting, by=request.user, **form.cleaned_data)
            messages.success(request, f"{capitalised(_named(made))}: put together. The file is being made.")
            return redirect(here(meeting))
    if form.non_field_errors():
        messages.error(request, " ".join(form.non_field_errors()))
        return redirect(here(meeting))
    return _show(request, meeting, form, status=422)


def _named(made: list[Pack]) -> str:
    return " and ".join(f"version {pack.version} of the {pack.get_edition_display().lower()}" for pack in made)


@require_http_methods(["GET", "HEAD", "POST"])
@meeting_page(rule=may_run)
def issue(request, meeting):
    """GET shows what issuing will do, and who will be told; POST does it."""
    if request.method == "POST":
        try:
            issued = actions.issue_pack(meeting=meeting, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect(here(meeting))
        messages.success(request, f"{capitalised(_named(issued))}: issued.")
        return redirect(here(meeting))
    drafts = drafts_of(meeting)
    if not drafts:
        messages.error(request, "Put the pack together first.")
        return redirect(here(meeting))
    context = {
        "page_title": f"Issue the pack of {meeting}",
        "crumbs": crumbs(meeting.committee, meeting, "Issue the pack"),
        "cancel_url": here(meeting),
        "effects": effects_of(_effects(meeting, drafts)),
        "button": "Issue the pack",
    }
    return render(request, "papers/issue_pack.html", context)


def _effects(meeting: Meeting, drafts: list[Pack]) -> dict[str, list[str]]:
    telling = tellings["pack_issued"](meeting)
    return {
        "What is issued": [f"{pack.get_edition_display()}, version {pack.version}." for pack in drafts],
        "What has changed": [change.sentence for change in packing.changes_of(drafts[-1])],
        "Who can read it": [_readers(pack) for pack in drafts],
        "Who is told": [telling.sentence or "Nobody: nobody sits on this body.", *telling.names],
        "What is fixed": ["What it holds and its file never change again; what is new comes in a further version."],
    }


def _readers(pack: Pack) -> str:
    if pack.is_restricted:
        return f"The restricted edition: those who sit on {pack.meeting.committee.named}, SECAS and the Authority."
    return "The public edition: everybody."


# Reading


@require_safe
def file(request, slug, label):
    """The file, for whoever may read every paper in it."""
    version, _, draft = label.partition("-draft-")
    visible = Pack.objects.visible_to(request.user).standing().filter(slug=slug, version=int(version))
    asked = visible.filter(draft=int(draft), issued_at=None) if draft else visible.issued()
    found = asked.select_related("meeting__committee", "made").first()
    if found is None:
        raise Http404("There is no such pack, or it is not open to you.")
    if not hasattr(found, "made"):
        messages.info(request, "The file is still being made. It appears on this page.")
        return redirect(here(found.meeting))
    return served(request, found.made, "application/pdf", f"{found.slug}-{found.label}.pdf")


# Papers of the meeting as a whole


@require_POST
@meeting_page(rule=may_run)
def minutes(request, meeting):
    """The next draft of the minutes as a paper, from what was minuted."""
    try:
        draft = actions.compose_paper(
            kind="minutes", meeting=meeting, by=request.user, edition=request.POST.get("edition", "public")
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(here(meeting))
    return redirect(draft.paper)

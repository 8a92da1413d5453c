"""Documents of a consultation: those that were issued, for SECAS also the drafts and where they are composed; and the
form in Word."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from audit import clock
from audit.acts import Refused
from consultations.actions.answersummaries import summaries_of
from consultations.course.frames import crumbs
from consultations.models import Consultation
from consultations.responses.wordform.writing import form_of
from consultations.views.consultation import the_consultation
from papers import actions
from papers.consultation.offered import HERE
from papers.kinds import KINDS
from papers.models import OF_A_CONSULTATION, Boilerplate, BoilerplateKey, Paper, PaperVersion, Rendition
from papers.views.atwork import BEING_COMPOSED, at_work
from papers.views.reading import CONTENT_TYPES
from proposals.pages import barred
from proposals.rules import may_manage


@require_safe
def documents(request, pk):
    found = the_consultation(request, pk)
    manages = may_manage.test(request.user, found.proposal)
    context = {
        "consultation": found,
        "page_title": f"{HERE}: {found.title}",
        "crumbs": crumbs(found, HERE),
        "page_classification": found.get_classification_display(),
        "versions": _newest(found, request.user),
        "composed": _composed(found, request.user) if manages else [],
        "summaries": _summaries(found) if manages and found.settled_at else [],
        "is_over": found.is_over_at(clock.now()),
        "may_read_responses": manages or found.responses_published_at is not None,
    }
    return render(request, "papers/consultation_documents.html", context)


def _newest(consultation: Consultation, user) -> list[PaperVersion]:
    """Of each document the newest version that is issued and stands; for whoever composes it, a draft before that."""
    versions = PaperVersion.objects.visible_to(user).standing().filter(paper__consultation=consultation)
    versions = (
        versions.with_corrections()
        .select_related("paper__consultation")
        .prefetch_related("renditions")
        .defer("snapshot")
    )
    newest = {version.paper_id: version for version in sorted(versions, key=lambda v: (v.is_issued, v.major, v.minor))}
    return sorted(newest.values(), key=lambda version: (version.paper.kind, version.paper.edition), reverse=True)


def _summaries(consultation: Consultation) -> list[dict]:
    """Each question, with what SECAS wrote of the answers."""
    written = summaries_of(consultation)
    return [
        {"question": question, "text": written[question.pk].text if question.pk in written else ""}
        for question in consultation.questions.questions.order_by("number")
    ]


def _composed(consultation: Consultation, user) -> list[dict]:
    """What SECAS may compose: begun already, or not."""
    begun = {(paper.kind, paper.edition): paper for paper in Paper.objects.filter(consultation=consultation)}
    rows = [_row(consultation, *asked, begun.get(asked)) for asked in editions()]
    long = [row for row in rows if KINDS[row["of"].kind].in_worker]
    for row, work in zip(long, at_work([row["of"] for row in long], user), strict=True):
        row["at_work"] = work
    return rows


def editions() -> list[tuple[str, str]]:
    """Each document of a consultation in each of its editions."""
    public, restricted = Paper.Edition.PUBLIC, Paper.Edition.RESTRICTED
    return [
        (kind, edition)
        for kind in OF_A_CONSULTATION
        for edition in ((public, restricted) if KINDS[kind].has_editions else (public,))
    ]


def _row(consultation: Consultation, kind: str, edition: str, begun: Paper | None) -> dict:
    named = KINDS[kind].label
    if KINDS[kind].has_editions:
        named += ", SECAS’s edition" if edition == Paper.Edition.RESTRICTED else ", as published"
    paper = begun or Paper(kind=kind, consultation=consultation, proposal=consultation.proposal, edition=edition)
    return {
        "named": named,
        "of": paper,
        "begun": begun,
        "unready": KINDS[kind].unready(paper),
        "compose_url": reverse("papers:compose_of_consultation", args=[consultation.pk, kind, edition]),
    }


@require_POST
def compose(request, pk, kind, edition):
    found = the_consultation(request, pk)
    if (kind, edition) not in editions():
        raise Http404("There is no such document.")
    if answer := barred(request, may_manage, found.proposal):
        return answer
    about = {"kind": kind, "consultation": found, "edition": edition, "by": request.user}
    try:
        draft = (actions.want_draft if KINDS[kind].in_worker else actions.compose_paper)(**about)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("papers:consultation_documents", pk)
    if KINDS[kind].in_worker:
        messages.success(request, BEING_COMPOSED)
        return redirect("papers:consultation_documents", pk)
    messages.success(request, f"Draft {draft.label} is composed. Its files are being made.")
    return redirect(draft.paper)


@require_safe
def progress(request, pk, kind, edition):
    """The fragment that tells how far the worker is; asked again every half second while it is at work."""
    found = the_consultation(request, pk)
    if (kind, edition) not in editions() or not KINDS[kind].in_worker:
        raise Http404("There is no such document.")
    if answer := barred(request, may_manage, found.proposal):
        return answer
    (row,) = at_work([Paper(kind=kind, consultation=found, edition=edition)], request.user)
    return render(request, "papers/_at_work.html", {"at_work": row})


@require_safe
def response_form(request, pk):
    """The form in Word, as the questions stand now."""
    found = the_consultation(request, pk)
    texts = Boilerplate.objects.on(clock.today()).filter(key=BoilerplateKey.OFFICE_EMAIL, committee=None)
    content = form_of(found, texts.values_list("text", flat=True).first() or "")
    response = HttpResponse(content, content_type=CONTENT_TYPES[Rendition.Format.WORD])
    response["Content-Disposition"] = f'attachment; filename="consultation-{pk}-form.docx"'
    return response

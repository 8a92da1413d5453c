"""Notices and letters of a proposal: which its steps call for, and the page that shows one, says whom it goes to, and
issues it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit import clock
from audit.acts import Refused
from papers import actions
from papers.gather import Edition, glossary_of
from papers.glossary import find
from papers.kinds import kind_of
from papers.models import Paper, PaperVersion
from papers.notices.steps import Called, called_for
from papers.notices.telling import foretold
from papers.render_html import preview
from proposals.acting import frame
from proposals.effects import Effect
from proposals.pages import proposal_page
from proposals.rules import may_manage

FIRST = "1.0"


@require_safe
@proposal_page(rule=may_manage)
def notices(request, proposal):
    """Every notice and letter that the steps of the proposal call for, issued or not."""
    rows = [{"called": called, "url": called.url(proposal)} for called in called_for(proposal)]
    context = {**frame(proposal, "Notices and letters"), "rows": rows}
    return render(request, "papers/notices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def notice(request, proposal, kind, place):
    """GET shows it as it would be issued now, and who will be told; POST issues it. One that was issued is corrected
    where it is composed."""
    called = _called(proposal, kind, place)
    if called.issued and request.method != "POST":
        return redirect(reverse("papers:paper", args=[called.begun]))
    if request.method == "POST":
        return _issued(request, proposal, called)
    paper = _paper(proposal, called)
    kind_of_it = kind_of(paper)
    document = kind_of_it.document(paper, _edition(request))
    unsettled = find(document, glossary_of(paper)).ambiguous
    context = {
        **frame(proposal, called.button),
        "called": called,
        "article": preview(document),
        "effects": [*_effects(paper, called), *told_effects(paper, None)],
        "gaps": _gaps(proposal, kind_of_it.missing(kind_of_it.gather(paper, _edition(request)))),
        "unready": kind_of_it.unready(paper) or _acronyms(unsettled),
        "compose_url": reverse("papers:compose_notice", args=[proposal.slug, kind, place]),
    }
    return render(request, "papers/notice.html", context)


def _called(proposal, kind: str, place: int) -> Called:
    found = (called for called in called_for(proposal) if (called.kind, called.step.place) == (kind, place))
    called = next(found, None)
    if called is None:
        raise Http404("There is no such notice.")
    return called


def _paper(proposal, called: Called) -> Paper:
    """As it is on record, or as it would be."""
    if called.begun:
        return Paper.objects.select_related("proposal", "step").get(pk=called.begun)
    return Paper(kind=called.kind, proposal=proposal, step=called.step)


def _edition(request) -> Edition:
    return Edition(FIRST, True, clock.today(), author=request.user.name)


def _gaps(proposal, missing) -> list[dict]:
    return [{"words": gap.words, "url": reverse(gap.mend, args=[proposal.slug, *gap.about])} for gap in missing]


def _acronyms(unsettled) -> str:
    if not unsettled:
        return ""
    return f"Say first what these acronyms mean in it: {', '.join(unsettled)}. Compose a draft, and choose there."


def told_effects(paper: Paper, last: PaperVersion | None) -> list[Effect]:
    """Who is told when the paper is issued; nothing for a paper that tells nobody in any case."""
    told = foretold(paper, last)
    return [Effect("Who is told", [told.sentence], list(told.names))] if told else []


def _effects(paper: Paper, called: Called) -> list[Effect]:
    white = paper.proposal.classification == "white"
    version = f"Version {FIRST}" if not called.begun else "The next whole version"
    return [
        Effect("What is issued", [f"{version}, in the words below. A correction of them is a new version."]),
        Effect("Who can read it", ["Everybody." if white else "Only those for whom it is classified."]),
    ]


def _issued(request, proposal, called: Called):
    try:
        version = actions.issue_notice(kind=called.kind, step=called.step, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(called.url(proposal))
    messages.success(request, f"{called.label} {version.label} is issued. Its files are being made.")
    return redirect(version)


@require_POST
@proposal_page(rule=may_manage)
def compose(request, proposal, kind, place):
    """A draft of it, on whose page words may be added and acronyms chosen."""
    called = _called(proposal, kind, place)
    try:
        draft = actions.compose_paper(kind=called.kind, step=called.step, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(called.url(proposal))
    messages.success(request, f"Draft {draft.label} is composed. Its files are being made.")
    return redirect(draft.paper)

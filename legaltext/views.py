"""The tab of the legal text: the redline for everybody, and for analysts the drafting of it.

Each page is about the proposed solution's text, or with ``number`` in its address about that Alternative's.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import Refused
from legaltext import actions
from legaltext.forms import BaseForm, ClauseForm, place_of
from legaltext.models import LegalDraft
from legaltext.queries import DocumentRedline, draft_of, edits_of, legal_draft_of, redlines_of, solutions_of
from legaltext.redline import changes_as_list
from legaltext.shown import VIEWS, shown
from proposals.acting import Editor, crumbs, frame, plain_form, refusals_on
from proposals.models import Alternative, Proposal, Solution
from proposals.pages import page_context, proposal_page
from proposals.rules import may_manage

TAB = "legaltext:draft"


def address(name: str, proposal: Proposal, alternative: Alternative | None) -> str:
    """Of one of these pages, about the text of the proposed solution or of an Alternative."""
    return reverse(f"legaltext:{name}", args=[proposal.slug, *([alternative.number] if alternative else [])])


def name_of(alternative: Alternative | None) -> str:
    return f"Alternative {alternative.number}" if alternative else "Proposed Solution"


@require_safe
@proposal_page
def draft(request, proposal: Proposal, number: int | None = None):
    """``?show=marked``, ``list``, ``before`` or ``after``."""
    view = request.GET.get("show") if request.GET.get("show") in VIEWS else "marked"
    solutions = solutions_of(proposal)
    chosen = _chosen(solutions, number)
    legal, alternative = legal_draft_of(chosen), chosen.alternative
    stands = alternative is None or alternative.is_live
    redlines = redlines_of(legal) if legal else []
    context = {
        **page_context(request, proposal, "legal"),
        "crumbs": crumbs(proposal, "Legal text"),
        "draft": legal,
        "alternative": alternative,
        "texts": _texts(proposal, solutions, chosen, view),
        "documents": [_document(redline, view) for redline in redlines],
        "edit_count": sum(len(redline.edits) for redline in redlines),
        "view": view,
        "views": [{"label": words, "url": f"?show={key}", "current": key == view} for key, words in VIEWS.items()],
        "drafts": stands and may_manage.test(request.user, proposal) and not proposal.is_finished,
        "addresses": {name: address(name, proposal, alternative) for name in ("base", "edit", "finish")},
    }
    return render(request, "legaltext/draft.html", context)


def _chosen(solutions: list[Solution], number: int | None) -> Solution:
    for solution in solutions:
        if number == (solution.alternative.number if solution.alternative else None):
            return solution
    raise Http404(f"There is no Alternative {number}.")


def _texts(proposal: Proposal, solutions: list[Solution], chosen: Solution, view: str) -> list[dict]:
    """The texts to choose between, where there is more than one; an Alternative that was withdrawn says so."""
    if len(solutions) == 1:
        return []
    query = "" if view == "marked" else f"?show={view}"
    return [
        {
            "label": name_of(each.alternative) + _withdrawn(each.alternative),
            "url": address("draft", proposal, each.alternative) + query,
            "current": each == chosen,
        }
        for each in solutions
    ]


def _withdrawn(alternative: Alternative | None) -> str:
    return "" if alternative is None or alternative.is_live else " (withdrawn)"


def _document(redline: DocumentRedline, view: str) -> dict:
    return {
        "document": redline.document,
        "edits": redline.edits,
        "instructions": redline.instructions,
        "clauses": [] if view == "list" else shown(redline, view),
        "changes": changes_as_list(redline.changes) if view == "list" else [],
    }


def _alternative(proposal: Proposal, number: int | None) -> Alternative | None:
    return None if number is None else get_object_or_404(proposal.alternatives, number=number)


def _frame(proposal: Proposal, alternative: Alternative | None, title: str) -> dict:
    title = f"{name_of(alternative)}: {title[0].lower()}{title[1:]}" if alternative else title
    return {**frame(proposal, title, TAB), "cancel_url": address("draft", proposal, alternative)}


def _base_form(legal: LegalDraft | None, data=None) -> BaseForm:
    return BaseForm(data, initial={"drafted_against": legal.drafted_against_id if legal else None})


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def base(request, proposal: Proposal, number: int | None = None):
    alternative = _alternative(proposal, number)
    form = _base_form(draft_of(proposal, alternative), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["drafted_against"]
            actions.draft_against(proposal=proposal, by=request.user, alternative=alternative, version=version)
            messages.success(request, f"The legal text is drafted against SEC version {version}.")
            return redirect(address("draft", proposal, alternative))
    page = _frame(proposal, alternative, "Choose the version of the SEC")
    return plain_form(request, form, page, "Draft against this version")


class ClauseEditor(Editor):
    """The clause is chosen in the address, so that its text is there to be changed: ``?document=3&clause=G3.20``."""

    def show(self, request, form, status=200):
        if request.method != "POST":
            place = place_of(request.GET)
            form = self.form(proposal=form.proposal, user=request.user, subject=form.subject, place=place)
        return super().show(request, form, status)

    def address(self, form) -> str:
        return address("draft", form.proposal, form.subject)

    def context(self, form) -> dict:
        return {**_frame(form.proposal, form.subject, self.title), "form": form}


_clause = ClauseEditor("Edit a clause", ClauseForm, "legaltext/edit.html", "The legal text is saved.", TAB)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def edit(request, proposal: Proposal, number: int | None = None):
    alternative = _alternative(proposal, number)
    if draft_of(proposal, alternative) is None:
        messages.warning(request, "Choose first which version of the SEC the text is drafted against.")
        return redirect(address("base", proposal, alternative))
    return _clause(request, proposal, alternative)


@require_POST
@proposal_page(rule=may_manage)
def remove(request, proposal: Proposal, pk: int):
    found = edits_of(proposal).select_related("document", "draft__solution__alternative")
    made = get_object_or_404(found, pk=pk)
    alternative = made.draft.solution.alternative
    return _do(request, proposal, alternative, f"{made} is taken out.", actions.remove_edit, edit=made)


@require_POST
@proposal_page(rule=may_manage)
def finish(request, proposal: Proposal, number: int | None = None):
    done = "The legal text has its next whole number."
    return _do(request, proposal, _alternative(proposal, number), done, actions.finish_draft)


def _do(request, proposal: Proposal, alternative: Alternative | None, done: str, act, **arguments):
    try:
        act(proposal=proposal, by=request.user, alternative=alternative, **arguments)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(address("draft", proposal, alternative))

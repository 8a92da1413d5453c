"""The tab of the legal text: the redline for everybody, and for analysts the drafting of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.acts import Refused
from legaltext import actions
from legaltext.forms import BaseForm, ClauseForm, place_of
from legaltext.models import Edit, LegalDraft
from legaltext.queries import DocumentRedline, draft_of, redlines_of
from legaltext.redline import changes_as_list
from legaltext.shown import VIEWS, shown
from proposals.acting import Editor, crumbs, frame, plain_form, refusals_on
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.rules import may_manage

TAB = "legaltext:draft"


@require_safe
@proposal_page
def draft(request, proposal: Proposal):
    """``?show=marked``, ``list``, ``before`` or ``after``."""
    view = request.GET.get("show") if request.GET.get("show") in VIEWS else "marked"
    legal = draft_of(proposal)
    drafts = may_manage.test(request.user, proposal) and not proposal.is_finished
    redlines = redlines_of(legal) if legal else []
    context = {
        **page_context(request, proposal, "legal"),
        "crumbs": crumbs(proposal, "Legal text"),
        "draft": legal,
        "documents": [_document(redline, view) for redline in redlines],
        "edit_count": sum(len(redline.edits) for redline in redlines),
        "view": view,
        "views": [{"label": words, "url": f"?show={key}", "current": key == view} for key, words in VIEWS.items()],
        "drafts": drafts,
    }
    return render(request, "legaltext/draft.html", context)


def _document(redline: DocumentRedline, view: str) -> dict:
    return {
        "document": redline.document,
        "edits": redline.edits,
        "instructions": redline.instructions,
        "clauses": [] if view == "list" else shown(redline, view),
        "changes": changes_as_list(redline.changes) if view == "list" else [],
    }


def _base_form(legal: LegalDraft | None, data=None) -> BaseForm:
    return BaseForm(data, initial={"drafted_against": legal.drafted_against_id if legal else None})


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def base(request, proposal: Proposal):
    form = _base_form(draft_of(proposal), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["drafted_against"]
            actions.draft_against(proposal=proposal, by=request.user, version=version)
            messages.success(request, f"The legal text is drafted against SEC version {version}.")
            return redirect(TAB, proposal.slug)
    page = frame(proposal, "Choose the version of the SEC", TAB)
    return plain_form(request, form, page, "Draft against this version")


class ClauseEditor(Editor):
    """The clause is chosen in the address, so that its text is there to be changed: ``?document=3&clause=G3.20``."""

    def show(self, request, form, status=200):
        if request.method != "POST":
            form = self.form(proposal=form.proposal, user=request.user, place=place_of(request.GET))
        return super().show(request, form, status)


_clause = ClauseEditor("Edit a clause", ClauseForm, "legaltext/edit.html", "The legal text is saved.", TAB)


@require_http_methods(["GET", "HEAD", "POST"])
@proposal_page(rule=may_manage)
def edit(request, proposal: Proposal):
    if draft_of(proposal) is None:
        messages.warning(request, "Choose first which version of the SEC the text is drafted against.")
        return redirect("legaltext:base", proposal.slug)
    return _clause(request, proposal)


@require_POST
@proposal_page(rule=may_manage)
def remove(request, proposal: Proposal, pk: int):
    made = get_object_or_404(Edit.objects.select_related("document"), pk=pk, draft__proposal=proposal)
    return _do(request, proposal, f"{made} is taken out.", actions.remove_edit, edit=made)


@require_POST
@proposal_page(rule=may_manage)
def finish(request, proposal: Proposal):
    return _do(request, proposal, "The legal text has its next whole number.", actions.finish_draft)


def _do(request, proposal: Proposal, done: str, act, **arguments):
    try:
        act(proposal=proposal, by=request.user, **arguments)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(TAB, proposal.slug)

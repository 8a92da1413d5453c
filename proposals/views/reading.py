"""The tabs of a proposal that this app owns, for reading."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit.queries import history_of, history_rows
from proposals import overview as facts
from proposals import ports, richtext, statements
from proposals.changes import shown_changes
from proposals.files import shelves
from proposals.glance import costs, glance
from proposals.models import Proposal
from proposals.pages import page_context, proposal_page
from proposals.uploads import ACCEPTED

EVENTS_A_PAGE = 50
UPDATES_IN_VIEW = 3
VIEWS = {"marked": "Changes marked", "list": "Changes as a list", "before": "Before", "after": "After"}


@require_safe
@proposal_page
def overview(request, proposal):
    """What is happening with it, what it would change, whom it touches."""
    page = page_context(request, proposal, "overview")
    listed = facts.listed(proposal, request.user)
    updates = facts.updates(listed)
    context = {
        **page,
        "issue": _issue(listed.statement),
        "solution_text": _rich(proposal.solution.text),
        "parties_narrative": _rich(proposal.solution.parties_narrative),
        "cells": facts.impact_cells(listed.impacts),
        "is_assessed": bool(listed.impacts or proposal.solution.parties_narrative),
        "documents": facts.documents_affected(listed.references),
        "costs": _costs(proposal, listed.day_rate),
        "codes": listed.codes,
        "updates": updates[:UPDATES_IN_VIEW],
        "older_updates": updates[UPDATES_IN_VIEW:],
        "related": facts.related(listed),
        "events": facts.timeline(proposal, page["recorded_moves"], page["windows"]),
        "glance": glance(proposal, page["recorded_moves"], may_manage=page["may_manage"]),
    }
    return render(request, "proposals/overview.html", context)


def _rich(html: str):
    return richtext.demote(richtext.render(html, figures={}, note_prefix="solution").html, 2)


def _issue(statement: dict | None):
    """The issue without its figures, which the problem statement tab shows."""
    if statement is None:
        return ""
    text = statement["issue"]
    return richtext.lead(richtext.from_plain(text) if statement["is_submission"] else text)


def _costs(proposal: Proposal, day_rate: int | None) -> list[dict]:
    return [{**row, "text": _rich(row["text"])} for row in costs(proposal.solution, day_rate)]

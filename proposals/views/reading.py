"""The tabs of a proposal that this app owns, for reading."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import clock
from audit.queries import HistoryRow, history_of, history_rows
from proposals import overview as facts
from proposals import ports, richtext, statements, uploads
from proposals.changes import shown_changes
from proposals.forms.files import DocumentsForm
from proposals.glance import costs, glance
from proposals.models import ProblemStatement, Proposal
from proposals.pages import page_context, proposal_page
from proposals.putright import enterable_late, lodged, shown_steps
from proposals.rules import may_hold_solution
from proposals.shelves import shelves

EVENTS_A_PAGE = 50
IN_A_TAB = 3  # the headings of a tab's sections are h2
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
        **_texts(proposal, listed),
        "cells": facts.impact_cells(listed.impacts),
        "is_assessed": bool(listed.impacts or proposal.solution.parties_narrative),
        "documents": facts.documents_affected(listed.references),
        "codes": listed.codes,
        "points": facts.points(listed),
        "may_solve": may_hold_solution(proposal) and not proposal.is_finished,
        "objectives": facts.objectives(listed),
        "latest_update": updates[0] if updates else None,
        "older_updates": updates[1:],
        "related": facts.related(listed),
        "events": facts.timeline(proposal, page["recorded_moves"], page["windows"]),
        "glance": glance(proposal, page["recorded_moves"], may_manage=page["may_manage"]),
    }
    return render(request, "proposals/overview.html", context)


def _texts(proposal: Proposal, listed: facts.Listed) -> dict:
    solution = proposal.solution
    return {
        "issue": _lead(listed.statement),
        "statement_label": f"0.{listed.statement['sequence']}" if listed.statement else "",
        "solution_text": _rich(solution.text, "solution"),
        "parties_narrative": _rich(solution.parties_narrative, "parties"),
        "costs": [
            {**row, "rich": _rich(row["text"], f"costs-{n}")} for n, row in enumerate(costs(solution, listed.day_rate))
        ],
    }


def _lead(statement: dict | None) -> list[str]:
    if statement is None:
        return []
    text = statement["issue"]
    return statements.lead(richtext.from_plain(text) if statement["is_submission"] else text)


def _rich(html: str, prefix: str) -> dict:
    made = richtext.render(html, figures={}, note_prefix=prefix)
    return {"html": statements.under(made.html, IN_A_TAB), "notes": made.notes, "prefix": prefix}


@require_safe
@proposal_page
def statement(request, proposal):
    """One version of the problem statement, by default the latest, and the list of all."""
    versions = _versions(proposal)
    page = page_context(request, proposal, "problem")
    if not versions:
        return render(request, "proposals/statement.html", page)
    chosen = _version(versions, request.GET.get("version", versions[0].label))
    reading = statements.read(chosen, statements.figures_of(chosen, proposal, request.user))
    context = {
        **page,
        "chosen": chosen,
        "is_latest": chosen == versions[0],
        "sections": reading.sections,
        "notes": reading.notes,
        "versions": [_version_row(v, proposal, request.user) for v in versions],
        "labels": [v.label for v in versions],
    }
    return render(request, "proposals/statement.html", context)


def _versions(proposal: Proposal) -> list[ProblemStatement]:
    """Newest first. A proposal of the earlier register has none."""
    return list(proposal.statements.select_related("by").order_by("-sequence"))


def _version(versions: list[ProblemStatement], label: str) -> ProblemStatement:
    for found in versions:
        if found.label == label:
            return found
    raise Http404(f"There is no version {label[:10]} of this problem statement.")


def _version_row(version: ProblemStatement, proposal: Proposal, user) -> dict:
    company = proposal.proposer_organisation
    who = f"{proposal.proposer.name}, {company}" if version.is_submission else "SECAS"
    if version.by and not version.is_submission and getattr(user, "reads_names", False):
        who = f"{version.by.name}, SECAS"
    note = "As submitted, word for word" if version.is_submission else version.change_note
    return {"label": version.label, "on": version.on, "who": who, "note": note, "is_submission": version.is_submission}


@require_safe
@proposal_page
def compare_statements(request, proposal):
    """What differs between two versions, in either order; shown in one of four ways."""
    versions = _versions(proposal)
    before = _version(versions, request.GET.get("from", "0.1"))
    after = _version(versions, request.GET.get("to", versions[0].label))
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "marked"
    compared = statements.compare(before, after)
    alone = {"before": before, "after": after}.get(view)
    figures = statements.figures_of(alone, proposal, request.user) if alone else {}
    context = {
        **page_context(request, proposal, "problem"),
        "before": before,
        "after": after,
        "view": view,
        "views": _views(request, view),
        "compared": compared,
        "changed_count": sum(len(section.changes) for section in compared),
        "alone": statements.read(alone, figures) if alone else None,
        "labels": [v.label for v in versions],
    }
    return render(request, "proposals/compare.html", context)


def _views(request, view: str) -> list[dict]:
    query = request.GET.copy()
    made = []
    for key, label in VIEWS.items():
        query["view"] = key
        made.append({"label": label, "url": f"?{query.urlencode()}", "current": key == view})
    return made


@require_safe
@proposal_page
def documents(request, proposal):
    """Papers issued for it, and its files; choosing or dropping more for those who may."""
    context = {
        **page_context(request, proposal, "documents"),
        "papers": ports.documents_of(proposal, request.user),
        "files": shelves(proposal, request.user),
        "drop_max_bytes": uploads.LARGEST,
        "drop_accept": ",".join([".pdf", *uploads.OFFICE, *uploads.TEXTS, *uploads.PICTURES]),
        "drop_help": f"{', '.join(uploads.ALLOWED)}. Choose or drop as many as you like.",
        "add_url": reverse("proposals:add_documents", args=[proposal.slug]),
        "add_form": DocumentsForm(),
    }
    return render(request, "proposals/documents.html", context)


@require_safe
@proposal_page
def history(request, proposal):
    """Every entry of the record about it, newest first. Names and texts only for those who may read names."""
    page = Paginator(history_of(proposal, request.user), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    names = getattr(request.user, "reads_names", False)
    rows = history_rows(page.object_list, names=names)
    head = page_context(request, proposal, "history")
    steps = shown_steps(proposal, names=names)
    context = {
        **head,
        "shown_steps": steps,
        "lodged": lodged(proposal, steps),
        "late_key": enterable_late(head["windows"]),
        "page_obj": page,
        "entries": [_entry(row) for row in rows],
        "reads_names": names,
    }
    return render(request, "proposals/history.html", context)


def _entry(row: HistoryRow) -> dict:
    return {
        "row": row,
        # Many sentences begin with the label that stands above them.
        "sentence": row.sentence.removeprefix(f"{row.label}.").strip(),
        "changes": shown_changes(row),
        "entered_later": clock.london_date(row.at) != row.effective_on,
    }

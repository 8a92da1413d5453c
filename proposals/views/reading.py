"""The tabs of a proposal that this app owns, for reading."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from audit import acts, clock
from audit.queries import HistoryRow, history_of, history_rows
from proposals import overview as facts
from proposals import ports, richtext, statements, uploads
from proposals.changes import hidden_from, shown_changes
from proposals.forms.files import DocumentsForm
from proposals.glance import costs, glance
from proposals.models import ProblemStatement, Proposal, Solution
from proposals.pages import page_context, proposal_page
from proposals.putright import enterable_late, lodged, shown_steps
from proposals.queries import own_classes
from proposals.rules import may_hold_solution, may_manage
from proposals.shelves import shelves
from proposals.windowlist import window_rows

EVENTS_A_PAGE = 50
VIEWS = {"marked": "Changes marked", "list": "Changes as a list", "before": "Before", "after": "After"}


@require_safe
@proposal_page
def overview(request, proposal):
    """What is happening with it, what it would change, whom it touches."""
    page = page_context(request, proposal, "overview")
    listed = facts.listed(proposal, request.user)
    updates = facts.updates(listed, proposal)
    context = {
        **page,
        "suggested": [] if page["at"].on else ports.suggested(proposal, request.user),
        "issue": _lead(listed.statement),
        "statement_label": f"0.{listed.statement['sequence']}" if listed.statement else "",
        **solution_context(proposal.solution, listed),
        "documents": facts.documents_affected(listed.references),
        "may_solve": may_hold_solution(proposal) and not proposal.is_finished,
        "latest_update": updates[0] if updates else None,
        "older_updates": updates[1:],
        "related": facts.related(listed),
        "window_rows": window_rows(page["windows"], listed, proposal, request.user),
        "events": facts.timeline(proposal, page["recorded_moves"], page["windows"], listed.ahead),
        "parts": facts.parts(proposal),
        "replanned": facts.replanned(listed),
        "glance": glance(proposal, page["recorded_moves"], may_manage=page["may_manage"]),
    }
    return render(request, "proposals/overview.html", context)


def solution_context(solution: Solution, listed: facts.SolutionRows) -> dict:
    """What a page says of a solution: the proposed one, or an Alternative's."""
    rich = statements.rich
    return {
        "solution_text": rich(solution.text, "solution"),
        "parties_narrative": rich(solution.parties_narrative, "parties"),
        "costs": [
            {**row, "rich": rich(row["text"], f"costs-{n}")} for n, row in enumerate(costs(solution, listed.day_rate))
        ],
        "cells": facts.impact_cells(listed.impacts),
        "is_assessed": bool(listed.impacts or solution.parties_narrative),
        "codes": listed.codes,
        "points": facts.points(listed),
        "objectives": facts.objectives(listed),
    }


def _lead(statement: dict | None) -> list[str]:
    if statement is None:
        return []
    text = statement["issue"]
    return statements.lead(richtext.from_plain(text) if statement["is_submission"] else text)


@require_safe
@proposal_page
def statement(request, proposal):
    """One version of the problem statement, by default the latest, and the list of all."""
    page = page_context(request, proposal, "problem")
    versions = _versions(proposal, page["at"].on)
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


def _versions(proposal: Proposal, on: date | None = None) -> list[ProblemStatement]:
    """Newest first, up to ``on``. A proposal of the earlier register has none."""
    versions = proposal.statements.select_related("by").order_by("-sequence")
    return list(versions.filter(on__lte=on) if on else versions)


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
    page = page_context(request, proposal, "documents")
    on = page["at"].on
    context = {
        **page,
        "papers": [row for row in ports.documents_of(proposal, request.user) if on is None or row.dated <= on],
        "files": shelves(proposal, request.user, on),
        **_of_the_whole(page, request.user, on),
        "drop_max_bytes": uploads.LARGEST,
        "drop_accept": ",".join([".pdf", *uploads.OFFICE, *uploads.TEXTS, *uploads.PICTURES]),
        "drop_help": f"{', '.join(uploads.ALLOWED)}. Choose or drop as many as you like.",
        "add_url": reverse("proposals:add_documents", args=[proposal.slug]),
        "add_form": DocumentsForm(),
        "may_add": page["may_manage"],
    }
    return render(request, "proposals/documents.html", context)


def _of_the_whole(page: dict, user, on: date | None) -> dict:
    """What a part of a split proposal reads on from it."""
    whole = page["family"].whole if page["family"] else None
    if whole is None:
        return {}
    papers = [row for row in ports.documents_of(whole, user) if on is None or row.dated <= on]
    return {"whole": whole, "whole_papers": papers, "whole_files": shelves(whole, user, on)}


@require_safe
@proposal_page
def history(request, proposal):
    """Every entry of the record about it, newest first, and about the proposal that it is a part of. Names and texts
    only for those who may read names."""
    head = page_context(request, proposal, "history")
    entries = _entries_about(proposal, request.user)
    whole = head["family"].whole if head["family"] else None
    if whole:
        entries |= _entries_about(whole, request.user)
    page = Paginator(entries, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    names = getattr(request.user, "reads_names", False)
    rows = history_rows(page.object_list, names=names)
    steps = shown_steps(proposal, names=names)
    context = {
        **head,
        "may_manage": head["at"].on is None and may_manage.test(request.user, proposal),  # of a split one too
        "shown_steps": steps,
        "lodged": lodged(proposal, steps),
        "late_key": enterable_late(head["windows"]),
        "page_obj": page,
        "entries": [_entry(row, whole) for row in rows],
        "reads_names": names,
    }
    return render(request, "proposals/history.html", context)


def _entries_about(proposal: Proposal, user):
    return history_of(proposal, user, own_classes(user, proposal)).exclude(hidden_from(user, proposal))


def _entry(row: HistoryRow, whole: Proposal | None) -> dict:
    return {
        "row": row,
        "on_whole": whole.reference if whole and row.about == acts.label(whole) else "",
        # Many sentences begin with the label that stands above them.
        "sentence": row.sentence.removeprefix(f"{row.label}.").strip(),
        "changes": shown_changes(row),
        "entered_later": clock.london_date(row.at) != row.effective_on,
    }

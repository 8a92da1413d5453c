"""The desk: what waits for the reader, what waits for others, and which days are near."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.desk import Desk, closing_soon, papers_days
from proposals.ports import Task, task_sources


@require_safe
@login_required
def desk(request):
    sheet = Desk(request.user)
    found = [task for source in task_sources.values() for task in source(sheet)]
    mine = sorted((row for row in found if row.mine), key=_order)
    context = {
        "due": [_row(sheet, row) for row in mine if row.due and row.due <= sheet.today],
        "mine": [_row(sheet, row) for row in mine if not row.due or row.due > sheet.today],
        "others": [_row(sheet, row) for row in sorted((r for r in found if not r.mine), key=_oldest)],
        "closing": closing_soon(sheet),
        "papers_days": papers_days(sheet),
        "away": sheet.away,
        "today": sheet.today,
    }
    return render(request, "secmods/desk.html", context)


def _order(task: Task):
    """What is due first, first; then what has waited longest."""
    return (task.due is None, task.due or task.since, _oldest(task))


def _oldest(task: Task):
    return (task.since is None, task.since, task.proposal.pk)


def _row(sheet: Desk, task: Task) -> dict:
    """A task with its age, and what is left, in working days."""
    age = sheet.calendar.between(task.since, sheet.today) if task.since and task.since <= sheet.today else None
    late = sheet.calendar.between(task.due, sheet.today) if task.due and task.due < sheet.today else 0
    left = sheet.calendar.days_left(sheet.today, task.due) if task.due and task.due >= sheet.today else None
    return {"task": task, "age": age, "late": late, "left": left}

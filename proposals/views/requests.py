"""What the DCC is asked: its open requests, the first due first, with what it can do about each."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.workingdays import WorkingCalendar
from proposals import dccshown
from proposals.models import DccAssessment, Proposal
from proposals.pages import barred
from proposals.refinementmay import May
from proposals.rules import may_see_requests


@require_safe
def requests(request):
    if answer := barred(request, may_see_requests, None):
        return answer
    calendar = WorkingCalendar.load()
    rows = [_row(row, calendar, request.user) for row in _outstanding(request.user)]
    return render(request, "proposals/requests.html", {"rows": sorted(rows, key=lambda row: row["due_on"])})


def _outstanding(user):
    """Of proposals that go on: one that was split left the request to its parts."""
    found = DccAssessment.objects.outstanding().visible_to(user).filter(proposal__in=Proposal.objects.live())
    return found.select_related("proposal__lead_analyst").prefetch_related("clarifications", "due_changes")


def _row(found: DccAssessment, calendar: WorkingCalendar, user) -> dict:
    """Whoever sees the page may act for the DCC on each row of it, as the rows are those open to them; SECAS may also
    answer the DCC."""
    questions = list(found.clarifications.all())
    reading = dccshown.clock_of(found, questions, found.due_changes.all(), calendar)
    status, hue = dccshown.status_of(found, reading)
    may = _may(found.proposal, user)
    return {
        "assessment": found,
        "proposal": found.proposal,
        "status": status,
        "hue": hue,
        "due_on": reading.due_on,
        "stopped_since": reading.stopped_since,
        "open_questions": [
            {"row": question, "links": dccshown.question_links(found.proposal, found, question, may)}
            for question in questions
            if question.is_open
        ],
        "links": dccshown.assessment_links(found.proposal, found, may, waiting=bool(reading.stopped_since)),
    }


def _may(proposal: Proposal, user) -> May:
    live = not proposal.is_finished
    analyst = live and user.is_analyst
    return May(refine=False, set_areas=False, go_on=analyst, dcc=live, raise_alternative=False, put_right=False)

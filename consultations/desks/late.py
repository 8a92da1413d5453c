"""What waits for SECAS: responses that came in after the close, to be decided on."""

from django.db.models import Count, Min
from django.urls import reverse

from audit import clock
from consultations.desks.running import about, named
from consultations.models import Consultation, Submission
from proposals.ports import Task, list_tasks


@list_tasks("late_responses")
def tasks(desk) -> list[Task]:
    """One row for each consultation on a proposal that the reader leads; of those on none, for every analyst."""
    if not desk.user.is_analyst:
        return []
    led = {proposal.pk: proposal for proposal in desk.led}
    waiting = Submission.objects.undecided().order_by().values("response__consultation")
    waiting = {
        row["response__consultation"]: row for row in waiting.annotate(many=Count("pk"), since=Min("received_at"))
    }
    consultations = Consultation.objects.visible_to(desk.user).filter(pk__in=waiting) if waiting else []
    wanted = [each for each in consultations if each.proposal_id is None or each.proposal_id in led]
    return [_task(desk, each, led.get(each.proposal_id), waiting[each.pk]) for each in wanted]


def _task(desk, consultation: Consultation, proposal, row: dict) -> Task:
    many = row["many"]
    words = f"{many} late response{'' if many == 1 else 's'} to decide on: {named(consultation)}"
    return Task(
        proposal or about(consultation),
        words,
        reverse("consultations:responses", args=[consultation.pk]),
        "Open the responses",
        since=clock.london_date(row["since"]),
        note=desk.note(proposal) if proposal else "",
    )

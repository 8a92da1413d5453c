"""Jobs that the passing of time makes due: ballots that close by themselves, reminders of these and of views."""

from datetime import date, timedelta

from audit import clock
from bodies.workingdays import WorkingCalendar
from jobs.actions import enqueue
from proposals.actions.ground import GRACE
from subcommittees.actions import remind, remind_of_close, settle_ballot
from subcommittees.actions.chasing import due_reminders
from subcommittees.models import Ballot, ViewRequest

BEFORE = timedelta(days=1)


def queue_due_ballots() -> None:
    """One job for each ballot whose end has come, or comes within a day and was not yet told of."""
    now = clock.now()
    for pk in Ballot.objects.due(now - GRACE).values_list("pk", flat=True):
        enqueue("settle_ballot", f"ballot-{pk}", ballot_id=pk)
    soon = Ballot.objects.open().filter(closes_at__gt=now, closes_at__lte=now + BEFORE, reminded_at=None)
    for pk in soon.values_list("pk", flat=True):
        enqueue("remind_of_ballot", f"ballot-{pk}", ballot_id=pk)


def settle(job, progress) -> dict:
    settle_ballot(ballot=_of(job))
    return {}


def remind_ballot(job, progress) -> dict:
    remind_of_close(ballot=_of(job))
    return {}


def _of(job) -> Ballot:
    return Ballot.objects.with_question().get(pk=job.payload["ballot_id"])


def queue_reminders() -> None:
    """One job for each reminder that is due; one failing holds up no other."""
    for request, kind in due_reminders(clock.today(), WorkingCalendar.load()):
        due_on = request.due_on.isoformat()
        enqueue("remind_views", f"request-{request.pk}-{kind}", request_id=request.pk, reminds=kind, due_on=due_on)


def remind_view(job, progress) -> dict:
    asked = ViewRequest.objects.select_related("proposal").get(pk=job.payload["request_id"])
    made = remind(request=asked, kind=job.payload["reminds"], due_on=date.fromisoformat(job.payload["due_on"]))
    return {"reminded": made is not None}

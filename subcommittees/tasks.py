"""Jobs that the passing of time makes due: ballots that close by themselves, and the word before they do."""

from datetime import timedelta

from audit import clock
from jobs.actions import enqueue
from proposals.actions.ground import GRACE
from subcommittees.actions import remind_of_close, settle_ballot
from subcommittees.models import Ballot

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


def remind(job, progress) -> dict:
    remind_of_close(ballot=_of(job))
    return {}


def _of(job) -> Ballot:
    return Ballot.objects.with_question().get(pk=job.payload["ballot_id"])

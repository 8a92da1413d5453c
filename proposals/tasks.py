"""Jobs that the passing of time makes due."""

from audit import clock
from jobs.actions import enqueue
from proposals.actions import settle_windows
from proposals.actions.ground import GRACE
from proposals.models import Proposal, Window


def queue_due_windows() -> None:
    """One job for each proposal with a window whose end has come; one failing holds up no other."""
    for proposal_id in Window.objects.due(clock.now() - GRACE).values_list("proposal_id", flat=True).distinct():
        enqueue("settle_windows", f"proposal-{proposal_id}", proposal_id=proposal_id)


def settle(job, progress) -> dict:
    settle_windows(proposal=Proposal.objects.get(pk=job.payload["proposal_id"]))
    return {}

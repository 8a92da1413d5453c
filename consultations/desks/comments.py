"""What waits for SECAS on the proposals that they lead: comments to publish, questions to answer."""

from django.urls import reverse

from consultations.comments.waiting import Waiting, waiting_on
from proposals.ports import Task, list_tasks


@list_tasks("consultations")
def tasks(desk) -> list[Task]:
    """One row for each proposal. Summaries are missed by readiness, not here."""
    led = {proposal.pk: proposal for proposal in desk.led}
    waiting = waiting_on(list(led)) if led else {}
    rows = ((led[pk], waits) for pk, waits in waiting.items() if waits.comments or waits.questions or waits.drafts)
    return [_task(desk, proposal, waits) for proposal, waits in rows]


def _task(desk, proposal, waits: Waiting) -> Task:
    url = reverse("consultations:comments", args=[proposal.slug])
    words = "; ".join(_parts(waits))
    words = f"{words[0].upper()}{words[1:]}"
    return Task(proposal, words, url, "Open the comments", since=waits.since, note=desk.note(proposal))


def _parts(waits: Waiting):
    if count := len(waits.comments):
        yield f"{count} comment{'' if count == 1 else 's'} to publish"
    if count := len(waits.undrafted):
        yield f"{count} question{'' if count == 1 else 's'} to answer"
    if count := len(waits.drafts):
        yield f"{count} answer{'' if count == 1 else 's'} drafted and not published"

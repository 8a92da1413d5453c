"""Points that wait for an answer, on the desk of whoever leads the proposal, or prepared the consultation on none."""

from consultations.desks.running import about
from consultations.points.openpoints import OpenPoints, open_points
from proposals.ports import Task, list_tasks


@list_tasks("points")
def tasks(desk) -> list[Task]:
    """One row for each consultation. Two queries."""
    if not desk.user.is_analyst:
        return []
    led = {proposal.pk: proposal for proposal in desk.led}
    waiting = open_points(list(led), on_the_code_by=desk.people)
    return [_task(desk, led.get(pk), each) for pk, found in waiting.items() for each in found]


def _task(desk, proposal, each: OpenPoints) -> Task:
    note = desk.note(proposal) if proposal else ""
    what = proposal or about(each.consultation)
    return Task(what, each.words, each.url, "Settle the points", since=each.since, note=note)

"""What waits for the members of a body: views that they were asked for."""

from django.urls import reverse

from proposals.models import Proposal
from proposals.ports import Task, list_tasks
from subcommittees.models import View


@list_tasks("subcommittees")
def tasks(desk) -> list[Task]:
    """For a member the views that their bodies owe; for SECAS those that are owed on the proposals they lead."""
    asked = View.objects.filter(proposal__in=Proposal.objects.visible_to(desk.user).live()).latest_versions()
    asked = asked.filter(position=View.Position.ASKED).select_related("proposal")
    if desk.user.is_analyst:
        led = [p.pk for p in desk.led]
        return [_owed(view, mine=False) for view in asked.filter(proposal__in=led)] if led else []
    bodies = desk.user.committee_ids
    return [_owed(view, mine=True) for view in asked.filter(committee__in=bodies)] if bodies else []


def _owed(view: View, *, mine: bool) -> Task:
    words = f"The view of {view.giver}" if mine else f"{view.giver[0].upper()}{view.giver[1:]} owes its view"
    url = reverse("subcommittees:views", args=[view.proposal.slug])
    act = "Record the view" if mine else "See the views"
    return Task(view.proposal, words, url, act, since=view.given_on, due=view.due_on, mine=mine)

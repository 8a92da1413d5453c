"""Papers that have still to be written: for items on agendas of meetings to come that have none yet."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.seats import SECRETARY
from papers.models import PaperVersion
from proposals.models import Proposal
from proposals.ports import Task, list_tasks
from subcommittees.models import AgendaItem

AHEAD = timedelta(days=28)


@list_tasks("papers")
def tasks(desk) -> list[Task]:
    """For SECAS those about the proposals it leads; for a secretary those of the body. In one query."""
    items = AgendaItem.objects.visible_to(desk.user).filter(state=AgendaItem.State.STANDS, proposal__isnull=False)
    items = items.filter(meeting__state="planned", meeting__date__range=(desk.today, desk.today + AHEAD))
    issued = PaperVersion.objects.standing().filter(paper__item=OuterRef("pk"), state=PaperVersion.State.ISSUED)
    return [_task(item) for item in _mine(desk, items.filter(~Exists(issued)))]


def _mine(desk, items):
    items = items.select_related("proposal", "meeting__committee").order_by("meeting__date", "place")
    if desk.user.is_analyst:
        led = [proposal.pk for proposal in desk.led]
        return items.filter(proposal__in=led) if led else []
    served = [body for body, office in desk.user.offices if office == SECRETARY]
    if not served:
        return []
    return items.filter(meeting__committee__in=served, proposal__in=Proposal.objects.visible_to(desk.user))


def _task(item: AgendaItem) -> Task:
    meeting = item.meeting
    words = f"The paper for {meeting.committee.named}, meeting {meeting.number} on {meeting.date:%-d %B %Y}"
    url = f"{reverse('papers:begin')}?item={item.pk}"
    return Task(item.proposal, words, url, "Write the paper", due=meeting.date)

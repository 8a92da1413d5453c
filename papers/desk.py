"""Papers that have still to be written: for items on agendas of meetings to come that have none yet, of steps that
call for a notice or a letter, and conclusions from what the Change Board has voted on."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.seats import SECRETARY
from papers.conclusions.gathering import begin_conclusions
from papers.models import Paper, PaperVersion
from papers.notices.steps import Called, still_to_issue
from proposals.models import Proposal, RuleKey
from proposals.ports import Task, list_tasks, suggest
from proposals.rules import may_manage
from proposals.states import State
from subcommittees.models import AgendaItem

AHEAD = timedelta(days=28)
# The Change Board has spoken, and what it said is not final yet.
CONCLUDED = (State.APPEAL_WINDOW, State.AUTHORITY_DECISION)


@list_tasks("papers")
def tasks(desk) -> list[Task]:
    """For an analyst those about the proposals they lead and those that they present, who signs them; for a secretary
    those of the body. Each by the day on which papers go out. In one query."""
    items = AgendaItem.objects.visible_to(desk.user).filter(state=AgendaItem.State.STANDS, proposal__isnull=False)
    items = items.filter(meeting__state="planned", meeting__date__range=(desk.today, desk.today + AHEAD))
    issued = PaperVersion.objects.standing().filter(paper__item=OuterRef("pk"), state=PaperVersion.State.ISSUED)
    begun = Paper.objects.filter(item=OuterRef("pk")).order_by("pk").values("pk")[:1]
    return [_task(desk, item) for item in _mine(desk, items.filter(~Exists(issued)).annotate(begun=Subquery(begun)))]


def _mine(desk, items):
    items = items.select_related("proposal", "meeting__committee").order_by("meeting__date", "place")
    if desk.user.is_analyst:
        led = [proposal.pk for proposal in desk.led]
        return items.filter(Q(proposal__in=led) | Q(presenter__in=desk.people))
    served = [body for body, office in desk.user.offices if office == SECRETARY]
    if not served:
        return []
    return items.filter(meeting__committee__in=served, proposal__in=Proposal.objects.visible_to(desk.user))


def _task(desk, item: AgendaItem) -> Task:
    meeting = item.meeting
    words = f"The paper for {meeting.committee.named}, meeting {meeting.number} on {meeting.date:%-d %B %Y}"
    begin = f"{reverse('papers:begin')}?item={item.pk}"
    url = reverse("papers:paper", args=[item.begun]) if item.begun else begin
    label = "Go on with the paper" if item.begun else "Write the paper"
    due = desk.calendar.add(meeting.date, -desk.limits[RuleKey.PAPERS_DAYS])
    return Task(item.proposal, words, url, label, due=due)


@list_tasks("notices")
def notices(desk) -> list[Task]:
    """Of recent steps on the proposals that an analyst leads, also those that are finished by now. In one query."""
    if not desk.user.is_analyst:
        return []
    led = Q(lead_analyst__in=desk.people) | Q(deputy__in=desk.people)
    found = still_to_issue(Proposal.objects.visible_to(desk.user).filter(led))
    return [_notice(called.step.proposal, called, note=desk.note(called.step.proposal)) for called in found]


@suggest("notices")
def notices_of(proposal: Proposal, user) -> list[Task]:
    """The same of one proposal, for whoever may issue them."""
    if not may_manage.test(user, proposal):
        return []
    return [_notice(proposal, called) for called in still_to_issue(Proposal.objects.filter(pk=proposal.pk))]


def _notice(proposal: Proposal, called: Called, note: str = "") -> Task:
    words = f"The {called.name} has not been issued yet. {called.done} on {called.on:%-d %B %Y}."
    return Task(proposal, words, called.url(proposal), called.button, since=called.on, note=note)


@list_tasks("conclusions")
def conclusions(desk) -> list[Task]:
    """For whoever leads a proposal that the Change Board has voted on: its Conclusions Report, until one is issued. In
    one query, where there is any such proposal."""
    voted = [proposal for proposal in desk.led if proposal.state in CONCLUDED]
    if not voted:
        return []
    issued = PaperVersion.objects.standing().filter(state=PaperVersion.State.ISSUED, paper=OuterRef("pk"))
    written = Paper.objects.filter(kind=Paper.Kind.CONCLUSIONS_REPORT, proposal__in=voted)
    begun = {paper.proposal_id: paper for paper in written.annotate(issued=Exists(issued))}
    waiting = [proposal for proposal in voted if proposal.pk not in begun or not begun[proposal.pk].issued]
    return [_conclude(desk, proposal, begun.get(proposal.pk)) for proposal in waiting]


def _conclude(desk, proposal: Proposal, begun: Paper | None) -> Task:
    url = begun.get_absolute_url() if begun else begin_conclusions(proposal)
    label = "Go on with the report" if begun else "Write the report"
    words = "The Conclusions Report, now that the Change Board has spoken"
    return Task(proposal, words, url, label, since=proposal.state_since, note=desk.note(proposal))

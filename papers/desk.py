"""Papers that have still to be written: for items on agendas of meetings to come that have none yet, of steps that call
for a notice or a letter, conclusions from what the Change Board has voted on, and the next version of what tells
of responses that were withdrawn or kept back since."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from accounts.seats import SECRETARY
from audit import clock
from consultations.desks.running import about
from papers.conclusions.gathering import begin_conclusions
from papers.consultation.putright import COLLATED, REPORTS, responses_since
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


@list_tasks("papers left behind")
def left_behind(desk) -> list[Task]:
    """The last issued version of each paper that the record of responses has left behind since: for whoever leads the
    proposal, also one that is finished, or prepared the consultation on the code. In one query."""
    if not desk.user.is_analyst:
        return []
    led = Q(lead_analyst__in=desk.people) | Q(deputy__in=desk.people)
    own = Q(paper__proposal__in=Proposal.objects.visible_to(desk.user).filter(led))
    own |= Q(paper__proposal=None, paper__consultation__by__in=desk.people)
    issued = PaperVersion.objects.filter(state=PaperVersion.State.ISSUED)
    followed = issued.filter(paper=OuterRef("paper"), major__gt=OuterRef("major")).order_by()
    found = issued.standing().filter(own, ~Exists(followed), paper__kind__in=(COLLATED, *REPORTS))
    found = found.annotate(left_at=responses_since()).filter(left_at__isnull=False).defer("snapshot")
    return [_left(desk, version) for version in found.select_related("paper__proposal", "paper__consultation")]


def _left(desk, version: PaperVersion) -> Task:
    """What is told of responses that are no longer published has no next version until they are again."""
    paper, since = version.paper, clock.london_date(version.left_at)
    words = f"{version} was left behind on {since:%-d %B %Y}: responses that it tells of were withdrawn or kept back"
    again = reverse("papers:issue_paper", args=[paper.pk]), "Issue it again"
    waits = paper.kind == COLLATED and not paper.is_restricted and paper.consultation.responses_published_at is None
    url, act = (version.get_absolute_url(), "Look at it") if waits else again
    note = desk.note(paper.proposal) if paper.proposal_id else ""
    return Task(paper.proposal or about(paper.consultation), words, url, act, since=since, note=note)

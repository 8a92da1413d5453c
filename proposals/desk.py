"""What waits on proposals for the reader of a desk, and for whom else: from the record, in constant queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.queries import stood_in_for
from audit import clock
from bodies.models import Meeting
from bodies.workingdays import WorkingCalendar
from proposals.headline import MAY
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal, RuleKey, Window
from proposals.ports import Task, list_tasks
from proposals.processrules import values_on
from proposals.readiness import STEP, Readiness, readiness
from proposals.rules import may_adopt, may_appeal, may_object
from proposals.states import URGENCY_GRANTED_IN, State
from proposals.waiting import AWAITED, waiting_words

A_WEEK = timedelta(days=7)
NEAR = 200  # meetings: more than a year of every body’s
LIMITS = [RuleKey.CRITICAL_FRIEND_DAYS, RuleKey.PAPERS_DAYS, RuleKey.AUTHORITY_DAYS]
LODGE = {
    Window.Kind.OBJECTION: ("object", "Object", may_object),
    Window.Kind.APPEAL: ("appeal", "Appeal", may_appeal),
    Window.Kind.ADOPTION: ("adopt", "Adopt it", may_adopt),
}


@dataclass
class Desk:
    """A reader and what they answer for today: their own, and that of those for whom they stand in."""

    user: User
    today: date = field(default_factory=clock.today)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar.load)

    @cached_property
    def away(self) -> list[User]:
        return stood_in_for(self.user)

    @cached_property
    def people(self) -> list[int]:
        return [self.user.pk, *(person.pk for person in self.away)]

    @cached_property
    def limits(self) -> dict[str, int]:
        return dict(zip(LIMITS, values_on(LIMITS, self.today), strict=True))

    @cached_property
    def upcoming(self) -> list[Meeting]:
        """Meetings to come, the next first: of the bodies that proposals wait for and of those that concern the reader,
        for SECAS all."""
        meetings = Meeting.objects.to_come(self.today).select_related("committee")
        if not self.user.is_analyst:
            meetings = meetings.filter(Q(committee__in=self.user.committee_ids) | Q(committee__code__in=AWAITED))
        return list(meetings[:NEAR])

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        """The next meeting of each body, by its code."""
        return {meeting.committee.code: meeting for meeting in reversed(self.upcoming)}

    @cached_property
    def led(self) -> list[Proposal]:
        """Live proposals that the reader leads, deputises for, or looks after for somebody who is away; of submissions
        also those that nobody leads yet."""
        if not self.user.is_analyst:
            return []
        mine = Q(lead_analyst__in=self.people) | Q(deputy__in=self.people)
        mine |= Q(state=State.SUBMITTED, lead_analyst=None)
        visible = Proposal.objects.visible_to(self.user).filter(mine).live()
        return list(visible.for_register().select_related("proposer", "deputy"))

    @cached_property
    def proposed(self) -> list[Proposal]:
        """Live proposals of which the reader is the Proposer or their representative."""
        own = Q(proposer__in=self.people) | Q(representative__in=self.people)
        return list(Proposal.objects.visible_to(self.user).filter(own).live().for_register())

    def note(self, proposal: Proposal) -> str:
        """“for Ann Lee, who is away” where the work is another's."""
        lead = {person.pk: person for person in self.away}.get(proposal.lead_analyst_id)
        return f"for {lead.name}, who is away" if lead else ""


def _step(proposal: Proposal, key: str) -> str:
    return reverse("proposals:move", args=[proposal.slug, key])


@list_tasks("proposals")
def tasks(desk: Desk) -> list[Task]:
    """What the reader has to do on proposals, or waits for others to do."""
    if desk.user.is_authority:
        return _authority(desk)
    ours = [*_submissions(desk), *_dated(desk), *_before_bodies(desk)]
    said = {task.proposal.pk for task in ours}
    elsewhere = [_with_others(desk, p) for p in desk.led if p.pk not in said]
    return [*ours, *elsewhere, *_proposers(desk)]


def _submissions(desk: Desk) -> list[Task]:
    """The critical friend answers within five working days; what was answered waits for the Proposer (rows 2, 3)."""
    submitted = [p for p in desk.led if p.state == State.SUBMITTED]
    reviewed = _last_steps(submitted, ("review_submission", "resubmit", "submit"))
    return [_submission(desk, p, reviewed.get(p.pk)) for p in submitted]


def _last_steps(proposals: list[Proposal], keys: tuple[str, ...]) -> dict[int, Move]:
    if not proposals:
        return {}
    moves = Move.objects.standing().filter(proposal__in=[p.pk for p in proposals], key__in=keys)
    return {move.proposal_id: move for move in moves.order_by("proposal_id", "place")}


def _submission(desk: Desk, proposal: Proposal, last: Move | None) -> Task:
    since = clock.london_date(last.effective_at if last else proposal.received_at)
    if last is not None and last.key == "review_submission":
        words = f"{proposal.proposer.name} has SECAS’s comments"
        return Task(
            proposal, words, proposal.get_absolute_url(), "Open", since=since, mine=False, note=desk.note(proposal)
        )
    due = desk.calendar.add(since, desk.limits[RuleKey.CRITICAL_FRIEND_DAYS])
    url = _step(proposal, "review_submission")
    words = "Check the problem statement and comment on it, or raise it"
    return Task(proposal, words, url, "Send critical-friend comments", since=since, due=due, note=desk.note(proposal))


def _dated(desk: Desk) -> list[Task]:
    """Implementations whose day has come, and consultations that are over."""
    found = []
    for p in desk.led:
        planned = p.implementation.planned_on
        if p.state == State.PENDING_IMPLEMENTATION and planned and planned <= desk.today and not p.is_held:
            found.append(_mine(desk, p, "implement", "Record that the change entered the SEC", due=planned))
        ended = [w for w in p.unsettled_windows if w.closes_at <= clock.now()]
        if p.state == State.REPORT_MRC and ended:
            closed = clock.london_date(ended[0].closes_at)
            found.append(_mine(desk, p, "consultation_closes", "The consultation is over", due=closed))
    return found


def _mine(desk: Desk, proposal: Proposal, key: str, words: str, due: date) -> Task:
    url = _step(proposal, key)
    since = proposal.state_since
    return Task(proposal, words, url, MOVES[key].button, since=since, due=due, note=desk.note(proposal))


def _before_bodies(desk: Desk) -> list[Task]:
    """What has to be made ready before the papers of the next meeting; what is ready waits for the body."""
    waiting = [p for p in desk.led if p.state in STEP and p.state != State.REPORT_MRC and not p.is_held]
    return [_before_body(desk, found) for found in readiness(waiting)] if waiting else []


def _before_body(desk: Desk, found: Readiness) -> Task:
    proposal, meeting = found.proposal, desk.meetings.get(found.body)
    url = reverse("proposals:readiness", args=[proposal.slug])
    due = desk.calendar.add(meeting.date, -desk.limits[RuleKey.PAPERS_DAYS]) if meeting else None
    if found.is_ready:
        words = f"Everything is there. {waiting_words(proposal, desk.meetings)}"
        return Task(
            proposal, words, url, "See readiness", since=proposal.state_since, mine=False, note=desk.note(proposal)
        )
    count = len(found.must) + len(found.should)
    words = f"{count} thing{'' if count == 1 else 's'} missing: {found.row.button[:1].lower()}{found.row.button[1:]}"
    return Task(proposal, words, url, "See what is missing", proposal.state_since, due, note=desk.note(proposal))


def _with_others(desk: Desk, proposal: Proposal) -> Task:
    """What is with the Authority, in a window, waiting for its day, or on hold."""
    since = proposal.held_on or proposal.state_since
    due = None
    if proposal.state == State.AUTHORITY_DECISION and not proposal.is_held:
        due = desk.calendar.add(since, desk.limits[RuleKey.AUTHORITY_DAYS])
    words = waiting_words(proposal, desk.meetings)
    return Task(proposal, words, proposal.get_absolute_url(), "Open", since, due, mine=False, note=desk.note(proposal))


def _proposers(desk: Desk) -> list[Task]:
    """What a Proposer has to answer, and where their other proposals wait."""
    if desk.user.is_analyst:
        return []
    steps = _last_steps(desk.proposed, ("review_submission", "resubmit", "submit", "csc_agrees", "proposer_continues"))
    return [_proposers_task(desk, p, steps.get(p.pk)) for p in desk.proposed]


def _proposers_task(desk: Desk, proposal: Proposal, last: Move | None) -> Task:
    since = clock.london_date(last.effective_at) if last else proposal.state_since
    if proposal.state == State.SUBMITTED and last is not None and last.key == "review_submission":
        url = _step(proposal, "resubmit")
        return Task(proposal, "SECAS has commented on your problem statement", url, "Send it again", since=since)
    if proposal.state == State.CSC_AGREED and last is not None and last.key == "csc_agrees":
        url = _step(proposal, "proposer_continues")
        return Task(
            proposal, "Say whether you wish the Panel to decide", url, "Say that you wish to proceed", since=since
        )
    words = waiting_words(proposal, desk.meetings)
    return Task(proposal, words, proposal.get_absolute_url(), "Open", proposal.state_since, mine=False)


def _authority(desk: Desk) -> list[Task]:
    """What the Authority has to decide: reports, and requests for urgency."""
    asked = Q(urgency_requested_on__isnull=False, state__in=URGENCY_GRANTED_IN)
    waiting = Q(state=State.AUTHORITY_DECISION) | asked
    proposals = Proposal.objects.visible_to(desk.user).filter(waiting).live().for_register()
    return [_for_the_authority(desk, p) for p in proposals]


def _for_the_authority(desk: Desk, proposal: Proposal) -> Task:
    if proposal.urgency_requested_on:
        url = _step(proposal, "grant_urgency")
        return Task(proposal, "Urgency was asked for", url, "Answer the request", since=proposal.urgency_requested_on)
    since = proposal.state_since
    due = desk.calendar.add(since, desk.limits[RuleKey.AUTHORITY_DAYS])
    return Task(proposal, "A report to decide on", proposal.get_absolute_url(), "Open the proposal", since, due)


@dataclass(frozen=True)
class Closing:
    """A window that closes within the week; ``url`` where the reader may lodge something in it."""

    window: Window
    on: date
    days_left: int
    words: str
    url: str
    act: str


def closing_soon(desk: Desk) -> list[Closing]:
    """Open windows on what the reader may read that close within a week, the nearest first."""
    now = clock.now()
    windows = Window.objects.open_at(now).filter(
        proposal__in=Proposal.objects.visible_to(desk.user), closes_at__lte=now + A_WEEK
    )
    return [_closing(desk, w) for w in windows.select_related("proposal").order_by("closes_at")]


def _closing(desk: Desk, window: Window) -> Closing:
    key, act, may = LODGE.get(Window.Kind(window.kind), ("", "", None))
    url = _step(window.proposal, key) if may is not None and may.test(desk.user, window.proposal) else ""
    on = clock.london_date(window.closes_at)
    left = desk.calendar.days_left(desk.today, on)
    return Closing(window, on, left, MAY[Window.Kind(window.kind)], url, act)


@dataclass(frozen=True)
class PapersDay:
    meeting: Meeting
    due: date
    days_left: int


def papers_days(desk: Desk) -> list[PapersDay]:
    """The next papers' day of each body that concerns the reader: for SECAS all, for members their own."""
    theirs = [m for m in desk.upcoming if desk.user.is_analyst or m.committee_id in desk.user.committee_ids]
    days = desk.limits[RuleKey.PAPERS_DAYS]
    found: dict[int, PapersDay] = {}
    for meeting in theirs:
        due = desk.calendar.add(meeting.date, -days)
        if due >= desk.today:
            left = desk.calendar.days_left(desk.today, due)
            found.setdefault(meeting.committee_id, PapersDay(meeting, due, left))
    return sorted(found.values(), key=lambda day: day.due)

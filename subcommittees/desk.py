"""What waits for the members of a body: views that they were asked for, actions, and minutes to look at."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from accounts.seats import CHAIR
from audit import clock
from proposals.models import Proposal
from proposals.ports import Task, list_tasks
from subcommittees.meetingpages import address
from subcommittees.models import Action, Minutes, View


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


# Actions and minutes


@dataclass(frozen=True)
class About:
    """What a row of the desk is about, where that is no proposal."""

    pk: int
    reference: str
    title: str
    url: str

    def get_absolute_url(self) -> str:
        return self.url


@list_tasks("undertaken")
def undertaken(desk) -> list[Task]:
    """What the reader, or somebody whom they stand in for, undertook and has not closed."""
    found = Action.objects.visible_to(desk.user).open().filter(owner__in=desk.people)
    return [_action(action) for action in found.select_related("committee", "meeting").by_urgency()]


def _action(action: Action) -> Task:
    code = action.committee.code
    listed = reverse("subcommittees:actions", args=[code])
    about = About(action.pk, f"{action}", action.committee.name, f"{listed}#action-{action.number}")
    url = reverse("subcommittees:action_step", args=[code, action.number, "close"])
    return Task(about, action.text, url, "Close it", since=action.meeting.date, due=action.due_on)


@list_tasks("minutes")
def minutes(desk) -> list[Task]:
    """Minutes sent round: for members to comment on, for the secretary to answer, for the chair to approve."""
    user = desk.user
    sent = Minutes.objects.visible_to(user).filter(state=Minutes.State.CIRCULATED)
    if not user.is_analyst:
        sent = sent.filter(meeting__committee__in=user.committee_ids)
    open_one = Q(meeting__items__minute_comments__answer="", meeting__items__minute_comments__withdrawn_at=None) & ~Q(
        meeting__items__minute_comments=None
    )
    sent = sent.annotate(unanswered=Count("meeting__items__minute_comments", filter=open_one, distinct=True))
    found = [_minutes(each, desk) for each in sent.select_related("meeting__committee").order_by("meeting__date")]
    return [task for task in found if task]


def _minutes(minutes: Minutes, desk) -> Task | None:
    meeting, user = minutes.meeting, desk.user
    offices = {office for key, office in user.offices if key == meeting.committee_id}
    url = address("minutes", meeting)
    title = f"minutes of {meeting.date:%-d %B %Y}"
    about = About(minutes.pk, f"{meeting.committee}", title, url)
    row = {"url": url, "since": clock.london_date(minutes.circulated_at)}
    if minutes.unanswered and (user.is_analyst or offices - {CHAIR}):
        count = minutes.unanswered
        return Task(about, f"{count} comment{'s wait' if count > 1 else ' waits'} for an answer", act="Answer", **row)
    if desk.today > minutes.comments_due_on:
        if user.is_analyst or offices:
            return Task(about, "The time for comments is over", act="Approve", mine=bool(offices), **row)
        return None
    if user.is_analyst:
        return None
    words = "The minutes are open to your comments"
    return Task(about, words, act="Read and comment", due=minutes.comments_due_on, **row)

"""What waits for the members of a body and for SECAS: views that were asked for, what a meeting is to be told, actions,
and minutes to look at."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from accounts.seats import CHAIR, SECRETARY
from audit import clock
from proposals.ports import Task, list_tasks
from subcommittees.frames import address, step_of
from subcommittees.models import Action, MemberPosition, Minutes, VerbalUpdate, ViewRequest


@list_tasks("subcommittees")
def tasks(desk) -> list[Task]:
    return [*_asked(desk), *_owed_to_meetings(desk)]


def _asked(desk) -> list[Task]:
    """For the chair and the secretary the views that their bodies owe, for other members their position, for whoever
    speaks for an organisation its answer; for SECAS what is owed on the proposals they lead."""
    waiting = ViewRequest.objects.waited_for().visible_to(desk.user)
    waiting = waiting.select_related("proposal", "committee", "organisation")
    if desk.user.is_analyst:
        led = [p.pk for p in desk.led]
        return [_from_others(asked) for asked in waiting.filter(proposal__in=led)] if led else []
    bodies, companies = desk.user.committee_ids, desk.user.submits_for
    own = [
        *(waiting.filter(committee__in=bodies) if bodies else ()),
        *(waiting.filter(organisation__in=companies) if companies else ()),
    ]
    taken = _positions(desk.user, own)
    return [_own(desk.user, asked) for asked in own if _speaks(desk.user, asked) or asked.pk not in taken]


def _positions(user, own: list[ViewRequest]) -> set[int]:
    if not own:
        return set()
    return set(MemberPosition.objects.filter(person=user, request__in=own).values_list("request_id", flat=True))


def _speaks(user, asked: ViewRequest) -> bool:
    if asked.organisation_id:
        return True
    return bool(user.offices & {(asked.committee_id, CHAIR), (asked.committee_id, SECRETARY)})


def _own(user, asked: ViewRequest) -> Task:
    speaks = _speaks(user, asked)
    words = f"The view of {asked.asked}" if speaks else f"Your position, for the view of {asked.asked}"
    step, act = ("answer", "Record the view") if speaks else ("position", "Give your position")
    url = reverse("subcommittees:request_step", args=[asked.proposal.slug, asked.pk, step])
    return Task(asked.proposal, words, url, act, since=asked.asked_on, due=asked.due_on)


def _from_others(asked: ViewRequest) -> Task:
    words = f"{asked.asked[0].upper()}{asked.asked[1:]} owes its view"
    url = reverse("subcommittees:views", args=[asked.proposal.slug])
    return Task(asked.proposal, words, url, "See the views", since=asked.asked_on, due=asked.due_on, mine=False)


def _owed_to_meetings(desk) -> list[Task]:
    owed = VerbalUpdate.objects.owed().filter(owed_by__in=desk.people).visible_to(desk.user)
    return [_to_tell(update) for update in owed.select_related("proposal", "meeting__committee")]


def _to_tell(update: VerbalUpdate) -> Task:
    """About its proposal, or about the meeting where it has none."""
    meeting = update.meeting
    about = update.proposal or About(
        meeting.pk, f"{meeting.committee}", f"meeting of {meeting.date:%-d %B %Y}", address(meeting)
    )
    words = f"Tell {meeting.committee.named} by word of mouth: {update.about}"
    url = step_of(update, "give")
    return Task(about, words, url, "Record what was said", since=update.promised_on, due=meeting.date)


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
    url = address(meeting, "minutes")
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

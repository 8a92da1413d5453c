"""What waits for the members of a body and for SECAS: views that were asked for, and what a meeting is to be told."""

from django.urls import reverse

from accounts.seats import CHAIR, SECRETARY
from proposals.ports import Task, list_tasks
from subcommittees.models import MemberPosition, VerbalUpdate, ViewRequest


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
    """Those without a proposal stand in the inbox alone."""
    owed = VerbalUpdate.objects.owed().filter(owed_by__in=desk.people, proposal__isnull=False).visible_to(desk.user)
    return [_to_tell(update) for update in owed.select_related("proposal", "meeting__committee")]


def _to_tell(update: VerbalUpdate) -> Task:
    words = f"Tell {update.meeting.committee.named} by word of mouth: {update.about}"
    url = reverse("subcommittees:update_step", args=[update.proposal.slug, update.pk, "give"])
    return Task(update.proposal, words, url, "Record what was said", since=update.promised_on, due=update.meeting.date)

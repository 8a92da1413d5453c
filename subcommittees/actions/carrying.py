"""What was not reached goes to a later meeting, with what was asked. The earlier entered meeting is locked first."""

from audit.acts import Refused, act, current, record
from bodies.models import Meeting
from bodies.rules import check, may_run
from subcommittees.actions.ground import needed, write_readers
from subcommittees.actions.onagendas import (
    RUN,
    WITH_PAPER,
    check_not_over,
    check_not_taken,
    check_open,
    event,
    is_late,
    place_for,
    stands_on,
    take_item,
    take_meeting,
)
from subcommittees.actions.recommending import telling, write
from subcommittees.models import AgendaItem
from subcommittees.sentences import asked


@act
def carry_over(*, item: AgendaItem, by, because: str, to: Meeting | None = None) -> AgendaItem:
    """Put what was not reached on the agenda of ``to``, by default the next meeting of the body, with what the body is
    asked and what was still to be said by word of mouth; each of the two items names the other. Answers the new one,
    which has no number yet."""
    check(may_run, by, item.meeting.committee, sentence=RUN)
    to = to or _after(item.meeting)
    for meeting in sorted({item.meeting_id, to.pk}):
        Meeting.objects.select_for_update().get(pk=meeting)
    item, to = take_item(item, by), take_meeting(to, by)
    check_open(item)
    check_not_taken(item)
    because = needed(because, "Say why it is carried over.", "because")
    _check_target(item, to)
    item.state, item.because = AgendaItem.State.CARRIED_OVER, because
    item.save(update_fields=["state", "because"])
    again = _copy(item, to, by)
    write_readers(again, [row.person for row in item.readers.standing().select_related("person")])
    _ask_again(item, again, by)
    item.verbal_updates.owed().update(meeting=to, item=again)
    record("item_carried_over", **event(item, f"“{item}” carried over from {item.meeting} to {to}: {because}"))
    return again


def _copy(item: AgendaItem, to: Meeting, by) -> AgendaItem:
    late = item.kind in WITH_PAPER and is_late(to)
    return AgendaItem.objects.create(
        meeting=to,
        place=place_for(to, item.kind),
        carried_from=item,
        kind=item.kind,
        purpose=item.purpose,
        title=item.title,
        proposal=item.proposal,
        presenter=item.presenter,
        minutes_planned=item.minutes_planned,
        note=item.note,
        is_late=late,
        late_because=f"Carried over from the meeting on {item.meeting.date:%-d %B %Y}." if late else "",
        classification=item.classification,
        by=by,
        at=current().at,
    )


def _ask_again(item: AgendaItem, again: AgendaItem, by) -> None:
    """What the body was asked for goes with the item; until its paper is issued anew, it may be changed."""
    kept = ("proposal", "verb", "addressee", "condition", "text", "move", "route")
    for row in item.recommendations.standing().select_related("proposal"):
        made = write(again, by, **{name: getattr(row, name) for name in kept})
        record("recommendation_made", **telling(made, by, f"{asked(made)}."))


def _check_target(item: AgendaItem, to: Meeting) -> None:
    if to.committee_id != item.meeting.committee_id:
        raise Refused(f"Choose a meeting of {item.meeting.committee.named}.", "to")
    if to.date <= item.meeting.date:
        raise Refused("Choose a later meeting.", "to")
    check_not_over(to, "to")
    if item.proposal and item.kind == AgendaItem.Kind.PROPOSAL and stands_on(to, item.proposal):
        raise Refused(f"{item.proposal.reference} is on the agenda of {to} already; take it off here instead.", "to")


def next_after(meeting: Meeting) -> Meeting | None:
    later = Meeting.objects.filter(committee=meeting.committee_id, date__gt=meeting.date, state=Meeting.State.PLANNED)
    return later.select_related("committee").order_by("date").first()


def _after(meeting: Meeting) -> Meeting:
    found = next_after(meeting)
    if found is None:
        raise Refused(f"No later meeting of {meeting.committee.named} is entered yet: enter it first.", "to")
    return found

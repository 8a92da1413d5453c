"""What every act on an agenda rests on: the meeting is locked first, and what is over or approved is left alone."""

from datetime import date

from django.db.models import Max

from audit import clock
from audit.acts import NotAllowed, Refused, current
from audit.classification import Classification
from bodies.models import Meeting
from bodies.papersday import papers_day
from bodies.rules import check, may_run
from proposals.models import Proposal
from subcommittees.actions.ground import approved, on_day
from subcommittees.models import AgendaItem, Resolution
from subcommittees.numbering import STANDING

RUN = "The agenda is for SECAS and for the secretary of the body."
# What a paper is circulated for: put on after the papers’ day, it is late. Nothing is circulated for the others.
WITH_PAPER = (AgendaItem.Kind.PROPOSAL, AgendaItem.Kind.NEW_PROPOSALS)


def take_meeting(meeting: Meeting, by, sentence: str = RUN) -> Meeting:
    """The meeting, locked, once ``by`` may run the body that holds it."""
    found = locked(meeting)
    check(may_run, by, found.committee, sentence=sentence)
    return found


def locked(meeting: Meeting) -> Meeting:
    """Locked first and read afterwards, as it stands once the wait is over."""
    Meeting.objects.select_for_update().values_list("pk").get(pk=meeting.pk)
    return Meeting.objects.select_related("committee").get(pk=meeting.pk)


def take_item(item: AgendaItem, by, sentence: str = RUN) -> AgendaItem:
    """The item as it stands once its meeting is locked."""
    meeting = take_meeting(item.meeting, by, sentence)
    found = AgendaItem.objects.select_related("proposal", "presenter").get(pk=item.pk)
    found.meeting = meeting
    if by is not None and not AgendaItem.objects.visible_to(by).filter(pk=found.pk).exists():
        raise NotAllowed("This item is not open to you.")
    return found


def check_not_over(meeting: Meeting, field: str | None = None) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}", field)
    if meeting.state == Meeting.State.HELD:
        raise Refused(f"{meeting} has been held; its agenda is no longer changed.", field)
    check_not_approved(meeting, field)


def check_not_approved(meeting: Meeting, field: str | None = None) -> None:
    """Approved minutes follow the agenda as it was."""
    if minutes := approved(meeting):
        words = f"The minutes of {meeting} were approved on {on_day(minutes.approved_on)}"
        raise Refused(f"{words}: its agenda is no longer changed.", field)


def check_not_taken(item: AgendaItem) -> None:
    """What was resolved or minuted of an item stays where it was said."""
    if Resolution.objects.filter(recommendation__item=item).exists():
        raise Refused(f"The meeting has resolved something on “{item}”: it was taken.")
    if item.minutes.exists():
        raise Refused(f"“{item}” is minuted: it was taken.")


def check_standing(item: AgendaItem) -> None:
    if item.state not in STANDING:
        raise Refused(f"“{item}” is no longer on this agenda: {item.get_state_display().lower()}. {item.because}")


def check_open(item: AgendaItem) -> None:
    check_standing(item)
    check_not_approved(item.meeting)


def stands_on(meeting: Meeting, proposal: Proposal, again=None) -> bool:
    found = AgendaItem.objects.filter(
        meeting=meeting, proposal=proposal, kind=AgendaItem.Kind.PROPOSAL, state__in=STANDING
    )
    return (found.exclude(pk=again.pk) if again else found).exists()


def is_late(meeting: Meeting, on: date | None = None) -> bool:
    """Whether the papers’ day of a meeting still to come is over."""
    today = on or clock.london_date(current().at)
    return papers_day(meeting) < today <= meeting.date


def as_closed_as(proposal: Proposal | None, classification: str) -> str:
    """The class of an item: the one asked for, or the proposal’s where that is the closer one."""
    classes = Classification.values
    own = proposal.classification if proposal else Classification.WHITE
    return max(classification, own, key=classes.index)


def place_for(meeting: Meeting, kind: str) -> int:
    """The last place; other business, once it is there and has no number yet, stays behind what is put on later."""
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("place"))["last"] or 0
    closing = _closing(meeting) if kind != AgendaItem.Kind.BUSINESS else None
    if closing is None:
        return last + 1
    place, closing.place = closing.place, last + 1
    closing.save(update_fields=["place"])
    return place


def _closing(meeting: Meeting) -> AgendaItem | None:
    standing = AgendaItem.objects.filter(meeting=meeting, state__in=STANDING)
    last = standing.order_by("-place").first()
    return last if last and last.kind == AgendaItem.Kind.BUSINESS and not last.reference else None


def event(item: AgendaItem, sentence: str) -> dict:
    """What an event about an item says of it."""
    return {
        "subject": item,
        "about": item.proposal or item.meeting,
        "by": current().by,
        "sentence": sentence,
        "classification": item.classification,
    }

"""What the acts on meetings stand on: the locks, and whether the minutes are still open.

Locks are taken in one order everywhere: proposals by number, then the meeting, then the item.
"""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, current, record
from audit.classification import Classification
from bodies.models import Committee, Meeting
from proposals.actions.ground import take
from proposals.models import Proposal
from proposals.rules import check
from subcommittees import rules
from subcommittees.models import AgendaItem, Minutes, VerbalUpdate

STANDS = AgendaItem.State.STANDS, AgendaItem.State.TAKEN
NOT_OPEN = "This item is not open to you."


class AfterTheMinutes(Refused):
    """It came after the minutes of its meeting were approved; that somebody tried is kept (see ``note_late``)."""


def secretary_only(by, committee: Committee) -> None:
    check(rules.may_run, by, committee, sentence=f"This is for SECAS or the secretary of {committee.named}.")


def speaker_only(by, committee: Committee) -> None:
    words = f"This is for SECAS, or for whoever chairs {committee.named} or serves it as its secretary."
    check(rules.may_speak_for, by, committee, sentence=words)


def take_proposals(proposals: list[Proposal]) -> dict[int, Proposal]:
    """Each locked, in the order in which every act locks them."""
    ordered = sorted({p.pk: p for p in proposals}.values(), key=lambda p: (p.number or 0, p.suffix, p.pk))
    return {proposal.pk: take(proposal) for proposal in ordered}


def take_meeting(meeting: Meeting) -> Meeting:
    Meeting.objects.select_for_update().values_list("pk").get(pk=meeting.pk)
    return Meeting.objects.select_related("committee").get(pk=meeting.pk)


def take_item(item: AgendaItem, by) -> AgendaItem:
    """The item with its meeting, both locked; refused to whoever may not read it, and where it was taken off."""
    take_meeting(item.meeting)
    AgendaItem.objects.select_for_update().values_list("pk").get(pk=item.pk)
    found = AgendaItem.objects.select_related("meeting__committee", "proposal").get(pk=item.pk)
    if by is not None and not AgendaItem.objects.visible_to(by).filter(pk=found.pk).exists():
        raise NotAllowed(NOT_OPEN)
    if found.state not in STANDS:
        done = found.get_state_display().lower()
        raise Refused(f"“{found.title}” was {done}: nothing is recorded of it at {said(found.meeting)}.")
    return found


def said(meeting: Meeting) -> str:
    """“the Panel’s meeting of 14 June 2019”."""
    return f"{meeting.committee.named}’s meeting of {meeting.date:%-d %B %Y}"


def check_held(meeting: Meeting) -> None:
    """What a meeting did is recorded from its day on."""
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{capital(said(meeting))} was cancelled: {meeting.cancelled_because}")
    if meeting.date > clock.today():
        raise Refused(f"{capital(said(meeting))} is still to come; what it does is recorded once it has met.")


def approved(meeting: Meeting) -> Minutes | None:
    """The minutes, where they are approved and so locked."""
    return Minutes.objects.filter(meeting=meeting, state=Minutes.State.APPROVED).first()


def check_not_locked(meeting: Meeting | None, what: str, instead: str = "") -> None:
    """``what`` is recorded of a meeting until its minutes are approved; ``instead`` says what may be done then. The
    meeting is locked, so that an approval under way comes before or after."""
    if meeting:
        Meeting.objects.select_for_update().values_list("pk").get(pk=meeting.pk)
    minutes = approved(meeting) if meeting else None
    if minutes:
        words = f"The minutes of {said(meeting)} were approved on {on_day(minutes.approved_on)}"
        raise AfterTheMinutes(f"{words}: {what} is no longer recorded at that meeting. {instead}".strip(), "meeting")


def check_approved_in(meeting: Meeting, approved_in: Meeting | None) -> None:
    """Approved minutes are what the body says happened; only the body corrects them, at a later meeting."""
    minutes = approved(meeting)
    if minutes is None:
        if approved_in:
            raise Refused("The minutes are not approved yet: it is corrected without another meeting.", "approved_in")
        return
    if approved_in is None:
        words = f"The minutes of {said(meeting)} were approved on {minutes.approved_on:%-d %B %Y}."
        raise Refused(f"{words} Name the later meeting at which the body approved the correction.", "approved_in")
    check_later(meeting, approved_in)


def check_later(meeting: Meeting, later: Meeting) -> None:
    if later.committee_id != meeting.committee_id or later.date <= meeting.date:
        raise Refused(f"Choose a meeting of {meeting.committee.named} after {meeting.date:%-d %B %Y}.", "approved_in")
    check_held(later)


def at_least(classification: str | None, floor: str) -> str:
    """``classification``, which may not be more open than ``floor``; that itself where none is given."""
    order = Classification.values
    if classification and order.index(classification) < order.index(floor):
        label = Classification(floor).label
        raise Refused(f"The item is {label}; what is recorded of it cannot be more open.", "classification")
    return classification or floor


def closed_further(one: str, other: str) -> bool:
    """Whether ``one`` is read by fewer than ``other``."""
    return Classification.values.index(one) > Classification.values.index(other)


def within_the_body(*classes: str) -> str:
    """The class in which the history tells of what only the body reads: Amber, or the closest of ``classes``."""
    return max(Classification.AMBER, *classes, key=Classification.values.index)


def needed(text: str, sentence: str, field: str) -> str:
    if not text.strip():
        raise Refused(sentence, field)
    return text.strip()


def on_day(value: date) -> str:
    return f"{value:%-d %B %Y}"


def capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


# What a meeting is promised by word of mouth


def promise(meeting: Meeting, *, by, about: str, promised_on: date, **fields) -> VerbalUpdate:
    """Within an act that has checked who may."""
    update = VerbalUpdate.objects.create(
        meeting=meeting, about=about, promised_on=promised_on, by=by, at=current().at, **fields
    )
    sentence = f"{update.owing} will tell {meeting} by word of mouth: {update.about}"
    record("verbal_update_owed", **telling(update, by, sentence, on=promised_on))
    return update


def telling(update: VerbalUpdate, by, sentence: str, *, on: date | None = None, before=None) -> dict:
    """What an event about a verbal update says of it."""
    return {
        "subject": update,
        "about": update.proposal or update.meeting,
        "by": by,
        "sentence": capital(sentence),
        "effective_on": on,
        "classification": update.classification,
        "before": before,
        "after": {"words": update.words} if update.words else None,
    }

"""When a body meets. A meeting that is moved keeps its number and every reference under which a paper was issued."""

from collections.abc import Sequence
from datetime import date, time

from django.db.models import F, Max

from audit import clock
from audit.acts import Refused, act, current, nothing_changed, record
from bodies import listeners
from bodies.actions.committees import changed, words_for
from bodies.listeners import MeetingChange
from bodies.models import Committee, FormerDay, Meeting
from bodies.rules import check, may_keep, may_run

KEPT_BY = "Meetings are entered, moved and cancelled by SECAS and by the secretary of the body."
MOST = 60


@act
def enter_meeting(
    *, by, committee: Committee, number: int, date: date, starts_at: time | None = None, place: str = ""
) -> Meeting:
    _keep(by, committee)
    _check_day(committee, date, "date")
    if committee.meetings.filter(number=number).exists():
        raise Refused(f"{committee} already has a meeting {number}.", "number")
    return _write(by, committee, number, date, starts_at, place)


@act
def enter_meetings(
    *, by, committee: Committee, dates: Sequence[date], starts_at: time | None = None, place: str = ""
) -> list[Meeting]:
    """A series, all of it or none; the numbers run on from the last meeting of the body."""
    _keep(by, committee)
    if not dates:
        raise Refused("Choose at least one day.", "dates")
    if len(dates) > MOST:
        raise Refused(f"At most {MOST} meetings are entered at once.", "dates")
    for day in dates:
        _check_day(committee, day, "dates")
    if len(set(dates)) < len(dates):
        raise Refused("The same day is named twice.", "dates")
    number = last_number(committee)
    return [_write(by, committee, number + n, day, starts_at, place) for n, day in enumerate(sorted(dates), 1)]


@act
def change_meeting(
    *, meeting: Meeting, by, starts_at: time | None = None, place: str = "", reason: str = ""
) -> Meeting:
    """Say anew at what time and where it is."""
    meeting = _taken(meeting, by)
    if span := changed(meeting, {"starts_at": starts_at, "place": place.strip()}):
        _count(meeting)
        sentence = f"{meeting}: {words_for(span)} changed. {reason.strip()}".strip()
        record("meeting_changed", subject=meeting, about=meeting, by=by, sentence=sentence, **span)
    else:
        nothing_changed()
    return meeting


@act
def correct_number(*, meeting: Meeting, by, number: int, reason: str) -> Meeting:
    """A number that was entered wrongly. Whoever registered refuses where something was issued under it
    (``bodies.listeners``)."""
    check(may_run, by, meeting.committee, sentence=KEPT_BY)
    change = MeetingChange("renumbered", meeting, meeting.date, _needed(reason, "Say why it is put right."), by)
    with listeners.meeting_changes(change):
        held = _taken(meeting, by)
        was = held.number
        if number == was:
            raise Refused("That is its number already.", "number")
        if held.committee.meetings.filter(number=number).exists():
            raise Refused(f"{held.committee} already has a meeting {number}.", "number")
        held.number, held.sequence = number, held.sequence + 1
        held.save(update_fields=["number", "sequence"])
        meeting.number, meeting.sequence = number, held.sequence
        record(
            "meeting_renumbered",
            subject=held,
            about=held,
            by=by,
            sentence=f"{held}: it is meeting {number}, not {was}. {change.reason}",
            before={"number": was},
            after={"number": number},
        )
    return held


@act
def move_meeting(*, meeting: Meeting, by, to: date, reason: str) -> Meeting:
    """Put the meeting on another day. References that are fixed stay; what rests on its day goes with it, and people
    are told, by those who registered (``bodies.listeners``)."""
    check(may_run, by, meeting.committee, sentence=KEPT_BY)
    change = MeetingChange("moved", meeting, meeting.date, _needed(reason, "Say why it moves."), by)
    with listeners.meeting_changes(change):
        held = _taken(meeting, by)
        if held.date != change.was:
            raise Refused(f"Somebody else was faster: it is on {held.date:%A %-d %B %Y} now.", "to")
        _check_planned(held, "is no longer moved")
        _check_move(held, to)
        FormerDay.objects.create(meeting=held, date=held.date, at=current().at)
        held.date, held.sequence = to, held.sequence + 1
        held.save(update_fields=["date", "sequence"])
        meeting.date, meeting.sequence = to, held.sequence
        record(
            "meeting_moved",
            subject=held,
            about=held,
            by=by,
            sentence=f"{held}: moved from {change.was:%A %-d %B %Y} to {to:%A %-d %B %Y}. {change.reason}",
            before={"date": f"{change.was}"},
            after={"date": f"{to}"},
        )
    return held


@act
def cancel_meeting(*, meeting: Meeting, by, because: str, to: Meeting | None = None) -> Meeting:
    """The meeting is not held. Whoever registered may refuse, where something still rests on it; what is tied to its
    day goes to the meeting ``to``."""
    check(may_run, by, meeting.committee, sentence=KEPT_BY)
    because = _needed(because, "Say why it is cancelled.", "because")
    change = MeetingChange("cancelled", meeting, meeting.date, because, by, to)
    with listeners.meeting_changes(change):
        held = _taken(meeting, by)
        _check_planned(held, "is not cancelled")
        if to is not None and (to.committee_id != held.committee_id or to.pk == held.pk):
            raise Refused(f"Choose another meeting of {held.committee.named}.", "to")
        held.state, held.cancelled_because, held.sequence = Meeting.State.CANCELLED, because, held.sequence + 1
        held.save(update_fields=["state", "cancelled_because", "sequence"])
        record("meeting_cancelled", subject=held, about=held, by=by, sentence=f"{held} cancelled: {because}")
    return held


@act
def reinstate_meeting(*, meeting: Meeting, by, reason: str) -> Meeting:
    """A meeting that was cancelled is held after all, on its day. What was taken off its agenda is put on again."""
    check(may_run, by, meeting.committee, sentence=KEPT_BY)
    change = MeetingChange("reinstated", meeting, meeting.date, _needed(reason, "Say why."), by)
    with listeners.meeting_changes(change):
        held = _taken(meeting, by)
        if held.state != Meeting.State.CANCELLED:
            raise Refused(f"{held} is not cancelled.")
        _check_day(held.committee, held.date, "reason")
        held.state, held.cancelled_because, held.sequence = Meeting.State.PLANNED, "", held.sequence + 1
        held.save(update_fields=["state", "cancelled_because", "sequence"])
        sentence = f"{held} is held after all. {change.reason}"
        record("meeting_reinstated", subject=held, about=held, by=by, sentence=sentence)
    return held


def last_number(committee: Committee) -> int:
    return committee.meetings.aggregate(last=Max("number"))["last"] or 0


def _keep(by, committee: Committee) -> None:
    check(may_keep, by, committee, sentence=KEPT_BY)
    Committee.objects.select_for_update().get(pk=committee.pk)


def _write(by, committee: Committee, number: int, day: date, starts_at: time | None, place: str) -> Meeting:
    meeting = Meeting.objects.create(
        committee=committee, number=number, date=day, starts_at=starts_at, place=place.strip()
    )
    record("meeting_entered", subject=meeting, by=by, sentence=f"{meeting}.")
    return meeting


def _taken(meeting: Meeting, by) -> Meeting:
    Committee.objects.select_for_update().get(pk=meeting.committee_id)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    found = Meeting.objects.select_related("committee").get(pk=meeting.pk)
    check(may_run, by, found.committee, sentence=KEPT_BY)
    return found


def _count(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)


def _check_planned(meeting: Meeting, what: str) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}")
    if meeting.state == Meeting.State.HELD:
        raise Refused(f"{meeting} has been held; it {what}.")


def _check_move(meeting: Meeting, to: date) -> None:
    if to == meeting.date:
        raise Refused("That is the day it has already.", "to")
    if to < clock.today() <= meeting.date:
        raise Refused(f"{to:%A %-d %B %Y} has gone; choose a day to come.", "to")
    _check_day(meeting.committee, to, "to")


def _check_day(committee: Committee, day: date, field: str) -> None:
    if committee.meetings.standing().filter(date=day).exists():
        raise Refused(f"{committee} already meets on {day:%-d %B %Y}.", field)


def _needed(text: str, missing: str, field: str = "reason") -> str:
    if not text.strip():
        raise Refused(missing, field)
    return text.strip()

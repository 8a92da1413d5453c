"""Entering bodies, seats, members, meetings and days that are not what the calendar says."""

from datetime import date

from accounts import rules
from accounts.actions import forget_what_is_known_of
from audit import clock
from audit.acts import NotAllowed, Refused, act, record
from bodies import listeners
from bodies.models import BankHolidayOverride, Committee, Meeting, Membership, Seat
from bodies.workingdays import WorkingCalendar

TAKEN = "Somebody else was faster: it has been taken back already."


def _keeper_only(by) -> None:
    if by is not None and not (rules.is_analyst(by) or rules.is_administrator(by)):
        raise NotAllowed("Only SECAS may do this.")


@act
def enter_committee(*, by, code: str, name: str, short_name: str, prefix: str, **fields) -> Committee:
    _keeper_only(by)
    committee = Committee.objects.create(code=code, name=name, short_name=short_name, prefix=prefix, **fields)
    record("committee_entered", subject=committee, by=by, sentence=f"{name} entered.")
    return committee


@act
def enter_seat(*, by, committee: Committee, name: str, **fields) -> Seat:
    _keeper_only(by)
    seat = Seat.objects.create(committee=committee, name=name, **fields)
    record("seat_entered", subject=seat, by=by, sentence=f"{seat}.")
    return seat


@act
def appoint(*, by, seat: Seat, user, starts: date, ends: date | None = None, alternate=None) -> Membership:
    _keeper_only(by)
    if seat.memberships.overlapping(starts, ends).exists():
        raise Refused(f"The seat {seat} is taken for some of these days.", field="seat")
    term = Membership.objects.create(seat=seat, user=user, starts=starts, ends=ends, alternate=alternate)
    forget_what_is_known_of(user)
    record("member_appointed", subject=term, by=by, sentence=f"{user} takes the seat {seat} from {starts}.")
    return term


@act
def enter_meeting(*, by, committee: Committee, number: int, date: date) -> Meeting:
    _keeper_only(by)
    if committee.meetings.filter(date=date).exists():
        raise Refused(f"{committee} already meets on {date:%-d %B %Y}.", field="date")
    if committee.meetings.filter(number=number).exists():
        raise Refused(f"{committee} already has a meeting {number}.", field="number")
    meeting = Meeting.objects.create(committee=committee, number=number, date=date)
    record("meeting_entered", subject=meeting, by=by, sentence=f"{meeting}.")
    return meeting


@act
def override_day(*, by, date: date, name: str, is_working_day: bool, reason: str) -> BankHolidayOverride:
    """Say of one day what the calendar library cannot know; then everything that was reckoned over that day is reckoned
    again, in this same act, by those who registered (``bodies.listeners``). The newest word holds."""
    _keeper_only(by)
    words = "a working day" if is_working_day else "not a working day"
    sentence = f"{date:%-d %B %Y} ({name}) is {words}: {reason}"
    with listeners.day_changes(date, sentence):
        day, _ = BankHolidayOverride.objects.update_or_create(
            date=date, defaults={"name": name, "is_working_day": is_working_day, "reason": reason}
        )
        record("day_overridden", subject=day, by=by, sentence=sentence)
    return day


@act
def take_day_back(*, day: BankHolidayOverride, by, reason: str) -> None:
    """A day still to come is again what the calendar of bank holidays says; then everything that was reckoned over it
    is reckoned again, as in ``override_day``. The chain keeps what was entered, and why it was taken back."""
    _keeper_only(by)
    held = BankHolidayOverride.objects.filter(pk=day.pk).first()
    if held is None:
        raise Refused(TAKEN)
    if held.date <= clock.today():
        raise Refused(f"{held.date:%-d %B %Y} has come, and was counted so: enter the day anew with what it was.")
    if not reason.strip():
        raise Refused("Say why it is taken back.", field="reason")
    rule = "a working day" if WorkingCalendar().is_working_day(held.date) else "not a working day"
    sentence = f"{held.date:%-d %B %Y} is {rule}, as the calendar has it. {reason.strip()}"
    with listeners.day_changes(held.date, sentence):
        record("day_taken_back", subject=held, by=by, sentence=sentence, before={"name": held.name})
        gone, _ = BankHolidayOverride.objects.filter(pk=held.pk).delete()
        if not gone:
            raise Refused(TAKEN)

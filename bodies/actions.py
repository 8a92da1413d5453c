"""Entering bodies, seats, members, meetings and days that are not what the calendar says."""

from datetime import date

from accounts import rules
from accounts.actions import forget_what_is_known_of
from audit.acts import NotAllowed, Refused, act, record
from bodies import listeners
from bodies.models import BankHolidayOverride, Committee, Meeting, Membership, Seat


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

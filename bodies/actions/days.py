"""Days that are not what the calendar says."""

from datetime import date

from audit import clock
from audit.acts import NotAllowed, Refused, act, record
from bodies import listeners, rules
from bodies.models import BankHolidayOverride
from bodies.workingdays import WorkingCalendar

TAKEN = "Somebody else was faster: it has been taken back already."


def _keeper_only(by) -> None:
    if by is not None and not rules.may_enter_bodies.test(by, None):
        raise NotAllowed("Only SECAS may do this.")


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

"""Those who have not answered are reminded, so many working days before the close: once for each close."""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from audit import clock
from audit.acts import act, current, nothing_changed, record
from bodies.workingdays import WorkingCalendar
from consultations.actions.running import day_words, hold, told
from consultations.models import Consultation, Extension, Reminder
from proposals import ports
from proposals.models import RuleKey
from proposals.processrules import values_on

DISTANCES = [RuleKey.CONSULT_REMIND_DAYS, RuleKey.CONSULT_LAST_DAYS]


def due_reminders(instant: datetime, calendar: WorkingCalendar) -> list[tuple[Consultation, int]]:
    """Open ones of whose close people are to be reminded today, and at which distance; of two that are due the nearer.
    Not of one that was opened, or given its close, on that day or since; nor where they were reminded at that distance
    on that day or since, of whichever close."""
    today = clock.london_date(instant)
    distances = sorted(values_on(DISTANCES, today))
    near = clock.closing(calendar.add(today, max(distances)))
    given = Extension.objects.filter(consultation=OuterRef("pk")).order_by("-pk").values("at")[:1]
    rows = Consultation.objects.open_at(instant).filter(closes_at__lte=near).annotate(given_at=Subquery(given))
    rows = rows.select_related("proposal").prefetch_related("reminders").order_by("pk")
    found = [(each, _distance(each, distances, today, calendar)) for each in rows]
    return [(each, days) for each, days in found if days is not None]


def _distance(each: Consultation, distances: list[int], today: date, calendar: WorkingCalendar) -> int | None:
    closes, known = clock.london_date(each.closes_at), clock.london_date(each.given_at or each.opened_at)
    for days in distances:
        day = calendar.add(closes, -days)
        if day <= today:
            return days if day > known and not _was_reminded(each, days, day) else None
    return None


def _was_reminded(each: Consultation, days: int, day: date) -> bool:
    return any(made.days == days and clock.london_date(made.at) >= day for made in each.reminders.all())


@act
def remind_of_consultation(*, consultation: Consultation, days: int, closes_at: datetime) -> Reminder | None:
    """The system reminds of one close at one distance; nothing where it was reminded of, extended or ended since."""
    held = hold(consultation, None)
    known = Reminder.objects.filter(consultation=held, days=days, closes_at=closes_at).exists()
    if known or held.closes_at != closes_at or not held.is_open_at(current().at):
        if not current().entries:
            nothing_changed()
        return None
    made = Reminder.objects.create(consultation=held, days=days, closes_at=closes_at, at=current().at)
    ports.notices["consultation_reminder"](made)
    record("consultation_reminded", **told(held, f"{held.title} closes on {day_words(closes_at)} at 17:00."))
    return made

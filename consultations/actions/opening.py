"""A consultation opens, at the moment of the act; it may be given longer, with a reason, while it is open."""

from datetime import date

from audit import clock
from audit.acts import Refused, act, current, record
from bodies.workingdays import WorkingCalendar
from consultations.actions.late import count_what_is_in_time_now
from consultations.actions.running import check_open, check_standing, date_words, day_words, hold, told
from consultations.course.kinds import row_of
from consultations.models import Consultation, Extension, Kind
from proposals import ports
from proposals.actions import refinement
from proposals.actions.ground import TooLate
from proposals.actions.recorded import correct_publication
from proposals.actions.windows import extend_consultation_window
from proposals.ports import stating
from proposals.processrules import value_on

UNTIL_THEN = "Comments are taken on this site until then."
BY_STEP = "It opens with the step by which the Panel sends the report to consultation."


def first_close(consultation: Consultation, day: date, calendar: WorkingCalendar) -> date:
    """The earliest day on which one opened on ``day`` may close."""
    return calendar.add(day, value_on(row_of(consultation).least, day))


def missing(consultation: Consultation) -> list[str]:
    """Why it cannot be opened yet, in sentences."""
    found = []
    if not consultation.questions.questions.filter(withdrawn_at=None).exists():
        found.append("It has no question yet.")
    if not consultation.introduction.strip():
        found.append("It does not say yet what it is about.")
    if consultation.kind == Kind.REQUIREMENTS and consultation.requirement_set.published_on is None:
        found.append("The business requirements are not published yet.")
    return found


@act
def open_consultation(*, consultation: Consultation, by, closes_on: date) -> Consultation:
    """Open from now until 17:00 on ``closes_on``; those whom it addresses are told."""
    held = hold(consultation, by)
    check_standing(held)
    if held.opened_at:
        raise TooLate(f"Somebody else was faster: it was opened on {day_words(held.opened_at)}.")
    if row_of(held).by_step:
        raise Refused(BY_STEP)
    if lacks := missing(held):
        raise Refused(" ".join(lacks))
    today = clock.london_date(current().at)
    _check_day(held, closes_on, today)
    if held.kind == Kind.REFINEMENT:
        held.refinement = refinement.open_refinement_consultation(proposal=held.proposal, by=by, closes_on=closes_on)
    _say_until_when_requirements_are_open(held, by, closes_on)
    start(held, clock.closing(closes_on), by=by)
    ports.notices["consultation_opened"](held)
    return held


def start(held: Consultation, closes_at, *, by) -> None:
    """Open from now until ``closes_at``. Within an act, which tells people."""
    held.opened_at, held.closes_at = current().at, closes_at
    if row_of(held).classed_as_proposal:
        held.classification = held.proposal.classification
    held.save(update_fields=["opened_at", "closes_at", "window", "refinement", "classification"])
    sentence = f"{held.title}: open until {day_words(closes_at)} at 17:00."
    record("consultation_opened", **told(held, sentence, by=by))


def _check_day(held: Consultation, closes_on: date, today: date) -> None:
    calendar = WorkingCalendar.hold()
    first = first_close(held, today, calendar)
    if closes_on < first:
        days = value_on(row_of(held).least, today)
        kind = held.get_kind_display()
        raise Refused(f"{kind}: open for at least {days} working days, until {date_words(first)}.", "closes_on")
    _check_worked(closes_on, calendar)


def _check_worked(closes_on: date, calendar: WorkingCalendar) -> None:
    if not calendar.is_working_day(closes_on):
        follows = date_words(calendar.next(closes_on))
        raise Refused(f"{date_words(closes_on)} is no working day; the next is {follows}.", "closes_on")


@act
def extend_consultation(*, consultation: Consultation, by, closes_on: date, reason: str) -> Extension:
    """Open until 17:00 of a later day, with the reason; the day before it stays on record. Those whom it addresses are
    told, and reminded of the new close."""
    held = hold(consultation, by)
    check_open(held)
    was = held.closes_at
    if closes_on <= clock.london_date(was):
        raise Refused(f"It closes on {day_words(was)}; give a later day.", "closes_on")
    if not reason.strip():
        raise Refused("Say why it is extended.", "reason")
    _check_worked(closes_on, WorkingCalendar.hold())
    held.closes_at = clock.closing(closes_on)
    held.save(update_fields=["closes_at"])
    _extend_what_it_stands_on(held, by, closes_on, reason.strip())
    made = Extension.objects.create(
        consultation=held, was=was, becomes=held.closes_at, reason=reason.strip(), by=by, at=current().at
    )
    count_what_is_in_time_now(held, by)
    sentence = f"{held.title}: open until {date_words(closes_on)} at 17:00. {reason.strip()}"
    dates = {"before": {"closes": f"{clock.london_date(was)}"}, "after": {"closes": f"{closes_on}"}}
    record("consultation_extended", **told(held, sentence, by=by), **dates)
    ports.notices["consultation_extended"](made)
    return made


def _extend_what_it_stands_on(held: Consultation, by, closes_on: date, reason: str) -> None:
    if held.window_id:
        extend_consultation_window(window=held.window, by=by, closes_on=closes_on, reason=reason)
    if held.refinement_id:
        own = {"proposal": held.proposal, "by": by, "closes_on": closes_on, "reason": reason}
        with stating("consultation"):
            refinement.extend_refinement_consultation(**own)
    _say_until_when_requirements_are_open(held, by, closes_on)


def _say_until_when_requirements_are_open(held: Consultation, by, closes_on: date) -> None:
    """The record of the requirements has the last day for comments too: it is that of the consultation."""
    asked = held.requirement_set
    if asked is None or asked.comments_until == closes_on:
        return
    own = {"proposal": held.proposal, "by": by, "requirement_set": asked}
    with stating("consultation"):
        correct_publication(**own, reason=UNTIL_THEN, published_on=asked.published_on, comments_until=closes_on)

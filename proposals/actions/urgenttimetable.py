"""The timetable that the Authority sets when it grants urgency: it goes before what was planned and before the rules
(domain §2.2 row 16). Its dates stand in the proposal's timetable like any other."""

from datetime import date

from audit import clock
from bodies.models import Committee
from proposals.actions.timetable import PANEL, place_entry, put_elsewhere, take_out
from proposals.layouts import Planned
from proposals.models import Exactness, Move, Proposal, TimetableEntry

Kind = TimetableEntry.Kind
# The act's name of a date: what it is a date of, which kind of entry, and which body does it.
DATES = {
    "panel_on": ("The Panel looks at the report", Kind.PANEL_UPDATE, PANEL),
    "change_board_on": ("Change Board vote", Kind.CHANGE_BOARD, "change-board"),
    "authority_on": ("Authority determination", Kind.AUTHORITY, ""),
    "implementation_on": ("Implementation", Kind.IMPLEMENTATION, ""),
}
AUTHORITYS = "the Authority, with urgency"
REASON = "The Authority granted urgency with a timetable of its own."


def facts(next_step: str, consultation_days: int | None, dates: dict[str, date]) -> dict[str, str]:
    """What the history says of it, {label: words}."""
    found = {"Next step": next_step, "Consultation": f"{consultation_days} working days" if consultation_days else ""}
    found |= {DATES[name][0]: f"{on:%-d %B %Y}" for name, on in dates.items()}
    return {label: words for label, words in found.items() if words}


def lay(proposal: Proposal, move: Move, dates: dict[str, date], on: date, by) -> None:
    """Each date written into the timetable, or, where one of its kind is still to be done, that one moved there."""
    bodies = Committee.objects.in_bulk([DATES[name][2] for name in dates if DATES[name][2]], field_name="code")
    for name, day in dates.items():
        activity, kind, body = DATES[name]
        planned = Planned(activity, kind, day, Exactness.DAY, bodies.get(body))
        ahead = TimetableEntry.objects.standing().filter(proposal=proposal, kind=kind, done_on=None)
        # What was planned for the day of the grant is the Authority's answer itself, which is being given.
        if standing := ahead.exclude(kind=Kind.AUTHORITY, due_on=on).first():
            put_elsewhere(standing, planned, REASON, AUTHORITYS, on, by)
        else:
            place_entry(proposal, planned, on=on, by=by)


def take_back(move: Move) -> None:
    """The dates that the step brought, when it is taken back: those written with it taken out, those moved put back."""
    by, on = move.reversed_by.by, clock.london_date(move.reversed_by.recorded_at)
    laid = TimetableEntry.objects.standing().filter(proposal=move.proposal, done_on=None)
    why = "The grant of urgency was taken back."
    for entry in laid.filter(at=move.recorded_at, package=None):
        take_out(entry, why, on=on, by=by)
    for entry in laid.filter(slips__at=move.recorded_at, slips__agreed_by=AUTHORITYS).distinct():
        slip = entry.slips.filter(at=move.recorded_at).last()
        if (entry.due_on, entry.exactness) == (slip.to_on, slip.to_exactness):
            back = Planned(entry.activity, entry.kind, slip.from_on, slip.from_exactness, entry.body)
            put_elsewhere(entry, back, why, AUTHORITYS, on, by)

"""The timetables of the demo: laid out, approved, moved and done on the days that the files give."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from proposals import actions
from proposals.layouts import Planned
from proposals.models import Exactness, TimetableEntry
from secmods.demo import shapes
from secmods.demo.record import Record

Dated = Iterator[tuple[date, Callable]]


def laid_out(file: shapes.Proposal, record: Record, own: dict) -> Dated:
    for data in file.work_packages:
        yield data.on, lambda data=data: _lay_out(data, record, own)


def kept(file: shapes.Proposal, record: Record, own: dict) -> Dated:
    """What happens to the dates once they are laid out."""
    for number, data in enumerate(file.work_packages, 1):
        if data.approved:
            yield data.approved.on, lambda n=number, at=data.approved: _approve(n, at, record, own)
        for entry in data.entries:
            for slip in entry.slips:
                yield slip.on, lambda n=number, e=entry, s=slip: _move(n, e, s, record, own)
            if entry.done:
                yield entry.done.on, lambda n=number, e=entry: _done(n, e, own)


def _lay_out(data: shapes.WorkPackage, record: Record, own: dict) -> None:
    entries = [
        Planned(e.activity, e.kind, _day(e.on, e.exactness), e.exactness, record.committees.get(e.body))
        for e in data.entries
    ]
    actions.lay_out_package(**own, entries=entries, words=data.words, effective=data.on)


def _day(on: date, exactness: str) -> date:
    return on - timedelta(days=on.weekday()) if exactness == Exactness.WEEK else on


def _approve(number: int, at: shapes.MeetingOf, record: Record, own: dict) -> None:
    package = own["proposal"].work_packages.get(number=number)
    actions.approve_work_package(package=package, by=own["by"], meeting=record.meetings[at.committee, at.on])


def _entry(number: int, data: shapes.Entry, own: dict) -> TimetableEntry:
    return own["proposal"].timetable.get(package__number=number, activity=data.activity)


def _move(number: int, data: shapes.Entry, slip: shapes.Slip, record: Record, own: dict) -> None:
    actions.move_entry(
        entry=_entry(number, data, own),
        by=own["by"],
        to=_day(slip.due, data.exactness),
        reason=slip.reason,
        agreed_by=slip.agreed_by,
        agreed_body=record.committees.get(slip.body),
        agreed_at=record.meetings.get((slip.body, slip.on)),
        effective=slip.on,
    )


def _done(number: int, data: shapes.Entry, own: dict) -> None:
    actions.mark_done(entry=_entry(number, data, own), by=own["by"], on=data.done.on)

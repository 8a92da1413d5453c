"""What the timetable tab shows: packages with their rows, the chart, and every slip, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from audit import clock
from audit.templatetags.look import date_table
from bodies.workingdays import WorkingCalendar
from proposals.models import Proposal, Slip, TimetableEntry, WorkPackage
from proposals.timetable import dated, stage_of, warnings
from proposals.timetable_chart import chart, slip_words

Status = TimetableEntry.Status
HUES = {Status.DONE: "good", Status.MISSED: "stop", Status.OVERDUE: "attention"}


@dataclass(frozen=True)
class Act:
    words: str
    url: str


@dataclass(frozen=True)
class Row:
    number: int
    entry: TimetableEntry
    stage: str
    slip: str
    status: str
    hue: str
    note: str
    warnings: list[str]
    acts: list[Act]


@dataclass(frozen=True)
class Group:
    """A package and its rows; without a package, the dates beside them."""

    package: WorkPackage | None
    rows: list[Row]
    approve_url: str
    correct_url: str


@dataclass(frozen=True)
class Slipped:
    slip: Slip
    how_far: str


def shown(proposal: Proposal, *, may_manage: bool) -> dict:
    """The context of the tab; warnings and acts only for those who may use them."""
    today, calendar = clock.today(), WorkingCalendar.load()
    people = ("package__approved_at__committee", "body", "meeting")
    entries = list(proposal.timetable.standing().select_related(*people))
    rows = _rows(proposal, entries, today, calendar, may_manage)
    return {
        "entries": entries,
        "groups": _groups(proposal, rows, may_manage),
        "slips": [_slipped(slip, calendar) for slip in _slips(proposal)],
        "chart": chart(proposal.reference, entries, today, calendar, proposal.path) if entries else None,
        "may_change": may_manage and not proposal.is_finished,
    }


def _slips(proposal: Proposal) -> list[Slip]:
    return list(Slip.objects.filter(entry__proposal=proposal).for_reading())


def _slipped(slip: Slip, calendar: WorkingCalendar) -> Slipped:
    return Slipped(slip, slip_words(calendar.between(slip.from_on, slip.to_on)))


def _rows(proposal: Proposal, entries: Sequence[TimetableEntry], today: date, calendar, may_manage: bool) -> list[Row]:
    odd = warnings(map(dated, entries), calendar) if may_manage else [[]] * len(entries)
    return [
        Row(
            number=number,
            entry=entry,
            stage=stage_of(entry.kind, proposal.path).label,
            slip=slip_words(calendar.between(entry.baseline_on, entry.due_on)) if entry.has_moved else "",
            status=entry.status(today).label,
            hue=HUES.get(entry.status(today), ""),
            note=_note(entry),
            warnings=[] if entry.done_on else words,
            acts=_acts(proposal, entry) if may_manage else [],
        )
        for number, (entry, words) in enumerate(zip(entries, odd, strict=True), 1)
    ]


def _note(entry: TimetableEntry) -> str:
    if entry.done_on:
        return f"on {date_table(entry.done_on)}"
    return f"{date_table(entry.missed_on)}: {entry.missed_why}" if entry.missed_on else ""


def _acts(proposal: Proposal, entry: TimetableEntry) -> list[Act]:
    """What may be done with an entry as it stands."""
    approved = entry.package and entry.package.approved_on
    offered = {
        "timetable_move": ("Move", not entry.done_on and not proposal.is_finished),
        "timetable_done": ("Mark done", not entry.done_on),
        "timetable_missed": ("Mark missed", not (entry.done_on or entry.missed_on) and entry.due_on <= clock.today()),
        "timetable_undo": ("Take back", bool(entry.done_on or entry.missed_on)),
        "timetable_remove": ("Remove", not approved),
    }
    return [
        Act(words, reverse(f"proposals:{name}", args=[proposal.slug, entry.pk]))
        for name, (words, may) in offered.items()
        if may
    ]


def _groups(proposal: Proposal, rows: Sequence[Row], may_manage: bool) -> list[Group]:
    """In the order in which the packages were laid out; what belongs to none stands last."""
    by_package: dict[WorkPackage | None, list[Row]] = {}
    for row in rows:
        by_package.setdefault(row.entry.package, []).append(row)
    order = sorted(by_package, key=lambda package: (package is None, package.number if package else 0))
    return [_group(proposal, package, by_package[package], may_manage) for package in order]


def _group(proposal: Proposal, package: WorkPackage | None, rows: list[Row], may_manage: bool) -> Group:
    if not may_manage or package is None:
        return Group(package, rows, "", "")
    if package.approved_on:
        return Group(package, rows, "", reverse("proposals:correct_approval", args=[proposal.slug, package.pk]))
    return Group(package, rows, reverse("proposals:approve_package", args=[proposal.slug, package.pk]), "")

"""The chart of a timetable, drawn on the server: across in hundredths of its width, down in pixels, so that one drawing
fits a telephone, a wide screen and paper, with letters of the same size on each."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bodies.workingdays import WorkingCalendar
from proposals.models import Exactness, TimetableEntry
from proposals.models.timetable import last_day, when_sentence
from proposals.timetable import stage_of

LEFT, WIDTH = 3, 94  # of the drawing's width, in hundredths
AXIS = 40  # down to the first row, in pixels: names of the months, and today
LINE, MARK, GAP = 18, 26, 12  # a line of words, the room for a mark, and what is left below it
LETTERS = 38  # on a line; a telephone has room for them
MOST_NAMES = 6  # of months
LAST_NAME = 80  # beyond it, in hundredths, the name of a month stands before its line
NARROWEST = 4  # of a week, in hundredths; a narrower one is drawn as wide as a day
AROUND = timedelta(days=4)
NEAR = timedelta(days=45)  # how far beyond the dates the drawing reaches to show today
WEEKDAYS = timedelta(days=4)


@dataclass(frozen=True)
class Mark:
    """A date: a square for a day, a lozenge for a meeting, a bar for a week (``width`` where there is room for one)."""

    x: str
    shape: str
    width: str = ""


@dataclass(frozen=True)
class Row:
    lines: list[tuple[int, str]]  # how far down, and the words
    y: int
    hue: str
    status: str
    first: Mark
    now: Mark
    has_moved: bool


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Today:
    x: str
    anchor: str
    label: str


@dataclass(frozen=True)
class Chart:
    title: str
    description: str
    height: int
    rows: list[Row]
    ticks: list[Tick]
    today: Today


@dataclass(frozen=True)
class Scale:
    start: date
    end: date

    def at(self, day: date) -> float:
        within = min(max(day, self.start), self.end)
        return LEFT + WIDTH * (within - self.start).days / max((self.end - self.start).days, 1)


def chart(
    reference: str, entries: Sequence[TimetableEntry], today: date, calendar: WorkingCalendar, path: str
) -> Chart:
    """``entries`` in the order of the plan; at least one."""
    scale = _scale(entries, today)
    rows: list[Row] = []
    down = AXIS
    for number, entry in enumerate(entries, 1):
        rows.append(_row(number, entry, scale, down, today, calendar, path))
        down = rows[-1].y + MARK // 2 + GAP
    return Chart(
        title=f"Timetable of {reference}",
        description=_description(entries, today),
        height=down,
        rows=rows,
        ticks=_ticks(scale),
        today=_today(scale, today),
    )


def _scale(entries: Sequence[TimetableEntry], today: date) -> Scale:
    days = [day for entry in entries for day in _days_of(entry)]
    start, end = min(days) - AROUND, max(days) + AROUND
    if start - NEAR <= today <= end + NEAR:
        start, end = min(start, today - AROUND), max(end, today + AROUND)
    return Scale(start, end)


def _days_of(entry: TimetableEntry) -> list[date]:
    return [
        entry.baseline_on,
        last_day(entry.baseline_on, entry.baseline_exactness),
        entry.due_on,
        entry.ends_on,
    ]


def _row(number: int, entry: TimetableEntry, scale: Scale, down: int, today: date, calendar, path: str) -> Row:
    words = textwrap.wrap(f"{number}. {entry.activity} – {_state(entry, today, calendar)}", LETTERS)
    lines = [(down + LINE * (n + 1) - 4, line) for n, line in enumerate(words)]
    return Row(
        lines=lines,
        y=down + LINE * len(words) + MARK // 2,
        hue=stage_of(entry.kind, path).label,
        status=entry.status(today),
        first=_mark(entry.baseline_on, entry.baseline_exactness, scale),
        now=_mark(entry.due_on, entry.exactness, scale),
        has_moved=entry.has_moved,
    )


def _state(entry: TimetableEntry, today: date, calendar: WorkingCalendar) -> str:
    """What the row says in words beside its marks: when, how far it has moved, how it stands."""
    parts = [entry.when]
    if entry.has_moved:
        parts.append(slip_words(calendar.between(entry.baseline_on, entry.due_on)))
    status = entry.status(today)
    if status != TimetableEntry.Status.PLANNED:
        parts.append(status.label.lower())
    return ", ".join(parts)


def slip_words(days: int) -> str:
    """How far a date has moved, in working days."""
    if days == 0:
        return "the same day"
    number = f"{abs(days):,} working day{'' if abs(days) == 1 else 's'}"
    return f"{number} {'later' if days > 0 else 'earlier'}"


def _mark(on: date, exactness: str, scale: Scale) -> Mark:
    x = scale.at(on)
    if exactness == Exactness.WEEK:
        width = scale.at(on + WEEKDAYS) - x
        return Mark(_percent(x), exactness, _percent(width) if width >= NARROWEST else "")
    return Mark(_percent(x), exactness)


def _percent(number: float) -> str:
    return f"{number:.2f}%"


def _ticks(scale: Scale) -> list[Tick]:
    """The first days of months, so many that their names have room beside one another on a telephone."""
    firsts = [day for day in _months(scale.start, scale.end) if day > scale.start]
    step = max(1, -(-len(firsts) // MOST_NAMES))
    shown = firsts[::step]
    return [_tick(day, scale.at(day), n == 0 or day.year != shown[n - 1].year) for n, day in enumerate(shown)]


def _tick(day: date, x: float, with_year: bool) -> Tick:
    return Tick(_percent(x), f"{day:%b %Y}" if with_year else f"{day:%b}", "end" if x > LAST_NAME else "start")


def _months(start: date, end: date) -> list[date]:
    first, found = start.replace(day=1), []
    while first <= end:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return found


def _today(scale: Scale, today: date) -> Today:
    """The line of today; where the drawing does not reach so far, it stands at the edge and says so."""
    x = scale.at(today)
    anchor = "start" if x < 25 else "end" if x > 75 else "middle"
    if today > scale.end:
        return Today(_percent(100), "end", f"Today, {today:%-d %b %Y}, is later →")
    if today < scale.start:
        return Today(_percent(0), "start", f"← Today, {today:%-d %b %Y}, is earlier")
    return Today(_percent(x), anchor, f"Today, {today:%-d %b}")


def _description(entries: Sequence[TimetableEntry], today: date) -> str:
    """What the drawing shows, for those who hear it; every fact of it stands in the table beneath."""
    first, last = min(e.due_on for e in entries), max(e.due_on for e in entries)
    moved = sum(entry.has_moved for entry in entries)
    done = sum(entry.status(today) == TimetableEntry.Status.DONE for entry in entries)
    ahead = [e for e in entries if e.status(today) == TimetableEntry.Status.PLANNED]
    coming = min(ahead, key=lambda e: e.due_on, default=None)
    following = f" Next: {coming.activity}, {when_sentence(coming.due_on, coming.exactness)}." if coming else ""
    span = f"on {first:%-d %B %Y}" if first == last else f"from {first:%-d %B %Y} to {last:%-d %B %Y}"
    return f"{_dates(len(entries))} {span}; {done} done, {moved} moved.{following} The table beneath holds the same."


def _dates(number: int) -> str:
    return "One date" if number == 1 else f"{number} dates"

"""Reading a timetable: what comes next, and what a person who lays out dates is warned of. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from audit import clock
from bodies.workingdays import WorkingCalendar
from proposals.models import Exactness, Proposal, TimetableEntry
from proposals.models.timetable import when_sentence, when_words
from proposals.states import FINISHED, Path, Stage, State

# Here a body, or time, decides what the timetable of before could not know.
SOMETHING_ELSE_FIRST = FINISHED | {
    State.SUBMITTED,
    State.FT_OBJECTION_WINDOW,
    State.APPEAL_WINDOW,
    State.FT_HALTED,
    State.PENDING_IMPLEMENTATION,
    State.WITHDRAWAL_NOTICE,
}


Kind = TimetableEntry.Kind
STAGES = {
    Kind.MRC: Stage.REPORT,
    Kind.CHANGE_BOARD: Stage.REPORT,
    Kind.AUTHORITY: Stage.DECISION,
    Kind.IMPLEMENTATION: Stage.IMPLEMENTED,
}


def stage_of(kind: str, path: str = "") -> Stage:
    """The stage whose hue an entry has. What a Fast-Track proposal waits for is its decision: it is never refined."""
    waiting = Stage.DECISION if path == Path.FAST_TRACK else Stage.REFINEMENT
    return STAGES.get(Kind(kind), waiting)


def upcoming(proposal: Proposal, on: date | None = None) -> list[TimetableEntry]:
    """What is agreed and neither done nor missed: to come, the nearest first, and after it what is overdue."""
    entries = TimetableEntry.objects.filter(proposal=proposal).ahead(on or clock.today())
    return list(entries.select_related("body", "meeting"))


@dataclass(frozen=True)
class Next:
    """The next entry, as one row of a list or one sentence of a header has room for it."""

    activity: str
    on: date
    exactness: str
    is_over: bool

    @property
    def sentence(self) -> str:
        """“Next: update the Panel, on Friday 9 August 2019.”"""
        when = when_sentence(self.on, self.exactness)
        if self.is_over:
            return f"“{self.activity}” was due {when} and is not yet recorded as done."
        return f"Next in its timetable, {when}: {self.activity}."

    @property
    def words(self) -> str:
        """“Update the Panel, 9 Aug 2019”: in a cell."""
        when = when_words(self.on, self.exactness)
        return f"{self.activity}: was due {when}" if self.is_over else f"{self.activity}, {when}"


def next_of(proposal: Proposal) -> Next | None:
    """Of a proposal read with ``next_row`` (``for_page``, ``for_register``). None where something else comes first."""
    row = proposal.next_row
    if row is None or proposal.state in SOMETHING_ELSE_FIRST:
        return None
    return Next(row["activity"], date.fromisoformat(row["due_on"]), row["exactness"], row["is_over"])


# Warnings ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dated:
    """What a warning looks at: an entry of the record, or one that is about to be laid out."""

    activity: str
    on: date
    exactness: str


def dated(entry: TimetableEntry) -> Dated:
    return Dated(entry.activity, entry.due_on, entry.exactness)


def day_warning(on: date, exactness: str, calendar: WorkingCalendar) -> str:
    """A day that is not worked, with the working days beside it. A week has other days; a body meets when it does."""
    if exactness != Exactness.DAY or calendar.is_working_day(on):
        return ""
    before, after = calendar.add(on, -1), calendar.next(on)
    return f"{on:%A %-d %B %Y} is not a working day; the nearest are {before:%A %-d %B %Y} and {after:%A %-d %B %Y}."


def order_warning(entry: Dated, successor: Dated | None) -> str:
    if successor is None or entry.on <= successor.on:
        return ""
    return (
        f"It is due after “{successor.activity}”, which follows it and is due "
        f"{when_sentence(successor.on, successor.exactness)}."
    )


def warnings(entries: Iterable[Dated], calendar: WorkingCalendar) -> list[list[str]]:
    """For each of the entries, in the order of the plan, what is odd about its date. Nothing of it blocks anything."""
    listed = list(entries)
    successors = [*listed[1:], None][: len(listed)]
    return [
        [words for words in (day_warning(e.on, e.exactness, calendar), order_warning(e, after)) if words]
        for e, after in zip(listed, successors, strict=True)
    ]

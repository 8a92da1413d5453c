"""Every date of the record, and the row that each change of one must have beside it: no date moves without one."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from audit.models import Event
from proposals.models import ImplementationPart, PlanChange, Release, ReleaseMove, Slip, TimetableEntry, Window

# A date that ends: an objection halts the implementation (domain §2.2 row 36), and what hung on a step goes with it.
UNDATED_BY = {"proposal_object", "move_reversed", "objection_struck"}
# The close of a window moves with a bank holiday, or with the date of the step that opened it.
CLOSE_MOVED_BY = {"window_moved", "move_corrected"}


@dataclass(frozen=True)
class Dates:
    entries: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    releases: dict = field(default_factory=dict)
    closes: dict = field(default_factory=dict)

    @classmethod
    def of_the_record(cls) -> "Dates":
        rows = ImplementationPart.objects.values_list("plan_id", "number", "planned_on")
        return cls(
            entries={
                pk: (on, exact) for pk, on, exact in TimetableEntry.objects.values_list("pk", "due_on", "exactness")
            },
            parts={(plan, number): on for plan, number, on in rows},
            releases=dict(Release.objects.values_list("pk", "date")),
            closes=dict(Window.objects.values_list("pk", "closes_at")),
        )


@dataclass
class Ledger:
    """What the dates were and are, act by act. ``moved``: how often each kind of date moved."""

    dates: Dates
    slips: Counter = field(default_factory=Counter)
    moved: Counter = field(default_factory=Counter)

    def follow(self, events: list[Event]) -> None:
        """``events``: those of the act that has just been done."""
        before, self.dates = self.dates, Dates.of_the_record()
        for pk, was, now in _changed(before.entries, self.dates.entries):
            self._slipped(pk, was, now)
        for part, was, now in _changed(before.parts, self.dates.parts):
            self._planned_anew(part, was, now, {event.action for event in events})
        for pk, was, now in _changed(before.releases, self.dates.releases):
            assert [(was, now)] == list(ReleaseMove.objects.filter(release=pk).values_list("from_date", "to_date"))[-1:]
            self.moved["release"] += 1
        for _, was, now in _changed(before.closes, self.dates.closes):
            assert now > was or "move_corrected" in {event.action for event in events}
            assert CLOSE_MOVED_BY & {event.action for event in events}
            self.moved["close of a window"] += 1

    def _slipped(self, pk: int, was: tuple, now: tuple) -> None:
        """One slip more than before, from where it stood to where it stands, in a chain that begins at the baseline."""
        self.slips[pk] += 1
        self.moved["date of the timetable"] += 1
        rows = Slip.objects.filter(entry=pk)
        chain = [((s.from_on, s.from_exactness), (s.to_on, s.to_exactness)) for s in rows]
        entry = TimetableEntry.objects.get(pk=pk)
        assert len(chain) == self.slips[pk]
        assert chain[-1] == (was, now)
        assert chain[0][0] == (entry.baseline_on, entry.baseline_exactness)
        assert all(one[1] == next_one[0] for one, next_one in pairwise(chain))
        assert all(row.reason and row.who_agreed for row in rows)

    def _planned_anew(self, part: tuple, was, now, actions: set) -> None:
        if was is None:
            return
        if now is None and UNDATED_BY & actions:
            self.moved["date of implementation, ended"] += 1
            return
        plan, number = part
        kept = PlanChange.objects.filter(plan=plan, part_number=number).order_by("pk").last()
        assert kept, f"Part {number} moved from {was} to {now} by {actions} and no row says so."
        assert (kept.from_date, kept.to_date) == (was, now)
        self.moved["date of implementation"] += 1

    def close(self) -> None:
        """Nothing is kept as moved that was not."""
        assert Slip.objects.count() == sum(self.slips.values())


def _changed(before: dict, after: dict) -> list[tuple]:
    return [(key, was, after[key]) for key, was in before.items() if key in after and after[key] != was]

"""Whether a meeting has its quorum, or what it lacks: one rule, for the meeting as a whole and for each item."""

from collections.abc import Collection
from dataclasses import dataclass

from bodies.models import Committee, Meeting
from subcommittees.models import Attendance

THERE = (Attendance.How.PRESENT, Attendance.How.ALTERNATE)


@dataclass(frozen=True)
class Quorum:
    """``needed`` None: none is laid down. ``lacking``: what is not there, each as it stands after “No quorum:”;
    ``asks``: what the body asks besides in words that no count can answer."""

    needed: int | None
    there: int
    lacking: tuple[str, ...] = ()
    asks: str = ""

    @property
    def is_met(self) -> bool:
        return self.needed is not None and not self.lacking

    @property
    def words(self) -> str:
        if self.needed is None:
            return "No quorum is laid down for this body."
        if self.is_met:
            besides = f" It also asks: {self.asks}." if self.asks else ""
            return f"The meeting has its quorum: {self.there} of at least {self.needed}.{besides}"
        return " ".join(f"No quorum: {lack}." for lack in self.lacking)


def quorum(committee: Committee, rows: Collection[Attendance], aside: Collection[int] = ()) -> Quorum:
    """``rows``: who was there, each with its seat; ``aside``: keys of the people who stand aside in an item, and so are
    counted out. Seats without a vote do not count."""
    voting = [row for row in rows if row.seat_id and row.seat.votes and row.how in THERE]
    counted = [row for row in voting if row.person_id not in aside]
    asked = committee.quorum_words.strip().rstrip(".")
    if committee.quorum is None:
        return Quorum(None, len(counted), asks=asked)
    lacking = [*_seats(committee.quorum, len(counted)), *_categories(committee.quorum_categories, counted)]
    return Quorum(committee.quorum, len(counted), tuple(lacking), asked)


def _seats(needed: int, there: int) -> list[str]:
    if there >= needed:
        return []
    lack = needed - there
    members = "one voting member" if lack == 1 else f"{lack} voting members"
    return [f"{members} short, {there} of at least {needed}"]


def _categories(needed: int | None, counted: list[Attendance]) -> list[str]:
    there = len({row.seat.category for row in counted if row.seat.category})
    return [f"{there} of at least {needed} Party Categories"] if needed and there < needed else []


def attendance_of(meeting: Meeting) -> list[Attendance]:
    rows = meeting.attendance.select_related("seat", "person")
    return list(rows.order_by("seat__name", "name"))

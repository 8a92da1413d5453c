"""A proposal as it stood at the end of a day: ``?on=2019-06-14`` on its pages.

The day is the effective one: a decision of 11 October that was entered on the 14th already stands on the 11th. What
comes from dated rows is shown as it was; who may read it is decided by today's rights.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateparse import parse_date

from audit import clock
from proposals.models import Move, Proposal, TimetableEntry, Window
from proposals.states import State

BEGINNING = date(2013, 9, 23)  # the Smart Energy Code was designated: nothing of the register is older


@dataclass(frozen=True)
class AsAt:
    """What a page asked for. ``on`` is None for today; ``wrong`` says why a day that was asked for is not shown."""

    on: date | None = None
    wrong: str = ""

    @property
    def instant(self) -> datetime:
        """The last moment of the day, in UTC; now, for today."""
        if self.on is None:
            return clock.now()
        return clock.start_of(self.on + timedelta(days=1)) - timedelta(microseconds=1)

    @contextmanager
    def clock(self) -> Iterator[None]:
        """The clock as it was, so that “working days left” and “next meeting” are those of the day."""
        if self.on is None:
            yield
            return
        with clock.set_to(self.instant):
            yield


def asked_for(request) -> AsAt:
    text = request.GET.get("on", "").strip()
    if not text:
        return AsAt()
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        return AsAt(wrong=f"“{text[:20]}” is not a date; give one such as 2019-06-14. This is today.")
    if day < BEGINNING:
        return AsAt(wrong=f"{text[:20]} is before the Smart Energy Code began. This is today.")
    if day > clock.today():
        return AsAt(wrong=f"{day:%-d %B %Y} is still to come. This is today.")
    return AsAt() if day == clock.today() else AsAt(on=day)


def moves_until(moves: list[Move], at: AsAt) -> list[Move]:
    return [move for move in moves if move.effective_at <= at.instant]


def as_at(proposal: Proposal, moves: list[Move], at: AsAt) -> Proposal:
    """A copy with the columns of that day: what later steps changed is taken back, the last one first. ``moves``: the
    standing ones, in their order. Not for saving."""
    if at.on is None:
        return proposal
    then = copy.copy(proposal)
    for move in reversed(moves):
        if move.effective_at > at.instant:
            _take_back(then, move)
    _path_then(then, at)
    _title_then(then, at)
    then.next_row = TimetableEntry.objects.filter(proposal=then.pk).row_then(at.on)
    return then


def _take_back(proposal: Proposal, move: Move) -> None:
    for name, value in move.before.items():
        field = proposal._meta.get_field(name.removesuffix("_id"))
        setattr(proposal, name, field.to_python(value) if not field.is_relation else value)
        if field.is_relation and field.is_cached(proposal):
            field.delete_cached_value(proposal)
    if not move.stays:
        proposal.state = State(move.from_state) if move.from_state else State.SUBMITTED


def _path_then(proposal: Proposal, at: AsAt) -> None:
    """The path may be determined without a step, so its own rows say what it was."""
    row = proposal.path_determinations.filter(on__lte=at.on).order_by("on", "pk").last()
    proposal.path = row.path if row else ""
    proposal.path_determined_on = row.on if row and row.path else None
    proposal.path_reasons = row.reasons if row else ""


def _title_then(proposal: Proposal, at: AsAt) -> None:
    former = proposal.former_titles.filter(until__gt=at.on).order_by("until", "pk").first()
    if former:
        proposal.title = former.title


def windows_until(moves: list[Move], at: AsAt) -> list[Window]:
    """Windows that the ``moves`` opened, newest first; one that was settled later stands unsettled, as it did."""
    windows = [move.window for move in reversed(moves) if hasattr(move, "window")]
    return [_unsettled(window) if _settled_later(window, at) else window for window in windows]


def _settled_later(window: Window, at: AsAt) -> bool:
    return at.on is not None and window.settled_at is not None and window.settled_at > at.instant


def _unsettled(window: Window) -> Window:
    then = copy.copy(window)
    then.outcome, then.settled_at = Window.Outcome.OPEN, None
    return then

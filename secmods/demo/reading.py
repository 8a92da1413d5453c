"""The demo's data files as typed, plain structures. A key that no structure has is told, so that no slip goes unread.

Days stand as dates, or count from today: ``in_working_days`` (negative: back), ``due_in_working_days`` and
``meets_in_working_days`` in working days, ``days_ago`` in days of the calendar.
"""

import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from audit import clock
from bodies.workingdays import WorkingCalendar
from secmods.demo.shapes import (
    Agenda,
    Agendas,
    Bodies,
    Code,
    Consultations,
    Meetings,
    People,
    Proposal,
    Questions,
    Release,
    Releases,
    Written,
)

DATA = Path(__file__).parent / "data"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The same fact under the name that reads best in each file.
ALIASES = {
    "date": "on",
    "effective": "on",
    "in_working_days": "on",
    "due_in_working_days": "due",
    "meets_in_working_days": "meeting",
    "answered_in_working_days": "answered",
    "days_ago": "received",
    "opened_in_working_days": "opened",
    "closes_in_working_days": "closes",
}


@dataclass(frozen=True)
class Days:
    """Days that count from ``today``."""

    today: date
    calendar: WorkingCalendar

    @classmethod
    def from_today(cls) -> "Days":
        return cls(clock.today(), WorkingCalendar.load())

    def reckon(self, key: str, value):
        if key.endswith("in_working_days"):
            return self.calendar.add(self.today, value)
        return self.today - timedelta(days=value) if key == "days_ago" else value


def read_people(days: Days) -> People:
    return read(People, DATA / "people.yaml", days)


def read_bodies(days: Days) -> Bodies:
    return read(Bodies, DATA / "bodies.yaml", days)


def read_agendas(days: Days) -> tuple[Agenda, ...]:
    return read(Agendas, DATA / "agendas.yaml", days).agendas


def read_code(days: Days) -> Code:
    return read(Code, DATA / "code.yaml", days)


def read_releases(days: Days) -> tuple[Release, ...]:
    return read(Releases, DATA / "releases.yaml", days).releases


def read_meetings(days: Days) -> Meetings:
    return read(Meetings, DATA / "meetings.yaml", days)


def read_questions(days: Days) -> Questions:
    return read(Questions, DATA / "questions.yaml", days)


def read_consultations(days: Days) -> Consultations:
    return read(Consultations, DATA / "consultations.yaml", days)


def read_response(days: Days) -> Written:
    return read(Written, DATA / "response.yaml", days)


def read_proposals(days: Days) -> list[Proposal]:
    """In the order of their numbers, then submissions in the order of their receipt."""
    found = [read(Proposal, path, days) for path in sorted((DATA / "proposals").glob("*.yaml"))]
    return sorted(found, key=lambda p: (p.number is None, p.number, p.submission.received))


def read(kind: type, path: Path, days: Days):
    """``ValueError`` names the file and the key that do not fit."""
    raw = yaml.load(path.read_text("utf-8"), LOADER)  # noqa: S506 - the safe loader, in C where it is built
    try:
        return build(kind, dated(raw, days))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def dated(raw, days: Days):
    if isinstance(raw, dict):
        return {ALIASES.get(key, key): days.reckon(key, dated(value, days)) for key, value in raw.items()}
    return [dated(item, days) for item in raw] if isinstance(raw, list) else raw


def build(kind, raw):
    if is_dataclass(kind):
        return _structure(kind, raw)
    if typing.get_origin(kind) is tuple:
        return tuple(build(typing.get_args(kind)[0], item) for item in raw)
    if isinstance(kind, types.UnionType):
        return None if raw is None else build(typing.get_args(kind)[0], raw)
    if not isinstance(raw, kind):
        raise ValueError(f"{raw!r} is no {kind.__name__}.")
    return raw


def _structure(kind: type, raw: dict):
    kinds = _fields(kind)
    unknown = raw.keys() - kinds.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}.")
    return kind(**{name: build(kinds[name], value) for name, value in raw.items()})


@cache
def _fields(kind: Callable) -> dict:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}

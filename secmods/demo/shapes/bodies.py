"""Bodies, who sits on them, when they meet, and what stands on their agendas."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Committee:
    code: str
    name: str
    short_name: str
    prefix: str
    remit: str
    cadence: str
    quorum: int | None
    quorum_categories: int | None = None
    quorum_words: str = ""
    composition: str = ""
    email: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Seat:
    key: str
    committee: str
    name: str
    category: str | None
    voting_group: str = ""
    votes: bool = True
    is_secretary: bool = False


@dataclass(frozen=True)
class Membership:
    seat: str
    person: str
    starts: date
    ends: date | None = None
    alternate: str = ""


@dataclass(frozen=True)
class Meeting:
    committee: str
    number: int
    on: date


@dataclass(frozen=True)
class AgendaItem:
    """``number``: of the proposal that it is about; ``fixed``: its paper was issued."""

    kind: str
    purpose: str
    title: str = ""
    number: int | None = None
    suffix: str = ""
    presenter: str = ""
    minutes: int | None = None
    late: str = ""
    fixed: bool = False
    classification: str = "white"


@dataclass(frozen=True)
class Agenda:
    """``apologies``, ``alternates``: the keys of seats; ``others``: who was there without one. Whoever is in neither
    list was there. ``held``: it was, with what stands on it."""

    committee: str
    meeting: int
    items: tuple[AgendaItem, ...] = ()
    held: bool = False
    apologies: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agendas:
    agendas: tuple[Agenda, ...]


@dataclass(frozen=True)
class Bodies:
    committees: tuple[Committee, ...]
    seats: tuple[Seat, ...]
    memberships: tuple[Membership, ...]
    meetings: tuple[Meeting, ...]

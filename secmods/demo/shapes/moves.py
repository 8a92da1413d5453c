"""What happens to a proposal: steps, votes, Refinement, the timetable."""

from dataclasses import dataclass
from datetime import date

from secmods.demo.shapes.solutions import LegalText, Objective, Solution


@dataclass(frozen=True)
class MeetingOf:
    committee: str
    on: date


@dataclass(frozen=True)
class UrgentDate:
    """``what``: as ``grant_urgency`` names its dates."""

    what: str
    on: date


@dataclass(frozen=True)
class SplitPart:
    """One of the two into which a proposal is split."""

    title: str
    summary: str


@dataclass(frozen=True)
class Vote:
    """Of a seat of the Change Board, by the key that the seats of the demo have."""

    seat: str
    vote: str
    reasons: str = ""
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One recommendation to the body that meets, and what became of it. ``leads``: the step rests on it; ``to``: whom
    it is said to."""

    verb: str
    text: str
    outcome: str = "agreed"
    words: str = ""
    to: str = ""
    condition: str = ""
    route: str = ""
    leads: bool = False


@dataclass(frozen=True)
class Move:
    """``accepted`` says why the move went ahead although something was open; ``kind`` is that of a hold; ``next_step``
    and ``dates`` are of the timetable that the Authority sets with urgency; ``parts`` are of a split. ``asked``: what
    the body was asked at its meeting; the step is then made by what it resolved. With ``votes`` the Change Board
    decided by ballot. ``criterion`` is that of a request for urgency."""

    move: str
    on: date
    meeting: MeetingOf | None = None
    words: str = ""
    accepted: str = ""
    sec_version: str = ""
    organisation: str = ""
    person: str = ""
    next_step: str = ""
    dates: tuple[UrgentDate, ...] = ()
    kind: str = ""
    criterion: str = ""
    asked: tuple[Asked, ...] = ()
    parts: tuple[SplitPart, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True)
class Ballot:
    """One that is open: put to the vote ``on`` a day, for a meeting to come. ``votes`` are those on the proposal,
    ``votes_on_alternative`` those on its Alternative."""

    on: date
    meeting: MeetingOf | None = None
    votes: tuple[Vote, ...] = ()
    votes_on_alternative: tuple[Vote, ...] = ()


@dataclass(frozen=True)
class RefinementStep:
    """One step of Refinement. ``due``: the day until which something is open. In pounds; ``body`` is the code of a
    committee, ``standard`` the title of a standard area."""

    step: str
    on: date
    due: date | None = None
    title: str = ""
    text: str = ""
    rows: tuple[str, ...] = ()
    why: str = ""
    feedback: str = ""
    body: str = ""
    standard: str = ""
    organisation: str = ""
    person: str = ""
    min: int = 0
    max: int = 0
    lead_time: str = ""
    release: str = ""
    solution: Solution | None = None
    objectives: tuple[Objective, ...] = ()
    legal_text: LegalText | None = None


@dataclass(frozen=True)
class Happened:
    on: date


@dataclass(frozen=True)
class Slip:
    """``on`` is the day on which a later date, ``due``, was agreed, by the body that is named or in words."""

    on: date
    due: date
    reason: str
    body: str = ""
    agreed_by: str = ""


@dataclass(frozen=True)
class Entry:
    """A date of the timetable; one that is a week is put to the Monday of the week that ``on`` falls into."""

    activity: str
    kind: str
    on: date
    exactness: str = "day"
    body: str = ""
    done: Happened | None = None
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class WorkPackage:
    """Laid out on ``on``; what is laid out before the Panel converts the proposal is approved by that decision."""

    on: date
    entries: tuple[Entry, ...]
    words: str = ""
    approved: MeetingOf | None = None

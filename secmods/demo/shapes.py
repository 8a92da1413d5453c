"""The structures that the demo's data files hold. Texts stand as written; days are dates already."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Organisation:
    key: str
    name: str
    short_name: str
    category: str
    is_party: bool
    voting_group: str = ""


@dataclass(frozen=True)
class Person:
    key: str
    email: str
    name: str
    job_title: str
    organisation: str
    affiliation: str = "CONTRIBUTOR"
    roles: tuple[str, ...] = ()
    telephone: str = ""
    demo: str = ""
    active: bool = True


@dataclass(frozen=True)
class People:
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Committee:
    code: str
    name: str
    short_name: str
    prefix: str
    remit: str
    cadence: str
    quorum: int | None
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


@dataclass(frozen=True)
class Document:
    code: str
    title: str
    order: int


@dataclass(frozen=True)
class Version:
    number: str
    on: date


@dataclass(frozen=True)
class Clause:
    document: str
    number: str
    valid_from: str
    text: str
    order: int
    heading: str = ""


@dataclass(frozen=True)
class Term:
    acronym: str
    term: str
    note: str = ""


@dataclass(frozen=True)
class Code:
    documents: tuple[Document, ...]
    versions: tuple[Version, ...]
    clauses: tuple[Clause, ...]
    glossary: tuple[Term, ...]


@dataclass(frozen=True)
class Release:
    name: str
    kind: str
    on: date
    scope: str
    sec_version: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Releases:
    releases: tuple[Release, ...]


@dataclass(frozen=True)
class Submission:
    received: date
    issue: str
    do_nothing: str
    sec_context: str


@dataclass(frozen=True)
class Statement:
    version: str
    on: date
    issue: str
    do_nothing: str
    sec_context: str


@dataclass(frozen=True)
class Figure:
    number: int
    caption: str
    alternative_text: str
    file: str


@dataclass(frozen=True)
class Impact:
    category: str
    direction: str
    reason: str


@dataclass(frozen=True)
class TriState:
    """``impacted`` is null where nobody has assessed it."""

    impacted: bool | None
    text: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    """In pounds; ``none`` says that there is no cost, and no ``Cost`` at all that nobody knows yet."""

    none: bool = False
    min: int = 0
    max: int = 0


@dataclass(frozen=True)
class PartyCosts:
    anticipated: bool | None
    text: str = ""


@dataclass(frozen=True)
class Point:
    """``named_by`` holds codes of committees, and ``proposer``."""

    text: str
    named_by: tuple[str, ...]


@dataclass(frozen=True)
class Solution:
    text: str
    parties_narrative: str
    impacts: tuple[Impact, ...]
    dcc_system: TriState
    other_codes: TriState
    greenhouse_gas: TriState
    dcc_cost: Cost | None
    party_costs: PartyCosts
    benefits: tuple[Point, ...]
    drawbacks: tuple[Point, ...]
    secas_days: int | None = None
    secas_activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objective:
    letter: str
    effect: str
    rationale: str


@dataclass(frozen=True)
class Reference:
    document: str
    kind: str
    locator: str
    purpose: str


@dataclass(frozen=True)
class Edit:
    document: str
    clause: str
    operation: str
    after: str


@dataclass(frozen=True)
class LegalText:
    """``context`` names clauses of the first edit's document that are shown unchanged."""

    version: str
    drafted_against: str
    edits: tuple[Edit, ...]
    context: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """``on`` is the day it was given."""

    position: str
    text: str
    meeting: bool
    on: date
    body: str = ""
    organisation: str = ""
    dcc: bool = False


@dataclass(frozen=True)
class Withdrawn:
    on: date
    because: str


@dataclass(frozen=True)
class MemberPosition:
    """What the holder of a seat thinks of what the body was asked."""

    person: str
    position: str
    text: str = ""


@dataclass(frozen=True)
class Told:
    """That a meeting is to be told by word of mouth of what was asked; by SECAS where nobody is named."""

    committee: str
    meeting: date
    about: str
    on: date
    person: str = ""


@dataclass(frozen=True)
class ViewRequest:
    """Asked on ``on``; without ``due`` the answer is due as the act proposes. ``meeting``: the day of the body’s
    meeting at which it is asked; without one it is asked by correspondence, and ``why`` says why."""

    on: date
    due: date | None = None
    body: str = ""
    organisation: str = ""
    dcc: bool = False
    meeting: date | None = None
    why: str = ""
    document: str = ""
    withdrawn: Withdrawn | None = None
    told: Told | None = None
    positions: tuple[MemberPosition, ...] = ()


@dataclass(frozen=True)
class Interest:
    body: str
    wants_input: bool
    note: str = ""


@dataclass(frozen=True)
class Comment:
    """Came in on ``on`` (``received``), was published that day unless it ``waits``, and answered on ``answered``; an
    ``answer`` without a day is a draft."""

    organisation: str
    stance: str
    text: str
    on: date | None = None
    received: date | None = None
    how: str = "email"
    person: str = ""
    classification: str = "WHITE"
    waits: bool = False
    answer: str = ""
    answered: date | None = None

    @property
    def came(self) -> date:
        return self.on or self.received


@dataclass(frozen=True)
class Summary:
    """What those of one category and stance say, in SECAS's words."""

    category: str
    stance: str
    text: str


@dataclass(frozen=True)
class Part:
    """One of several in which a proposal comes in, each with a release of its own."""

    title: str
    release: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Implementation:
    rule_text: str = ""
    rationale: str = ""
    release: str = ""
    planned_on: date | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Relation:
    kind: str
    to: int


@dataclass(frozen=True)
class Update:
    """``part``: the suffix of the part that it is about, where the proposal was split."""

    on: date
    text: str
    part: str = ""


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


@dataclass(frozen=True)
class Paper:
    issue: str
    after: str
    glossary_additions: tuple[str, ...]


@dataclass(frozen=True)
class Undertaken:
    """An action; ``due`` and ``closed`` count from today as every live day does."""

    text: str
    person: str = ""
    name: str = ""
    due: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class MinutedItem:
    """An item of a meeting, with what was minuted of it. ``proposal``: its number, where it is about one."""

    title: str = ""
    proposal: int | None = None
    minute: str = ""
    comment: str = ""
    by: str = ""
    undertaken: tuple[Undertaken, ...] = ()


@dataclass(frozen=True)
class Met:
    """What a body did at a meeting beside the decisions that the files of proposals tell of."""

    committee: str
    on: date
    items: tuple[MinutedItem, ...]
    sent_round: bool = False
    approved: bool = False


@dataclass(frozen=True)
class Before:
    """A proposal that stands on the agenda of a meeting to come, with what is usually asked (``way``)."""

    committee: str
    on: date
    proposal: int
    way: str


@dataclass(frozen=True)
class Meetings:
    met: tuple[Met, ...] = ()
    before: tuple[Before, ...] = ()


@dataclass(frozen=True)
class Proposal:
    title: str
    proposer: str
    proposer_organisation: str
    classification: str
    summary: str
    submission: Submission
    number: int | None = None
    legacy: bool = False
    on_behalf_of: str = ""
    representative: str = ""
    representative_organisation: str = ""
    lead_analyst: str = ""
    problem_statements: tuple[Statement, ...] = ()
    figures: tuple[Figure, ...] = ()
    solution: Solution | None = None
    objectives: tuple[Objective, ...] = ()
    sec_references: tuple[Reference, ...] = ()
    legal_text: LegalText | None = None
    view_requests: tuple[ViewRequest, ...] = ()
    views: tuple[View, ...] = ()
    interests: tuple[Interest, ...] = ()
    comments: tuple[Comment, ...] = ()
    summaries: tuple[Summary, ...] = ()
    implementation: Implementation | None = None
    path: str = ""
    path_reasons: str = ""
    relations: tuple[Relation, ...] = ()
    updates: tuple[Update, ...] = ()
    moves: tuple[Move, ...] = ()
    refinement: tuple[RefinementStep, ...] = ()
    work_packages: tuple[WorkPackage, ...] = ()
    paper: Paper | None = None
    ballot: Ballot | None = None

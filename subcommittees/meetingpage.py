"""What the page of a meeting shows to whoever reads it: what comes before the body, and what the reader has to do."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse

from accounts.models import User
from audit import clock
from bodies.models import Meeting, Membership
from bodies.papersday import papers_day
from bodies.workingdays import WorkingCalendar
from proposals.richtext import from_plain
from subcommittees.actions.attending import terms_of
from subcommittees.asked import Link, Told, update_links
from subcommittees.frames import address, step_of
from subcommittees.models import AgendaItem, Attendance, CallForPapers, Conflict, Minutes, VerbalUpdate
from subcommittees.numbering import STANDING, numbers
from subcommittees.ports import ItemPaper, begin_paper_url, papers_for
from subcommittees.quorum import Quorum, attendance_of, quorum
from subcommittees.resolutions import OfItem, of_meeting
from subcommittees.rules import may_run, may_speak_for, may_take_part
from subcommittees.told import by_item

# What a body is usually asked something about; of others what it is asked is shown where there is anything.
ASKING = (AgendaItem.Kind.PROPOSAL, AgendaItem.Kind.NEW_PROPOSALS)


@dataclass(frozen=True)
class ItemRow:
    """An item as the agenda shows it; ``number`` None: none that this reader may rely on."""

    item: AgendaItem
    number: int | None
    is_fixed: bool
    conflicts: list[Conflict] = field(default_factory=list)
    quorum: Quorum | None = None
    is_first: bool = False
    is_last: bool = False
    papers: list[ItemPaper] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    resolved: OfItem | None = None

    @property
    def stands_aside(self) -> bool:
        return any(conflict.recused for conflict in self.conflicts)


@dataclass(frozen=True)
class Step:
    """The one next thing to press."""

    words: str
    url: str
    button: str


@dataclass
class Sitting:
    """One meeting for one reader."""

    meeting: Meeting
    user: User
    today: date = field(default_factory=clock.today)
    rows: list[ItemRow] = field(default_factory=list)
    gone: list[AgendaItem] = field(default_factory=list)
    attendance: list[Attendance] = field(default_factory=list)
    quorum: Quorum | None = None
    papers_due: date | None = None
    days_left: int = 0
    told: list[Told] = field(default_factory=list)
    asked: list[OfItem] = field(default_factory=list)
    minutes: Minutes | None = None
    terms: dict[int, Membership] = field(default_factory=dict)

    @property
    def own_terms(self) -> list[Membership]:
        """The seats that the reader holds, or stands in for, on the day; not that of the secretary, who asks."""
        terms = [term for term in self.terms.values() if not term.seat.is_secretary]
        return [term for term in terms if self.user.pk in (term.user_id, term.alternate_id)]

    @property
    def runs(self) -> bool:
        return may_run.test(self.user, self.meeting.committee)

    @property
    def takes_part(self) -> bool:
        return may_take_part.test(self.user, self.meeting.committee)

    @property
    def speaks(self) -> bool:
        return may_speak_for.test(self.user, self.meeting.committee)

    @cached_property
    def last_minuted(self) -> Meeting | None:
        """The last meeting before this one of which the reader may read minutes."""
        before = {"meeting__committee": self.meeting.committee, "meeting__date__lt": self.meeting.date}
        found = Minutes.objects.visible_to(self.user).filter(**before).select_related("meeting__committee")
        minutes = found.order_by("-meeting__date").first()
        return minutes.meeting if minutes else None

    @cached_property
    def last_call(self) -> CallForPapers | None:
        """When papers were last called for."""
        return CallForPapers.objects.visible_to(self.user).filter(meeting=self.meeting).last()

    @property
    def is_locked(self) -> bool:
        return self.minutes is not None and self.minutes.is_locked

    @property
    def has_resolved(self) -> bool:
        return any(group.is_resolved for group in self.asked)

    @property
    def is_planned(self) -> bool:
        return self.meeting.state == Meeting.State.PLANNED

    @property
    def is_ahead(self) -> bool:
        return self.is_planned and self.meeting.date >= self.today

    @property
    def late(self) -> int:
        return sum(row.item.is_late for row in self.rows)

    @property
    def for_decision(self) -> list[ItemRow]:
        return [row for row in self.rows if row.item.purpose == AgendaItem.Purpose.DECISION and row.item.proposal_id]

    @property
    def unfixed(self) -> int:
        return sum(not row.is_fixed for row in self.rows)

    @property
    def has_references(self) -> bool:
        return any(item.reference for item in [*self.gone, *(row.item for row in self.rows)])

    @property
    def minutes_planned(self) -> int:
        return sum(row.item.minutes_planned or 0 for row in self.rows)

    @property
    def own_answer(self) -> Attendance | None:
        seats = {term.seat_id for term in self.own_terms}
        return next((row for row in self.attendance if row.seat_id in seats), None)

    @property
    def is_recorded(self) -> bool:
        """Whether somebody who runs the body has recorded attendance: not only members have answered."""
        return any(not row.seat_id or row.by_id not in self._own(row) for row in self.attendance)

    def _own(self, row: Attendance) -> tuple:
        term = self.terms.get(row.seat_id)
        return (term.user_id, term.alternate_id) if term else ()


def sitting_of(meeting: Meeting, user) -> Sitting:
    calendar = WorkingCalendar.load()
    found = Sitting(meeting, user)
    found.papers_due = papers_day(meeting, calendar)
    found.days_left = calendar.days_left(found.today, found.papers_due)
    found.attendance = attendance_of(meeting)
    found.quorum = quorum(meeting.committee, found.attendance)
    if getattr(user, "is_authenticated", False):
        found.terms = terms_of(meeting)
    found.asked = of_meeting(meeting, user)
    found.minutes = Minutes.objects.visible_to(user).filter(meeting=meeting).first()
    _read_items(found)
    return found


def _read_items(sitting: Sitting) -> None:
    meeting, user = sitting.meeting, sitting.user
    visible = AgendaItem.objects.visible_to(user).filter(meeting=meeting)
    people = ("proposal", "presenter", "carried_from__meeting__committee", "carried_to__meeting__committee")
    items = list(visible.select_related(*people).order_by("place"))
    known = numbers(AgendaItem.objects.filter(meeting=meeting)) if sitting.takes_part else {}
    declared = _conflicts(meeting, user) if sitting.takes_part else {}
    standing = [item for item in items if item.state in STANDING]
    sitting.gone = [item for item in items if item.state not in STANDING]
    papers, told = papers_for(standing, user), _told(sitting, standing)
    sitting.told = told.pop(None, [])
    asked = {group.item.pk: group for group in sitting.asked}
    last = len(standing) - 1
    for place, item in enumerate(standing):
        item.meeting = meeting
        conflicts = declared.get(item.pk, [])
        row = ItemRow(
            item,
            item.number or known.get(item.pk),
            bool(item.reference),
            conflicts,
            _without(sitting, conflicts),
            place == 0,
            place == last,
            papers.get(item.pk, []),
            told.get(item.pk, []),
            resolved=asked.get(item.pk),
        )
        row.links.extend(_links(sitting, row))
        sitting.rows.append(row)


def _told(sitting: Sitting, items: list[AgendaItem]) -> dict[int | None, list[Told]]:
    """What the meeting is owed by word of mouth, or was told, under the item where it stands."""
    updates = VerbalUpdate.objects.visible_to(sitting.user).filter(meeting=sitting.meeting, dropped_because="")
    updates = updates.select_related("owed_by", "proposal", "meeting__committee").order_by("pk")
    found = by_item(updates, items)
    return {key: [_shown(update, sitting) for update in rows] for key, rows in found.items()}


def _shown(update: VerbalUpdate, sitting: Sitting) -> Told:
    """Once the minutes are approved nothing is done about it any more."""
    links = [] if sitting.is_locked else update_links(update, sitting.user, lambda step: step_of(update, step))
    return Told(update, from_plain(update.words), links)


def _links(sitting: Sitting, row: ItemRow) -> list[Link]:
    """What leads on from the item: what stands behind it, and what is done about it by whoever may."""
    item, meeting = row.item, sitting.meeting
    steps = _behind(sitting, item)
    if meeting.state == Meeting.State.CANCELLED or not (sitting.runs or sitting.speaks):
        return steps
    about = item.title
    begin = begin_paper_url(item) if sitting.runs and not row.papers and sitting.is_planned else ""
    if begin:
        steps.append(Link(begin, "Write the paper", about))
    if sitting.is_locked or row.resolved is None or row.resolved.is_resolved:
        return steps
    if sitting.runs and (row.resolved.rows or item.kind in ASKING):
        steps.append(Link(address(meeting, "recommendations", item.pk), "Recommendations", about))
    if sitting.speaks and row.resolved.rows and meeting.date <= sitting.today:
        steps.append(Link(address(meeting, "decide", item.pk), "Decide", about))
    return steps


def _behind(sitting: Sitting, item: AgendaItem) -> list[Link]:
    """Of the items that stand on every agenda: the minutes that are approved, and the list of actions."""
    committee = sitting.meeting.committee
    if item.kind == AgendaItem.Kind.ACTIONS:
        return [Link(reverse("subcommittees:actions", args=[committee.code]), "The list of actions", "")]
    if item.kind == AgendaItem.Kind.MINUTES and (last := sitting.last_minuted):
        return [Link(address(last, "minutes"), f"Minutes of {last.date:%-d %B %Y}", "")]
    return []


def _conflicts(meeting: Meeting, user) -> dict[int, list[Conflict]]:
    found: dict[int, list[Conflict]] = {}
    rows = Conflict.objects.visible_to(user).filter(item__meeting=meeting, withdrawn_because="")
    for conflict in rows.select_related("person"):
        found.setdefault(conflict.item_id, []).append(conflict)
    return found


def _without(sitting: Sitting, conflicts: list[Conflict]) -> Quorum | None:
    """The quorum of an item in which somebody stands aside."""
    aside = {conflict.person_id for conflict in conflicts if conflict.recused}
    return quorum(sitting.meeting.committee, sitting.attendance, aside) if aside and sitting.attendance else None

"""What is minuted of a meeting, and what the record already knows of each item, so that nobody types it again."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from audit.classification import Classification
from bodies.models import Meeting
from proposals.richtext import from_plain
from subcommittees.models import AgendaItem, Attendance, Minute, MinuteComment, Minutes

CLOSED = (Classification.AMBER, Classification.RED)
THERE = (Attendance.How.PRESENT, Attendance.How.ALTERNATE)


@dataclass(frozen=True)
class Minuted:
    """An item with the newest minute, earlier ones, what members said of it, and what it would be prefilled with."""

    item: AgendaItem
    minute: Minute | None
    html: str
    earlier: list[Minute]
    comments: list[MinuteComment]
    actions: list
    marked: str = ""

    @property
    def is_closed(self) -> bool:
        closed = {self.item.classification, self.minute.classification if self.minute else ""}
        return bool(closed & set(CLOSED))


@dataclass(frozen=True)
class Sheet:
    """The minutes as a page shows them; ``closed``: the items that are minuted apart."""

    minutes: Minutes | None
    open_items: list[Minuted]
    closed_items: list[Minuted]
    attendance: list[Attendance] = field(default_factory=list)

    @property
    def unanswered(self) -> int:
        every = [*self.open_items, *self.closed_items]
        return sum(not comment.answer for item in every for comment in item.comments)


def sheet(meeting: Meeting, user) -> Sheet:
    """In constant queries; drafts only for the body (``MinutesQuerySet.visible_to``)."""
    minutes = Minutes.objects.visible_to(user).filter(meeting=meeting).select_related("approved_in__committee").first()
    items = [_minuted(item) for item in _items(meeting, user)]
    there = Attendance.objects.filter(meeting=meeting).select_related("seat", "person")
    return Sheet(minutes, [i for i in items if not i.is_closed], [i for i in items if i.is_closed], list(there))


def _items(meeting: Meeting, user) -> list[AgendaItem]:
    from subcommittees.models import Action

    written = Minute.objects.visible_to(user).select_related("approved_in__committee").order_by("-version")
    comments = MinuteComment.objects.visible_to(user).standing().select_related("by")
    actions = Action.objects.visible_to(user).select_related("owner", "committee").order_by("number")
    items = AgendaItem.objects.visible_to(user).standing().filter(meeting=meeting)
    return list(
        items.select_related("proposal").prefetch_related(
            Prefetch("minutes", written, to_attr="written"),
            Prefetch("minute_comments", comments, to_attr="said_of_it"),
            Prefetch("actions", actions, to_attr="undertaken"),
        )
    )


def _minuted(item: AgendaItem) -> Minuted:
    newest, *earlier = item.written or [None]
    closed = newest.classification if newest else item.classification
    marked = "" if closed == Classification.WHITE else Classification(closed).label
    html = from_plain(newest.text) if newest else ""
    return Minuted(item, newest, html, earlier, item.said_of_it, item.undertaken, marked)

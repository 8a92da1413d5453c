"""What the record already knows of each item of a meeting, with which its minute begins, so that nobody types it again:
in constant queries. What is for fewer people than the item is left out."""

from collections.abc import Iterable
from itertools import groupby

from audit.classification import Classification
from bodies.models import Meeting
from subcommittees.models import Action, AgendaItem, Conflict, Minutes, VerbalUpdate, View
from subcommittees.resolutions import OfItem, of_meeting
from subcommittees.told import by_item

ORDER = list(Classification.values)
Kind, Position = AgendaItem.Kind, View.Position
THOUGHT = {
    Position.SUPPORTS: "supported",
    Position.OPPOSES: "opposed",
    Position.MIXED: "had mixed views on",
    Position.NO_COMMENT: "had no comment on",
}


def prefill(item: AgendaItem, user) -> str:
    return prefills(item.meeting, user).get(item.pk, "")


def prefills(meeting: Meeting, user) -> dict[int, str]:
    """Of each item that the reader may see, by its key: updates that were given, interests, the view of the body, what
    was resolved; of the items that stand on every agenda, which minutes were approved and what became of actions."""
    groups = of_meeting(meeting, user)
    items = [group.item for group in groups]
    known = [source(meeting, items, user) for source in (_updates, _conflicts, _views, _approved, _actions)]
    return {
        group.item.pk: "\n\n".join([*(part for of in known for part in of.get(group.item.pk, ())), *_resolved(group)])
        for group in groups
    }


def _resolved(group: OfItem) -> list[str]:
    sentences = [row.holds.sentence for row in group.rows if row.holds]
    heading = f"{_named(group.item.meeting)} resolved:"
    return ["\n".join([heading, *[f"- {sentence}" for sentence in sentences]])] if sentences else []


def _named(meeting: Meeting) -> str:
    named = meeting.committee.named
    return f"{named[:1].upper()}{named[1:]}"


def _as_open(rows: Iterable, item: AgendaItem) -> list:
    return [row for row in rows if ORDER.index(row.classification) <= ORDER.index(item.classification)]


def _updates(meeting: Meeting, items: list[AgendaItem], user) -> dict[int, list[str]]:
    given = VerbalUpdate.objects.visible_to(user).filter(meeting=meeting).exclude(given_on=None)
    told = by_item(given.order_by("pk"), items)
    return {key: [f"The meeting was told of {u.about}: {u.words}" for u in rows] for key, rows in told.items() if key}


def _conflicts(meeting: Meeting, items: list[AgendaItem], user) -> dict[int, list[str]]:
    declared = (
        Conflict.objects.filter(item__in=items, withdrawn_because="").select_related("person").order_by("item", "at")
    )
    return {key: [_conflict(row) for row in rows] for key, rows in groupby(declared, lambda row: row.item_id)}


def _conflict(row: Conflict) -> str:
    return f"{row.person} declared an interest{' and stood aside' if row.recused else ''}: {row.words}"


def _views(meeting: Meeting, items: list[AgendaItem], user) -> dict[int, list[str]]:
    """What the body thought of a proposal, given at this meeting."""
    views = View.objects.visible_to(user).filter(meeting=meeting, committee=meeting.committee)
    found = {view.proposal_id: view for view in views.order_by("version").select_related("proposal")}
    given = [(item, found[item.proposal_id]) for item in items if item.proposal_id in found]
    return {item.pk: [_view(meeting, each) for each in _as_open([view], item)] for item, view in given}


def _view(meeting: Meeting, view: View) -> str:
    return f"{_named(meeting)} {THOUGHT[view.position]} {view.proposal.reference}. {view.text}".strip()


def _approved(meeting: Meeting, items: list[AgendaItem], user) -> dict[int, list[str]]:
    """Under the minutes of an earlier meeting: which of them this meeting approved."""
    on = [item for item in items if item.kind == Kind.MINUTES]
    rows = Minutes.objects.filter(approved_in=meeting).select_related("meeting").order_by("meeting__date") if on else ()
    words = [f"The minutes of the meeting of {row.meeting.date:%-d %B %Y} were approved." for row in rows]
    return {item.pk: words for item in on}


def _actions(meeting: Meeting, items: list[AgendaItem], user) -> dict[int, list[str]]:
    """Under the open actions: what was closed since the last meeting, and what stays open."""
    on = [item for item in items if item.kind == Kind.ACTIONS]
    if not on:
        return {}
    earlier = Action.objects.visible_to(user).filter(committee=meeting.committee, meeting__date__lt=meeting.date)
    last = (
        Meeting.objects.standing().filter(committee=meeting.committee, date__lt=meeting.date).order_by("-date").first()
    )
    rows = list(earlier.select_related("committee").order_by("number"))
    closed = [row for row in rows if row.closed_on and last and last.date < row.closed_on <= meeting.date]
    still = [row for row in rows if row.closed_on is None or row.closed_on > meeting.date]
    return {item.pk: _about_actions(_as_open(closed, item), _as_open(still, item)) for item in on}


def _about_actions(closed: list[Action], still: list[Action]) -> list[str]:
    words = [f"{row} was closed: {row.outcome}" for row in closed]
    return [*words, *([f"Still open: {', '.join(str(row) for row in still)}."] if still else [])]

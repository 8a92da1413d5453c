"""Meetings with something on their agenda, ready-made, for what is resolved, minuted and undertaken there."""

from datetime import date

from accounts.models import User
from audit import clock
from bodies.models import Committee, Meeting, Membership, Seat
from subcommittees import actions
from subcommittees.actions import Said
from subcommittees.models import AgendaItem, Recommendation
from subcommittees.usual import WAYS, Way
from tests import factories as make

BODIES = {
    "panel": {"code": "panel"},
    "csc": {"code": "csc", "name": "Change Sub-Committee", "short_name": "CSC", "prefix": "CSC"},
    "change-board": {"code": "change-board", "name": "Change Board", "short_name": "Change Board", "prefix": "CB"},
    "ssc": {"code": "ssc", "name": "Security Sub-Committee", "short_name": "SSC", "prefix": "SSC"},
}


def body(code: str = "panel") -> Committee:
    return make.CommitteeFactory(**BODIES[code])


def officer(committee: Committee, **office) -> User:
    """Who chairs the body (``is_chair``) or serves it as its secretary (``is_secretary``)."""
    user = make.UserFactory()
    seat = Seat.objects.create(committee=committee, name=f"Office of {user.name}", votes=False, **office)
    Membership.objects.create(seat=seat, user=user, starts=make.LONG_AGO)
    return user


def secretary(committee: Committee) -> User:
    return officer(committee, is_secretary=True)


def chair(committee: Committee) -> User:
    return officer(committee, is_chair=True)


def meeting(committee: Committee | None = None, on: date | None = None, **fields) -> Meeting:
    committee = committee or body()
    number = committee.meetings.count() + 1
    return make.MeetingFactory(committee=committee, date=on or clock.today(), number=number, **fields)


def item(held: Meeting, proposal=None, **fields) -> AgendaItem:
    """On the agenda as its last item: a proposal, or other business."""
    fields = {"title": f"{proposal}" if proposal else "Other business", "purpose": "decision"} | fields
    fields.setdefault("kind", "proposal" if proposal else "business")
    return AgendaItem.objects.create(
        meeting=held, place=held.items.count() + 1, proposal=proposal, at=clock.now(), **fields
    )


def way(key: str) -> Way:
    return next(way for way in WAYS if way.key == key)


def asked(held: AgendaItem, by, key: str) -> list[Recommendation]:
    """What is usually asked, on the item."""
    return actions.recommend_usual(item=held, by=by, way=way(key))


def agreed(rows: list[Recommendation], **others) -> list[Said]:
    """All agreed, but for those whose place is named: ``two="not_agreed"``."""
    names = ("one", "two", "three", "four")
    return [Said(row, *_outcome(others.get(name, "agreed"))) for name, row in zip(names, rows, strict=False)]


def _outcome(given) -> tuple[str, str]:
    return given if isinstance(given, tuple) else (given, "")

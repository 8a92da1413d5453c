"""The committees of the demo: their seats, members and meetings."""

from datetime import time

from accounts.models import Category
from audit import clock
from audit.acts import act
from bodies import actions
from secmods.demo import shapes
from secmods.demo.record import Record


@act
def enter_bodies(*, by, data: shapes.Bodies, record: Record) -> None:
    for sort, committee in enumerate(data.committees):
        record.committees[committee.code] = actions.enter_committee(by=by, sort=sort, **vars(committee))
    for seat in data.seats:
        _enter_seat(seat, record, by)
    for term in data.memberships:
        seat, user, alternate = record.seats[term.seat], record.people[term.person], record.people.get(term.alternate)
        actions.appoint(by=by, seat=seat, user=user, starts=term.starts, ends=term.ends, alternate=alternate)
    for meeting in data.meetings:
        _enter_meeting(meeting, record, by)


def _enter_seat(data: shapes.Seat, record: Record, by) -> None:
    record.seats[data.key] = actions.enter_seat(
        by=by,
        committee=record.committees[data.committee],
        name=data.name,
        category=Category[data.category] if data.category else "",
        is_chair=data.name == "Chair",
        is_secretary=data.is_secretary,
        votes=data.votes,
        voting_group=data.voting_group,
    )


def _enter_meeting(data: shapes.Meeting, record: Record, by) -> None:
    committee = record.committees[data.committee]
    ahead = {"starts_at": time(10), "place": "by video conference"} if data.on >= clock.today() else {}
    meeting = actions.enter_meeting(by=by, committee=committee, number=data.number, date=data.on, **ahead)
    record.meetings[data.committee, data.on] = meeting

"""The committees of the demo: their seats, members and meetings."""

from accounts.models import Category
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
        seat, user = record.seats[term.seat], record.people[term.person]
        actions.appoint(by=by, seat=seat, user=user, starts=term.starts)
    for meeting in data.meetings:
        _enter_meeting(meeting, record, by)


def _enter_seat(data: shapes.Seat, record: Record, by) -> None:
    record.seats[data.key] = actions.enter_seat(
        by=by,
        committee=record.committees[data.committee],
        name=data.name,
        category=Category[data.category] if data.category else "",
        is_chair=data.name == "Chair",
    )


def _enter_meeting(data: shapes.Meeting, record: Record, by) -> None:
    committee = record.committees[data.committee]
    meeting = actions.enter_meeting(by=by, committee=committee, number=data.number, date=data.on)
    record.meetings[data.committee, data.on] = meeting

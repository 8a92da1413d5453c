"""What bodies were asked and resolved at meetings of the demo, what was minuted there and who undertook what."""

from datetime import timedelta

from audit import clock
from audit.acts import act
from bodies.models import Meeting
from proposals.models import Proposal
from secmods.demo import agendas, shapes
from secmods.demo.record import Record
from subcommittees import actions
from subcommittees.actions import Said
from subcommittees.models import AgendaItem
from subcommittees.usual import WAYS

KIND = AgendaItem.Kind


@act
def resolve(meeting: Meeting, proposal: Proposal, move: shapes.Move, record: Record, *, by) -> None:
    """The item with what was asked; then what became of each, and the step that follows, by the act of the screen."""
    item = _item(meeting, record, by, proposal=Proposal.objects.get(pk=proposal.pk))
    said = [_asked(item, one, move.move, by) for one in move.asked]
    actions.decide(item=item, by=by, said=said, accepted=move.accepted)


def _asked(item: AgendaItem, data: shapes.Asked, move: str, by) -> Said:
    made = actions.recommend(
        item=item,
        by=by,
        verb=data.verb,
        text=data.text,
        addressee=data.to,
        condition=data.condition,
        route=data.route,
        move=move if data.leads else "",
    )
    return Said(made, data.outcome, data.words)


def _item(meeting: Meeting, record: Record, by, *, proposal: Proposal | None = None, title: str = "") -> AgendaItem:
    """The item of the agenda; put on it where the agenda has none."""
    agendas.lay_out(meeting, record)
    found = meeting.items.standing()
    found = found.filter(proposal=proposal, kind=KIND.PROPOSAL) if proposal else found.filter(title=title)
    if item := found.first():
        return item
    return actions.put_on_agenda(
        meeting=meeting,
        by=by,
        kind=KIND.PROPOSAL if proposal else KIND.BUSINESS,
        purpose=AgendaItem.Purpose.DECISION if proposal else AgendaItem.Purpose.DISCUSSION,
        title=title,
        proposal=proposal,
    )


def play(data: shapes.Meetings, record: Record, by) -> None:
    for met in data.met:
        _meet(met, record, by=by)
    for before in data.before:
        _prepare(before, record, by=by)


@act
def _meet(met: shapes.Met, record: Record, *, by) -> None:
    meeting = record.meetings[met.committee, met.on]
    for data in met.items:
        _minute(meeting, data, record, by)
    if met.sent_round or met.approved:
        yesterday = clock.today() - timedelta(days=1)
        actions.circulate_minutes(meeting=meeting, by=by, effective=meeting.date if met.approved else yesterday)
        _comment(meeting, met, record)
    if met.approved:
        later = meeting.committee.meetings.filter(date__gt=meeting.date, date__lte=clock.today()).earliest("date")
        actions.approve_minutes(meeting=meeting, by=by, approved_in=later)


def _minute(meeting: Meeting, data: shapes.MinutedItem, record: Record, by) -> None:
    proposal = Proposal.objects.get(number=data.proposal, suffix="") if data.proposal else None
    item = _item(meeting, record, by, proposal=proposal, title=data.title)
    if data.minute:
        actions.write_minute(item=item, by=by, text=data.minute)
    for undertaken in data.undertaken:
        made = actions.undertake(
            meeting=meeting,
            by=by,
            item=item,
            text=undertaken.text,
            owner=record.people.get(undertaken.person),
            owner_name=undertaken.name,
            due_on=undertaken.due,
        )
        if undertaken.outcome:
            actions.close_action(action=made, by=by, outcome=undertaken.outcome)


def _comment(meeting: Meeting, met: shapes.Met, record: Record) -> None:
    for data in met.items:
        if data.comment:
            named = {"title": data.title} if data.title else {"proposal__number": data.proposal}
            item = meeting.items.get(**named)
            actions.comment_on_minute(item=item, by=record.people[data.by], text=data.comment)


@act
def _prepare(data: shapes.Before, record: Record, *, by) -> None:
    proposal = Proposal.objects.get(number=data.proposal, suffix="")
    item = _item(record.meetings[data.committee, data.on], record, by, proposal=proposal)
    actions.recommend_usual(item=item, by=by, way=next(way for way in WAYS if way.key == data.way))

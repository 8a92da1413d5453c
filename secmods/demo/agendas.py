"""What stood, and stands, on the agendas of the demo, and who was there."""

from accounts.models import User
from bodies.models import Meeting
from proposals.models import Proposal
from secmods.demo import shapes
from secmods.demo.record import Record
from subcommittees import actions
from subcommittees.actions.attending import Other, terms_of
from subcommittees.models import Attendance

How = Attendance.How


def set_agendas(agendas: tuple[shapes.Agenda, ...], record: Record) -> None:
    secretary = record.analyst
    for agenda in agendas:
        committee = record.committees[agenda.committee]
        meeting = Meeting.objects.get(committee=committee, number=agenda.meeting)
        for item in agenda.items:
            _put_on(item, meeting, record, secretary)
        if agenda.others:
            _attended(agenda, meeting, record, secretary)
        if agenda.held:
            actions.hold_meeting(meeting=meeting, by=secretary)


def _put_on(data: shapes.AgendaItem, meeting: Meeting, record: Record, by: User) -> None:
    proposal = Proposal.objects.get(number=data.number, suffix=data.suffix) if data.number else None
    item = actions.put_on_agenda(
        meeting=meeting,
        by=by,
        kind=data.kind,
        purpose=data.purpose,
        title=data.title,
        proposal=proposal,
        presenter=record.people.get(data.presenter),
        minutes_planned=data.minutes,
        late_because=data.late,
        classification=data.classification,
    )
    if data.fixed:
        actions.fix_reference(item=item, by=by)


def _attended(data: shapes.Agenda, meeting: Meeting, record: Record, by: User) -> None:
    away = {record.seats[key].pk: How.APOLOGIES for key in data.apologies}
    away |= {record.seats[key].pk: How.ALTERNATE for key in data.alternates}
    seats = {term.seat: away.get(pk, How.PRESENT) for pk, term in terms_of(meeting).items()}
    others = [Other(*(part.strip() for part in line.split(","))) for line in data.others]
    actions.record_attendance(meeting=meeting, by=by, seats=seats, others=others)

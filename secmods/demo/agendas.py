"""What stood, and stands, on the agendas of the demo, and who was there."""

from accounts.models import User
from bodies.models import Meeting
from proposals.models import Proposal
from secmods.demo import shapes
from secmods.demo.record import Record
from subcommittees import actions
from subcommittees.actions.attending import Other, terms_of
from subcommittees.models import AgendaItem, Attendance, VerbalUpdate

How = Attendance.How


def expected(agendas: tuple[shapes.Agenda, ...], record: Record) -> dict[int, shapes.Agenda]:
    """By the key of its meeting, each agenda that is still to be laid out."""
    return {_meeting(agenda, record).pk: agenda for agenda in agendas}


def _meeting(agenda: shapes.Agenda, record: Record) -> Meeting:
    return Meeting.objects.get(committee=record.committees[agenda.committee], number=agenda.meeting)


def lay_out(meeting: Meeting, record: Record) -> None:
    """Put everything on the agenda of a meeting, once: before anything is asked, resolved or minuted there."""
    agenda = record.agendas.pop(meeting.pk, None)
    if agenda is None:
        return
    record.laid_out.append((meeting, agenda))
    for item in agenda.items:
        _put_on(item, meeting, record, record.analyst)


def set_rest(record: Record) -> None:
    """What nothing was resolved at; then who was there, and which meetings have been held."""
    for meeting in Meeting.objects.filter(pk__in=[*record.agendas]).select_related("committee").order_by("date"):
        lay_out(meeting, record)
    for meeting, agenda in record.laid_out:
        if agenda.others:
            _attended(agenda, meeting, record, record.analyst)
        if agenda.held:
            actions.hold_meeting(meeting=meeting, by=record.analyst)


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
        update=_promised(data, meeting, proposal),
    )
    if data.fixed:
        actions.fix_reference(item=item, by=by)


def _promised(data: shapes.AgendaItem, meeting: Meeting, proposal: Proposal | None) -> VerbalUpdate | None:
    """The promise that an item for a verbal update is put on for, where one was made before the agenda was laid out."""
    if data.kind != AgendaItem.Kind.VERBAL_UPDATE or proposal is None:
        return None
    return VerbalUpdate.objects.filter(meeting=meeting, proposal=proposal, item=None).first()


def _attended(data: shapes.Agenda, meeting: Meeting, record: Record, by: User) -> None:
    away = {record.seats[key].pk: How.APOLOGIES for key in data.apologies}
    away |= {record.seats[key].pk: How.ALTERNATE for key in data.alternates}
    seats = {term.seat: away.get(pk, How.PRESENT) for pk, term in terms_of(meeting).items()}
    others = [Other(*(part.strip() for part in line.split(","))) for line in data.others]
    actions.record_attendance(meeting=meeting, by=by, seats=seats, others=others)

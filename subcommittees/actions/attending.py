"""Who was at a meeting, who stood aside in an item, and that it was held."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, record
from bodies.models import Meeting, Membership, Seat
from bodies.rules import check, may_run
from subcommittees.actions.carrying import carry_over, next_after
from subcommittees.actions.ground import within_the_body
from subcommittees.actions.onagendas import event, take_meeting
from subcommittees.models import AgendaItem, Attendance, Conflict, Minutes

RUN = "Attendance is recorded by SECAS and by the secretary of the body."
How = Attendance.How


@dataclass(frozen=True)
class Other:
    """Somebody at a meeting who holds no seat: the DCC, the Authority, an observer."""

    name: str
    capacity: str = ""


@act
def record_attendance(
    *, meeting: Meeting, by, seats: dict[Seat, str], others: Sequence[Other] = ()
) -> list[Attendance]:
    """Write how each seat was filled, and who else was there; over what was recorded before. A seat that nobody held on
    the day is not filled."""
    meeting = take_meeting(meeting, by, RUN)
    _check_open(meeting)
    if meeting.date > clock.today():
        raise Refused(f"{meeting} is still to come: attendance is recorded on the day or afterwards.")
    terms = terms_of(meeting)
    before = _said(meeting)
    made = [_fill(meeting, seat, how, terms.get(seat.pk), by) for seat, how in seats.items()]
    made += _accompanied(meeting, others, by)
    record(
        "attendance_recorded",
        subject=meeting,
        about=meeting,
        by=by,
        sentence=f"{meeting}: {_counted(made)}.",
        before=before,
        after=_said(meeting),
    )
    return made


@act
def answer_attendance(*, meeting: Meeting, by, how: str, seat: Seat | None = None) -> Attendance:
    """A member says before the meeting whether they come, send their alternate or give apologies."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    meeting = Meeting.objects.select_related("committee").get(pk=meeting.pk)
    _check_open(meeting)
    if meeting.state != Meeting.State.PLANNED or meeting.date < clock.today():
        raise Refused(f"{meeting} is over; the secretary records who was there.")
    term = _own_term(meeting, by, seat)
    if how not in (How.PRESENT, How.ALTERNATE, How.APOLOGIES):
        raise Refused("Say whether you come, send your alternate or give apologies.", "how")
    row = _fill(meeting, term.seat, how, term, by)
    words = {How.PRESENT: "comes", How.ALTERNATE: "sends the alternate", How.APOLOGIES: "gives apologies"}[How(how)]
    record(
        "attendance_answered",
        subject=meeting,
        about=meeting,
        by=by,
        sentence=f"{meeting}: {term.seat.name} {words}.",
    )
    return row


@act
def declare_conflict(*, item: AgendaItem, by, words: str, recused: bool = True, person=None) -> Conflict:
    """A member declares an interest in an item, before the meeting or at it, and says whether they stand aside; whoever
    runs the body declares it for them."""
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    item = AgendaItem.objects.select_related("meeting__committee", "proposal").get(pk=item.pk)
    person = person or by
    _check_declarer(item, by, person)
    _check_open(item.meeting)
    if item.state not in (AgendaItem.State.STANDS, AgendaItem.State.TAKEN):
        raise Refused(f"“{item}” is no longer on this agenda.")
    if not words.strip():
        raise Refused("Say what the interest is.", "words")
    if Conflict.objects.filter(item=item, person=person, withdrawn_because="").exists():
        raise Refused(f"{person} has declared an interest in this item already.", "person")
    conflict = Conflict.objects.create(
        item=item, person=person, words=words.strip(), recused=recused, by=by, at=current().at
    )
    aside = "stands aside" if recused else "does not stand aside"
    sentence = f"{person} declares an interest in “{item}” and {aside}: {conflict.words}"
    record("conflict_declared", **_for_the_body(item, sentence))
    return conflict


@act
def withdraw_conflict(*, conflict: Conflict, by, because: str) -> Conflict:
    """What was declared does not hold, or was entered wrongly; it stays on record with the reason."""
    Meeting.objects.select_for_update().get(pk=conflict.item.meeting_id)
    conflict = Conflict.objects.select_related("item__meeting__committee", "item__proposal", "person").get(
        pk=conflict.pk
    )
    _check_declarer(conflict.item, by, conflict.person)
    _check_open(conflict.item.meeting)
    if conflict.withdrawn_because:
        raise Refused("It was taken back already.")
    if not because.strip():
        raise Refused("Say why it is taken back.", "because")
    conflict.withdrawn_because = because.strip()
    conflict.save(update_fields=["withdrawn_because"])
    sentence = f"The interest of {conflict.person} in “{conflict.item}” is taken back: {because.strip()}"
    record("conflict_withdrawn", **_for_the_body(conflict.item, sentence))
    return conflict


@act
def hold_meeting(
    *, meeting: Meeting, by, not_reached: Sequence[AgendaItem] = (), because: str = "", to: Meeting | None = None
) -> Meeting:
    """Say that the meeting was held. What stands on its agenda was taken, but for what was ``not_reached``: that is
    carried over to the meeting ``to``, by default the next one."""
    check(may_run, by, meeting.committee, sentence=RUN)
    to = to or (next_after(meeting) if not_reached else None)
    for pk in sorted({meeting.pk, to.pk} if to else {meeting.pk}):
        Meeting.objects.select_for_update().get(pk=pk)
    meeting = take_meeting(meeting, by, RUN)
    _check_to_hold(meeting)
    reason = because.strip() or "There was no time for it."
    for item in not_reached:
        carry_over(item=item, by=by, because=reason, to=to)
    AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.STANDS).update(state=AgendaItem.State.TAKEN)
    meeting.state = Meeting.State.HELD
    meeting.save(update_fields=["state"])
    taken = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.TAKEN).count()
    left = f", {len(not_reached)} carried over" if not_reached else ""
    sentence = f"{meeting} was held: {taken} item{'' if taken == 1 else 's'} taken{left}."
    record("meeting_held", subject=meeting, about=meeting, by=by, sentence=sentence, effective_on=meeting.date)
    return meeting


@act
def reopen_meeting(*, meeting: Meeting, by, reason: str) -> Meeting:
    """It was recorded as held by mistake, or something of its agenda is to be put right. What was taken stays so."""
    meeting = take_meeting(meeting, by, RUN)
    _check_open(meeting)
    if meeting.state != Meeting.State.HELD:
        raise Refused(f"{meeting} is not recorded as held.")
    if not reason.strip():
        raise Refused("Say why.", "reason")
    meeting.state = Meeting.State.PLANNED
    meeting.save(update_fields=["state"])
    sentence = f"{meeting} is no longer recorded as held. {reason.strip()}"
    record("meeting_reopened", subject=meeting, about=meeting, by=by, sentence=sentence)
    return meeting


def _for_the_body(item: AgendaItem, sentence: str) -> dict:
    """What somebody has to do with an item the other members read, and nobody else."""
    return event(item, sentence) | {"classification": within_the_body(item.classification)}


def terms_of(meeting: Meeting) -> dict[int, Membership]:
    """Who held each seat of the body on the day of the meeting, by the key of the seat."""
    terms = Membership.objects.on(meeting.date).filter(seat__committee=meeting.committee_id)
    return {term.seat_id: term for term in terms.select_related("seat", "user", "alternate")}


def _own_term(meeting: Meeting, by, seat: Seat | None) -> Membership:
    own = [term for term in terms_of(meeting).values() if by.pk in (term.user_id, term.alternate_id)]
    own = [term for term in own if seat is None or term.seat_id == seat.pk]
    if not own:
        raise NotAllowed(f"You hold no seat on {meeting.committee.named} on {meeting.date:%-d %B %Y}.")
    return own[0]


def _check_declarer(item: AgendaItem, by, person) -> None:
    committee = item.meeting.committee
    if by is not None and by != person and not may_run.test(by, committee):
        raise NotAllowed("Whoever sits on the body declares their own interests.")
    if by is not None and not AgendaItem.objects.visible_to(by).filter(pk=item.pk).exists():
        raise NotAllowed("This item is not open to you.")
    terms = Membership.objects.on(item.meeting.date).filter(seat__committee=committee)
    if not terms.filter(Q(user=person) | Q(alternate=person)).exists():
        words = f"{person} does not sit on {committee.named} on {item.meeting.date:%-d %B %Y}."
        raise NotAllowed(words) if by == person else Refused(words, "person")


def _check_to_hold(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}")
    if meeting.state == Meeting.State.HELD:
        raise Refused(f"{meeting} is recorded as held already.")
    if meeting.date > clock.today():
        raise Refused(f"{meeting} is still to come.")


def _check_open(meeting: Meeting) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}")
    if Minutes.objects.filter(meeting=meeting, state=Minutes.State.APPROVED).exists():
        raise Refused(f"The minutes of {meeting} are approved: what they rest on is no longer changed.")


def _fill(meeting: Meeting, seat: Seat, how: str, term: Membership | None, by) -> Attendance:
    if seat.committee_id != meeting.committee_id:
        raise Refused(f"{seat} is no seat of {meeting.committee.named}.", f"seat-{seat.pk}")
    if term is None:
        raise Refused(f"Nobody held the seat {seat.name} on {meeting.date:%-d %B %Y}.", f"seat-{seat.pk}")
    if how not in How.values:
        raise Refused("Choose one of those listed.", f"seat-{seat.pk}")
    if how == How.ALTERNATE and term.alternate is None:
        words = f"{seat.name}: no alternate of {term.user} is entered; enter who it is among the members first."
        raise Refused(words, f"seat-{seat.pk}")
    person = term.alternate if how == How.ALTERNATE else term.user
    given = {"how": how, "person": person, "by": by, "at": current().at}
    row, _ = Attendance.objects.update_or_create(meeting=meeting, seat=seat, defaults=given)
    return row


def _accompanied(meeting: Meeting, others: Sequence[Other], by) -> list[Attendance]:
    meeting.attendance.filter(seat=None).delete()
    rows = [
        Attendance(
            meeting=meeting, name=o.name.strip(), capacity=o.capacity.strip(), how=How.PRESENT, by=by, at=current().at
        )
        for o in others
        if o.name.strip()
    ]
    return Attendance.objects.bulk_create(rows)


def _said(meeting: Meeting) -> dict:
    rows = meeting.attendance.select_related("seat", "person")
    return {str(row.seat.name if row.seat else row.name): row.get_how_display() for row in rows}


def _counted(rows: list[Attendance]) -> str:
    seated = [row for row in rows if row.seat_id]
    there = sum(row.how in (How.PRESENT, How.ALTERNATE) for row in seated)
    others = len(rows) - len(seated)
    besides = f", {others} other{'' if others == 1 else 's'} there" if others else ""
    return f"{there} of {len(seated)} seats filled{besides}"

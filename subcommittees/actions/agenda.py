"""The agenda of a meeting: what is put on it, in which order, what is taken off. Every act locks the meeting first."""

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from audit.classification import Classification
from bodies.models import Meeting
from bodies.papersday import papers_day
from proposals.actions.ground import take
from proposals.models import Proposal
from subcommittees.actions.ground import check_named, needed, promise, write_readers
from subcommittees.actions.onagendas import (
    WITH_PAPER,
    as_closed_as,
    check_not_over,
    check_not_taken,
    check_open,
    event,
    is_late,
    locked,
    place_for,
    stands_on,
    take_item,
    take_meeting,
)
from subcommittees.deciding import why_not_ready
from subcommittees.models import AgendaItem, VerbalUpdate
from subcommittees.numbering import STANDING
from subcommittees.told import stands, title_of

TITLES = {
    AgendaItem.Kind.NEW_PROPOSALS: "New proposals",
    AgendaItem.Kind.MINUTES: "Minutes of the last meeting",
    AgendaItem.Kind.ACTIONS: "Open actions",
    AgendaItem.Kind.BUSINESS: "Other business",
}


@act
def put_on_agenda(
    *,
    meeting: Meeting,
    by,
    kind: str,
    purpose: str,
    title: str = "",
    proposal: Proposal | None = None,
    late_because: str = "",
    presenter=None,
    minutes_planned: int | None = None,
    note: str = "",
    classification: str = Classification.WHITE,
    update: VerbalUpdate | None = None,
) -> AgendaItem:
    """Put an item at the end of the agenda, before other business. After the papers’ day what has a paper is late, and
    says why. A proposal comes for decision only where nothing that must be there is missing; of a meeting of the past
    it is recorded what came before it.

    The item is never more open than the proposal that it is about. An item for a verbal update stands for ``update``,
    which was promised; without one it is itself the promise, of whoever presents it.
    """
    proposal = take(proposal) if proposal else None
    meeting = take_meeting(meeting, by)
    check_not_over(meeting)
    update = _held(update)
    title = _title(kind, title, proposal)
    _check_proposal(meeting, by, kind, purpose, proposal)
    _check_once(meeting, kind, title, proposal)
    late_because = _late(meeting, kind, late_because)
    item = _put_on(
        meeting,
        kind=kind,
        purpose=purpose,
        title=title,
        proposal=proposal,
        presenter=presenter,
        minutes_planned=minutes_planned,
        note=note.strip(),
        is_late=bool(late_because),
        late_because=late_because,
        classification=as_closed_as(proposal, classification),
    )
    if kind == AgendaItem.Kind.VERBAL_UPDATE:
        _stand_for(item, update or _promised_by(item))
    return item


def _held(update: VerbalUpdate | None) -> VerbalUpdate | None:
    """The promise that an item is put on for, as it stands now that its meeting is locked."""
    if update is None:
        return None
    update = VerbalUpdate.objects.select_related("item").get(pk=update.pk)
    if stands(update):
        raise Refused(f"“{update.item}” is on the agenda already.")
    return update


def _promised_by(item: AgendaItem) -> VerbalUpdate:
    return promise(
        item.meeting,
        by=current().by,
        about=item.title,
        proposal=item.proposal,
        owed_by=item.presenter,
        promised_on=min(clock.london_date(current().at), item.meeting.date),
        classification=item.classification,
    )


def _stand_for(item: AgendaItem, update: VerbalUpdate) -> None:
    update.item = item
    update.save(update_fields=["item"])


def _put_on(meeting: Meeting, **fields) -> AgendaItem:
    place = place_for(meeting, fields["kind"])
    item = AgendaItem.objects.create(meeting=meeting, place=place, by=current().by, at=current().at, **fields)
    _name_the_first(item)
    late = f" Late: {item.late_because}" if item.is_late else ""
    record("item_put_on_agenda", **event(item, f"“{item}” put on the agenda of {meeting}.{late}"))
    return item


def _name_the_first(item: AgendaItem) -> None:
    """A Red item is read, to begin with, by whoever made it so and by whoever presents it; they name the others."""
    if item.classification == Classification.RED and not item.readers.standing().exists():
        write_readers(item, filter(None, (current().by, item.presenter)))


def _name_anew(item: AgendaItem, was: str) -> None:
    """Readers are those of a Red item; whoever closes it once more names them anew."""
    if was == Classification.RED != item.classification:
        write_readers(item, ())
    _name_the_first(item)


def put_update_on_agenda(update: VerbalUpdate) -> None:
    """A verbal update stands on the agenda from the day on which it was promised, whoever promised it: under another
    word on the same proposal, or else under an item of its own. The agenda of a meeting that is over gets no item for
    it any more; there it stands under that of its proposal, where there is one."""
    meeting = locked(update.meeting)
    closed = update.classification == Classification.RED
    item = None if closed else _shared(meeting, update, AgendaItem.Kind.VERBAL_UPDATE)
    if item is None and _is_over(meeting):
        item = _shared(meeting, update, AgendaItem.Kind.PROPOSAL)
    elif item is None:
        item = _put_on(
            meeting,
            kind=AgendaItem.Kind.VERBAL_UPDATE,
            purpose=AgendaItem.Purpose.INFORMATION,
            title=title_of(update),
            proposal=update.proposal,
            presenter=update.owed_by,
            classification=as_closed_as(update.proposal, update.classification),
        )
    if item is not None:
        _stand_for(item, update)


def _shared(meeting: Meeting, update: VerbalUpdate, kind: str) -> AgendaItem | None:
    """The item of that kind that the agenda has for the proposal already."""
    if update.proposal_id is None:
        return None
    items = AgendaItem.objects.filter(meeting=meeting, state__in=STANDING, kind=kind, proposal=update.proposal_id)
    return items.order_by("place").first()


def _is_over(meeting: Meeting) -> bool:
    return meeting.state != Meeting.State.PLANNED or meeting.date < clock.london_date(current().at)


def take_update_off_agenda(update: VerbalUpdate) -> None:
    """What will not be given stands on no agenda that is still to be gone through; the item stays while another word is
    owed, or was given, under it."""
    meeting = locked(update.meeting)
    if not stands(update) or update.item.kind != AgendaItem.Kind.VERBAL_UPDATE or _is_over(meeting):
        return
    if update.item.verbal_updates.filter(dropped_because="").exists():
        return
    item = update.item
    item.state, item.because = AgendaItem.State.WITHDRAWN, update.dropped_because
    item.save(update_fields=["state", "because"])
    record("item_taken_off", **event(item, f"“{item}” taken off the agenda of {meeting}: {item.because}"))


@act
def save_agenda_item(
    *,
    item: AgendaItem,
    by,
    purpose: str,
    title: str,
    presenter=None,
    minutes_planned: int | None = None,
    note: str = "",
    late_because: str = "",
    classification: str = Classification.WHITE,
) -> AgendaItem:
    """Put right how an item stands on the agenda. Its number and its reference, once fixed, stay."""
    item = take_item(item, by)
    check_open(item)
    if not title.strip():
        raise Refused("Give the item a title.", "title")
    if item.is_late and not late_because.strip():
        raise Refused("Say why it comes late.", "late_because")
    _check_proposal(item.meeting, by, item.kind, purpose, item.proposal, again=item)
    new = {
        "purpose": purpose,
        "title": title.strip(),
        "presenter": presenter,
        "minutes_planned": minutes_planned,
        "note": note.strip(),
        "late_because": late_because.strip() if item.is_late else "",
        "classification": as_closed_as(item.proposal, classification),
    }
    before = {name: str(getattr(item, name) or "") for name in new}
    after = {name: str(value or "") for name, value in new.items()}
    changed = {name for name in new if before[name] != after[name]}
    if not changed:
        nothing_changed()
        return item
    if item.classification == Classification.RED == new["classification"]:
        check_named(item, presenter, "presenter")
    for name, value in new.items():
        setattr(item, name, value)
    item.save(update_fields=[*new])
    _name_anew(item, before["classification"])
    span = {"before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed}}
    record("item_changed", **event(item, f"“{item}” on the agenda of {item.meeting} changed."), **span)
    return item


@act
def move_up(*, item: AgendaItem, by) -> AgendaItem:
    """One place earlier. Numbers that are fixed stay where they are."""
    return _swap(item, by, up=True)


@act
def move_down(*, item: AgendaItem, by) -> AgendaItem:
    """One place later. Numbers that are fixed stay where they are."""
    return _swap(item, by, up=False)


def _swap(item: AgendaItem, by, *, up: bool) -> AgendaItem:
    item = take_item(item, by)
    check_open(item)
    others = AgendaItem.objects.filter(meeting=item.meeting, state__in=STANDING)
    near = others.filter(place__lt=item.place) if up else others.filter(place__gt=item.place)
    other = near.order_by("-place" if up else "place").first()
    if other is None:
        raise Refused(f"“{item}” is the {'first' if up else 'last'} item already.")
    item.place, other.place = other.place, item.place
    for row in (item, other):
        row.save(update_fields=["place"])
    where = "up" if up else "down"
    record("item_reordered", **event(item, f"“{item}” one place {where} on the agenda of {item.meeting}."))
    return item


@act
def take_off_agenda(*, item: AgendaItem, by, because: str) -> AgendaItem:
    """Withdraw the item with a reason; it stays on record. A number that it was issued under is not given again."""
    item = take_item(item, by)
    check_open(item)
    check_not_taken(item)
    item.state, item.because = (
        AgendaItem.State.WITHDRAWN,
        needed(because, "Say why it is taken off the agenda.", "because"),
    )
    item.save(update_fields=["state", "because"])
    record("item_taken_off", **event(item, f"“{item}” taken off the agenda of {item.meeting}: {item.because}"))
    return item


def _title(kind: str, title: str, proposal: Proposal | None) -> str:
    if kind == AgendaItem.Kind.PROPOSAL and proposal is None:
        raise Refused("Say which proposal it is.", "proposal")
    title = title.strip() or (f"{proposal.reference} {proposal.title}" if proposal else TITLES.get(kind, ""))
    if not title:
        raise Refused("Give the item a title.", "title")
    return title[:200]


def _check_proposal(meeting: Meeting, by, kind: str, purpose: str, proposal: Proposal | None, again=None) -> None:
    if proposal is None:
        return
    if by is not None and not Proposal.objects.visible_to(by).filter(pk=proposal.pk).exists():
        raise NotAllowed("This proposal is not open to you.")
    if kind != AgendaItem.Kind.PROPOSAL:
        return
    if stands_on(meeting, proposal, again):
        raise Refused(f"{proposal.reference} is on this agenda already.", "proposal")
    newly = again is None or again.purpose != purpose
    if newly and purpose == AgendaItem.Purpose.DECISION and meeting.date >= clock.today():
        _check_ready(proposal, meeting)


def _check_once(meeting: Meeting, kind: str, title: str, proposal: Proposal | None) -> None:
    """What is put on with one press is put on once, however often it is pressed."""
    same = AgendaItem.objects.filter(meeting=meeting, kind=kind, title=title, proposal=proposal, state__in=STANDING)
    if kind not in WITH_PAPER and same.exists():
        raise Refused(f"“{title}” is on this agenda already.", "title")


def _check_ready(proposal: Proposal, meeting: Meeting) -> None:
    why = why_not_ready(proposal, meeting.committee)
    if why:
        raise Refused(why, "proposal")


def _late(meeting: Meeting, kind: str, because: str) -> str:
    if kind in WITH_PAPER and is_late(meeting):
        due = papers_day(meeting)
        return needed(because, f"The papers were due on {due:%A %-d %B %Y}: say why this comes late.", "late_because")
    # Of a meeting of the past, that something had come late is recorded with why.
    return because.strip() if meeting.date < clock.london_date(current().at) else ""

"""The agenda of a meeting: what is put on it, in which order, under which number, and what becomes of what is not
reached. Every act locks the meeting first; what touches two locks the earlier entered one first."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from audit import clock
from audit.acts import NotAllowed, Refused, act, current, nothing_changed, record
from audit.classification import Classification
from bodies.models import Meeting
from bodies.papersday import papers_day
from bodies.rules import check, may_run
from proposals.actions.ground import take
from proposals.models import Proposal
from subcommittees.actions.ground import approved, on_day, promise
from subcommittees.deciding import why_not_ready
from subcommittees.models import AgendaItem, Recommendation, Resolution, VerbalUpdate
from subcommittees.numbering import STANDING, numbers, reference
from subcommittees.told import stands, title_of

RUN = "The agenda is for SECAS and for the secretary of the body."
# What a paper is circulated for: put on after the papers’ day, it is late. Nothing is circulated for the others.
WITH_PAPER = (AgendaItem.Kind.PROPOSAL, AgendaItem.Kind.NEW_PROPOSALS)
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
    place = _place_for(meeting, fields["kind"])
    item = AgendaItem.objects.create(meeting=meeting, place=place, by=current().by, at=current().at, **fields)
    late = f" Late: {item.late_because}" if item.is_late else ""
    record("item_put_on_agenda", **event(item, f"“{item}” put on the agenda of {meeting}.{late}"))
    return item


def put_update_on_agenda(update: VerbalUpdate) -> None:
    """A verbal update stands on the agenda from the day on which it was promised, whoever promised it: under another
    word on the same proposal, or else under an item of its own. The agenda of a meeting that is over gets no item for
    it any more; there it stands under that of its proposal, where there is one."""
    meeting = _locked(update.meeting)
    item = _shared(meeting, update, AgendaItem.Kind.VERBAL_UPDATE)
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
    meeting = _locked(update.meeting)
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
    _check_open(item)
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
    for name, value in new.items():
        setattr(item, name, value)
    item.save(update_fields=[*new])
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
    _check_open(item)
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
def fix_reference(*, item: AgendaItem, by) -> AgendaItem:
    """Fix the number and the paper reference of the item, for good. One that is fixed already is left as it is."""
    item = take_item(item, by)
    if item.reference:
        nothing_changed()
        return item
    _check_standing(item)
    _fix(item, numbers(AgendaItem.objects.filter(meeting=item.meeting))[item.pk])
    return item


@act
def fix_references(*, meeting: Meeting, by) -> list[AgendaItem]:
    """Fix the numbers of all items that stand on the agenda, as they are shown now."""
    meeting = take_meeting(meeting, by)
    check_not_over(meeting)
    items = list(AgendaItem.objects.filter(meeting=meeting))
    found = numbers(items)
    fixed = [item for item in items if item.state in STANDING and not item.reference]
    if not fixed:
        raise Refused("Every item on this agenda has its number already.")
    for item in sorted(fixed, key=lambda item: found[item.pk]):
        item.meeting = meeting
        _fix(item, found[item.pk])
    return fixed


def _fix(item: AgendaItem, number: int) -> None:
    item.number, item.reference, item.fixed_at = number, reference(item.meeting, number), current().at
    try:
        with transaction.atomic():
            item.save(update_fields=["number", "reference", "fixed_at"])
    except IntegrityError as clash:
        raise _named_already(item.reference) from clash
    record("reference_fixed", **event(item, f"“{item}” is item {number} of {item.meeting}: {item.reference}."))


def _named_already(named: str) -> Refused:
    """Another body whose references begin in the same way was faster; its row is seen once the wait is over."""
    other = AgendaItem.objects.select_related("meeting__committee").get(reference=named)
    return Refused(f"{named} is a paper of {other.meeting} already, so no second paper is issued under it.")


@act
def take_off_agenda(*, item: AgendaItem, by, because: str) -> AgendaItem:
    """Withdraw the item with a reason; it stays on record. A number that it was issued under is not given again."""
    item = take_item(item, by)
    _check_open(item)
    check_not_taken(item)
    item.state, item.because = AgendaItem.State.WITHDRAWN, _needed(because, "Say why it is taken off the agenda.")
    item.save(update_fields=["state", "because"])
    record("item_taken_off", **event(item, f"“{item}” taken off the agenda of {item.meeting}: {item.because}"))
    return item


@act
def carry_over(*, item: AgendaItem, by, because: str, to: Meeting | None = None) -> AgendaItem:
    """Put what was not reached on the agenda of ``to``, by default the next meeting of the body, with what the body is
    asked and what was still to be said by word of mouth; each of the two items names the other. Answers the new one,
    which has no number yet."""
    check(may_run, by, item.meeting.committee, sentence=RUN)
    to = to or _after(item.meeting)
    for meeting in sorted({item.meeting_id, to.pk}):
        Meeting.objects.select_for_update().get(pk=meeting)
    item, to = take_item(item, by), take_meeting(to, by)
    _check_open(item)
    check_not_taken(item)
    because = _needed(because, "Say why it is carried over.")
    _check_target(item, to)
    item.state, item.because = AgendaItem.State.CARRIED_OVER, because
    item.save(update_fields=["state", "because"])
    again = _copy(item, to, by)
    item.verbal_updates.owed().update(meeting=to, item=again)
    record("item_carried_over", **event(item, f"“{item}” carried over from {item.meeting} to {to}: {because}"))
    return again


def _copy(item: AgendaItem, to: Meeting, by) -> AgendaItem:
    late = item.kind in WITH_PAPER and is_late(to)
    again = AgendaItem.objects.create(
        meeting=to,
        place=_place_for(to, item.kind),
        carried_from=item,
        kind=item.kind,
        purpose=item.purpose,
        title=item.title,
        proposal=item.proposal,
        presenter=item.presenter,
        minutes_planned=item.minutes_planned,
        note=item.note,
        is_late=late,
        late_because=f"Carried over from the meeting on {item.meeting.date:%-d %B %Y}." if late else "",
        classification=item.classification,
        by=by,
        at=current().at,
    )
    _ask_again(item, again)
    return again


def _ask_again(item: AgendaItem, again: AgendaItem) -> None:
    """What the body was to be asked under the item it is asked under the new one, by whoever wrote it."""
    rows = list(item.recommendations.standing())
    for row in rows:
        row.pk, row._state.adding, row.item, row.at = None, True, again, current().at
    Recommendation.objects.bulk_create(rows)


def _check_target(item: AgendaItem, to: Meeting) -> None:
    if to.committee_id != item.meeting.committee_id:
        raise Refused(f"Choose a meeting of {item.meeting.committee.named}.", "to")
    if to.date <= item.meeting.date:
        raise Refused("Choose a later meeting.", "to")
    check_not_over(to, "to")
    if item.proposal and item.kind == AgendaItem.Kind.PROPOSAL and _stands_on(to, item.proposal):
        raise Refused(f"{item.proposal.reference} is on the agenda of {to} already; take it off here instead.", "to")


def next_after(meeting: Meeting) -> Meeting | None:
    later = Meeting.objects.filter(committee=meeting.committee_id, date__gt=meeting.date, state=Meeting.State.PLANNED)
    return later.select_related("committee").order_by("date").first()


def _after(meeting: Meeting) -> Meeting:
    found = next_after(meeting)
    if found is None:
        raise Refused(f"No later meeting of {meeting.committee.named} is entered yet: enter it first.", "to")
    return found


def take_meeting(meeting: Meeting, by, sentence: str = RUN) -> Meeting:
    """The meeting, locked, once ``by`` may run the body that holds it."""
    found = _locked(meeting)
    check(may_run, by, found.committee, sentence=sentence)
    return found


def _locked(meeting: Meeting) -> Meeting:
    """Locked first and read afterwards, as it stands once the wait is over."""
    Meeting.objects.select_for_update().values_list("pk").get(pk=meeting.pk)
    return Meeting.objects.select_related("committee").get(pk=meeting.pk)


def take_item(item: AgendaItem, by, sentence: str = RUN) -> AgendaItem:
    """The item as it stands once its meeting is locked."""
    meeting = take_meeting(item.meeting, by, sentence)
    found = AgendaItem.objects.select_related("proposal", "presenter").get(pk=item.pk)
    found.meeting = meeting
    if by is not None and not AgendaItem.objects.visible_to(by).filter(pk=found.pk).exists():
        raise NotAllowed("This item is not open to you.")
    return found


def check_not_over(meeting: Meeting, field: str | None = None) -> None:
    if meeting.state == Meeting.State.CANCELLED:
        raise Refused(f"{meeting} was cancelled: {meeting.cancelled_because}", field)
    if meeting.state == Meeting.State.HELD:
        raise Refused(f"{meeting} has been held; its agenda is no longer changed.", field)
    _check_not_approved(meeting, field)


def _check_not_approved(meeting: Meeting, field: str | None = None) -> None:
    """Approved minutes follow the agenda as it was."""
    if minutes := approved(meeting):
        words = f"The minutes of {meeting} were approved on {on_day(minutes.approved_on)}"
        raise Refused(f"{words}: its agenda is no longer changed.", field)


def check_not_taken(item: AgendaItem) -> None:
    """What was resolved or minuted of an item stays where it was said."""
    if Resolution.objects.filter(recommendation__item=item).exists():
        raise Refused(f"The meeting has resolved something on “{item}”: it was taken.")
    if item.minutes.exists():
        raise Refused(f"“{item}” is minuted: it was taken.")


def _check_standing(item: AgendaItem) -> None:
    if item.state not in STANDING:
        raise Refused(f"“{item}” is no longer on this agenda: {item.get_state_display().lower()}. {item.because}")


def _check_open(item: AgendaItem) -> None:
    _check_standing(item)
    _check_not_approved(item.meeting)


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
    if _stands_on(meeting, proposal, again):
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


def _stands_on(meeting: Meeting, proposal: Proposal, again=None) -> bool:
    found = AgendaItem.objects.filter(
        meeting=meeting, proposal=proposal, kind=AgendaItem.Kind.PROPOSAL, state__in=STANDING
    )
    return (found.exclude(pk=again.pk) if again else found).exists()


def is_late(meeting: Meeting, on: date | None = None) -> bool:
    """Whether the papers’ day of a meeting still to come is over."""
    today = on or clock.london_date(current().at)
    return papers_day(meeting) < today <= meeting.date


def _late(meeting: Meeting, kind: str, because: str) -> str:
    if kind in WITH_PAPER and is_late(meeting):
        due = papers_day(meeting)
        return _needed(because, f"The papers were due on {due:%A %-d %B %Y}: say why this comes late.", "late_because")
    # Of a meeting of the past, that something had come late is recorded with why.
    return because.strip() if meeting.date < clock.london_date(current().at) else ""


def as_closed_as(proposal: Proposal | None, classification: str) -> str:
    """The class of an item: the one asked for, or the proposal’s where that is the closer one."""
    classes = Classification.values
    own = proposal.classification if proposal else Classification.WHITE
    return max(classification, own, key=classes.index)


def _place_for(meeting: Meeting, kind: str) -> int:
    """The last place; other business, once it is there and has no number yet, stays behind what is put on later."""
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("place"))["last"] or 0
    closing = _closing(meeting) if kind != AgendaItem.Kind.BUSINESS else None
    if closing is None:
        return last + 1
    place, closing.place = closing.place, last + 1
    closing.save(update_fields=["place"])
    return place


def _closing(meeting: Meeting) -> AgendaItem | None:
    standing = AgendaItem.objects.filter(meeting=meeting, state__in=STANDING)
    last = standing.order_by("-place").first()
    return last if last and last.kind == AgendaItem.Kind.BUSINESS and not last.reference else None


def _needed(text: str, missing: str, field: str = "because") -> str:
    if not text.strip():
        raise Refused(missing, field)
    return text.strip()


def event(item: AgendaItem, sentence: str) -> dict:
    """What an event about an item says of it."""
    return {
        "subject": item,
        "about": item.proposal or item.meeting,
        "by": current().by,
        "sentence": sentence,
        "classification": item.classification,
    }

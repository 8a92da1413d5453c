"""The timetable of a proposal: laying it out, approving it, and everything that happens to its dates afterwards."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Max

from audit import clock
from audit.acts import Refused, act, current, record
from bodies.models import Committee, Meeting
from proposals import rules
from proposals.actions.ground import check_has_come, check_not_split, check_unfinished, take
from proposals.layouts import Planned, monday_from
from proposals.models import Exactness, Proposal, Slip, TimetableEntry, WorkPackage
from proposals.models.timetable import when_sentence
from proposals.states import FINISHED

MANAGED = "Only SECAS keeps the timetable."
PANEL = "panel"


@act
def lay_out_package(
    *,
    proposal: Proposal,
    by,
    entries: Sequence[Planned],
    words: str = "",
    effective: date | None = None,
    number: int | None = None,
) -> WorkPackage:
    """Write the next work package with its entries; each first date is its baseline. Nothing is approved by it.

    ``number``: the package that the person meant to lay out, so that two at once do not lay out two.
    """
    proposal, on = _taken(proposal, by, effective)
    check_unfinished(proposal)
    last = proposal.work_packages.aggregate(last=Max("number"))["last"] or 0
    if number is not None and number != last + 1:
        raise Refused(f"Somebody else has laid out work package {last} meanwhile; look at it first.")
    if not entries:
        raise Refused("A work package has at least one date.")
    package = WorkPackage.objects.create(
        proposal=proposal, number=last + 1, words=words.strip(), laid_on=on, by=by, at=current().at
    )
    place = _last_place(proposal)
    for n, planned in enumerate(entries, 1):
        _write(proposal, planned, sort=place + n, package=package, on=on, by=by)
    sentence = f"{package} with {_counted(len(entries))}."
    record("work_package_laid_out", subject=package, about=proposal, by=by, sentence=sentence, effective_on=on)
    return package


@act
def approve_work_package(
    *, package: WorkPackage, by, meeting: Meeting | None = None, on: date | None = None, words: str = ""
) -> WorkPackage:
    """Record that the Panel approved the package, at ``meeting`` or on a day. From then on its dates
    are what happens next, and none of them is removed."""
    proposal, on = _taken(package.proposal, by, meeting.date if meeting else on)
    package = WorkPackage.objects.get(pk=package.pk)
    if package.approved_on:
        raise Refused(f"{package} was approved on {package.approved_on:%-d %B %Y} already.")
    check_panels(meeting, "meeting")
    if on < package.laid_on:
        raise Refused(f"{package} was laid out on {package.laid_on:%-d %B %Y}, after that day.", "on")
    if not package.entries.standing().exists():
        raise Refused(f"{package} has no date left to approve.")
    _approve(package, proposal, meeting=meeting, on=on, words=words, by=by)
    return package


def check_panels(meeting: Meeting | None, field: str) -> None:
    if meeting and meeting.committee.code != PANEL:
        raise Refused("A work package is approved by the Panel; choose one of its meetings.", field)


def approve_with_move(move) -> None:
    """What the Panel has before it when it converts a proposal is approved by that decision (domain §2.2 row 11)."""
    on = clock.london_date(move.effective_at)
    waiting = WorkPackage.objects.filter(proposal=move.proposal, approved_on=None, laid_on__lte=on)
    for package in waiting.filter(entries__removed_on=None).distinct():
        _approve(package, move.proposal, meeting=move.meeting, on=on, words="", by=move.by)


def _approve(package: WorkPackage, proposal: Proposal, *, meeting, on: date, words: str, by) -> None:
    package.approved_on, package.approved_at, package.decision = on, meeting, words.strip()
    package.save(update_fields=["approved_on", "approved_at", "decision"])
    where = f" (meeting {meeting.number})" if meeting else ""
    sentence = f"{package} approved by the Panel{where}."
    record("work_package_approved", subject=package, about=proposal, by=by, sentence=sentence, effective_on=on)


@act
def add_entry(
    *,
    proposal: Proposal,
    by,
    planned: Planned,
    package: WorkPackage | None = None,
    before: TimetableEntry | None = None,
    effective: date | None = None,
) -> TimetableEntry:
    """Add one date: to a package that is not yet approved, or beside the packages. ``before``: the entry it precedes in
    the plan; without one it comes last."""
    proposal, on = _taken(proposal, by, effective)
    check_unfinished(proposal)
    for named in (package, before):
        if named and named.proposal_id != proposal.pk:
            raise Refused(f"“{named}” belongs to another proposal.")
    if package and WorkPackage.objects.get(pk=package.pk).approved_on:
        raise Refused(f"{package} is approved; a new date stands beside it or in a further package.", "package")
    return place_entry(proposal, planned, on=on, by=by, package=package, before=before)


def place_entry(proposal: Proposal, planned: Planned, *, on: date, by, package=None, before=None) -> TimetableEntry:
    """The date written and its event recorded. ``proposal`` has been taken."""
    entry = _write(proposal, planned, sort=_make_room(proposal, before), package=package, on=on, by=by)
    sentence = f"“{entry.activity}”, due {when_sentence(entry.due_on, entry.exactness)}."
    record("timetable_entry_added", subject=entry, about=proposal, by=by, sentence=sentence, effective_on=on)
    return entry


def put_elsewhere(entry: TimetableEntry, new: Planned, reason: str, agreed_by: str, on: date, by) -> None:
    """As ``move_entry``, within another act that has taken the proposal; where it stands there already, nothing."""
    if (entry.due_on, entry.exactness) != (new.on, new.exactness):
        _put(entry, new, reason, (agreed_by, None, None), on, by)


def meeting_entries(meeting: Meeting):
    """Dates still ahead of a timetable that are those of ``meeting``: what moves when it moves."""
    entries = TimetableEntry.objects.filter(meeting=meeting, exactness=Exactness.MEETING, done_on=None, removed_on=None)
    return entries.exclude(proposal__state__in=FINISHED).select_related("proposal", "body")


def move_with_meeting(entry: TimetableEntry, meeting: Meeting, reason: str, by) -> None:
    """The slip of a date that goes to the day of ``meeting``, because its own has moved or is cancelled. ``proposal``
    has been taken."""
    new = Planned(entry.activity, entry.kind, meeting.date, Exactness.MEETING, meeting.committee)
    on = clock.london_date(current().at)
    _put(entry, new, reason, ("", meeting.committee, None), on, by)


def take_out(entry: TimetableEntry, reason: str, *, on: date, by) -> None:
    """As ``remove_entry``, within another act that has taken the proposal."""
    entry.removed_on, entry.removed_why = on, _needed(reason, "Say why it is removed.")
    entry.save(update_fields=["removed_on", "removed_why"])
    sentence = f"“{entry.activity}”: {entry.removed_why}"
    record("timetable_entry_removed", subject=entry, about=entry.proposal, by=by, sentence=sentence, effective_on=on)


@act
def move_entry(
    *,
    entry: TimetableEntry,
    by,
    to: date,
    reason: str,
    exactness: str = "",
    body: Committee | None = None,
    agreed_by: str = "",
    agreed_body: Committee | None = None,
    agreed_at: Meeting | None = None,
    effective: date | None = None,
    seen: date | None = None,
) -> Slip:
    """Move the date and write the slip: from where to where, why, who agreed. The baseline stays. What was missed is
    planned again. ``seen``: the date that the person saw, so that two at once do not move it twice.

    ``body`` holds the meeting where the new date is one; by default the body that the entry has.
    """
    proposal, on = _taken(entry.proposal, by, effective or (agreed_at.date if agreed_at else None))
    check_unfinished(proposal)
    entry = _open(entry)
    if entry.done_on:
        raise Refused(f"“{entry.activity}” was done on {entry.done_on:%-d %B %Y}; its date is not moved.")
    if seen and seen != entry.due_on:
        raise Refused(f"Somebody else was faster: it is due {when_sentence(entry.due_on, entry.exactness)} now.", "to")
    entry.proposal = proposal
    new = Planned(entry.activity, entry.kind, to, exactness or entry.exactness, body or entry.body)
    return _put(entry, new, reason, (agreed_by, agreed_body, agreed_at), on, by)


def _put(entry: TimetableEntry, new: Planned, reason: str, agreed: tuple, on: date, by) -> Slip:
    meeting = meeting_of(new, "to")
    slip = _slip(entry, new, reason, agreed, on, by)
    entry.due_on, entry.exactness, entry.body, entry.meeting = new.on, new.exactness, new.body, meeting
    entry.missed_on, entry.missed_why = None, ""
    entry.save(update_fields=["due_on", "exactness", "body", "meeting", "missed_on", "missed_why"])
    record(
        "timetable_entry_moved",
        subject=entry,
        about=entry.proposal,
        by=by,
        sentence=f"“{entry.activity}” from {slip.from_when} to {slip.to_when}. {slip.reason}",
        before={"due": slip.from_when},
        after={"due": slip.to_when, "agreed by": slip.who_agreed},
        effective_on=on,
    )
    return slip


@act
def mark_done(*, entry: TimetableEntry, by, on: date | None = None) -> TimetableEntry:
    """Say that it was done, today or on an earlier day; what was missed before is then no longer missed."""
    proposal, on = _taken(entry.proposal, by, on)
    entry = _open(entry)
    if entry.done_on:
        raise Refused(f"“{entry.activity}” is recorded as done on {entry.done_on:%-d %B %Y} already.")
    entry.done_on, entry.missed_on, entry.missed_why = on, None, ""
    entry.save(update_fields=["done_on", "missed_on", "missed_why"])
    sentence = f"“{entry.activity}” on {on:%-d %B %Y}."
    record("timetable_entry_done", subject=entry, about=proposal, by=by, sentence=sentence, effective_on=on)
    return entry


@act
def undo_done(*, entry: TimetableEntry, by, reason: str) -> TimetableEntry:
    """Take back that it was done, or missed, with the reason; the date then stands as planned."""
    proposal, _ = _taken(entry.proposal, by)
    entry = _open(entry)
    if not (entry.done_on or entry.missed_on):
        raise Refused(f"“{entry.activity}” is recorded neither as done nor as missed.")
    before = {"done": str(entry.done_on or ""), "missed": str(entry.missed_on or "")}
    entry.done_on, entry.missed_on, entry.missed_why = None, None, ""
    entry.save(update_fields=["done_on", "missed_on", "missed_why"])
    sentence = f"“{entry.activity}”: {_needed(reason, 'Say why this is taken back.')}"
    record("timetable_entry_reopened", subject=entry, about=proposal, by=by, sentence=sentence, before=before)
    return entry


@act
def mark_missed(*, entry: TimetableEntry, by, reason: str, on: date | None = None) -> TimetableEntry:
    """Say that it did not happen when it was due. A new date is agreed by moving it."""
    proposal, on = _taken(entry.proposal, by, on)
    entry = _open(entry)
    if entry.done_on or entry.missed_on:
        raise Refused(f"“{entry.activity}” is recorded as {'done' if entry.done_on else 'missed'} already.")
    if on < entry.due_on:
        raise Refused(f"It is due {when_sentence(entry.due_on, entry.exactness)}; move it instead.", "on")
    entry.missed_on, entry.missed_why = on, _needed(reason, "Say why it was missed.")
    entry.save(update_fields=["missed_on", "missed_why"])
    sentence = f"“{entry.activity}”: {entry.missed_why}"
    record("timetable_entry_missed", subject=entry, about=proposal, by=by, sentence=sentence, effective_on=on)
    return entry


@act
def remove_entry(*, entry: TimetableEntry, by, reason: str, effective: date | None = None) -> TimetableEntry:
    """Take a date out of a timetable that the Panel has not yet approved. It stays on record with the reason."""
    proposal, on = _taken(entry.proposal, by, effective)
    entry = _open(entry)
    package = WorkPackage.objects.filter(pk=entry.package_id).first()
    if package and package.approved_on:
        words = f"{package} was approved on {package.approved_on:%-d %B %Y}; its dates are moved, not removed."
        raise Refused(words)
    if on < entry.laid_on:
        raise Refused(f"It was laid out on {entry.laid_on:%-d %B %Y}, after that day.", "effective")
    entry.proposal = proposal
    take_out(entry, reason, on=on, by=by)
    return entry


def meeting_of(planned: Planned, field: str = "on") -> Meeting | None:
    """The meeting that a planned date names. Refuses, at ``field``, a date that is not what it says it is."""
    if planned.exactness == Exactness.WEEK and planned.on != monday_from(planned.on):
        monday = monday_from(planned.on)
        raise Refused(f"A week commences on a Monday; the next is {monday:%-d %B %Y}.", field)
    if planned.exactness != Exactness.MEETING:
        return None
    if planned.body is None:
        raise Refused("Say which body meets.", "body")
    meetings = list(planned.body.meetings.to_come(planned.on)[:1])
    if meetings and meetings[0].date == planned.on:
        return meetings[0]
    later = f" Its next is on {meetings[0].date:%A %-d %B %Y}." if meetings else ""
    named = planned.body.named[0].upper() + planned.body.named[1:]
    raise Refused(f"{named} has no meeting on {planned.on:%A %-d %B %Y} in the record.{later}", field)


def _taken(proposal: Proposal, by, effective: date | None = None) -> tuple[Proposal, date]:
    """The locked proposal, once ``by`` may, and the day on which the act takes effect: today, or an earlier one."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    check_has_come(effective, "effective")
    return proposal, effective or clock.london_date(current().at)


def _open(entry: TimetableEntry) -> TimetableEntry:
    """The entry as it stands now, under the lock of its proposal."""
    entry = TimetableEntry.objects.select_related("body").get(pk=entry.pk)
    if entry.removed_on:
        raise Refused(f"“{entry.activity}” was removed on {entry.removed_on:%-d %B %Y}.")
    return entry


def _needed(text: str, missing: str, field: str = "reason") -> str:
    if not text.strip():
        raise Refused(missing, field)
    return text.strip()


def _slip(entry: TimetableEntry, new: Planned, reason: str, agreed: tuple, on: date, by) -> Slip:
    words, body, meeting = agreed
    if (new.on, new.exactness) == (entry.due_on, entry.exactness):
        raise Refused("That is the date it has already.", "to")
    if not (words.strip() or body or meeting):
        raise Refused("Say who agreed: a body, its meeting, or in words.", "agreed_by")
    since = entry.slips.aggregate(last=Max("on"))["last"] or entry.laid_on
    if on < since:
        raise Refused(
            f"Its date is the one of {since:%-d %B %Y}; a change is agreed on that day or later.", "effective"
        )
    return Slip.objects.create(
        entry=entry,
        from_on=entry.due_on,
        from_exactness=entry.exactness,
        to_on=new.on,
        to_exactness=new.exactness,
        reason=_needed(reason, "Say why the date moves."),
        agreed_by=words.strip(),
        agreed_body=body or (meeting.committee if meeting else None),
        agreed_at=meeting,
        on=on,
        by=by,
        at=current().at,
    )


def _last_place(proposal: Proposal) -> int:
    return TimetableEntry.objects.filter(proposal=proposal).aggregate(last=Max("sort"))["last"] or 0


def _make_room(proposal: Proposal, before: TimetableEntry | None) -> int:
    """The place in the plan for a new entry; those from ``before`` on move down by one."""
    if before is None:
        return _last_place(proposal) + 1
    place = TimetableEntry.objects.get(pk=before.pk).sort
    TimetableEntry.objects.filter(proposal=proposal, sort__gte=place).update(sort=F("sort") + 1)
    return place


def _write(proposal: Proposal, planned: Planned, *, sort: int, package, on: date, by) -> TimetableEntry:
    return TimetableEntry.objects.create(
        proposal=proposal,
        package=package,
        sort=sort,
        activity=_needed(planned.activity, "Say what is to happen.", "activity"),
        kind=planned.kind,
        body=planned.body,
        meeting=meeting_of(planned),
        baseline_on=planned.on,
        baseline_exactness=planned.exactness,
        due_on=planned.on,
        exactness=planned.exactness,
        laid_on=on,
        by=by,
        at=current().at,
    )


def _counted(number: int) -> str:
    return "one date" if number == 1 else f"{number} dates"

"""From the record of a meeting to the facts of its agenda, its minutes and the papers supplied for it, in a fixed
number of queries. No sentence is written here."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from accounts.models import Category
from bodies.models import Meeting, Membership, Seat
from papers.committee import meetingfacts as m
from papers.committee.facts import Recommendation
from papers.committee.gathering import ADDRESSEES, occasion
from papers.editions import may_stand_in
from papers.gather import Edition, _html
from papers.models import Paper
from subcommittees.models import Action, AgendaItem, Attendance, Conflict, Minute, Resolution, VerbalUpdate
from subcommittees.models import Recommendation as Recommended
from subcommittees.quorum import Quorum, quorum

How = Attendance.How
THERE = (How.PRESENT, How.ALTERNATE)


def sitting(meeting: Meeting) -> m.Sitting:
    return m.Sitting(meeting.number, meeting.date, meeting.starts_at, meeting.place)


# The agenda


def of_agenda(paper: Paper, edition: Edition) -> m.Agenda:
    standing = _items(paper).filter(state__in=(AgendaItem.State.STANDS, AgendaItem.State.TAKEN))
    return m.Agenda(
        occasion=occasion(paper, edition),
        sitting=sitting(paper.meeting),
        lines=tuple(_line(item) for item in standing),
        owed=_owed(paper),
        actions=tuple(_undertaking(action) for action in _actions(paper).open()),
    )


def _items(paper: Paper):
    """Those that the edition may hold, each on a proposal that it may name."""
    found = AgendaItem.objects.filter(_open_enough(paper), meeting=paper.meeting)
    known = ("proposal", "presenter", "carried_from__meeting__committee")
    return found.select_related(*known).order_by("place")


def _open_enough(paper: Paper) -> Q:
    named = Q(proposal=None) | may_stand_in(paper, "proposal__on_behalf_of", "proposal__classification")
    return may_stand_in(paper, "meeting__committee") & named


def _line(item: AgendaItem) -> m.Line:
    before = item.carried_from.meeting if item.carried_from_id else None
    return m.Line(
        key=f"item-{item.pk}",
        number=item.number or item.place,
        title=item.title,
        purpose=item.get_purpose_display(),
        reference=item.reference,
        about=f"{item.proposal.reference} ‘{item.proposal.title}’" if item.proposal_id else "",
        presenter=item.presenter.name if item.presenter_id else "",
        minutes_planned=item.minutes_planned,
        note=item.note,
        late=item.is_late,
        late_because=item.late_because,
        carried_from=f"meeting {before.number} of {before.date:%-d %B %Y}" if before else "",
    )


def _owed(paper: Paper) -> tuple[m.Owed, ...]:
    under = Q(item=None) | may_stand_in(paper, "item__meeting__committee", "item__classification")
    rows = VerbalUpdate.objects.filter(_open_enough(paper), under, meeting=paper.meeting).owed()
    return tuple(
        m.Owed(row.about, row.proposal.reference if row.proposal_id else "", row.owed_by.name if row.owed_by_id else "")
        for row in rows.select_related("proposal", "owed_by").order_by("pk")
    )


def _actions(paper: Paper):
    """Of the body, from its meetings up to this one."""
    found = Action.objects.filter(may_stand_in(paper, "committee"), committee=paper.committee)
    found = found.filter(meeting__date__lte=paper.meeting.date)
    return found.select_related("owner").order_by("number")


def _undertaking(action: Action) -> m.Undertaking:
    owner = action.owner.name if action.owner_id else action.owner_name
    return m.Undertaking(action.number, action.text, owner, action.due_on, action.outcome, action.item_id)


# The minutes


def not_approved(paper: Paper) -> str:
    minutes = getattr(paper.meeting, "minutes", None)
    if minutes and minutes.is_locked:
        return ""
    return "The minutes have not been approved yet: until they are, they stay a draft."


def of_minutes(paper: Paper, edition: Edition) -> m.MinutesOfMeeting:
    meeting, minutes = paper.meeting, getattr(paper.meeting, "minutes", None)
    there = list(Attendance.objects.filter(meeting=meeting).select_related("seat", "person"))
    actions = [_undertaking(action) for action in _actions(paper).filter(meeting=meeting)]
    return m.MinutesOfMeeting(
        occasion=occasion(paper, edition),
        sitting=sitting(meeting),
        **_people(meeting, there),
        items=_minuted(paper, there, actions),
        actions=tuple(actions),
        approved_on=minutes.approved_on if minutes else None,
        comments_due_on=minutes.comments_due_on if minutes else None,
    )


def _people(meeting: Meeting, rows: list[Attendance]) -> dict:
    held = _holders(meeting)
    seated = [row for row in rows if row.seat_id]
    there = [row for row in seated if row.how in THERE]
    return {
        "present": _in_order(there, held),
        "apologies": _in_order([row for row in seated if row.how not in THERE], held),
        "others": tuple(m.Attendee(_name(row, held), row.capacity) for row in rows if not row.seat_id),
        "votes": Seat.objects.filter(committee=meeting.committee, votes=True, pk__in=held).count(),
        "quorum": quorum(meeting.committee, rows),
    }


def _holders(meeting: Meeting) -> dict[int, str]:
    terms = Membership.objects.on(meeting.date).filter(seat__committee=meeting.committee).select_related("user")
    return {term.seat_id: term.user.name for term in terms}


def _in_order(rows: list[Attendance], held: dict[int, str]) -> tuple[m.Attendee, ...]:
    """Chair and secretary first, then by category as the Code lists them, then by seat."""
    order = {category: place for place, category in enumerate(Category.values)}

    def place(row):
        return (not row.seat.is_chair, not row.seat.is_secretary, order.get(row.seat.category, 99), row.seat.name)

    return tuple(_attendee(row, held) for row in sorted(rows, key=place))


def _attendee(row: Attendance, held: dict[int, str]) -> m.Attendee:
    seat = row.seat
    category = seat.get_category_display() if seat.category else seat.name
    absent = held.get(row.seat_id, "") if row.how == How.ALTERNATE else ""
    return m.Attendee(_name(row, held), category, seat.name, absent)


def _name(row: Attendance, held: dict[int, str]) -> str:
    return row.name or (row.person.name if row.person_id else "") or held.get(row.seat_id, "")


def _minuted(paper: Paper, there: list[Attendance], actions: list[m.Undertaking]) -> tuple[m.Minuted, ...]:
    items = list(_items(paper).exclude(state=AgendaItem.State.WITHDRAWN))
    texts, conflicts, resolved = _texts(paper, items), _conflicts(items), _resolved(items)
    updates = _given(paper)
    mine = defaultdict(list)
    for action in actions:
        mine[action.item].append(action)
    return tuple(
        m.Minuted(
            line=_line(item),
            text=_html(texts[item.pk].text) if item.pk in texts else "",
            closed=_is_closed(item, texts.get(item.pk)),
            untaken=item.because if item.state == AgendaItem.State.CARRIED_OVER else "",
            conflicts=tuple(m.Declared(c.person.name, c.words, c.recused) for c in conflicts[item.pk]),
            resolved=tuple(resolved[item.pk]),
            updates=tuple(updates[item.pk]),
            actions=tuple(mine[item.pk]),
            quorum=_left(paper.meeting, there, conflicts[item.pk]),
            corrected=_corrected(texts.get(item.pk)),
        )
        for item in items
    )


def _left(meeting: Meeting, there: list[Attendance], conflicts: list[Conflict]) -> Quorum | None:
    """What is left of the quorum without whoever stood aside."""
    aside = {row.person_id for row in conflicts if row.recused}
    return quorum(meeting.committee, there, aside) if aside and there else None


def _corrected(minute: Minute | None) -> tuple[str, str] | None:
    if minute is None or minute.approved_in is None:
        return None
    later = minute.approved_in
    return f"meeting {later.number} of {later.date:%-d %B %Y}", minute.why_changed


def _is_closed(item: AgendaItem, minute: Minute | None) -> bool:
    classes = (item.classification, minute.classification if minute else "white")
    return any(each in ("amber", "red") for each in classes)


def _texts(paper: Paper, items) -> dict[int, Minute]:
    """The newest of each item, where the edition may hold it: an earlier one does not stand in for it."""
    newest = Minute.objects.filter(item__in=items).order_by("item_id", "-version").distinct("item_id")
    rows = Minute.objects.filter(may_stand_in(paper, "item__meeting__committee"), pk__in=newest.values("pk"))
    return {row.item_id: row for row in rows.select_related("approved_in")}


def _conflicts(items) -> dict[int, list[Conflict]]:
    found = defaultdict(list)
    rows = Conflict.objects.filter(item__in=items, withdrawn_because="").select_related("person").order_by("at", "pk")
    for row in rows:
        found[row.item_id].append(row)
    return found


def _resolved(items) -> dict[int, list[m.Resolved]]:
    asked = Recommended.objects.filter(item__in=items, dropped_at=None).order_by("order", "pk")
    holding = {row.recommendation_id: row for row in Resolution.objects.filter(recommendation__in=asked).holding()}
    found = defaultdict(list)
    for row in asked:
        made = holding.get(row.pk)
        words = Recommendation(row.verb, row.text, ADDRESSEES.get(row.addressee, ""), row.condition)
        outcome = (made.get_outcome_display(), made.words) if made else ("", "")
        found[row.item_id].append(m.Resolved(words, *outcome, row.raised_by_body))
    return found


def _given(paper: Paper) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    rows = VerbalUpdate.objects.filter(_open_enough(paper), meeting=paper.meeting, given_on__isnull=False)
    for row in rows.order_by("pk"):
        found[row.item_id].append((row.about, row.words))
    return found


def put_right(paper: Paper, since: datetime) -> str:
    """What the body corrected of approved minutes after ``since``, as far as the edition may hold it; empty where it
    corrected nothing."""
    minutes = Minute.objects.filter(
        may_stand_in(paper, "item__meeting__committee"), approved_in__isnull=False, at__gt=since
    )
    minutes = minutes.filter(may_stand_in(paper, "item__meeting__committee", "item__classification"))
    minutes = minutes.filter(item__meeting=paper.meeting).select_related("item").order_by("item__place", "version")
    under = "recommendation__item__"
    resolved = Resolution.objects.filter(version__gt=1, at__gt=since, recommendation__item__meeting=paper.meeting)
    resolved = resolved.filter(may_stand_in(paper, f"{under}meeting__committee", f"{under}classification"))
    resolved = resolved.select_related("recommendation__item").order_by(f"{under}place", "pk")
    told = [f"“{row.item.title}”: {row.why_changed}" for row in minutes]
    told += [f"What was resolved of “{row.recommendation.item.title}”: {row.why_changed}" for row in resolved]
    return " ".join(f"{each.strip().rstrip('.')}." for each in told)


# Supplied as a file


def of_upload(paper: Paper, edition: Edition) -> m.Supplied:
    held = paper.uploads.select_related("word").order_by("-version").first()
    findings = {finding["key"] for finding in held.word.findings} if held.word else set()
    return m.Supplied(
        occasion=occasion(paper, edition),
        title=held.title,
        author=held.author,
        filename=held.filename,
        source=held.sha256,
        pages=held.pages,
        supplied_on=held.supplied_on,
        address=f"{settings.SITE_URL}{held.get_absolute_url()}" if held.is_open else "",
        word=held.word is not None,
        tracked="tracked" in findings,
    )

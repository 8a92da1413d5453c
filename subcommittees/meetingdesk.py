"""What the next meetings ask of the reader of a desk: members say whether they come and read what is out; secretaries
get the agenda ready by the papers' day, and record what was held."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from accounts.seats import SECRETARY
from bodies.models import Meeting, Membership
from bodies.papersday import papers_days_of
from proposals.ports import Task, list_tasks
from subcommittees.frames import address, step_url
from subcommittees.models import AgendaItem, Attendance
from subcommittees.numbering import STANDING

LATELY = timedelta(days=42)


@dataclass(frozen=True)
class OfMeeting:
    """A meeting where the desk names what a row is about."""

    meeting: Meeting

    @property
    def pk(self) -> int:
        return self.meeting.pk

    @property
    def reference(self) -> str:
        return f"{self.meeting.committee.short_name} {self.meeting.number}"

    @property
    def title(self) -> str:
        return f"{self.meeting.date:%A %-d %B %Y}"

    def get_absolute_url(self) -> str:
        return address(self.meeting)


@list_tasks("meetings")
def tasks(desk) -> list[Task]:
    bodies = desk.user.committee_ids
    if not bodies:
        return []
    near = _near([m for m in desk.upcoming if m.committee_id in bodies])
    served = {body for body, office in desk.user.offices if office == SECRETARY}
    items = _counts([*near])
    found = [*_asked(desk, [m for m in near if m.committee_id not in served])]
    found += [_out(m, items[m.pk]) for m in near if m.committee_id not in served and items.get(m.pk, (0, 0))[1]]
    found += _agendas(desk, [m for m in near if m.committee_id in served], items)
    return [*found, *_unrecorded(desk, served)]


def _near(upcoming: list[Meeting]) -> list[Meeting]:
    """The next of each body; ``upcoming`` has the next first."""
    found: dict[int, Meeting] = {}
    for meeting in upcoming:
        found.setdefault(meeting.committee_id, meeting)
    return list(found.values())


def _counts(meetings: list[Meeting]) -> dict[int, tuple[int, int]]:
    """How many items stand on each agenda, and how many of them are issued."""
    rows = AgendaItem.objects.filter(meeting__in=meetings, state__in=STANDING).values_list("meeting")
    counted = rows.annotate(all=Count("pk"), out=Count("pk", filter=~Q(reference=""))).order_by("meeting")
    return {meeting: (every, out) for meeting, every, out in counted}


def _asked(desk, meetings: list[Meeting]) -> list[Task]:
    """Whether they come: of those meetings to which nobody has answered for their seat."""
    seats = _seats_of(desk.user, meetings)
    answered = set(Attendance.objects.filter(meeting__in=meetings, seat__in=seats).values_list("meeting", flat=True))
    held = set(seats.values())
    return [
        Task(OfMeeting(m), "Say whether you come", address(m), "Answer", due=m.date)
        for m in meetings
        if m.pk not in answered and m.committee_id in held
    ]


def _seats_of(user, meetings: list[Meeting]) -> dict[int, int]:
    """The keys of the seats that the reader holds or stands in for, each with its body."""
    bodies = {m.committee_id for m in meetings}
    terms = Membership.objects.on().filter(Q(user=user) | Q(alternate=user), seat__committee__in=bodies)
    return dict(terms.values_list("seat", "seat__committee"))


def _out(meeting: Meeting, counted: tuple[int, int]) -> Task:
    every, _ = counted
    words = f"The papers are out: {every} item{'' if every == 1 else 's'}. Declare an interest where you have one"
    return Task(OfMeeting(meeting), words, address(meeting), "Open the agenda", due=meeting.date)


def _agendas(desk, meetings: list[Meeting], items: dict) -> list[Task]:
    due = papers_days_of([m.date for m in meetings], desk.calendar)
    rows = []
    for meeting in meetings:
        every, out = items.get(meeting.pk, (0, 0))
        if every and every == out:
            continue
        words = f"{every} on the agenda, {every - out} without a number yet" if every else "Build the agenda"
        rows.append(Task(OfMeeting(meeting), words, address(meeting), "Open the agenda", due=due[meeting.date]))
    return rows


def _unrecorded(desk, served: set[int]) -> list[Task]:
    """Meetings of late that had an agenda and are not recorded as held."""
    past = Meeting.objects.filter(committee__in=served, state=Meeting.State.PLANNED, date__lt=desk.today)
    past = past.filter(date__gte=desk.today - LATELY, items__state__in=STANDING).distinct() if served else past.none()
    return [
        Task(
            OfMeeting(m),
            "Record who was there and that it was held",
            step_url(m, "attendance"),
            "Record attendance",
            since=m.date,
        )
        for m in past.select_related("committee").order_by("date")
    ]

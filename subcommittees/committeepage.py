"""What the pages of bodies show, in a number of queries that does not grow with what there is."""

import functools
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.urls import reverse

from accounts.models import Category, User
from audit import clock
from bodies.models import Committee, Meeting, Membership, Seat
from bodies.papersday import papers_days_of
from bodies.workingdays import WorkingCalendar
from subcommittees.asked import Asked, asked_of
from subcommittees.balloting import VOTES_BY_BALLOT
from subcommittees.models import AgendaItem, Ballot, ViewRequest
from subcommittees.numbering import STANDING
from subcommittees.ports import papers_url

NEWEST = 12
LATELY = 5
ORDER = {"": len(Category)} | {category.value: n for n, category in enumerate(Category)}


@dataclass(frozen=True)
class Coming:
    """A meeting to come with the day its papers are due."""

    meeting: Meeting
    papers_due: date
    days_left: int


@dataclass(frozen=True)
class Listed:
    committee: Committee
    next: Coming | None


@dataclass(frozen=True)
class Held:
    """A seat with who holds it today, and who will."""

    seat: Seat
    term: Membership | None
    following: Membership | None = None

    @property
    def office(self) -> str:
        return "Chair" if self.seat.is_chair else "Secretary" if self.seat.is_secretary else ""


def listed() -> list[Listed]:
    committees = list(Committee.objects.all())
    upcoming = Meeting.objects.to_come().order_by("committee_id", "date").distinct("committee_id")
    found = {c.committee_id: c for c in upcoming}
    coming = {c.meeting.committee_id: c for c in with_papers_days(list(found.values()))}
    return [Listed(committee, coming.get(committee.pk)) for committee in committees]


def with_papers_days(meetings: list[Meeting]) -> list[Coming]:
    if not meetings:
        return []
    calendar, today = WorkingCalendar.load(), clock.today()
    due = papers_days_of([meeting.date for meeting in meetings], calendar)
    return [Coming(m, due[m.date], calendar.days_left(today, due[m.date])) for m in meetings]


def composition(committee: Committee) -> list[Held]:
    """Every seat there is today, the chair first, then by category; with who holds it, or that it is vacant."""
    today = clock.today()
    terms = Membership.objects.filter(Q(ends=None) | Q(ends__gte=today)).select_related("user", "alternate")
    seats = committee.seats.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    seats = seats.prefetch_related(Prefetch("memberships", queryset=terms.order_by("starts"), to_attr="ahead"))
    found = [_held(seat, today) for seat in seats]
    return sorted(found, key=lambda held: _place(held.seat))


def _held(seat: Seat, today: date) -> Held:
    now = next((term for term in seat.ahead if term.starts <= today), None)
    later = next((term for term in seat.ahead if term.starts > today), None)
    return Held(seat, now, later)


def _place(seat: Seat) -> tuple:
    return (not seat.is_chair, seat.is_secretary, ORDER.get(seat.category, 0), seat.name)


def officers(seats: list[Held]) -> dict[str, list[User]]:
    """Who chairs the body and who is its secretary today."""
    chairs = [held.term.user for held in seats if held.seat.is_chair and held.term]
    secretaries = [held.term.user for held in seats if held.seat.is_secretary and held.term]
    return {"chairs": chairs, "secretaries": secretaries}


def coming(committee: Committee) -> list[Coming]:
    return with_papers_days(list(committee.meetings.to_come()[:NEWEST]))


def past(committee: Committee) -> list[Meeting]:
    return list(committee.meetings.filter(date__lt=clock.today()).order_by("-date")[:NEWEST])


def agenda_of(meeting: Meeting, user) -> list[AgendaItem]:
    items = AgendaItem.objects.visible_to(user).filter(meeting=meeting, state__in=STANDING)
    return list(items.select_related("proposal").order_by("place"))


def asked_about(committee: Committee, user) -> list[Asked]:
    """What the body was asked about, the newest first, and where each request stands for this reader."""
    found = ViewRequest.objects.visible_to(user).filter(committee=committee).with_state(user)
    found = found.select_related("proposal", "statement").order_by("-asked_on", "-pk")[:NEWEST]
    calendar = functools.cache(WorkingCalendar.load)
    return [asked_of(request, clock.today(), calendar) for request in found]


def links_of(committee: Committee, user) -> list[dict]:
    """What else there is of the body."""
    here = [committee.code]
    decided = f"{reverse('subcommittees:decision_list')}?body={committee.code}"
    links = [("Papers", papers_url(committee)), ("Actions", reverse("subcommittees:actions", args=here))]
    links.append(("Decisions", decided))
    votes = committee.code == VOTES_BY_BALLOT or Ballot.objects.visible_to(user).filter(committee=committee).exists()
    links.append(("Ballots", reverse("subcommittees:ballots", args=here) if votes else ""))
    return [{"label": label, "url": url} for label, url in links if url]


def contacts(committee: Committee) -> list[Held]:
    return [held for held in composition(committee) if held.term]


def addresses(seats: list[Held]) -> list[User]:
    """Members and alternates, each once."""
    people = [person for held in seats for person in (held.term.user, held.term.alternate) if person]
    return list({person.pk: person for person in people if person.is_active}.values())

"""Bodies, meetings and items that the tests of agendas are about."""

from datetime import date, timedelta

from accounts.models import User
from audit import clock
from bodies.models import Committee, Meeting, Membership, Seat
from bodies.workingdays import WorkingCalendar
from subcommittees import actions
from subcommittees.models import AgendaItem
from tests import factories as make

BUSINESS = AgendaItem.Kind.BUSINESS


def secretary(committee: Committee) -> User:
    """Somebody of no other capacity, who serves the body."""
    user = make.UserFactory()
    seat = Seat.objects.create(committee=committee, name="Secretary", is_secretary=True, votes=False)
    Membership.objects.create(seat=seat, user=user, starts=make.LONG_AGO)
    return user


def ahead(working_days: int) -> date:
    return WorkingCalendar().add(clock.today(), working_days)


def meeting(committee: Committee | None = None, in_days: int = 20, **fields) -> Meeting:
    """One far enough ahead for papers to be in time, unless it says otherwise."""
    committee = committee or make.CommitteeFactory()
    return make.MeetingFactory(**{"committee": committee, "date": ahead(in_days)} | fields)


def item(of: Meeting, by, title: str = "A paper", **fields) -> AgendaItem:
    """Something with a paper that is about no proposal of its own."""
    given = {"kind": "new_proposals", "purpose": "information", "title": title} | fields
    return actions.put_on_agenda(meeting=of, by=by, **given)


def order(of: Meeting) -> list[str]:
    return list(of.items.filter(state__in=["stands", "taken"]).order_by("place").values_list("title", flat=True))


A_MONTH = timedelta(days=28)

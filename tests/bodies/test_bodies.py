"""Committees, seats, meetings and days: who enters them, and who sits where on a day (design §3, bodies)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from accounts.models import User
from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies import actions
from bodies.models import BankHolidayOverride, Committee, Meeting, Membership, Seat
from bodies.queries import committee, meetings_of, members_of, next_meeting, seated
from bodies.workingdays import WorkingCalendar
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 6)


def enterings(panel, seat, user):
    return {
        "enter_committee": lambda by: actions.enter_committee(
            by=by, code="csc", name="Change Sub-Committee", short_name="CSC", prefix="CSC"
        ),
        "enter_seat": lambda by: actions.enter_seat(by=by, committee=panel, name="Chair"),
        "appoint": lambda by: actions.appoint(by=by, seat=seat, user=user, starts=FIRST),
        "enter_meeting": lambda by: actions.enter_meeting(by=by, committee=panel, number=72, date=date(2019, 10, 11)),
        "override_day": lambda by: actions.override_day(
            by=by, date=date(2026, 5, 8), name="A day of mourning", is_working_day=False, reason="Announced late."
        ),
    }


def everything():
    return [model.objects.count() for model in (Committee, Seat, Membership, Meeting, BankHolidayOverride, Event)]


@pytest.mark.parametrize("name", enterings(None, None, None))
@pytest.mark.parametrize("keeper", [make.analyst, make.administrator], ids=["analyst", "administrator"])
def test_secas_enters_what_bodies_are_and_when_they_meet_and_strangers_do_not(name, keeper):
    panel = make.CommitteeFactory()
    entering = enterings(panel, Seat.objects.create(committee=panel, name="Member"), make.UserFactory())[name]
    before = everything()
    for stranger in (make.authority(), make.party(), make.UserFactory(), AnonymousUser()):
        with pytest.raises(NotAllowed):
            entering(stranger)
    assert everything() == before
    entering(keeper())
    assert sum(everything()) == sum(before) + 2


def test_a_member_of_the_body_itself_does_not_appoint_to_it():
    panel = make.CommitteeFactory()
    with pytest.raises(NotAllowed):
        actions.enter_seat(by=make.member(panel), committee=panel, name="Another seat")


@pytest.mark.parametrize("number, day, field", [(72, date(2019, 11, 8), "number"), (73, date(2019, 10, 11), "date")])
def test_a_meeting_has_its_own_number_and_its_own_day(number, day, field):
    by, panel = make.analyst(), make.CommitteeFactory()
    actions.enter_meeting(by=by, committee=panel, number=72, date=date(2019, 10, 11))
    with pytest.raises(Refused) as refused:
        actions.enter_meeting(by=by, committee=panel, number=number, date=day)
    assert refused.value.field == field
    other = make.CommitteeFactory(code="csc", short_name="CSC")
    actions.enter_meeting(by=by, committee=other, number=number, date=day)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    "day, sits", [(date(2026, 3, 1), False), (FIRST, True), (LAST, True), (date(2026, 3, 7), False)]
)
def test_member_and_alternate_sit_on_a_committee_for_their_term(day, sits):
    csc = make.CommitteeFactory(code="csc", short_name="CSC")
    member, alternate, stranger = make.UserFactory(), make.UserFactory(), make.UserFactory()
    seat = Seat.objects.create(committee=csc, name="Large Suppliers")
    actions.appoint(by=make.analyst(), seat=seat, user=member, alternate=alternate, starts=FIRST, ends=LAST)
    expected = frozenset({csc.pk}) if sits else frozenset()
    with clock.set_to(clock.start_of(day)):
        assert [seated(user).committees for user in (member, alternate, stranger)] == [expected, expected, frozenset()]
        assert User.objects.get(pk=member.pk).committee_ids == expected
        assert set(members_of("csc")) == ({member} if sits else set())
        assert set(members_of("panel")) == set()


def test_whoever_speaks_for_no_organisation_acts_as_what_they_are_on_bodies():
    panel = make.CommitteeFactory()
    ssc = make.CommitteeFactory(code="ssc", short_name="SSC", name="Security Sub-Committee", prefix="SSC")
    by, person, alternate = make.analyst(), make.UserFactory(), make.UserFactory()
    for body, name, office in ((panel, "Secretary", {"is_secretary": True}), (ssc, "Member", {})):
        seat = Seat.objects.create(committee=body, name=name, **office)
        actions.appoint(by=by, seat=seat, user=person, alternate=alternate, starts=FIRST, ends=LAST)
    with clock.set_to(clock.start_of(FIRST)):
        assert User.objects.get(pk=person.pk).capacity == "Secretary of the Panel"
        assert User.objects.get(pk=alternate.pk).capacity == "Alternate on the Panel and the SSC"
    with clock.set_to(clock.start_of(date(2026, 3, 7))):
        assert User.objects.get(pk=person.pk).capacity == "Signed-in reader"
    assert make.party(short_name="Northmoor").capacity.startswith("Northmoor")


def test_an_appointment_holds_at_once_for_the_person_in_hand():
    panel, user = make.CommitteeFactory(), make.UserFactory()
    seat = Seat.objects.create(committee=panel, name="Chair")
    assert user.committee_ids == frozenset()
    actions.appoint(by=make.analyst(), seat=seat, user=user, starts=date(2020, 1, 1))
    assert user.committee_ids == frozenset({panel.pk})
    assert "green" in user.clearances


def test_the_next_meeting_is_today_or_later_and_of_that_body():
    panel, csc = make.CommitteeFactory(), make.CommitteeFactory(code="csc", short_name="CSC")
    first, second = (make.MeetingFactory(committee=panel, date=day) for day in (date(2019, 10, 11), date(2019, 11, 8)))
    make.MeetingFactory(committee=csc, date=date(2019, 10, 12))
    days = [date(2019, 10, 1), date(2019, 10, 11), date(2019, 10, 12), date(2019, 11, 9)]
    assert [next_meeting("panel", after=day) for day in days] == [first, first, second, None]
    with clock.set_to(clock.start_of(date(2019, 10, 12))):
        assert next_meeting("panel") == second
    assert list(meetings_of("panel")) == [second, first]
    assert list(meetings_of("panel", until=date(2019, 10, 11))) == [first]
    assert committee("csc") == csc


def test_the_newest_word_about_a_day_holds():
    by, day = make.analyst(), date(2026, 5, 8)
    assert WorkingCalendar.load().is_working_day(day)
    actions.override_day(by=by, date=day, name="Holiday", is_working_day=False, reason="Announced late.")
    assert not WorkingCalendar.load().is_working_day(day)
    actions.override_day(by=by, date=day, name="Holiday", is_working_day=True, reason="Withdrawn again.")
    assert WorkingCalendar.load().is_working_day(day)
    assert BankHolidayOverride.objects.count() == 1
    assert Event.objects.filter(action="day_overridden").count() == 2


def test_a_seat_that_is_taken_is_refused_in_words():
    by, panel = make.analyst(), make.CommitteeFactory()
    seat = Seat.objects.create(committee=panel, name="Chair")
    actions.appoint(by=by, seat=seat, user=make.UserFactory(), starts=FIRST, ends=LAST)
    with pytest.raises(Refused):
        actions.appoint(by=by, seat=seat, user=make.UserFactory(), starts=LAST)
    actions.appoint(by=by, seat=seat, user=make.UserFactory(), starts=date(2026, 3, 7))
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    "name, write",
    [
        (
            "one_member_per_seat",
            lambda s, u: [Membership.objects.create(seat=s, user=u, starts=FIRST) for _ in range(2)],
        ),
        (
            "membership_ends_after_start",
            lambda s, u: Membership.objects.create(seat=s, user=u, starts=LAST, ends=FIRST),
        ),
        (
            "nobody_is_their_own_alternate",
            lambda s, u: Membership.objects.create(seat=s, user=u, alternate=u, starts=FIRST),
        ),
        ("seat_named_once", lambda s, u: Seat.objects.create(committee=s.committee, name=s.name)),
        ("meeting_numbered_once", lambda s, u: _meetings(s, (1, FIRST), (1, LAST))),
        ("one_meeting_a_day", lambda s, u: _meetings(s, (1, FIRST), (2, FIRST))),
    ],
)
def test_the_database_refuses_what_no_act_writes(name, write):
    seat = Seat.objects.create(committee=make.CommitteeFactory(), name="Chair")
    user = make.UserFactory()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write(seat, user)


def _meetings(seat, *numbers_and_days):
    for number, day in numbers_and_days:
        Meeting.objects.create(committee=seat.committee, number=number, date=day)

"""A member’s own position: for the seat held today, seen by the others of the body and SECAS, until the minutes lock."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from bodies.models import Membership, Seat
from subcommittees import actions
from subcommittees.models import MemberPosition, Minutes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def ssc():
    return make.CommitteeFactory(code="ssc", name="Security Sub-Committee", short_name="SSC", prefix="SSC")


@pytest.fixture
def member(ssc):
    return make.member(ssc)


@pytest.fixture
def request_(by, ssc):
    return make.asked(make.draft_proposal(by=by), by, ssc)


def locked(meeting, state: str = "approved") -> Minutes:
    fields = {"approved_at": clock.now(), "approved_on": clock.today()} if state == "approved" else {}
    return Minutes.objects.create(meeting=meeting, state=state, **fields)


def test_a_member_posts_for_the_seat_they_hold_and_nobody_for_another(request_, ssc, member, by):
    opsg = make.CommitteeFactory(code="opsg", short_name="OPSG")
    for person in (by, make.member(opsg), make.party(), make.authority(), make.UserFactory()):
        with pytest.raises(NotAllowed):
            actions.post_position(request=request_, by=person, position="supports", text="Yes.")
    actions.post_position(request=request_, by=member, position="supports", text="Yes.")
    made = MemberPosition.objects.get()
    assert (made.person, made.seat.committee, made.classification) == (member, ssc, "amber")


def test_an_alternate_posts_for_the_seat_in_which_they_stand_in(request_, ssc):
    seat, stand_in = Seat.objects.create(committee=ssc, name="Large Suppliers"), make.UserFactory()
    Membership.objects.create(seat=seat, user=make.UserFactory(), alternate=stand_in, starts=make.LONG_AGO)
    assert actions.post_position(request=request_, by=stand_in, position="no_comment").seat == seat


def test_whoever_holds_a_seat_and_stands_in_for_another_says_which_it_is_for(request_, ssc, member):
    other = Seat.objects.create(committee=ssc, name="Another")
    Membership.objects.create(seat=other, user=make.UserFactory(), alternate=member, starts=make.LONG_AGO)
    own = actions.post_position(request=request_, by=member, position="supports", text="Yes.")
    theirs = actions.post_position(request=request_, by=member, position="opposes", text="No.", seat=other)
    assert {own.seat, theirs.seat} == set(ssc.seats.all())
    elsewhere = Seat.objects.create(committee=make.CommitteeFactory(), name="Chair")
    with pytest.raises(Refused) as refused:
        actions.post_position(request=request_, by=member, position="no_comment", seat=elsewhere)
    assert refused.value.field == "seat"


def test_a_member_whose_term_ended_yesterday_is_told_so(request_, ssc):
    yesterday = clock.today() - timedelta(days=1)
    seat, former = Seat.objects.create(committee=ssc, name="Small Suppliers"), make.UserFactory()
    Membership.objects.create(seat=seat, user=former, starts=make.LONG_AGO, ends=yesterday)
    with pytest.raises(NotAllowed, match=f"Your term on the SSC ended on {yesterday:%-d %B %Y}"):
        actions.post_position(request=request_, by=former, position="no_comment")
    Membership.objects.create(seat=seat, user=former, starts=clock.today(), ends=clock.today())
    actions.post_position(request=request_, by=former, position="no_comment")
    assert MemberPosition.objects.count() == 1


@pytest.mark.parametrize(
    "sent, field",
    [({"position": "supports", "text": " "}, "text"), ({"position": "silent", "text": "x"}, "position")],
)
def test_a_position_says_something_unless_it_is_none(request_, member, sent, field):
    with pytest.raises(Refused) as refused:
        actions.post_position(request=request_, by=member, **sent)
    assert refused.value.field == field
    assert not MemberPosition.objects.exists()


def test_a_change_is_a_new_version_that_says_why(request_, member):
    actions.post_position(request=request_, by=member, position="opposes", text="No.")
    with pytest.raises(Refused) as refused:
        actions.post_position(request=request_, by=member, position="supports", text="Yes.")
    assert refused.value.field == "why_changed"
    actions.post_position(request=request_, by=member, position="supports", text="Yes.", why_changed="Keys were added.")
    assert list(MemberPosition.objects.values_list("version", "position", "why_changed")) == [
        (1, "opposes", ""),
        (2, "supports", "Keys were added."),
    ]
    for change in (lambda: MemberPosition.objects.update(text="x"), lambda: MemberPosition.objects.all().delete()):
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            change()


def test_the_others_of_the_body_and_secas_see_it_and_nobody_else(request_, ssc, member, by):
    made = actions.post_position(request=request_, by=member, position="supports", text="Yes.")
    readers = {
        "analyst": by,
        "another member": make.member(ssc),
        "authority": make.authority(),
        "other body": make.member(make.CommitteeFactory(code="opsg", short_name="OPSG")),
        "party": make.party(),
        "stranger": AnonymousUser(),
    }
    found = {who for who, user in readers.items() if MemberPosition.objects.visible_to(user).exists()}
    assert found == {"analyst", "another member", "authority"}
    assert Event.objects.get(action="position_posted").classification == made.classification == "amber"


def test_after_its_minutes_are_approved_no_position_and_no_view_is_entered(by, ssc, member):
    proposal = make.draft_proposal(by=by, raised_on=date(2026, 2, 2))
    meeting = make.MeetingFactory(committee=ssc, date=date(2026, 2, 11))
    asked = {"meeting": meeting, "how": "meeting", "asked_on": date(2026, 2, 3)}
    request = actions.ask_for_view(proposal=proposal, by=by, committee=ssc, **asked)
    said = {"proposal": proposal, "by": by, "committee": ssc, "meeting": meeting, "given_on": meeting.date}
    minutes = locked(meeting, "circulated")
    actions.post_position(request=request, by=member, position="no_comment")
    actions.record_view(**said, position="no_comment")
    minutes.delete()
    locked(meeting)
    with pytest.raises(
        actions.AfterTheMinutes, match="a position on what it was asked there is no longer recorded at that meeting"
    ):
        actions.post_position(request=request, by=member, position="no_comment", why_changed="Again.")
    with pytest.raises(actions.AfterTheMinutes) as refused:
        actions.record_view(**said, position="opposes", text="No.", why_changed="Late.")
    assert refused.value.field == "meeting"
    assert (MemberPosition.objects.count(), proposal.views.count()) == (1, 1)
    later = make.MeetingFactory(committee=ssc, date=date(2026, 2, 25))
    again = said | {"meeting": later, "given_on": later.date}
    actions.record_view(**again, position="opposes", text="No.", why_changed="It looked again.")
    assert proposal.views.count() == 2


@pytest.mark.parametrize(
    "name, fields",
    [
        ("member_position_version_once", {}),
        ("member_position_says_something", {"position": "opposes", "version": 2, "why_changed": "x", "text": ""}),
        ("member_position_changed_says_why", {"version": 2, "why_changed": ""}),
    ],
)
def test_the_database_refuses_what_no_act_writes(request_, member, name, fields):
    made = actions.post_position(request=request_, by=member, position="no_comment")
    values = {f.name: getattr(made, f.name) for f in MemberPosition._meta.fields if f.name != "id"}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MemberPosition.objects.create(**values | fields)

"""Attendance, quorum and interests: who is counted, who stands aside, and what is refused."""

from datetime import date

import pytest

from accounts.models import Category
from audit import clock
from audit.acts import NotAllowed, Refused
from bodies.models import Committee, Membership, Seat
from subcommittees import actions
from subcommittees.actions.attending import Other
from subcommittees.models import Attendance, Minutes
from subcommittees.quorum import attendance_of, quorum
from tests import factories as make
from tests.subcommittees.meetings import item, meeting, secretary

pytestmark = pytest.mark.django_db

LARGE, SMALL, GAS = Category.LARGE_SUPPLIER, Category.SMALL_SUPPLIER, Category.GAS_NETWORK


def seated(committee: Committee, category: str = LARGE, alternate=None, **fields) -> Membership:
    name = f"Seat {Seat.objects.count()}"
    seat = Seat.objects.create(committee=committee, name=name, category=category, **fields)
    return Membership.objects.create(seat=seat, user=make.UserFactory(), alternate=alternate, starts=make.LONG_AGO)


def recorded(of, terms: dict, by=None, others=()):
    seats = {term.seat: how for term, how in terms.items()}
    actions.record_attendance(meeting=of, by=by or make.analyst(), seats=seats, others=others)
    return quorum(of.committee, attendance_of(of))


@pytest.mark.parametrize(
    "needed, categories, hows, met, lacking",
    [
        (2, None, ["present", "present", "apologies"], True, ""),
        (2, None, ["present", "alternate", "absent"], True, ""),
        (3, None, ["present", "present", "absent"], False, "No quorum: one voting member short, 2 of at least 3."),
        (3, None, ["apologies", "apologies", "absent"], False, "No quorum: 3 voting members short, 0 of at least 3."),
        (2, 2, ["present", "present", "present"], True, ""),
        (
            2,
            3,
            ["present", "present", "present"],
            False,
            "No quorum: 2 of at least 3 Party Categories.",
        ),
    ],
)
def test_the_quorum_is_met_or_it_is_said_what_lacks(needed, categories, hows, met, lacking):
    panel = make.CommitteeFactory(quorum=needed, quorum_categories=categories)
    terms = [seated(panel, LARGE), seated(panel, SMALL, alternate=make.UserFactory()), seated(panel, LARGE)]
    found = recorded(meeting(panel, date=clock.today()), dict(zip(terms, hows, strict=True)))
    assert found.is_met is met
    if lacking:
        assert found.words == lacking


def test_a_seat_without_a_vote_does_not_count_and_no_quorum_is_no_quorum_met():
    panel = make.CommitteeFactory(quorum=2)
    terms = {seated(panel): "present", seated(panel, votes=False): "present"}
    of = meeting(panel, date=clock.today())
    assert not recorded(of, terms).is_met
    panel.quorum = None
    assert (quorum(panel, attendance_of(of)).is_met, quorum(panel, []).words) == (
        False,
        "No quorum is laid down for this body.",
    )


def test_who_stands_aside_is_counted_out_for_that_item_alone():
    panel = make.CommitteeFactory(quorum=2)
    one, other = seated(panel), seated(panel, SMALL)
    of = meeting(panel, date=clock.today())
    paper = item(of, make.analyst(), late_because="Late.")
    recorded(of, {one: "present", other: "present"})
    conflict = actions.declare_conflict(item=paper, by=one.user, words="My employer raised it.")
    rows = attendance_of(of)
    assert quorum(panel, rows).is_met
    assert quorum(panel, rows, {conflict.person_id}).words == "No quorum: one voting member short, 1 of at least 2."


def test_attendance_is_recorded_by_those_who_run_the_body_once_the_day_has_come():
    panel = make.CommitteeFactory(quorum=1)
    term = seated(panel)
    today, coming = meeting(panel, date=clock.today()), meeting(panel, 5)
    for stranger in (term.user, make.party(), make.administrator()):
        with pytest.raises(NotAllowed):
            recorded(today, {term: "present"}, stranger)
    with pytest.raises(Refused, match="still to come"):
        recorded(coming, {term: "present"})
    assert Attendance.objects.count() == 0
    others = [Other("Rupert Ansell", "Ofgem")]
    assert recorded(today, {term: "present"}, secretary(panel), others).is_met
    recorded(today, {term: "apologies"}, None, others)
    assert list(today.attendance.values_list("how", "name")) == [("apologies", ""), ("present", "Rupert Ansell")]


def test_an_alternate_is_present_only_where_one_is_entered_and_is_who_is_written_down():
    panel, alternate = make.CommitteeFactory(), make.UserFactory()
    with_one, without = seated(panel, alternate=alternate), seated(panel)
    of = meeting(panel, date=clock.today())
    with pytest.raises(Refused, match="no alternate"):
        recorded(of, {without: "alternate"})
    recorded(of, {with_one: "alternate", without: "present"})
    assert set(of.attendance.values_list("person", flat=True)) == {alternate.pk, without.user_id}


def test_a_member_whose_term_ended_before_the_meeting_fills_no_seat():
    panel = make.CommitteeFactory()
    term = seated(panel)
    of = meeting(panel, date=clock.today())
    Membership.objects.filter(pk=term.pk).update(ends=date.fromordinal(of.date.toordinal() - 1))
    with pytest.raises(Refused, match="Nobody held the seat"):
        recorded(of, {term: "present"})
    with pytest.raises(NotAllowed):
        actions.answer_attendance(meeting=meeting(panel, 5), by=term.user, how="present")
    Membership.objects.filter(pk=term.pk).update(ends=of.date)
    recorded(of, {term: "present"})


def test_members_say_beforehand_whether_they_come():
    panel = make.CommitteeFactory()
    term = seated(panel, alternate=make.UserFactory())
    of = meeting(panel, 5)
    actions.answer_attendance(meeting=of, by=term.user, how="present")
    actions.answer_attendance(meeting=of, by=term.alternate, how="alternate")
    assert of.attendance.get().person == term.alternate
    for stranger in (make.party(), make.analyst()):
        with pytest.raises(NotAllowed):
            actions.answer_attendance(meeting=of, by=stranger, how="present")
    with pytest.raises(Refused):
        actions.answer_attendance(meeting=of, by=term.user, how="absent")


def test_interests_are_declared_by_members_for_themselves_and_taken_back_with_a_reason():
    panel = make.CommitteeFactory()
    term, other = seated(panel), seated(panel)
    paper = item(meeting(panel, 10), make.analyst())
    with pytest.raises(NotAllowed):
        actions.declare_conflict(item=paper, by=make.party(), words="An interest.")
    with pytest.raises(NotAllowed):
        actions.declare_conflict(item=paper, by=other.user, person=term.user, words="An interest.")
    declared = actions.declare_conflict(item=paper, by=term.user, words="My employer raised it.")
    with pytest.raises(Refused, match="already"):
        actions.declare_conflict(item=paper, by=secretary(panel), person=term.user, words="Again.")
    with pytest.raises(NotAllowed):
        actions.withdraw_conflict(conflict=declared, by=other.user, because="No.")
    actions.withdraw_conflict(conflict=declared, by=term.user, because="Entered for the wrong item.")
    actions.declare_conflict(item=paper, by=term.user, words="My employer raised it.")
    assert paper.conflicts.count() == 2


def test_holding_a_meeting_takes_what_was_reached_and_carries_over_the_rest():
    by, panel = make.analyst(), make.CommitteeFactory()
    of, following = meeting(panel, date=clock.today()), meeting(panel, 20)
    reached, not_reached = (item(of, by, title, late_because="Late.") for title in "ab")
    with pytest.raises(Refused, match="still to come"):
        actions.hold_meeting(meeting=following, by=by)
    actions.hold_meeting(meeting=of, by=by, not_reached=[not_reached])
    assert [row.state for row in of.items.order_by("place")] == ["taken", "carried_over"]
    assert following.items.get().carried_from == not_reached
    with pytest.raises(Refused, match="has been held"):
        item(of, by, "c")
    actions.reopen_meeting(meeting=of, by=by, reason="One item is missing.")
    item(of, by, "c", late_because="Late.")
    assert reached.meeting_id == of.pk


def test_once_the_minutes_are_approved_nothing_they_rest_on_changes():
    by, panel = make.analyst(), make.CommitteeFactory()
    term, of = seated(panel), meeting(panel, date=clock.today())
    paper = item(of, by, late_because="Late.")
    actions.hold_meeting(meeting=of, by=by)
    Minutes.objects.create(meeting=of, state="approved", approved_at=clock.now(), approved_on=clock.today())
    for change in (
        lambda: recorded(of, {term: "present"}),
        lambda: actions.reopen_meeting(meeting=of, by=by, reason="So."),
        lambda: actions.declare_conflict(item=paper, by=term.user, words="So."),
    ):
        with pytest.raises(Refused, match="minutes"):
            change()

"""Bodies, seats and terms changed and put right: by SECAS, administrators and the secretary of the body."""

from datetime import date, timedelta

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies import actions
from bodies.models import Committee, Membership, Seat
from bodies.queries import seated
from tests import factories as make
from tests.subcommittees.meetings import secretary
from tests.threads import at_once

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2026, 3, 2), date(2028, 3, 1)


def a_term(panel=None, **fields) -> Membership:
    panel = panel or make.CommitteeFactory()
    seat = Seat.objects.create(committee=panel, name="Large Suppliers (1)", category="large_supplier")
    return Membership.objects.create(**{"seat": seat, "user": make.UserFactory(), "starts": FIRST} | fields)


CHANGES = {
    "change_committee": lambda term, by: actions.change_committee(
        committee=term.seat.committee, by=by, cadence="Monthly, on the third Friday"
    ),
    "enter_seat": lambda term, by: actions.enter_seat(committee=term.seat.committee, by=by, name="Another"),
    "change_seat": lambda term, by: actions.change_seat(seat=term.seat, by=by, name="Renamed"),
    "end_seat": lambda term, by: actions.end_seat(seat=term.seat, by=by, ends_on=LAST, reason="Reformed."),
    "change_alternate": lambda term, by: actions.change_alternate(term=term, by=by, alternate=make.UserFactory()),
    "end_term": lambda term, by: actions.end_term(term=term, by=by, ends=LAST - ONE_DAY, reason="Left."),
    "correct_term": lambda term, by: actions.correct_term(
        term=term, by=by, user=term.user, starts=FIRST + ONE_DAY, ends=LAST, reason="Mistyped."
    ),
    "take_term_back": lambda term, by: actions.take_term_back(term=term, by=by, reason="Never appointed."),
    "enter_meeting": lambda term, by: actions.enter_meeting(
        committee=term.seat.committee, by=by, number=1, date=date(2026, 6, 12)
    ),
    "enter_meetings": lambda term, by: actions.enter_meetings(
        committee=term.seat.committee, by=by, dates=[date(2026, 6, 12), date(2026, 7, 10)]
    ),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("capacity", ["analyst", "administrator", "secretary"])
def test_secas_and_the_secretary_of_the_body_keep_it_and_nobody_else(name, capacity):
    term = a_term(ends=LAST)
    panel = term.seat.committee
    other = make.CommitteeFactory(code="csc", short_name="CSC", prefix="CSC")
    before = Event.objects.count()
    for stranger in (make.member(panel), secretary(other), make.party(), make.authority(), make.UserFactory()):
        with pytest.raises(NotAllowed):
            CHANGES[name](term, stranger)
    assert Event.objects.count() == before
    by = secretary(panel) if capacity == "secretary" else getattr(make, capacity)()
    CHANGES[name](term, by)
    assert Event.objects.count() > before


def test_a_member_whose_term_ended_yesterday_is_no_member_today():
    today = clock.today()
    term = a_term(starts=FIRST, ends=None, alternate=make.UserFactory())
    panel, by = term.seat.committee, make.analyst()
    assert seated(term.user).committees == seated(term.alternate).committees == {panel.pk}
    actions.end_term(term=term, by=by, ends=today - ONE_DAY, reason="Left the company.")
    assert seated(term.user).committees == seated(term.alternate).committees == frozenset()
    again = a_term(make.CommitteeFactory(code="csc", short_name="CSC", prefix="CSC"), starts=FIRST)
    actions.end_term(term=again, by=by, ends=today, reason="Leaves today.")
    assert seated(again.user).committees == {again.seat.committee_id}


def test_terms_that_overlap_are_refused_with_who_holds_the_seat():
    term = a_term(ends=LAST)
    with pytest.raises(Refused, match=f"{term.user} holds it from 2 March 2026 to 1 March 2028"):
        actions.appoint(by=make.analyst(), seat=term.seat, user=make.UserFactory(), starts=LAST)
    later = actions.appoint(by=make.analyst(), seat=term.seat, user=make.UserFactory(), starts=LAST + ONE_DAY)
    with pytest.raises(Refused, match="is taken"):
        actions.correct_term(term=later, by=make.analyst(), user=later.user, starts=LAST, ends=None, reason="Mistyped.")


@pytest.mark.parametrize(
    "change, field",
    [
        (lambda t, by: actions.end_term(term=t, by=by, ends=FIRST - ONE_DAY, reason="So."), "ends"),
        (lambda t, by: actions.end_term(term=t, by=by, ends=LAST, reason="So."), "ends"),
        (lambda t, by: actions.end_term(term=t, by=by, ends=LAST - ONE_DAY, reason=" "), "reason"),
        (lambda t, by: actions.change_alternate(term=t, by=by, alternate=t.user), "alternate"),
        (lambda t, by: actions.change_alternate(term=t, by=by, alternate=None), "alternate"),
        (lambda t, by: actions.end_seat(seat=t.seat, by=by, ends_on=FIRST, reason="So."), "ends_on"),
        (lambda t, by: actions.change_seat(seat=t.seat, by=by, name=" "), "name"),
        (lambda t, by: actions.enter_seat(committee=t.seat.committee, by=by, name=t.seat.name), "name"),
        (lambda t, by: actions.change_committee(committee=t.seat.committee, by=by, name=""), "name"),
        (
            lambda t, by: actions.enter_committee(by=by, code="panel", name="Another", short_name="A", prefix="A"),
            "code",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused_where_it_stands(change, field):
    term, by = a_term(ends=LAST), make.analyst()
    before = Event.objects.count()
    with pytest.raises(Refused) as refused:
        change(term, by)
    assert (refused.value.field, Event.objects.count()) == (field, before)


def test_a_seat_that_has_ended_takes_nobody_beyond_its_last_day():
    by, seat = make.analyst(), a_term(ends=date(2026, 3, 31)).seat
    actions.end_seat(seat=seat, by=by, ends_on=date(2026, 6, 30), reason="Reformed.")
    with pytest.raises(Refused, match="there until 30 June 2026"):
        actions.appoint(by=by, seat=seat, user=make.UserFactory(), starts=date(2026, 5, 1))
    actions.appoint(by=by, seat=seat, user=make.UserFactory(), starts=date(2026, 5, 1), ends=date(2026, 6, 30))


def test_a_change_keeps_what_was_said_before():
    panel, by = make.CommitteeFactory(quorum=6), make.analyst()
    actions.change_committee(committee=panel, by=by, quorum=7, name=panel.name, reason="Reviewed.")
    event = Event.objects.get(action="committee_changed")
    body = EventDetail.objects.get(pk=event.sequence).body
    assert (body["before"], body["after"]) == ({"quorum": "6"}, {"quorum": "7"})


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_appoint_two():
    by, seat = make.analyst(), Seat.objects.create(committee=make.CommitteeFactory(), name="Chair")
    people = [make.UserFactory(), make.UserFactory()]
    answers = at_once(
        *(lambda one=one: actions.appoint(by=by, seat=seat, user=one, starts=FIRST, ends=LAST) for one in people)
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Membership", "Refused"]


# A seat entered with who takes it


def test_a_seat_is_called_after_its_office_or_its_category_with_the_next_number():
    panel, by = make.CommitteeFactory(), make.analyst()
    given = [
        {"is_chair": True},
        {"is_secretary": True},
        {"category": "large_supplier"},
        {"category": "large_supplier"},
        {"category": "dcc", "name": "The DCC"},
    ]
    made = [actions.enter_seat(committee=panel, by=by, **fields).name for fields in given]
    assert made == ["Chair", "Secretary", "Large Supplier 1", "Large Supplier 2", "The DCC"]
    with pytest.raises(Refused, match="Give the seat a name"):
        actions.enter_seat(committee=panel, by=by)
    with pytest.raises(Refused, match="already has a seat called “Chair”"):
        actions.enter_seat(committee=panel, by=by, is_chair=True)


def test_a_seat_and_who_takes_it_are_entered_both_or_not_at_all():
    panel, by, user = make.CommitteeFactory(), make.analyst(), make.UserFactory()
    seat = {"committee": panel, "by": by, "category": "small_supplier", "user": user}
    with pytest.raises(Refused, match="cannot end"):
        actions.enter_seat_and_appoint(**seat, starts=LAST, ends=FIRST)
    assert panel.seats.count() == 0
    made = actions.enter_seat_and_appoint(**seat, starts=FIRST, ends=LAST, alternate=by)
    term = Membership.objects.get()
    assert (term.seat, term.user, term.alternate, term.starts, term.ends) == (made, user, by, FIRST, LAST)
    assert made.name == "Small Supplier 1"
    with pytest.raises(NotAllowed):
        actions.enter_seat_and_appoint(**seat | {"by": user}, starts=FIRST)


def test_the_form_begins_with_the_term_entered_last_and_goes_on_to_the_next(client):
    term, by = a_term(starts=FIRST, ends=LAST), make.analyst()
    page, user = f"/committees/{term.seat.committee.code}/seats/enter/", make.UserFactory()
    client.force_login(by)
    shown = client.get(page).content.decode()
    assert f'value="{FIRST}"' in shown
    assert f'value="{LAST}"' in shown
    sent = {"category": "gas_network", "votes": "on", "user": user.pk, "starts": f"{FIRST}", "ends": f"{LAST}"}
    on = client.post(page, sent | {"again": "yes"})
    assert (on.status_code, on.url) == (302, page)
    assert "Gas Network Operator 1 is entered" in client.get(page).content.decode()
    assert Membership.objects.get(seat__name="Gas Network Operator 1").user == user
    vacant = client.post(page, {"category": "dcc", "user": "", "starts": f"{FIRST}"})
    assert vacant.url == f"/committees/{term.seat.committee.code}/"
    assert Seat.objects.get(name="DCC 1").memberships.count() == 0
    missing = {**sent, "starts": ""}, {**sent, "user": "", "alternate": by.pk}
    answers = [client.post(page, data) for data in missing]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Give the first day of the term." in answers[0].content.decode()
    assert "Choose who takes the seat before who stands in." in answers[1].content.decode()
    assert Seat.objects.count() == 3


def test_the_address_and_the_prefix_of_a_body_follow_from_its_short_name(client):
    client.force_login(make.administrator())
    page = "/committees/enter/"
    client.post(page, {"name": "Change Board", "short_name": "Change Board", "code": "", "prefix": ""})
    client.post(page, {"name": "SEC Panel", "short_name": "Panel", "code": "panel", "prefix": "SECP"})
    found = {(body.code, body.prefix) for body in Committee.objects.filter(short_name__in=["Change Board", "Panel"])}
    assert found == {("change-board", "CHANGEBOARD"), ("panel", "SECP")}
    refused = client.post(page, {"name": "Fourth", "short_name": "4 – 4", "code": "", "prefix": ""})
    assert (refused.status_code, "Give the prefix." in refused.content.decode()) == (422, True)

"""An act is one transaction with one id, and what it changes it records (design §1.1)."""

import pytest

from accounts.models import Organisation
from audit import chain, clock, verify
from audit.acts import ActWithoutEvent, record
from audit.models import ChainHead, Event, EventDetail
from tests import factories as make
from tests.audit import acts

pytestmark = pytest.mark.django_db


def test_an_act_appends_its_event_after_the_one_before():
    acts.one()
    acts.one()
    first, second = Event.objects.all()
    assert (first.sequence, first.previous_hash) == (1, chain.GENESIS)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    assert second.hash == chain.link(first.hash, second.canonical)
    head = ChainHead.objects.get()
    assert (head.size, head.hash) == (2, second.hash)


def test_acts_within_an_act_are_one_act_and_keep_their_order():
    acts.three_as_one()
    events = list(Event.objects.all())
    assert len({event.act for event in events}) == 1
    assert len({event.at for event in events}) == 1
    details = EventDetail.objects.in_bulk()
    assert [details[event.sequence].body["sentence"] for event in events] == ["First.", "Second.", "Third."]


def test_two_acts_have_two_ids():
    acts.one()
    acts.one()
    assert Event.objects.values("act").distinct().count() == 2


def test_the_actor_of_the_outermost_act_is_the_actor_of_each_event():
    somebody = make.UserFactory()
    acts.three_as_one(by=somebody)
    assert set(Event.objects.values_list("actor", flat=True)) == {f"accounts.user:{somebody.pk}"}


def test_an_event_outside_an_act_is_refused():
    with pytest.raises(ActWithoutEvent):
        record(acts.ACTION, subject="tests.thing:1")
    assert Event.objects.count() == 0


def test_an_act_that_records_nothing_is_a_fault_and_its_change_is_undone():
    with pytest.raises(ActWithoutEvent):
        acts.silent(change=make.OrganisationFactory)
    assert Organisation.objects.count() == 0
    assert Event.objects.count() == 0


def test_an_act_that_found_nothing_to_do_may_say_so():
    acts.idle()
    assert Event.objects.count() == 0


def test_a_failing_act_leaves_neither_change_nor_event_and_the_next_act_starts_afresh():
    with pytest.raises(ZeroDivisionError):
        acts.silent(change=lambda: (make.OrganisationFactory(), acts.one(), 1 / 0))
    assert (Organisation.objects.count(), Event.objects.count()) == (0, 0)
    acts.one()
    assert Event.objects.get().sequence == 1


def test_an_action_that_nobody_declared_is_refused():
    with pytest.raises(ValueError, match="never_declared"):
        acts.undeclared()
    assert Event.objects.count() == 0


def test_an_event_carries_the_instant_of_the_clock_and_the_day_in_london():
    late_in_july = clock.closing(clock.date(2026, 7, 1)).replace(hour=23, minute=30)
    with clock.set_to(late_in_july):
        acts.one()
    event = Event.objects.get()
    assert event.at == late_in_july
    assert event.effective_on == clock.date(2026, 7, 2)


def test_a_clock_held_in_london_time_gives_a_chain_that_verifies():
    with clock.set_to(clock.datetime(2026, 7, 1, 12, tzinfo=clock.LONDON)):
        acts.one()
    assert list(verify.faults()) == []

"""Many acts in one transaction: each is its own act, and the chain is written once, at the end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from audit import verify
from audit.actions import take_checkpoint
from audit.acts import ActWithoutEvent, holds, in_series
from audit.models import ChainHead, Event, EventDetail
from proposals.actions.ground import take
from tests import factories as make
from tests.audit import acts

pytestmark = pytest.mark.django_db


def sentences() -> list[str]:
    details = EventDetail.objects.in_bulk()
    return [details[event.sequence].body["sentence"] for event in Event.objects.all()]


def test_each_act_has_its_own_id_and_the_events_keep_their_order():
    acts.one(sentence="Before.")
    with in_series():
        acts.one(sentence="A.")
        acts.three_as_one()
        acts.idle()
        acts.one(sentence="B.")
        assert sentences() == ["Before."]
    acts.one(sentence="After.")
    assert sentences() == ["Before.", "A.", "First.", "Second.", "Third.", "B.", "After."]
    before, a, *three, b, after = Event.objects.values_list("act", flat=True)
    assert len(set(three)) == 1
    assert len({before, a, three[0], b, after}) == 5
    assert ChainHead.objects.get().size == 7
    assert list(verify.faults()) == []


def test_a_series_within_a_series_is_part_of_it():
    with in_series():
        acts.one(sentence="A.")
        with in_series():
            acts.one(sentence="B.")
        assert (Event.objects.count(), holds("this")) == (0, False)
        with in_series():
            assert holds("this")
    assert sentences() == ["A.", "B."]


def test_a_failing_act_undoes_the_whole_series():
    @in_series()
    def two():
        acts.silent(change=lambda: (make.OrganisationFactory(), acts.one()))
        acts.silent(change=lambda: (acts.one(), 1 / 0))

    with pytest.raises(ZeroDivisionError):
        two()
    assert (Organisation.objects.count(), Event.objects.count()) == (0, 0)
    acts.one()
    assert Event.objects.get().sequence == 1


def test_a_silent_act_is_a_fault_in_a_series_too():
    @in_series()
    def two():
        acts.one()
        acts.silent()

    with pytest.raises(ActWithoutEvent):
        two()
    assert Event.objects.count() == 0


def test_a_witness_taken_in_a_series_sees_what_is_done_by_then():
    with in_series():
        acts.one()
        acts.three_as_one()
        checkpoint = take_checkpoint()
        assert (checkpoint.size, checkpoint.hash) == (4, Event.objects.get(sequence=4).hash)
        acts.one()
    assert Event.objects.count() == 5
    assert list(verify.faults()) == []


def test_a_lock_is_held_from_act_to_act_until_the_series_ends():
    assert [holds("this"), holds("this")] == [False, False]
    for _ in range(2):
        with in_series():
            assert [holds("this"), holds("that"), holds("this")] == [False, False, True]


@pytest.mark.parametrize("series, locked", [(False, 2), (True, 1)])
def test_a_proposal_is_locked_once_in_a_series_and_read_each_time(series, locked):
    proposal = make.submission()

    def twice():
        acts.silent(change=lambda: (take(proposal), acts.one()))
        type(proposal).objects.filter(pk=proposal.pk).update(title="Another")
        acts.silent(change=lambda: (titles.append(take(proposal).title), acts.one()))

    titles = []
    with CaptureQueriesContext(connection) as asked:
        if series:
            in_series()(twice)()
        else:
            twice()
    locks = [query for query in asked if "FOR UPDATE" in query["sql"] and 'FROM "proposals_proposal"' in query["sql"]]
    assert len(locks) == locked
    assert titles == ["Another"]

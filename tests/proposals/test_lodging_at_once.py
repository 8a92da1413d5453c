"""Objections and appeals in the same instant, and the end of a window written once whoever comes first."""

from datetime import timedelta

import pytest

from audit import clock, verify
from audit.models import Event
from notifications.models import Delivery, Message
from proposals import actions
from proposals.models import Adoption, Appeal, Objection, Window
from proposals.states import State
from tests import factories as make
from tests.proposals.states import fresh, noticed, object_to, self_governed
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.analyst()


def faults(answers) -> list:
    return [answer for answer in answers if isinstance(answer, Exception)]


def appeal(proposal, by):
    return actions.appeal(
        proposal=proposal, by=by, organisation=by.organisations[0], ground="objectives", reason="It is wrong."
    )


def test_two_objections_in_one_instant_halt_it_once_and_both_are_heard(by):
    proposal, parties = make.fast_tracked(by=by), [make.party(), make.party()]
    instant = clock.now()

    def objecting(party):
        with clock.set_to(instant):
            return object_to(proposal, by=party)

    assert faults(at_once(*[lambda p=p: objecting(p) for p in parties])) == []
    window = proposal.windows.get()
    assert set(Objection.objects.values_list("received_at", flat=True)) == {instant}
    assert (window.outcome, window.settled_at) == (Window.Outcome.HALTED, instant)
    assert (fresh(proposal).state, fresh(proposal).implementation.planned_on) == (State.FT_HALTED, None)
    assert Event.objects.filter(action__in=["proposal_object", "objection_added"]).count() == 2
    assert fresh(proposal).moves.filter(key="object").count() == 1
    assert Message.objects.filter(audience="receipt").count() == 2
    assert list(verify.faults()) == []


def test_implementation_is_never_seen_planned_beside_an_objection(by):
    """The objection and the halt are one transaction: whoever takes the proposal sees both or neither."""
    proposal, party = make.fast_tracked(by=by), make.party()
    actions.plan_implementation(proposal=proposal, by=by)  # a first lock, so that the threads only wait for each other
    answers = at_once(
        lambda: object_to(proposal, by=party),
        lambda: actions.implement(proposal=proposal, by=by, sec_version="9.9"),
        lambda: actions.settle_windows(proposal=proposal),
    )
    assert [type(answer).__name__ for answer in faults(answers)] == ["TooLate"]
    assert fresh(proposal).state == State.FT_HALTED


def test_two_appeals_in_one_instant_suspend_it_once_and_both_are_heard(by):
    proposal, parties = self_governed(by), [make.party(), make.party("small_supplier")]
    instant = clock.now()

    def appealing(party):
        with clock.set_to(instant):
            return appeal(proposal, party)

    assert faults(at_once(*[lambda p=p: appealing(p) for p in parties])) == []
    window = proposal.windows.get(kind="appeal")
    assert (window.outcome, window.settled_at) == (Window.Outcome.APPEALED, instant)
    assert fresh(proposal).state == State.AUTHORITY_DECISION
    assert fresh(proposal).moves.filter(key="appeal").count() == 1
    assert Event.objects.filter(action__in=["proposal_appeal", "appeal_added"]).count() == 2
    assert Appeal.objects.count() == Message.objects.filter(audience="receipt").count() == 2


def test_of_two_adopters_in_one_instant_one_adopts_and_the_other_is_told(by):
    proposal, adopters = noticed(by), [make.party(), make.party()]

    def adopting(adopter):
        return actions.adopt(proposal=proposal, by=adopter, organisation=adopter.organisations[0])

    answers = at_once(*[lambda a=a: adopting(a) for a in adopters])
    assert sorted(type(answer).__name__ for answer in answers) == ["Adoption", "Refused"]
    adoption = Adoption.objects.get()
    assert fresh(proposal).proposer == adoption.adopter
    assert Delivery.objects.get(message__audience="receipt").user == adoption.adopter


ENDS = {
    "appeal": (self_governed, "appeal_window_ends_approved", State.PENDING_IMPLEMENTATION),
    "adoption": (noticed, "adoption_window_ends", State.WITHDRAWN),
}


@pytest.mark.parametrize("kind", ENDS)
def test_an_act_two_sweeps_and_a_latecomer_at_once_write_the_end_once(by, kind):
    begin, ending, state = ENDS[kind]
    proposal, party = begin(by), make.party()
    window = proposal.windows.get(kind=kind)
    late = window.closes_at + timedelta(days=1)

    def then(call):
        def run():
            with clock.set_to(late):
                return call()

        return run

    def lodge_late():
        if kind == "appeal":
            return appeal(proposal, party)
        return actions.adopt(proposal=proposal, by=party, organisation=party.organisations[0])

    answers = at_once(
        then(lambda: actions.settle_windows(proposal=proposal)),
        then(lambda: actions.settle_windows(proposal=proposal)),
        then(lambda: actions.post_update(proposal=proposal, by=by, text="All quiet.")),
        then(lodge_late),
    )
    assert [type(answer).__name__ for answer in faults(answers)] == ["Refused"]
    moves = fresh(proposal).moves.filter(key=ending)
    assert [(move.effective_at, move.by) for move in moves] == [(window.closes_at, None)]
    assert Event.objects.filter(action=f"proposal_{ending}").count() == 1
    assert fresh(proposal).state == state
    assert list(verify.faults()) == []

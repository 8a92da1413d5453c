"""A new due date that the DCC asks for: agreed, declined, or overtaken (domain §4: ask for re-agreed date)."""

from datetime import date

import pytest

from audit.acts import NotAllowed, Refused
from audit.models import Event
from proposals.actions import assessments as acts
from proposals.models import DccAssessment
from tests import factories as make
from tests.proposals.refining import REQUESTED, answered, at, dcc, preliminary, refining

pytestmark = pytest.mark.django_db

WANTED = {"becomes": date(2026, 4, 30), "reason": "There is more to do."}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by)


@pytest.fixture
def asked(by, proposal):
    with at(REQUESTED):
        made = preliminary(proposal, by)
        return acts.ask_for_due_date(proposal=proposal, by=dcc(), assessment=made, **WANTED)


def now(assessment) -> DccAssessment:
    return DccAssessment.objects.get(pk=assessment.pk)


def test_asking_moves_nothing(asked):
    found = now(asked)
    assert (found.due_on, found.wanted_due_on, found.wanted_on) == (date(2026, 3, 23), date(2026, 4, 30), REQUESTED)
    assert Event.objects.filter(action="assessment_due_wanted").count() == 1


def test_agreeing_settles_it(by, proposal, asked):
    with at(REQUESTED):
        acts.agree_due_date(proposal=proposal, by=by, assessment=asked, agreed_by="Both", **WANTED)
    assert (now(asked).due_on, now(asked).wanted_due_on, now(asked).wanted_why) == (date(2026, 4, 30), None, "")


def test_declining_leaves_the_date_and_another_may_be_asked_for(by, proposal, asked):
    with at(REQUESTED):
        acts.decline_due_date(proposal=proposal, by=by, assessment=asked, why="The Panel waits.")
        assert (now(asked).due_on, now(asked).wanted_due_on) == (date(2026, 3, 23), None)
        with pytest.raises(Refused, match="has not asked"):
            acts.decline_due_date(proposal=proposal, by=by, assessment=asked, why="Again.")
        acts.ask_for_due_date(proposal=proposal, by=dcc(), assessment=asked, **WANTED)


@pytest.mark.parametrize("end", ["answered", "cancelled"])
def test_an_end_overtakes_it(by, proposal, asked, end):
    with at(REQUESTED):
        if end == "answered":
            answered(proposal, by, asked)
        else:
            acts.cancel_assessment(proposal=proposal, by=by, assessment=asked, why="Over.")
    assert now(asked).wanted_due_on is None


def test_one_at_a_time(proposal, asked):
    with at(REQUESTED), pytest.raises(Refused, match="asked for already"):
        acts.ask_for_due_date(proposal=proposal, by=dcc(), assessment=asked, becomes=date(2026, 5, 5), reason="More.")


@pytest.mark.parametrize(
    "wanted, field",
    [
        ({"becomes": date(2026, 3, 23)}, "becomes"),  # the day it is due
        ({"becomes": date(2026, 5, 4)}, "becomes"),  # a bank holiday
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_asked_for_is_another_working_day_with_a_reason(by, proposal, wanted, field):
    with at(REQUESTED):
        made = preliminary(proposal, by)
        with pytest.raises(Refused) as refused:
            acts.ask_for_due_date(proposal=proposal, by=dcc(), assessment=made, **WANTED | wanted)
    assert refused.value.field == field


def test_the_dcc_asks_and_secas_answers(by, proposal, asked):
    with at(REQUESTED):
        with pytest.raises(NotAllowed):
            acts.decline_due_date(proposal=proposal, by=dcc(), assessment=asked, why="Ours.")
        acts.decline_due_date(proposal=proposal, by=by, assessment=asked, why="It stands.")
        with pytest.raises(NotAllowed):
            acts.ask_for_due_date(proposal=proposal, by=make.party(), assessment=asked, **WANTED)


def test_the_pages_show_it_and_open_the_agreement_with_it(client, by, proposal, asked):
    client.force_login(by)
    shown = " ".join(client.get(f"/modifications/{proposal.slug}/refinement/").content.decode().split())
    assert "There is more to do." in shown
    assert "Decline the new date" in shown
    form = client.get(f"/modifications/{proposal.slug}/refinement/assessments/{asked.pk}/re-agree/").content.decode()
    assert 'value="2026-04-30"' in form
    client.force_login(dcc())
    requests = client.get("/requests/").content.decode()
    assert "There is more to do." in requests
    assert "Ask for a new date" not in requests

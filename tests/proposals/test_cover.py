"""What the cover of a Lead Analyst does is recorded as done for them."""

from datetime import timedelta

import pytest

from accounts.actions import arrange_cover
from audit import clock
from audit.models import EventDetail
from proposals import actions
from tests import factories as make

pytestmark = pytest.mark.django_db


def last_sentence() -> str:
    return EventDetail.objects.latest("sequence").body["sentence"]


@pytest.fixture
def lead():
    return make.analyst(name="Imogen Farrow")


@pytest.fixture
def stand_in():
    return make.analyst(name="Tobias Renwick")


def agree(lead, by) -> str:
    proposal = make.draft_proposal(by=lead)
    actions.revise_problem_statement(proposal=proposal, by=lead, texts=make.STATEMENT)
    places = [{"document": make.SecDocumentFactory(), "locator": "G3.20"}]
    actions.save_sec_references(proposal=proposal, by=lead, references=places)
    actions.record_csc_agreement(proposal=proposal, by=by, words="Agreed.")
    return last_sentence()


def test_the_cover_acts_for_the_lead_analyst_who_is_away(lead, stand_in):
    today = clock.today()
    arrange_cover(by=lead, user=lead, covered_by=stand_in, starts=today, ends=today)
    assert agree(lead, stand_in) == ("Problem agreed by the Change Sub-Committee. Done for Imogen Farrow, who is away.")


def test_nobody_acts_for_somebody_who_is_back_or_for_themselves(lead, stand_in):
    yesterday = clock.today() - timedelta(days=1)
    arrange_cover(by=lead, user=lead, covered_by=stand_in, starts=yesterday, ends=yesterday)
    assert agree(lead, stand_in) == "Problem agreed by the Change Sub-Committee."
    assert agree(lead, lead) == "Problem agreed by the Change Sub-Committee."

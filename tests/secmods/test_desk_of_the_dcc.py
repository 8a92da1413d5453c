"""The desk of whoever has to do with an assessment by the DCC: its request, its questions, and the new dates it asks for
(domain §2.2 rows 19 and 21; §4)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals.actions import assessments as acts
from tests import factories as make
from tests.proposals.refining import REQUESTED, answered, at, dcc, preliminary, refining

pytestmark = pytest.mark.django_db

DUE = date(2026, 3, 23)  # fifteen working days after Monday 2 March
ASKED = date(2026, 3, 4)
NAME = "Preliminary Assessment"


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def theirs():
    return dcc()


@pytest.fixture
def proposal(by):
    return refining(by)


@pytest.fixture
def requested(by, proposal):
    with at(REQUESTED):
        return preliminary(proposal, by)


@pytest.fixture
def acknowledged(requested, proposal, theirs):
    with at(REQUESTED):
        return acts.acknowledge_assessment(proposal=proposal, by=theirs, assessment=requested)


def rows(client, user, kind: str) -> list[tuple]:
    """What the desk of ``user`` says of assessments on the day of the question: the act, its page, since when, until
    when."""
    client.force_login(user)
    with at(ASKED):
        context = client.get("/desk/").context
    found = [row["task"] for row in [*context["due"], *context[kind]] if NAME in row["task"].words]
    return [(task.act, task.url.partition("/refinement/")[2], task.since, task.due) for task in found]


def test_a_request_waits_for_the_dcc(client, by, theirs, requested):
    step = f"assessments/{requested.pk}/acknowledge/"
    assert rows(client, theirs, "mine") == [("Acknowledge the request", step, REQUESTED, DUE)]
    place = f"#assessment-title-{requested.pk}"
    assert rows(client, by, "others") == [("See the request", place, REQUESTED, DUE)]
    assert rows(client, by, "mine") == rows(client, theirs, "others") == []


def test_an_acknowledged_one_is_to_be_given(client, by, theirs, acknowledged):
    step = f"assessments/{acknowledged.pk}/answer/"
    assert rows(client, theirs, "mine") == [(f"Give the {NAME}", step, REQUESTED, DUE)]
    assert [act for act, *_ in rows(client, by, "others")] == ["See the request"]


def test_a_question_of_the_dccs_is_secass_to_answer(client, by, theirs, proposal, acknowledged):
    """While it is open the assessment cannot be given, and there is no day by which it should be."""
    with at(ASKED):
        asked = acts.ask_clarification(proposal=proposal, by=theirs, assessment=acknowledged, question="How many?")
    step = f"questions/{asked.pk}/answer/"
    assert rows(client, by, "mine") == [("Answer the question", step, ASKED, None)]
    assert rows(client, by, "others") == rows(client, theirs, "mine") == []
    assert rows(client, theirs, "others") == [("See the request", f"#assessment-title-{acknowledged.pk}", ASKED, None)]
    with at(ASKED):
        acts.answer_clarification(proposal=proposal, by=by, clarification=asked, answer="Nine million.")
    assert rows(client, by, "mine") == rows(client, theirs, "others") == []


def test_a_new_date_that_the_dcc_asks_for_is_secass_to_agree_or_decline(client, by, theirs, proposal, acknowledged):
    with at(ASKED):
        acts.ask_for_due_date(
            proposal=proposal, by=theirs, assessment=acknowledged, becomes=date(2026, 4, 30), reason="More to do."
        )
    place = f"#assessment-title-{acknowledged.pk}"
    assert rows(client, by, "mine") == [("Agree or decline the date", place, ASKED, None)]
    assert rows(client, theirs, "others") == [("See the request", place, ASKED, None)]
    with at(ASKED):
        acts.decline_due_date(proposal=proposal, by=by, assessment=acknowledged, why="The Panel waits.")
    assert rows(client, by, "mine") == rows(client, theirs, "others") == []


def test_what_is_given_or_cancelled_waits_for_nobody(client, by, theirs, proposal, acknowledged):
    with at(REQUESTED):
        answered(proposal, by, acknowledged)
    assert [rows(client, user, kind) for user in (by, theirs) for kind in ("mine", "others")] == [[]] * 4


def test_it_is_on_the_desk_of_whoever_leads_and_of_whoever_speaks_for_the_dcc(client, acknowledged):
    others = [make.analyst(), make.party(), make.authority(), make.UserFactory()]
    assert [rows(client, user, kind) for user in others for kind in ("mine", "others")] == [[]] * 8
    assert len(rows(client, dcc(), "mine")) == 1


def test_it_costs_the_same_with_two_and_with_twelve(client, by, theirs):
    costs = []
    for number in (2, 10):
        for _ in range(number):
            proposal = refining(by)
            with at(REQUESTED):
                asked_of = preliminary(proposal, by)
                acts.ask_clarification(proposal=proposal, by=theirs, assessment=asked_of, question="How many?")
        for user in (by, theirs):
            client.force_login(user)
            with at(ASKED), CaptureQueriesContext(connection) as queries:
                client.get("/desk/")
            costs.append(len(queries))
    assert costs[:2] == costs[2:]

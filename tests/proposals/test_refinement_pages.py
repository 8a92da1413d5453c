"""The tab of Refinement and the DCC's requests, as people meet them: what they read, what they are offered, what it
costs in queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from proposals import actions
from proposals.actions import alternatives, areas, assessments, refinement, requirementsets
from proposals.models import (
    Alternative,
    AssessmentArea,
    Clarification,
    DccAssessment,
    Discussion,
    Objective,
    RequirementSet,
    StandardArea,
)
from tests import factories as make
from tests.proposals.refining import (
    REQUESTED,
    WORKING_GROUP,
    agreed_requirements,
    answered,
    at,
    dcc,
    preliminary,
    refining,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by)


def page(client, address: str, user=None) -> str:
    client.logout()
    if user:
        client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def tab(client, proposal, user=None) -> str:
    return page(client, f"/modifications/{proposal.slug}/refinement/", user)


def cost(client, address: str, user=None) -> int:
    client.logout()
    if user:
        client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_clock_is_told_in_words(client, by, proposal):
    with at(REQUESTED):
        made = preliminary(proposal, by)
        assert "15 working days left" in tab(client, proposal)
    with at(date(2026, 3, 23)):
        assert "Due today" in tab(client, proposal)
    with at(date(2026, 3, 26)):
        assert "3 working days late" in tab(client, proposal)
    with at(date(2026, 3, 5)):
        assessments.ask_clarification(proposal=proposal, by=by, assessment=made, question="How many?")
    with at(date(2026, 3, 26)):
        text = tab(client, proposal)
    assert "Clock stopped" in text
    # Twelve were left on Thursday 5 March; from Thursday 26 they reach over Easter to Wednesday 15 April.
    assert "still since Thursday 5 March 2026; answered today, it would be due on Wednesday 15 April 2026" in text


def test_people_are_offered_what_they_may_do_and_the_public_nothing(client, by, proposal):
    with at(REQUESTED):
        preliminary(proposal, by)
        secas, public, the_dcc, party = (tab(client, proposal, user) for user in (by, None, dcc(), make.party()))
    offers = {
        "Cancel the request": [secas],
        "Draft a new version": [secas],
        "Give the assessment": [secas, the_dcc],
        "Raise an Alternative": [secas, party, the_dcc],
    }
    for words, offered in offers.items():
        assert [text for text in (secas, public, the_dcc, party) if words in text] == [
            text for text in (secas, public, the_dcc, party) if text in offered
        ], words
    assert "It counts." in public


def test_the_dcc_finds_its_open_requests_and_acts_from_there(client, by, proposal):
    person = dcc()
    with at(REQUESTED):
        first = preliminary(proposal, by)
        other = refining(by)
        second = preliminary(other, by, on=None)
        hidden = refining(by)
        preliminary(hidden, by)
        actions.save_details(proposal=hidden, by=by, classification="amber")
        text = page(client, "/requests/", person)
        assert [p.reference in text for p in (proposal, other, hidden)] == [True, True, False]
        client.post(f"/modifications/{proposal.slug}/refinement/assessments/{first.pk}/answer/", {
            "cost_min": "1,200", "answer": "Yes.", "classification": "white",
        })  # fmt: skip
        answered(other, by, second)
        assert proposal.reference not in page(client, "/requests/", person)
    assert (DccAssessment.objects.get(pk=first.pk).cost_max, first.kind) == (120_000, "preliminary")


def test_secas_answers_the_dccs_question_from_its_requests(client, by, proposal):
    person = dcc()
    with at(REQUESTED):
        made = preliminary(proposal, by)
        asked = assessments.ask_clarification(proposal=proposal, by=person, assessment=made, question="How many?")
        answer = f"/refinement/questions/{asked.pk}/answer/"
        assert [answer in page(client, "/requests/", user) for user in (by, person)] == [True, False]


def test_the_requests_are_the_dccs_and_secass(client, by):
    people = {None: 302, make.party(): 403, make.authority(): 403, dcc(): 200, by: 200}
    for user, wanted in people.items():
        client.logout()
        if user:
            client.force_login(user)
        assert client.get("/requests/").status_code == wanted


def grow(proposal, by, many: int) -> None:
    """Of everything that hangs on a proposal in Refinement, ``many`` more."""
    body = make.CommitteeFactory(**WORKING_GROUP)
    for n in range(many):
        held = agreed_requirements(proposal, by) if not proposal.requirement_sets.exists() else None
        if held is None:
            requirementsets.draft_requirements(
                proposal=proposal, by=by, title="Needs", requirements=["One.", "Two."], why=f"Again {n}."
            )
        refinement.record_discussion(proposal=proposal, by=by, committee=body, summary=f"<p>{n}</p>")
        area = areas.add_area(proposal=proposal, by=by, question=f"Why {n}?")
        areas.answer_area(proposal=proposal, by=by, area=area, answer="<p>So.</p>", committee=body)
        alternatives.raise_alternative(
            proposal=proposal,
            by=by,
            title=f"Otherwise {n}",
            text="<p>So.</p>",
            raised_by=proposal.proposer,
            organisation=proposal.proposer_organisation,
        )
        _assess(proposal, by)


def _assess(proposal, by) -> None:
    held = proposal.requirement_sets.filter(agreed_on__isnull=False).first()
    made = assessments.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=held)
    question = assessments.ask_clarification(proposal=proposal, by=by, assessment=made, question="What?")
    assessments.answer_clarification(proposal=proposal, by=by, clarification=question, answer="That.")
    assessments.agree_due_date(
        proposal=proposal, by=by, assessment=made, becomes=date(2026, 4, 15), agreed_by="both", reason="More."
    )
    answered(proposal, by, made)


def multiply(proposal, many: int) -> None:
    """``many`` copies of the newest row of each kind, behind the acts' back: only their number is of interest."""
    numbered = {RequirementSet: "sequence", Alternative: "number", DccAssessment: "number"}
    for model in (RequirementSet, Discussion, AssessmentArea, Alternative, DccAssessment):
        row = model.objects.filter(proposal=proposal).order_by("pk").last()
        values = {c.attname: getattr(row, c.attname) for c in model._meta.concrete_fields if c.name != "id"}
        name = numbered.get(model)
        copies = (values | ({name: 1000 + n} if name else {}) for n in range(many))
        made = model.objects.bulk_create(model(**each) for each in copies)
        if model is DccAssessment:
            asked = {"asked_on": REQUESTED, "question": "What?"}
            Clarification.objects.bulk_create(Clarification(assessment=each, **asked) for each in made)


def test_the_tab_costs_the_same_with_three_and_with_three_hundred(client, by, proposal):
    address = f"/modifications/{proposal.slug}/refinement/"
    with at(REQUESTED):
        grow(proposal, by, 3)
        assert (cost(client, address), cost(client, address, by)) == (7, 9)
        multiply(proposal, 297)
        assert (cost(client, address), cost(client, address, by)) == (7, 9)


def test_the_requests_cost_the_same_for_one_and_for_many(client, by):
    person = dcc()
    with at(REQUESTED):
        preliminary(refining(by), by)
        little = cost(client, "/requests/", person)
        for _ in range(4):
            made = preliminary(refining(by), by)
            assessments.ask_clarification(proposal=made.proposal, by=by, assessment=made, question="What?")
        assert cost(client, "/requests/", person) == little == 9


def test_an_alternative_is_read_as_the_proposed_solution_is(client, by, proposal):
    with at(REQUESTED):
        grow(proposal, by, 1)
        text = page(client, f"/modifications/{proposal.slug}/alternatives/1/")
        assert "Alternative 1: Otherwise 0" in text
        assert text.count("Not yet known") == 3
        assert "Edit" not in text
        assert "Edit" in page(client, f"/modifications/{proposal.slug}/alternatives/1/", by)


def test_of_an_alternative_whoever_it_was_raised_for_believes_what_is_said_of_the_objectives(client, by, proposal):
    """As in the report: the Proposer need not agree with it (docs/decisions/a-text-for-each-solution.md)."""
    with at(REQUESTED):
        grow(proposal, by, 1)
        found = proposal.alternatives.get()
        objective = Objective.objects.get(set="general", letter="g")
        rows = actions.SolutionRows(objectives=[{"objective": objective, "effect": "better", "rationale": "Clearer."}])
        actions.save_solution(proposal=proposal, by=by, alternative=found, rows=rows)
        text = " ".join(page(client, f"/modifications/{proposal.slug}/alternatives/1/").split())
    assert f"{found.organisation.name} believes that Alternative 1 better facilitates it." in text
    assert "The Proposer believes" not in text


def test_an_editor_of_the_proposed_solution_saves_an_alternatives(client, by, proposal):
    address = f"/modifications/{proposal.slug}/alternatives/1/edit/costs/"
    with at(REQUESTED):
        grow(proposal, by, 1)
        client.force_login(by)
        form = client.get(address).context["form"]
        sent = {"version": form["version"].value(), "opened": form["opened"].value(), "secas_days": "2"}
        answer = client.post(address, sent)
        assert answer.url == f"/modifications/{proposal.slug}/alternatives/1/"
        assert (proposal.alternatives.get().solution.secas_days, proposal.solution.secas_days) == (2, None)
        stale = client.post(address, sent | {"secas_days": "3"})
    assert stale.status_code == 409


def test_a_standard_area_is_answered_from_its_own_address(client, by, proposal):
    standard, body = StandardArea.objects.first(), make.CommitteeFactory(**WORKING_GROUP)
    address = f"/modifications/{proposal.slug}/refinement/areas/standard-{standard.pk}/answer/"
    with at(REQUESTED):
        client.force_login(by)
        assert client.post(address, {"answer": "", "committee": body.pk}).status_code == 422
        assert not proposal.assessment_areas.exists()
        assert client.post(address, {"answer": "All of them.", "committee": body.pk}).status_code == 302
    assert proposal.assessment_areas.get().answer == "<p>All of them.</p>"


@pytest.mark.parametrize("key", ["0", "99999", "standard-0", "standard-", "x-1", "nonsense", "standard-1-2"])
def test_an_area_that_is_not_there_is_not_found(client, by, proposal, key):
    client.force_login(by)
    assert client.get(f"/modifications/{proposal.slug}/refinement/areas/{key}/answer/").status_code == 404

"""Refinement as acts: requirements, discussions, the consultation, areas of assessment, Alternatives; and what the report
needs of them before it goes to the Panel (domain §2.2 rows 17–22 and 25)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import InternalError, transaction

from audit.acts import NotAllowed, Refused
from audit.models import Event
from proposals import actions as moves
from proposals import ports
from proposals.actions import StaleSave, alternatives, areas, refinement, requirementsets
from proposals.models import Alternative, Proposal, RequirementSet, Solution, StandardArea
from tests import factories as make
from tests.proposals.refining import (
    REQUESTED,
    WORKING_GROUP,
    agreed_requirements,
    at,
    dcc,
    preliminary,
    refining,
    working_group_meeting,
)
from tests.proposals.states import STATED, everything, fresh, ready_for_the_panel

pytestmark = pytest.mark.django_db

KEYS = ("areas_settled", "assessments_answered", "requirements_agreed", "costs_known", "impacts_assessed")

NOTHING = {key: [] for key in KEYS}


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by)


@pytest.fixture(autouse=True)
def on_the_day():
    with at(REQUESTED):
        yield


def draft(proposal, by, **fields):
    fields = {"title": "Business requirements", "requirements": ["It counts."]} | fields
    return requirementsets.draft_requirements(proposal=proposal, by=by, **fields)


# Requirements


def test_a_version_is_edited_until_somebody_was_shown_it(by, proposal):
    made = draft(proposal, by)
    own = {"proposal": proposal, "by": by, "requirement_set": made}
    requirementsets.edit_requirements(**own, title="Requirements", requirements=["It counts.", " ", "It warns."])
    assert list(made.requirements.values_list("number", "text")) == [(1, "It counts."), (2, "It warns.")]
    requirementsets.publish_requirements(**own, comments_until=date(2026, 3, 16))
    with pytest.raises(Refused, match="stays as it is"):
        requirementsets.edit_requirements(**own, title="Other", requirements=["Other."])
    with pytest.raises(Refused, match="why there is a new version"):
        draft(proposal, by)
    again = draft(proposal, by, why="A Party asked for a warning.")
    assert str(again) == "Business requirements, version 2"
    with pytest.raises(Refused, match="newer version"):
        requirementsets.agree_requirements(**own, with_proposer=True)


def test_an_agreed_version_is_never_changed(by, proposal):
    made = agreed_requirements(proposal, by)
    with pytest.raises(Refused, match="agreed on 2 March 2026"):
        requirementsets.agree_requirements(proposal=proposal, by=by, requirement_set=made, with_proposer=True)
    for attempt in (
        lambda: RequirementSet.objects.filter(pk=made.pk).update(title="Other"),
        lambda: RequirementSet.objects.filter(pk=made.pk).update(agreed_on=None, agreed_with_proposer=False),
    ):
        with pytest.raises(InternalError, match="agreed_is_final"), transaction.atomic():
            attempt()


def test_requirements_are_agreed_with_somebody_on_a_day_that_has_come(by, proposal):
    made = draft(proposal, by)
    own = {"proposal": proposal, "by": by, "requirement_set": made}
    with pytest.raises(Refused, match="with whom"):
        requirementsets.agree_requirements(**own)
    with pytest.raises(Refused, match="still to come"):
        requirementsets.agree_requirements(**own, meeting=working_group_meeting(date(2026, 3, 4)))
    agreed = requirementsets.agree_requirements(**own, meeting=working_group_meeting(REQUESTED))
    assert (agreed.agreed_on, agreed.agreed_with_proposer) == (REQUESTED, False)


def test_two_who_draft_at_once_do_not_make_two_versions(by, proposal):
    draft(proposal, by, based_on=0)
    with pytest.raises(StaleSave):
        draft(proposal, by, based_on=0, why="Another.")


# Discussions and the consultation


def test_a_discussion_takes_body_and_day_of_its_meeting(by, proposal):
    meeting = working_group_meeting(REQUESTED)
    made = refinement.record_discussion(proposal=proposal, by=by, meeting=meeting, summary="<p>Six it is.</p>")
    assert (made.committee, made.on) == (meeting.committee, REQUESTED)
    other = make.CommitteeFactory(code="ssc", name="SSC", short_name="SSC")
    with pytest.raises(Refused, match="meeting of the Working Group"):
        refinement.record_discussion(proposal=proposal, by=by, meeting=meeting, committee=other, summary="So.")
    with pytest.raises(Refused, match="Choose the body"):
        refinement.record_discussion(proposal=proposal, by=by, summary="So.")
    right = refinement.correct_discussion(proposal=proposal, by=by, discussion=made, summary="<p>Four.</p>", version=1)
    assert right.summary == "<p>Four.</p>"


def test_a_consultation_is_open_fifteen_working_days_at_least(by, proposal):
    own = {"proposal": proposal, "by": by}
    with pytest.raises(Refused, match="at least 15 working days: until Monday 23 March 2026"):
        refinement.open_refinement_consultation(**own, closes_on=date(2026, 3, 20))
    refinement.open_refinement_consultation(**own, closes_on=date(2026, 3, 23))
    with pytest.raises(Refused, match="open since"):
        refinement.open_refinement_consultation(**own, closes_on=date(2026, 3, 23))
    with pytest.raises(Refused, match="later day"):
        refinement.extend_refinement_consultation(**own, closes_on=date(2026, 3, 23), reason="Late.")
    with pytest.raises(Refused, match="Say why"):
        refinement.extend_refinement_consultation(**own, closes_on=date(2026, 3, 27), reason="")
    refinement.extend_refinement_consultation(**own, closes_on=date(2026, 3, 27), reason="A Party asked for it.")
    with at(date(2026, 3, 26)), pytest.raises(Refused, match="open until Friday 27 March"):
        refinement.close_refinement_consultation(**own, responses="four")
    with at(date(2026, 3, 27)):
        closed = refinement.close_refinement_consultation(**own, responses="four")
    assert (closed.closed_on, closed.responses) == (date(2026, 3, 27), "four")
    assert [(e.was, e.becomes) for e in closed.extensions.all()] == [(date(2026, 3, 23), date(2026, 3, 27))]


# Areas of assessment


def test_an_area_is_answered_or_left_open_and_may_be_opened_again(by, proposal):
    body = make.CommitteeFactory(**WORKING_GROUP)
    own, standard = {"proposal": proposal, "by": by}, StandardArea.objects.first()
    with pytest.raises(Refused, match="Choose the body"):
        areas.answer_area(**own, standard=standard, answer="<p>All.</p>", committee=None)
    made = areas.answer_area(**own, standard=standard, answer="<p>All.</p>", committee=body)
    with pytest.raises(Refused, match="open it again first"):
        areas.leave_area_open(**own, standard=standard, reason="Not asked.")
    areas.reopen_area(**own, area=made, why="A Party was forgotten.")
    left = areas.leave_area_open(**own, area=made, reason="The Authority looks at it.")
    assert (left.pk, left.outcome, left.answer) == (made.pk, "left_open", "")
    assert proposal.assessment_areas.count() == 1


def test_an_own_area_has_its_question_and_texts(by, proposal):
    made = areas.add_area(proposal=proposal, by=by, question="Is it safe?", background="<p>Once it was not.</p>")
    edited = areas.edit_area(
        proposal=proposal, by=by, area=made, question="Is it?", counter_view="<p>It is.</p>", version=1
    )
    assert (edited.question, edited.background, edited.counter_view) == (
        "Is it?", "<p>Once it was not.</p>", "<p>It is.</p>",
    )  # fmt: skip
    with pytest.raises(StaleSave):
        areas.edit_area(proposal=proposal, by=by, area=made, question="Is it now?", version=1)


def test_standard_areas_are_an_administrators_and_dated(by):
    administrator = make.administrator()
    fields = {"title": "Consumers", "question": "What of them?", "starts": date(2026, 4, 1), "source": "The Panel"}
    with pytest.raises(NotAllowed):
        areas.enter_standard_area(by=by, **fields)
    first = areas.enter_standard_area(by=administrator, **fields)
    later = fields | {"starts": date(2026, 6, 1), "question": "What of them all?"}
    areas.enter_standard_area(by=administrator, **later)
    first.refresh_from_db()
    assert first.ends == date(2026, 5, 31)
    held = StandardArea.objects.filter(title="Consumers")
    assert [held.on(date(2026, month, 15)).values_list("question", flat=True).first() for month in (3, 5, 6)] == [
        None, "What of them?", "What of them all?",
    ]  # fmt: skip
    areas.end_standard_area(by=administrator, area=held.on(date(2026, 6, 1)).get(), ends=date(2026, 6, 30))
    assert not held.on(date(2026, 7, 1)).exists()


# Alternatives


def raised(proposal, user, **fields):
    organisation = fields.pop("organisation", None) or user.organisations[0]
    fields = {"title": "A limit of four", "text": "<p>Four.</p>"} | fields
    return alternatives.raise_alternative(proposal=proposal, by=user, organisation=organisation, **fields)


def test_a_party_raises_an_alternative_with_a_solution_of_its_own(by, proposal):
    party = make.party()
    first, second = raised(proposal, party), raised(proposal, proposal.proposer, title="None")
    assert (first.number, second.number) == (1, 2)
    alternatives.withdraw_alternative(proposal=proposal, by=proposal.proposer, alternative=second, why="No.")
    assert raised(proposal, party).number == 3
    moves.save_solution(proposal=proposal, by=by, alternative=first, text="<p>Four a day.</p>", dcc_cost="none")
    assert Solution.objects.get(alternative=first).text == "<p>Four a day.</p>"
    assert proposal.solution.text != "<p>Four a day.</p>"
    assert Solution.objects.filter(proposal=proposal).count() == 1
    with pytest.raises(Refused, match="withdrawn"):
        moves.save_solution(proposal=proposal, by=by, alternative=second, text="<p>More.</p>")


def test_who_may_raise_one_and_who_withdraws_it(by, proposal):
    party, other = make.party(), make.party()
    made = raised(proposal, party)
    before = everything()
    contributor, stranger = make.party(kind="contributor"), make.UserFactory()
    for user, organisation in (
        (contributor, contributor.organisations[0]),
        (stranger, party.organisations[0]),
        (other, party.organisations[0]),
        (AnonymousUser(), party.organisations[0]),
    ):
        with pytest.raises((NotAllowed, Refused)):
            raised(proposal, user, organisation=organisation)
    with pytest.raises(NotAllowed, match="whoever raised it"):
        alternatives.withdraw_alternative(proposal=proposal, by=other, alternative=made, why="No.")
    assert everything() == before
    assert Alternative.objects.count() == 1
    alternatives.withdraw_alternative(proposal=proposal, by=party, alternative=made, why="Not worth it.")


def test_support_and_implementation_of_an_alternative(by, proposal):
    made, meeting = raised(proposal, make.party()), working_group_meeting(REQUESTED)
    own = {"proposal": proposal, "by": by, "alternative": made}
    saved = alternatives.save_alternative(**own, title="Four", supported_at=meeting, version=1)
    assert (saved.supported_by, saved.supported_on) == ("the Working Group", REQUESTED)
    saved = alternatives.save_alternative_implementation(**own, implementation="<p>In June.</p>", version=2)
    assert (saved.implementation, saved.version) == ("<p>In June.</p>", 3)
    with pytest.raises(StaleSave):
        alternatives.save_alternative_implementation(**own, implementation="<p>In July.</p>", version=2)


# What all acts of Refinement have in common


def acts(proposal):
    """Each act of Refinement that is SECAS's alone, as a call of whoever does it."""
    own = {"proposal": proposal}
    standard = StandardArea.objects.first()
    return [
        lambda by: draft(proposal, by),
        lambda by: refinement.record_discussion(
            **own, by=by, committee=make.CommitteeFactory(**WORKING_GROUP), summary="<p>So.</p>"
        ),
        lambda by: refinement.open_refinement_consultation(**own, by=by, closes_on=date(2026, 4, 30)),
        lambda by: areas.add_area(**own, by=by, question="Why?"),
        lambda by: areas.leave_area_open(**own, by=by, standard=standard, reason="Not asked."),
    ]


def test_secas_records_and_nobody_else_and_each_act_has_one_event(by, proposal):
    for act in acts(proposal):
        before = Event.objects.count()
        for user in (proposal.proposer, make.party(), dcc(), make.administrator(), make.authority(), AnonymousUser()):
            with pytest.raises(NotAllowed):
                act(user)
        assert Event.objects.count() == before
        act(by)
        assert Event.objects.count() == before + 1


def test_outside_refinement_nothing_of_it_is_done_unless_it_is_urgent(by):
    proposal = make.draft_proposal(by=by)
    for act in acts(proposal):
        with pytest.raises(Refused, match="Refinement"):
            act(by)
    moves.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
    moves.grant_urgency(proposal=proposal, by=by, words="Granted.")
    for act in acts(fresh(proposal)):
        act(by)


def test_what_refinement_is_to_answer_is_set_out_for_the_panel_before_it_begins(by):
    """S1 §3: the paper that asks for conversion names the question; it is not answered before there is a solution."""
    proposal = make.agreed_proposal(by=by)
    made = areas.add_area(proposal=proposal, by=by, question="Do the licences cover it?")
    made = areas.edit_area(proposal=proposal, by=by, area=made, question="Do the licences deal with it?")
    assert (made.question, made.outcome) == ("Do the licences deal with it?", "")
    with pytest.raises(Refused, match="in Refinement"):
        areas.answer_area(proposal=proposal, by=by, area=made, answer="Yes.", committee=make.CommitteeFactory())


# What the report needs


def missing(*proposals, key=None):
    queryset = Proposal.objects.filter(pk__in=[p.pk for p in proposals])
    found = ports.reasons_for([key] if key else KEYS, queryset, REQUESTED)
    return {pk: {name: [r.strength for r in reasons] for name, reasons in each.items()} for pk, each in found.items()}


def test_a_report_is_presented_once_refinement_owes_it_nothing(by, proposal):
    assert missing(proposal)[proposal.pk] == {
        "areas_settled": ["must"],
        "assessments_answered": [],
        "requirements_agreed": ["should"],
        "costs_known": ["must"],
        "impacts_assessed": ["must"],
    }
    ready_for_the_panel(proposal, by)
    assert missing(proposal)[proposal.pk] == NOTHING
    assert moves.present_report(proposal=proposal, by=by).to_state == "report_panel"


def test_an_assessment_outstanding_holds_the_report_back(by, proposal):
    preliminary(proposal, by)
    (reason,) = ports.reasons_for(["assessments_answered"], Proposal.objects.filter(pk=proposal.pk), REQUESTED)[
        proposal.pk
    ]["assessments_answered"]
    assert reason.text == "The DCC’s Preliminary Assessment is outstanding; it is due on 23 March 2026."
    assert reason.blocks


def test_one_open_area_of_its_own_holds_the_report_back(by, proposal):
    ready_for_the_panel(proposal, by)
    made = areas.add_area(proposal=proposal, by=by, question="Is it safe?")
    assert missing(proposal, key="areas_settled")[proposal.pk] == {"areas_settled": ["must"]}
    areas.leave_area_open(proposal=proposal, by=by, area=made, reason="The SSC looks at it.")
    assert missing(proposal, key="areas_settled")[proposal.pk] == {"areas_settled": []}


def test_an_alternative_is_developed_to_the_same_degree(by, proposal):
    ready_for_the_panel(proposal, by)
    made = raised(proposal, make.party())
    assert missing(proposal)[proposal.pk]["costs_known"] == ["must"]
    assert missing(proposal)[proposal.pk]["impacts_assessed"] == ["must"]
    moves.save_solution(proposal=proposal, by=by, alternative=made, **STATED)
    assert missing(proposal)[proposal.pk] == NOTHING
    moves.save_solution(proposal=proposal, by=by, alternative=made, text="")
    (undescribed,) = ports.reasons_for(["solution_described"], Proposal.objects.all(), REQUESTED)[proposal.pk][
        "solution_described"
    ]
    assert undescribed.text == "Alternative 1 is not yet described."
    assert undescribed.mend_url(proposal) == f"/modifications/{proposal.slug}/alternatives/1/edit/solution/"
    again = raised(proposal, make.party())
    alternatives.withdraw_alternative(proposal=proposal, by=by, alternative=again, why="No.")
    assert missing(proposal)[proposal.pk] == NOTHING


def test_what_is_missing_costs_the_same_for_one_and_for_many(by, proposal, django_assert_num_queries):
    others = [refining(by) for _ in range(3)]
    preliminary(others[0], by)
    raised(others[1], make.party())
    for queryset in (Proposal.objects.filter(pk=proposal.pk), Proposal.objects.all()):
        held = queryset.all()
        with django_assert_num_queries(5):
            ports.reasons_for(KEYS, held, REQUESTED)

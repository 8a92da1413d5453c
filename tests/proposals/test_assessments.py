"""Assessments by the DCC as acts: who may, when the clock stops, what may be changed and what may not (domain §2.2 rows
19 and 21)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from bodies.workingdays import WorkingCalendar
from proposals import actions as moves
from proposals.actions import assessments as acts
from proposals.models import Attachment, DccAssessment, DueChange
from tests import factories as make
from tests.proposals.refining import (
    REQUESTED,
    agreed_requirements,
    answered,
    at,
    dcc,
    preliminary,
    refining,
    working_group_meeting,
)
from tests.proposals.states import described, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def proposal(by):
    return refining(by)


@pytest.fixture
def asked(by, proposal):
    with at(REQUESTED):
        return preliminary(proposal, by)


def fresh_(assessment) -> DccAssessment:
    return DccAssessment.objects.get(pk=assessment.pk)


def test_a_preliminary_assessment_is_due_in_fifteen_working_days(asked):
    assert (asked.working_days, asked.due_on) == (15, date(2026, 3, 23))
    assert Event.objects.filter(action="assessment_requested").count() == 1


def test_the_urgent_have_the_urgent_limit_and_need_no_requirements(by):
    with at(REQUESTED):
        proposal = described(by)
        moves.request_urgency(proposal=proposal, by=by, words="A breach is imminent.")
        moves.grant_urgency(proposal=proposal, by=by, words="Granted.")
        made = acts.request_assessment(proposal=proposal, by=by, kind="preliminary")
    assert (made.is_urgent, made.working_days, made.due_on) == (True, 5, date(2026, 3, 9))


def test_requirements_are_agreed_before_the_dcc_is_asked(by, proposal):
    with at(REQUESTED), pytest.raises(Refused, match="Choose the agreed requirements"):
        acts.request_assessment(proposal=proposal, by=by, kind="preliminary")


def test_an_impact_assessment_follows_a_preliminary_one_and_needs_its_cost_approved(by, proposal, asked):
    request = {"proposal": proposal, "by": by, "kind": "impact", "requirement_set": asked.requirement_set}
    meeting = working_group_meeting(REQUESTED)
    with at(REQUESTED):
        with pytest.raises(Refused, match="follows a Preliminary Assessment"):
            acts.request_assessment(**request, cost_approved_at=meeting)
        answered(proposal, by, asked)
        with pytest.raises(Refused, match="Panel or the Working Group"):
            acts.request_assessment(**request)
        other = make.MeetingFactory(committee=make.CommitteeFactory(code="ssc", name="SSC"), date=REQUESTED)
        with pytest.raises(Refused, match="Panel or the Working Group"):
            acts.request_assessment(**request, cost_approved_at=other)
        made = acts.request_assessment(**request, cost_approved_at=meeting)
    assert (made.working_days, made.due_on) == (40, date(2026, 4, 29))


def test_one_of_a_kind_at_a_time(by, proposal, asked):
    with at(REQUESTED), pytest.raises(Refused, match="not yet answered"):
        acts.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=asked.requirement_set)


def test_outside_refinement_nothing_is_asked_of_the_dcc(by):
    proposal = make.agreed_proposal(by=by)
    with pytest.raises(Refused, match="in Refinement"):
        acts.request_assessment(proposal=proposal, by=by, kind="preliminary")


def test_the_clock_stops_and_starts_again_over_easter(by, proposal):
    with at(date(2026, 3, 16)):
        made = preliminary(proposal, by)
    assert made.due_on == date(2026, 4, 8)
    with at(date(2026, 4, 2)):
        question = acts.ask_clarification(proposal=proposal, by=dcc(), assessment=made, question="How many Devices?")
    assert fresh_(made).due_on == date(2026, 4, 8)
    with at(date(2026, 4, 8)):
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="About forty thousand.")
    # Good Friday, the weekend and Easter Monday were no working days: Tuesday 7 and Wednesday 8 April stood still.
    assert fresh_(made).due_on == date(2026, 4, 10)
    change = made.due_changes.get()
    assert (change.cause, change.was, change.becomes) == ("clock", date(2026, 4, 8), date(2026, 4, 10))


def test_what_is_agreed_anew_is_added_and_never_changed(by, proposal, asked):
    new = {"proposal": proposal, "by": by, "assessment": asked, "agreed_by": "the Panel", "reason": "Two estimates."}
    with at(date(2026, 3, 10)):
        acts.agree_due_date(**new, becomes=date(2026, 4, 1))
        acts.agree_due_date(**new, becomes=date(2026, 4, 9))
    found = list(asked.due_changes.values_list("was", "becomes"))
    assert found == [(date(2026, 3, 23), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 4, 9))]
    assert fresh_(asked).due_on == date(2026, 4, 9)
    for change in ({"becomes": date(2027, 1, 4)}, {"reason": "Other."}):
        with pytest.raises(InternalError, match="append_only"), transaction.atomic():
            DueChange.objects.update(**change)
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        DueChange.objects.all().delete()


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"becomes": date(2026, 3, 23)}, "due on 23 March 2026 already"),
        ({"becomes": date(2026, 3, 9)}, "before 10 March 2026"),
        ({"becomes": date(2026, 4, 3)}, "Friday 3 April 2026 is not a working day"),
        ({"reason": " "}, "why there is a new date"),
        ({"agreed_by": ""}, "who agreed"),
    ],
)
def test_a_new_date_that_cannot_be(by, proposal, asked, change, sentence):
    new = {"becomes": date(2026, 4, 1), "agreed_by": "the Panel", "reason": "Two estimates."} | change
    with at(date(2026, 3, 10)), pytest.raises(Refused, match=sentence):
        acts.agree_due_date(proposal=proposal, by=by, assessment=asked, **new)
    assert not asked.due_changes.exists()


def test_a_question_withdrawn_held_nothing_up(by, proposal, asked):
    with at(date(2026, 3, 3)):
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="What?")
        other = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="And who?")
    with at(date(2026, 3, 6)):
        acts.withdraw_clarification(proposal=proposal, by=dcc(), clarification=question, why="Asked twice.")
        acts.answer_clarification(proposal=proposal, by=by, clarification=other, answer="Users.", on=date(2026, 3, 4))
    assert fresh_(asked).due_on == date(2026, 3, 24)  # one day, for the other


def test_an_answer_says_how_late_it_is_and_keeps_its_file(by, proposal, asked):
    with at(date(2026, 3, 26)):
        made = answered(proposal, dcc(), asked, upload=SimpleUploadedFile("pa.pdf", b"%PDF-1.7 it can be done"))
    assert (made.days_late, made.answered_on) == (3, date(2026, 3, 26))  # 24, 25 and 26 March
    file = Attachment.objects.get()
    assert (made.file, file.kind, file.title) == (file, "response", "DCC Preliminary Assessment")
    assert Event.objects.filter(action="assessment_answered").count() == 1
    assert not Event.objects.filter(action="document_attached").exists()


def test_an_answer_in_time_is_not_late(by, proposal, asked):
    with at(date(2026, 3, 23)):
        assert answered(proposal, by, asked).days_late == 0


def test_no_answer_while_a_question_is_open(by, proposal, asked):
    with at(date(2026, 3, 4)):
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="What?")
        with pytest.raises(Refused, match="question of the DCC’s is open"):
            answered(proposal, by, asked)
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="That.")
        answered(proposal, by, asked)


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"cost_min": 2, "cost_max": 1}, "below the lower end"),
        ({"cost_min": None, "cost_max": 1}, "lower end"),
        ({"cost_min": None, "cost_max": None, "answer": ""}, "Give the costs"),
        ({"release": "x" * 121}, "120 characters"),
    ],
)
def test_an_answer_that_says_nothing_or_the_wrong_thing(by, proposal, asked, fields, sentence):
    with at(REQUESTED), pytest.raises(Refused, match=sentence):
        answered(proposal, by, asked, **fields)


def test_an_answer_is_put_right_with_old_and_new_in_the_history(by, proposal, asked):
    with at(date(2026, 3, 20)):
        answered(proposal, by, asked)
        acts.correct_answer(
            proposal=proposal,
            by=dcc(),
            assessment=asked,
            why="A nought too many.",
            cost_min=100_00,
            answer="<p>Yes.</p>",
        )
    found = fresh_(asked)
    assert (found.cost_min, found.cost_max, found.answered_on) == (100_00, 100_00, date(2026, 3, 20))
    body = EventDetail.objects.get(sequence=Event.objects.get(action="assessment_corrected").sequence).body
    assert (body["before"]["cost_max"], body["after"]["cost_max"]) == (2_000_00, 100_00)


def test_a_request_cancelled_says_why_and_makes_room_for_another(by, proposal, asked):
    with at(REQUESTED):
        acts.cancel_assessment(proposal=proposal, by=by, assessment=asked, why="The requirements change.")
        with pytest.raises(Refused, match="cancelled on 2 March 2026"):
            answered(proposal, by, asked)
        again = acts.request_assessment(
            proposal=proposal, by=by, kind="preliminary", requirement_set=asked.requirement_set
        )
    assert str(again) == "Preliminary Assessment 2"


def for_the_dcc(proposal, assessment, question):
    """Each act that the DCC may do, as a call of whoever does it."""
    own = {"proposal": proposal, "assessment": assessment}
    return {
        "acknowledge": lambda by: acts.acknowledge_assessment(by=by, **own),
        "ask": lambda by: acts.ask_clarification(by=by, question="What?", **own),
        "withdraw": lambda by: acts.withdraw_clarification(
            by=by, proposal=proposal, clarification=question, why="Found it."
        ),
        "answer": lambda by: acts.answer_assessment(by=by, answer="<p>Yes.</p>", **own),
    }


@pytest.mark.parametrize("what", ["acknowledge", "ask", "withdraw", "answer"])
def test_the_dcc_and_secas_may_and_nobody_else(by, proposal, asked, what):
    with at(REQUESTED):
        question = None
        if what == "withdraw":
            question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="Who?")
        act = for_the_dcc(proposal, asked, question)[what]
        contributor = make.party("dcc", kind="contributor")
        before = Event.objects.count()
        for user in (make.party(), proposal.proposer, make.administrator(), make.authority(), contributor):
            with pytest.raises(NotAllowed):
                act(user)
        assert Event.objects.count() == before
        act(dcc())
    assert Event.objects.count() == before + 1


def test_only_secas_asks_answers_questions_agrees_dates_and_cancels(by, proposal, asked):
    with at(REQUESTED):
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="Who?")
        own, user = {"proposal": proposal, "by": dcc()}, "the Panel"
        refused = [
            lambda: acts.request_assessment(**own, kind="impact"),
            lambda: acts.answer_clarification(**own, clarification=question, answer="Us."),
            lambda: acts.agree_due_date(
                **own, assessment=asked, becomes=date(2026, 4, 1), agreed_by=user, reason="We need it."
            ),
            lambda: acts.cancel_assessment(**own, assessment=asked, why="No."),
        ]
        for act in refused:
            with pytest.raises(NotAllowed):
                act()


def test_the_dcc_acts_today_and_only_secas_dates_back(by, proposal, asked):
    with at(date(2026, 3, 25)):
        with pytest.raises(NotAllowed, match="earlier day"):
            answered(proposal, dcc(), asked, on=date(2026, 3, 23))
        assert answered(proposal, by, asked, on=date(2026, 3, 23)).days_late == 0


def test_the_dcc_does_not_act_on_what_it_may_not_read(by, proposal, asked):
    moves.save_details(proposal=proposal, by=by, classification="amber")
    with at(REQUESTED), pytest.raises(NotAllowed):
        acts.acknowledge_assessment(proposal=fresh(proposal), by=dcc(), assessment=asked)


STEPS = st.lists(st.tuples(st.sampled_from(["ask", "answer", "withdraw", "agree"]), st.integers(0, 6)), max_size=7)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_course_of_acts_the_date_is_the_sum_of_its_days(by, proposal, asked, steps):
    """The acts one after the other on a running calendar, against a count of days made here."""
    calendar, day = WorkingCalendar(), REQUESTED
    base, begun, still, waiting = calendar.add(REQUESTED, 15), REQUESTED, set(), []
    with transaction.atomic():
        for step, wait in steps:
            day += timedelta(wait)
            with at(day):
                if step == "ask":
                    question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="What?")
                    waiting.append((day, question))
                elif step == "agree" and (due := calendar.add(day, 30)) != fresh_(asked).due_on:
                    acts.agree_due_date(
                        proposal=proposal, by=by, assessment=asked, becomes=due, agreed_by="both", reason="More to do."
                    )
                    base, begun, still = due, day, set()
                elif step in ("answer", "withdraw") and waiting:
                    since, question = waiting.pop()
                    if step == "withdraw":
                        acts.withdraw_clarification(proposal=proposal, by=by, clarification=question, why="Found.")
                        continue
                    acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="That.")
                    stood = (since + timedelta(n) for n in range(1, (day - since).days + 1))
                    still |= {each for each in stood if each > begun and calendar.is_working_day(each)}
            assert fresh_(asked).due_on == calendar.add(base, len(still))
        assert asked.due_changes.count() <= len(steps)
        transaction.set_rollback(True)


def test_agreed_requirements_are_what_an_assessment_rests_on(by, proposal):
    with at(REQUESTED):
        other = refining(by)
        theirs = agreed_requirements(other, by)
        with pytest.raises(Refused, match="of another proposal"):
            acts.request_assessment(proposal=proposal, by=by, kind="preliminary", requirement_set=theirs)

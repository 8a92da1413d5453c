"""A bank holiday entered or taken back while the DCC has a request to answer (docs/decisions/windows-and-late-bank-
holidays.md). Days are counted by hand.

Asked on Monday 2 March 2026 for a Preliminary Assessment: Friday 6 is day 4, 13 is 9, 20 is 14, and Monday 23 is the 15th.
"""

from datetime import date

import pytest

from audit import clock, verify
from audit.models import Event, EventDetail
from bodies.actions import override_day
from bodies.workingdays import WorkingCalendar
from notifications.models import Message
from proposals import dccshown
from proposals.actions import assessments as acts
from proposals.models import DccAssessment, DueChange
from tests import factories as make
from tests.proposals.refining import REQUESTED, agreed_requirements, answered, at, dcc, preliminary, refining
from tests.threads import at_once

pytestmark = pytest.mark.django_db

TENTH, DUE = date(2026, 3, 10), date(2026, 3, 23)
AFTERWARDS = date(2026, 3, 5)


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
    assert made.due_on == DUE
    return made


def say(day: date, worked: bool, by=None, on: date = AFTERWARDS):
    with at(on):
        return override_day(
            by=by or make.administrator(), date=day, name="A day", is_working_day=worked, reason="Announced."
        )


def due(assessment) -> date:
    return DccAssessment.objects.get(pk=assessment.pk).due_on


def told(action: str) -> list[str]:
    sequences = Event.objects.filter(action=action).order_by("sequence").values_list("sequence", flat=True)
    return [EventDetail.objects.get(sequence=sequence).body["sentence"] for sequence in sequences]


def test_a_holiday_entered_while_it_runs_gives_the_dcc_its_day_back(asked):
    say(TENTH, worked=False)
    assert due(asked) == date(2026, 3, 24)
    assert told("assessment_due_moved") == [
        "Preliminary Assessment: due on Tuesday 24 March 2026, and not on Monday 23 March 2026. "
        "10 March 2026 (A day) is not a working day: Announced."
    ]
    [change] = DueChange.objects.all()
    assert (change.cause, change.was, change.becomes, change.on) == ("days", DUE, date(2026, 3, 24), AFTERWARDS)
    assert list(verify.faults()) == []


def test_it_is_the_act_of_whoever_entered_the_day(asked):
    keeper = make.administrator()
    say(TENTH, worked=False, by=keeper)
    assert DueChange.objects.get().by == keeper
    acts_ = {Event.objects.filter(action=name).get().act for name in ("assessment_due_moved", "day_overridden")}
    assert len(acts_) == 1


def test_the_dcc_and_the_lead_analyst_are_told_once(by, proposal):
    speaker, party = dcc(), make.party()
    with at(REQUESTED):
        preliminary(proposal, by)
    say(TENTH, worked=False)
    say(TENTH, worked=False)
    [message] = Message.objects.filter(subject__contains="working days have changed")
    assert {copy.user for copy in message.deliveries.all()} == {speaker, by}
    assert party not in {copy.user for copy in message.deliveries.all()}
    assert "due on Tuesday 24 March 2026, and not on Monday 23 March 2026." in message.body


def test_a_day_that_is_worked_after_all_takes_none_from_the_dcc(asked):
    say(TENTH, worked=False)
    say(TENTH, worked=True)
    assert due(asked) == date(2026, 3, 24)
    assert told("assessment_due_kept") == [
        "Preliminary Assessment is still due on Tuesday 24 March 2026, as the DCC was told, and not on Monday 23 March "
        "2026. 10 March 2026 (A day) is a working day: Announced."
    ]
    say(date(2026, 3, 11), worked=False)
    assert due(asked) == date(2026, 3, 24)  # the day lost makes up for the day gained
    say(date(2026, 3, 12), worked=False)
    assert due(asked) == date(2026, 3, 25)


def test_a_day_that_was_kept_is_not_lost_by_an_answer(by, proposal, asked):
    say(TENTH, worked=False)
    say(TENTH, worked=True)
    with at(date(2026, 3, 16)):
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="Which?")
    with at(date(2026, 3, 18)):
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="All.")
    assert due(asked) == date(2026, 3, 26)  # the 24th, and the 17th and 18th on which the clock stood still


def test_the_page_says_the_due_date_on_record(by, proposal, asked):
    say(TENTH, worked=False)
    say(TENTH, worked=True)
    found, calendar = DccAssessment.objects.get(pk=asked.pk), WorkingCalendar.load()
    with at(date(2026, 3, 20)):
        reading = dccshown.clock_of(found, [], list(found.due_changes.all()), calendar)
    assert (reading.due_on, reading.left) == (date(2026, 3, 24), 2)


@pytest.mark.parametrize("day", [REQUESTED, date(2026, 2, 27), date(2026, 3, 24), date(2026, 3, 14)])
def test_the_day_of_asking_days_outside_and_a_saturday_change_nothing(asked, day):
    say(day, worked=False)
    assert (due(asked), told("assessment_due_moved"), DueChange.objects.count()) == (DUE, [], 0)


def test_the_last_day_itself_may_become_a_holiday(asked):
    say(DUE, worked=False)
    assert due(asked) == date(2026, 3, 24)


def test_a_day_on_which_the_clock_stood_still_is_counted_when_the_question_is_answered(by, proposal, asked):
    with at(date(2026, 3, 9)):
        question = acts.ask_clarification(proposal=proposal, by=by, assessment=asked, question="Which?")
    say(TENTH, worked=False, on=date(2026, 3, 9))
    assert due(asked) == date(2026, 3, 24)
    with at(date(2026, 3, 12)):
        acts.answer_clarification(proposal=proposal, by=by, clarification=question, answer="All.")
    # Without the 10th the fifteenth day is the 24th; it stood still on the 11th and the 12th.
    assert due(asked) == date(2026, 3, 26)


def test_a_date_agreed_anew_moves_only_if_it_is_that_day(by, proposal, asked):
    with at(AFTERWARDS):
        acts.agree_due_date(
            proposal=proposal, by=by, assessment=asked, becomes=date(2026, 4, 15), reason="More.", agreed_by="Both"
        )
    say(date(2026, 4, 8), worked=False)
    assert due(asked) == date(2026, 4, 15)
    say(date(2026, 4, 15), worked=False)
    assert due(asked) == date(2026, 4, 16)


def test_a_request_that_is_late_is_late_from_the_day_its_working_days_give(by, proposal, asked):
    say(TENTH, worked=False, on=date(2026, 3, 30))
    assert due(asked) == date(2026, 3, 24)
    with at(date(2026, 3, 26)):
        assert answered(proposal, by, asked).days_late == 2


def test_what_is_answered_or_cancelled_stays_as_it_was(by, proposal, asked):
    with at(AFTERWARDS):
        answered(proposal, by, asked)
        second = acts.request_assessment(
            proposal=proposal, by=by, kind="preliminary", requirement_set=asked.requirement_set
        )
        acts.cancel_assessment(proposal=proposal, by=by, assessment=second, why="Over.")
    before = list(DccAssessment.objects.order_by("pk").values())
    say(TENTH, worked=False, on=date(2026, 3, 6))
    assert list(DccAssessment.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)
def test_a_request_made_in_the_instant_a_day_changes_is_reckoned_with_it(by):
    proposals = [refining(by) for _ in range(3)]
    held = [(proposal, agreed_requirements(proposal, by)) for proposal in proposals]
    calendar = WorkingCalendar.load()

    day = calendar.add(clock.today(), 4)
    keeper = make.administrator()
    calls = [
        lambda p=p, s=s: acts.request_assessment(proposal=p, by=by, kind="preliminary", requirement_set=s)
        for p, s in held
    ]
    words = {"name": "A day", "is_working_day": False, "reason": "Announced."}
    answers = at_once(*calls, lambda: override_day(by=keeper, date=day, **words))
    assert [e for e in answers if isinstance(e, Exception)] == []
    expected = WorkingCalendar.load().add(clock.today(), 15)
    assert {a.due_on for a in DccAssessment.objects.all()} == {expected}

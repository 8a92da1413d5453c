"""What becomes of consultations with the steps of a proposal: opened by the Panel's step, bound to its window, ended with
the proposal (domain §2.2 rows 12, 16a, 23, 27, 28, 35)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock
from audit.acts import Refused
from audit.models import Event
from bodies.actions import override_day
from bodies.workingdays import WorkingCalendar
from consultations import actions as consult
from consultations.course.fairness import fairness_of
from consultations.models import Consultation, Extension, Kind, QuestionSet
from notifications.models import Delivery
from proposals import actions
from proposals.actions import recorded, refinement
from proposals.actions.ground import GRACE
from proposals.actions.splitting import Part
from proposals.consequences import foresee
from proposals.lifecycle import MOVES
from proposals.models import RefinementConsultation, Window
from proposals.states import State
from tests import factories as make
from tests.consultations import asked
from tests.consultations.running import after, opened, prepared, usual
from tests.proposals.states import granted, ready_for_the_panel, refined, reported, with_path

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 9, 11, tzinfo=UTC)
STEPS = [key for key, row in MOVES.items() if "open_consultation" in row.starts]


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture(autouse=True)
def _no_usual_questions():
    """The sets that a new register starts with are laid aside: each test says what is usual in it."""
    QuestionSet.objects.filter(reusable=True).update(retired_on=date(2020, 1, 1))


def at_the_panel(by):
    return with_path(reported(by), by, "2")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def send(proposal, by, **more):
    actions.send_to_consultation(proposal=proposal, by=by, words="Sent.", **more)
    return fresh(proposal)


def test_every_step_that_opens_a_window_for_it_takes_responses():
    assert [key for key, row in MOVES.items() if "take_responses" in row.starts] == STEPS
    assert set(STEPS) == {
        "panel_sends_to_consultation",
        "convert_to_consultation",
        "convert_as_urgent_to_consultation",
        "rework_to_consultation",
    }


def test_the_panels_step_opens_what_was_prepared(by):
    proposal = at_the_panel(by)
    held = prepared(by, Kind.REPORT, proposal, texts=("Should it be approved?",))
    send(proposal, by)
    held.refresh_from_db()
    window = Window.objects.get(proposal=proposal)
    assert (held.window, held.closes_at) == (window, window.closes_at)
    assert held.opened_at == window.opens_at
    assert Consultation.objects.count() == 1


def test_where_nothing_was_prepared_the_usual_questions_are_asked(by):
    usual()
    proposal = at_the_panel(by)
    send(proposal, by)
    held = Consultation.objects.get(proposal=proposal)
    assert [q.text for q in held.questions.questions.all()] == ["Should it be made?", "What does it cost you?"]
    assert (held.questions.copied_from.reusable, held.questions.reusable) == (True, False)


def test_without_any_question_general_comments_are_taken(by):
    proposal = at_the_panel(by)
    send(proposal, by)
    assert Consultation.objects.get(proposal=proposal).questions.questions.count() == 0


def test_what_it_will_do_is_said_before(by):
    proposal, row = at_the_panel(by), MOVES["panel_sends_to_consultation"]
    assert "No question is prepared: general comments are asked for." in " ".join(foresee(row, proposal))
    prepared(by, Kind.REPORT, proposal, texts=("One?", "Two?"))
    assert any("that is prepared: 2 questions" in sentence for sentence in foresee(row, proposal))


def test_a_step_entered_once_its_period_is_over_asks_nobody_here(by):
    with clock.set_to(MONDAY - timedelta(days=60)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        send(proposal, by, effective=date(2026, 1, 15))
    assert Consultation.objects.count() == 0


def test_one_entered_while_it_runs_is_open_from_then_on(by):
    with clock.set_to(MONDAY - timedelta(days=30)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        send(proposal, by, effective=date(2026, 3, 5))
    held, window = Consultation.objects.get(), Window.objects.get(kind="consultation")
    assert (held.opened_at, held.closes_at) == (MONDAY, window.closes_at)


def test_extended_its_window_goes_along_with_its_working_days(by):
    with clock.set_to(MONDAY):
        proposal = at_the_panel(by)
        send(proposal, by)
        held = Consultation.objects.get()
        consult.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 8), reason="Easter.")
    window = Window.objects.get(kind="consultation")
    assert (window.closes_at, window.working_days) == (clock.closing(date(2026, 4, 8)), 20)
    assert fresh(held).closes_at == window.closes_at
    assert Event.objects.filter(action="window_extended").count() == 1
    with clock.set_to(window.closes_at - timedelta(seconds=1)), pytest.raises(Refused, match="8 April"):
        actions.close_consultation(proposal=proposal, by=by, words="")
    with clock.set_to(window.closes_at):
        actions.close_consultation(proposal=proposal, by=by, words="")
    assert fresh(proposal).state == State.REPORT_CHANGE_BOARD


def test_a_holiday_announced_late_moves_it_with_its_window(by):
    with clock.set_to(MONDAY):
        proposal = at_the_panel(by)
        send(proposal, by)
        was = Consultation.objects.get().closes_at
        override_day(by=by, date=date(2026, 3, 12), name="A day of mourning", is_working_day=False, reason="Announced.")
    held, window = Consultation.objects.get(), Window.objects.get(kind="consultation")
    assert held.closes_at == window.closes_at == was + timedelta(days=1)


def test_its_step_corrected_it_goes_with_the_window_but_not_before_what_came_in(by):
    with clock.set_to(MONDAY - timedelta(days=30)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        send(proposal, by)
        step = proposal.moves.standing().last()
        held = Consultation.objects.get()
        asked.submission(held, received_at=MONDAY + timedelta(days=10))
    with clock.set_to(MONDAY + timedelta(days=11)):
        with pytest.raises(Refused, match="before a response came in"):
            actions.correct_move(proposal=proposal, move=step, by=by, reason="Wrong day.", effective=date(2026, 2, 20))
        new = actions.correct_move(proposal=proposal, move=step, by=by, reason="Wrong day.", effective=date(2026, 3, 6))
    window = Window.objects.get(kind="consultation")
    assert window.move == new
    assert fresh(held).closes_at == window.closes_at == clock.closing(date(2026, 3, 27))


def test_an_extension_survives_the_correction_of_its_step(by):
    with clock.set_to(MONDAY - timedelta(days=30)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        send(proposal, by)
        held = Consultation.objects.get()
        consult.extend_consultation(consultation=held, by=by, closes_on=date(2026, 4, 8), reason="Easter.")
        step = proposal.moves.standing().last()
        actions.correct_move(proposal=proposal, move=step, by=by, reason="Wrong day.", effective=date(2026, 3, 6))
    window = Window.objects.get(kind="consultation")
    assert (window.closes_at, window.working_days) == (clock.closing(date(2026, 4, 8)), 21)
    assert fresh(held).closes_at == window.closes_at


def test_taken_back_with_its_step_and_opened_anew_with_the_next(by):
    party = make.party()
    proposal = send(at_the_panel(by), by)
    first = Consultation.objects.get()
    with pytest.raises(Refused, match="take that step back"):
        consult.take_consultation_back(consultation=first, by=by, reason="Too early.")
    actions.reverse_move(proposal=proposal, move=proposal.moves.standing().last(), reason="Too early.", by=by)
    first.refresh_from_db()
    assert first.taken_back_because == "Too early."
    assert told(party, "aken back") == 1  # by the step's own letter
    send(fresh(proposal), by)
    second = Consultation.objects.exclude(pk=first.pk).get()
    assert (bool(second.opened_at), second.window.outcome) == (True, "")


def told(person, subject: str) -> int:
    return Delivery.objects.filter(user=person, message__subject__contains=subject).count()


def test_a_step_entered_while_its_period_runs_tells_those_who_are_asked(by):
    party = make.party()
    with clock.set_to(MONDAY - timedelta(days=30)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        row = MOVES["panel_sends_to_consultation"]
        said = " ".join(foresee(row, proposal, date(2026, 3, 5)))
        assert re.search(
            r"It is open here from now on\. Of that \d+ (person is|people are) told: whoever may speak", said
        )
        assert "Responses are taken on this site" not in " ".join(foresee(row, proposal, date(2026, 1, 15)))
        send(proposal, by, effective=date(2026, 3, 5))
        held = Consultation.objects.get()
        assert told(party, "open until") == 1
        actions.reverse_move(proposal=proposal, move=proposal.moves.standing().last(), reason="Too early.", by=by)
    assert told(party, "aken back") == 1
    assert Delivery.objects.filter(user=party, message__key=f"consultation-{held.pk}-taken-back").exists()


def test_a_step_put_right_whose_period_then_runs_opens_it_and_tells_people(by):
    party = make.party()
    with clock.set_to(MONDAY - timedelta(days=60)):
        proposal = at_the_panel(by)
    with clock.set_to(MONDAY):
        send(proposal, by, effective=date(2026, 1, 15))
        assert Consultation.objects.count() == 0
        step = proposal.moves.standing().last()
        new = actions.correct_move(proposal=proposal, move=step, by=by, reason="Wrong day.", effective=date(2026, 3, 5))
        held, window = Consultation.objects.get(), Window.objects.get(kind="consultation")
        assert (held.window, held.opened_at, held.closes_at) == (window, MONDAY, window.closes_at)
        assert told(party, "open until") == 1
        actions.correct_move(proposal=proposal, move=new, by=by, reason="Once more.", effective=date(2026, 3, 6))
    assert (Consultation.objects.count(), told(party, "open until")) == (1, 1)


def test_what_is_in_time_by_a_window_that_moved_counts(by):
    with clock.set_to(MONDAY):
        proposal = send(at_the_panel(by), by)
        step, held = proposal.moves.standing().last(), Consultation.objects.get()
    with clock.set_to(MONDAY + timedelta(days=1)):
        first = held.closes_at
        late = asked.submission(held, received_at=first + timedelta(hours=1), late=True)
    with clock.set_to(first + timedelta(hours=2)):
        actions.correct_move(proposal=proposal, move=step, by=by, reason="Wrong day.", effective=date(2026, 3, 10))
    assert fresh(held).closes_at == clock.closing(date(2026, 3, 31)) > late.received_at
    assert (fresh(late).late_decision, fresh(late).decided_by) == ("accepted", None)


def test_of_an_urgent_one_that_was_extended_the_least_is_still_what_its_step_gave(by):
    with clock.set_to(MONDAY):
        proposal = granted(at_the_panel(by), by)
        send(proposal, by)
        held = Consultation.objects.select_related("window", "proposal").get()
        assert fairness_of(held, by, WorkingCalendar()).sentences[0] == (
            "10 working days to answer; the least that the rules ask is 10."
        )
        consult.extend_consultation(consultation=held, by=by, closes_on=date(2026, 3, 25), reason="So many asked.")
        held = Consultation.objects.select_related("window", "proposal").get()
        assert fairness_of(held, by, WorkingCalendar()).sentences[0] == (
            "12 working days to answer; the least that the rules ask is 10."
        )


def test_sent_back_and_consulted_on_again_it_is_another(by):
    with clock.set_to(MONDAY):
        proposal = send(at_the_panel(by), by)
    first = Consultation.objects.get()
    with clock.set_to(first.closes_at + GRACE):
        actions.close_consultation(proposal=proposal, by=by, words="")
        actions.record_change_board_return(proposal=fresh(proposal), by=by, words="More work.")
        ready_for_the_panel(fresh(proposal), by)
        actions.present_report(proposal=fresh(proposal), by=by, words="Again.")
        send(fresh(proposal), by)
    assert Consultation.objects.filter(proposal=proposal).count() == 2
    assert fresh(first).settled_at == first.closes_at


# Refinement


def test_what_is_answered_here_is_not_extended_closed_or_put_right_by_hand(by):
    proposal = refined(by)
    opened(by, Kind.REFINEMENT, proposal)
    row = RefinementConsultation.objects.get()
    own = {"proposal": proposal, "by": by}
    for act in (
        lambda: refinement.extend_refinement_consultation(**own, closes_on=after(30), reason="So."),
        lambda: refinement.close_refinement_consultation(**own, responses="2"),
        lambda: recorded.correct_consultation(**own, consultation=row, reason="So.", opened_on=row.opened_on),
        lambda: recorded.take_consultation_back(**own, consultation=row, reason="So."),
    ):
        with pytest.raises(Refused, match="on the page of the consultation"):
            act()
    other = refined(by)
    refinement.open_refinement_consultation(proposal=other, by=by, closes_on=after(20))
    refinement.extend_refinement_consultation(proposal=other, by=by, closes_on=after(30), reason="So.")


def test_it_comes_to_its_end_also_where_the_proposal_has_gone_on(by):
    with clock.set_to(MONDAY):
        proposal = refined(by)
        held = opened(by, Kind.REFINEMENT, proposal, days=15)
        ready_for_the_panel(proposal, by)
        actions.present_report(proposal=proposal, by=by, words="Ready.")
    with clock.set_to(held.closes_at + GRACE):
        consult.settle_consultation(consultation=held)
    assert RefinementConsultation.objects.get().closed_on == clock.london_date(held.closes_at)


# The end of a proposal


def test_withdrawn_for_good_what_is_open_is_taken_back_and_people_told(by):
    party = make.party()
    with clock.set_to(MONDAY):
        proposal = refined(by)
        held = opened(by, Kind.INFORMATION, proposal, days=30)
        waits = prepared(by, Kind.INFORMATION, proposal, title="Later")
        actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    assert fresh(held).taken_back_at is None  # somebody may adopt it
    window = Window.objects.get(proposal=proposal, kind="adoption")
    with clock.set_to(window.closes_at + GRACE):
        actions.settle_windows(proposal=proposal)
    held.refresh_from_db(), waits.refresh_from_db()
    assert fresh(proposal).state == State.WITHDRAWN
    assert held.taken_back_because == waits.taken_back_because == f"{proposal.reference}: withdrawn."
    told = Delivery.objects.filter(user=party, message__subject__contains="taken back")
    assert told.count() == 1  # of the one that was only prepared nobody had heard


def test_what_is_over_by_then_keeps_its_end(by):
    with clock.set_to(MONDAY):
        proposal = refined(by)
        held = opened(by, Kind.REFINEMENT, proposal, days=15)
    with clock.set_to(held.closes_at + timedelta(minutes=1)):
        actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    with clock.set_to(held.closes_at + timedelta(days=40)):
        actions.settle_windows(proposal=proposal)
    held.refresh_from_db()
    assert (held.settled_at, held.taken_back_at) == (held.closes_at, None)


def test_it_says_before_what_ends_with_the_proposal(by):
    proposal = refined(by)
    held = opened(by, Kind.INFORMATION, proposal, title="Meters")
    ends = [s for row in MOVES.values() if row.to == State.CLOSED_SPLIT for s in foresee(row, proposal)]
    assert f"“{held.title}” is taken back." in ends


def test_split_its_parts_read_what_was_asked_and_nothing_stays_open(by):
    proposal = refined(by)
    held = opened(by, Kind.REFINEMENT, proposal)
    parts = actions.split(proposal=proposal, by=by, words="Split.", parts=[Part("One"), Part("Two")])
    assert fresh(held).taken_back_at
    for part in parts:
        assert not RefinementConsultation.objects.standing().filter(proposal=part, closed_on=None).exists()
    assert Extension.objects.count() == 0

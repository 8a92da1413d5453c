"""A recorded fact corrected: 11 October 2019, entered as 4 October (MP087's report §§6–7; domain §7, vectors 1 and 2)."""

from datetime import date

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from notifications.models import Delivery, Message
from proposals import actions
from proposals.models import Move, PathDetermination, Window
from proposals.states import State
from tests import factories as make
from tests.proposals.correcting import (
    AGREED,
    PANEL_DAY,
    PLANNED,
    WINDOW_ENDS,
    WRONG_DAY,
    WRONG_END,
    WRONG_PLAN,
    approved,
    keys,
    noon,
    put_right,
    step,
)
from tests.proposals.states import everything, fresh, object_to

pytestmark = pytest.mark.django_db

WHILE_IT_RUNS, BETWEEN_THE_ENDS, AFTER = noon(date(2019, 10, 14)), noon(date(2019, 10, 29)), noon(date(2019, 11, 20))


@pytest.fixture
def by():
    return make.analyst()


def dates(proposal) -> dict:
    plan = proposal.implementation
    return {
        "since": proposal.state_since,
        "converted": proposal.converted_on,
        "path": proposal.path_determined_on,
        "planned": plan.planned_on,
        "closes": proposal.windows.get().closes_at,
        "opens": clock.london_date(proposal.windows.get().opens_at),
    }


def of(day, closes, planned) -> dict:
    return {"since": day, "converted": day, "path": day, "opens": day, "closes": closes, "planned": planned}


def test_a_wrong_decision_date_put_right_while_the_window_runs(by):
    proposal = approved(by)
    assert dates(proposal) == of(WRONG_DAY, WRONG_END, WRONG_PLAN)
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    proposal = fresh(proposal)
    assert dates(proposal) == of(PANEL_DAY, WINDOW_ENDS, PLANNED)
    assert (proposal.state, proposal.windows.get().outcome) == (State.FT_OBJECTION_WINDOW, "")
    assert [(row.on, row.path) for row in PathDetermination.objects.filter(proposal=proposal)] == [
        (WRONG_DAY, "FT"),
        (PANEL_DAY, "FT"),
    ]


def test_both_are_kept_and_the_corrected_one_stands_in_its_place(by):
    proposal = approved(by)
    old = step(proposal, "approve_fast_track")
    with clock.set_to(WHILE_IT_RUNS):
        new = put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    assert keys(proposal) == ["submit", "raise", "csc_agrees", "approve_fast_track"]
    assert step(proposal, "approve_fast_track") == new
    assert (new.replaces, new.place, new.why_corrected) == (old, old.place, "It was the week after.")
    assert clock.london_date(Move.objects.get(pk=old.pk).effective_at) == WRONG_DAY


def test_one_event_says_before_and_after_and_the_chain_holds(by):
    proposal = approved(by)
    before = Event.objects.count()
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    event = Event.objects.latest("sequence")
    assert (Event.objects.count() - before, event.action) == (1, "move_corrected")
    body = event_body(event)
    assert body["sentence"] == (
        "“Approved by the Panel as Fast-Track” of 4 October 2019 put right. It was the week after."
    )
    assert (body["before"]["Date"], body["after"]["Date"]) == ("4 October 2019", "11 October 2019")
    assert (body["before"]["Implementation planned"], body["after"]["Implementation planned"]) == (
        "28 October 2019",
        "4 November 2019",
    )
    assert body["after"]["Objection window"] == "Closes Friday 1 November 2019 at 17:00"


def event_body(event) -> dict:
    from audit.models import EventDetail

    return EventDetail.objects.get(pk=event.sequence).body


def test_a_settled_window_whose_new_end_is_still_to_come_runs_again(by):
    proposal = approved(by)
    with clock.set_to(BETWEEN_THE_ENDS):
        actions.settle_windows(proposal=proposal)
        assert fresh(proposal).state == State.PENDING_IMPLEMENTATION
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    proposal = fresh(proposal)
    assert dates(proposal) == of(PANEL_DAY, WINDOW_ENDS, PLANNED)
    assert (proposal.state, proposal.windows.get().outcome) == (State.FT_OBJECTION_WINDOW, "")
    assert "objection_window_ends" not in keys(proposal)
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
    assert step(proposal, "objection_window_ends").effective_at == WINDOW_ENDS


def test_a_settled_window_whose_new_end_has_passed_is_settled_at_its_own_closing_instant(by):
    proposal = approved(by)
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    proposal = fresh(proposal)
    window = proposal.windows.get()
    assert (window.outcome, window.settled_at, window.closes_at) == (Window.Outcome.EXPIRED, WINDOW_ENDS, WINDOW_ENDS)
    assert step(proposal, "objection_window_ends").effective_at == WINDOW_ENDS
    assert (proposal.state, proposal.state_since) == (State.PENDING_IMPLEMENTATION, date(2019, 11, 1))
    assert (proposal.converted_on, proposal.implementation.planned_on) == (PANEL_DAY, PLANNED)


def test_an_open_window_whose_new_end_has_passed_is_settled(by):
    """Entered as 11 October; on 29 October it turns out to have been the 4th: the window ended on the 25th."""
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(BETWEEN_THE_ENDS):
        put_right(proposal, "approve_fast_track", by, WRONG_DAY)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.windows.get().settled_at) == (State.PENDING_IMPLEMENTATION, WRONG_END)
    assert proposal.implementation.planned_on == WRONG_PLAN


def test_an_implementation_recorded_since_is_not_passed(by):
    """Implemented on 28 October by the wrong date: with the right one the window ends on 1 November, after it."""
    proposal = approved(by)
    with clock.set_to(AFTER):
        actions.implement(proposal=proposal, by=by, sec_version="6.18", effective=WRONG_PLAN)
        before = everything()
        with pytest.raises(Refused, match="would then end on 1 November 2019 at 17:00, after “Implemented” of 28 Oct"):
            put_right(proposal, "approve_fast_track", by, PANEL_DAY)
        assert everything() == before
        put_right(proposal, "implement", by, PLANNED)
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.state_since, proposal.implementation.implemented_on) == (
        State.IMPLEMENTED,
        PLANNED,
        PLANNED,
    )
    assert step(proposal, "objection_window_ends").effective_at == WINDOW_ENDS


def test_an_objection_must_still_have_come_in_time(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(BETWEEN_THE_ENDS):
        object_to(proposal)
        with pytest.raises(Refused, match="would then close on 25 October 2019 at 17:00, before what ended it came in"):
            put_right(proposal, "approve_fast_track", by, WRONG_DAY)
        put_right(proposal, "approve_fast_track", by, date(2019, 10, 10))
    assert fresh(proposal).state == State.FT_HALTED
    assert fresh(proposal).implementation.planned_on is None


@pytest.mark.parametrize(
    "day, sentence",
    [
        (date(2019, 9, 29), "29 September 2019 is before the step before it: “Problem agreed by the Change Sub-"),
        (date(2019, 10, 15), "15 October 2019 is still to come"),
    ],
)
def test_a_date_lies_between_its_neighbours(by, day, sentence):
    proposal = approved(by)
    with clock.set_to(WHILE_IT_RUNS), pytest.raises(Refused, match=sentence):
        put_right(proposal, "approve_fast_track", by, day)


def test_a_date_is_not_after_the_step_after_it(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(WHILE_IT_RUNS):
        with pytest.raises(
            Refused, match="12 October 2019 is after the step after it: “Approved by the Panel as Fast-"
        ):
            put_right(proposal, "csc_agrees", by, date(2019, 10, 12))
        put_right(proposal, "csc_agrees", by, PANEL_DAY)
    assert clock.london_date(step(proposal, "csc_agrees").effective_at) == PANEL_DAY
    assert fresh(proposal).state_since == PANEL_DAY


def test_words_and_meeting_are_corrected_and_the_reasons_of_the_path_follow(by):
    proposal = approved(by)
    meeting = make.MeetingFactory(date=WRONG_DAY)
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "approve_fast_track", by, words="A minor correction.", meeting=meeting)
    proposal, stands = fresh(proposal), step(proposal, "approve_fast_track")
    assert (stands.words, stands.meeting, proposal.path_reasons) == (
        "A minor correction.",
        meeting,
        "A minor correction.",
    )
    assert dates(proposal) == of(WRONG_DAY, WRONG_END, WRONG_PLAN)


def test_a_correction_can_itself_be_corrected(by):
    proposal = approved(by)
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "approve_fast_track", by, date(2019, 10, 9))
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    assert dates(fresh(proposal)) == of(PANEL_DAY, WINDOW_ENDS, PLANNED)
    assert proposal.moves.filter(key="approve_fast_track").count() == 3


def test_those_who_were_told_are_told_again_and_nobody_else(by):
    """The step was recorded on its day, so Parties were told; one that joins later was not, and is not."""
    told = make.party()
    proposal = approved(by)
    first = set(Delivery.objects.filter(message__move=step(proposal, "approve_fast_track")).values_list("user", flat=1))
    assert told.pk in first
    newcomer = make.party()
    with clock.set_to(WHILE_IT_RUNS):
        new = put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    message = Message.objects.get(move=new)
    assert set(message.deliveries.values_list("user", flat=True)) == first
    assert newcomer.pk not in first
    assert message.subject.startswith("Corrected: MP001 Approved by the Panel as Fast-Track")
    for words in ("on Friday 4 October 2019", "on Friday 11 October 2019", "closes on Friday 1 November 2019 at 17:00"):
        assert words in message.body


def test_nobody_is_told_again_who_was_never_told(by):
    make.party()
    proposal = approved(by, at=date(2019, 10, 8))
    with clock.set_to(WHILE_IT_RUNS):
        new = put_right(proposal, "approve_fast_track", by, PANEL_DAY)
    assert not Message.objects.filter(move=new).exists()


def test_the_day_it_was_raised_follows(by):
    proposal = approved(by)
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "raise", by, date(2019, 9, 30), words="Raised in the morning.")
        with pytest.raises(Refused, match="is before the step before it"):
            put_right(proposal, "raise", by, date(2019, 9, 27))
        put_right(proposal, "submit", by, date(2019, 9, 26))
        put_right(proposal, "raise", by, date(2019, 9, 27))
    proposal = fresh(proposal)
    assert (proposal.raised_on, clock.london_date(proposal.received_at)) == (date(2019, 9, 27), date(2019, 9, 26))
    assert proposal.state_since == WRONG_DAY


def test_what_follows_by_itself_and_what_was_lodged_is_not_corrected(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(BETWEEN_THE_ENDS):
        object_to(proposal)
        with pytest.raises(Refused, match="strike it out"):
            put_right(proposal, "object", by, date(2019, 10, 28))
    other = approved(by)
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=other)
        with pytest.raises(Refused, match="correct the step that opened the window"):
            put_right(other, "objection_window_ends", by, date(2019, 10, 28))


def test_it_needs_a_reason_a_difference_and_secas(by):
    proposal = approved(by)
    with clock.set_to(WHILE_IT_RUNS):
        before = everything()
        with pytest.raises(Refused, match="Say why"):
            put_right(proposal, "approve_fast_track", by, PANEL_DAY, reason=" ")
        with pytest.raises(Refused, match="what the record says already"):
            put_right(proposal, "approve_fast_track", by, WRONG_DAY)
        with pytest.raises(NotAllowed):
            put_right(proposal, "approve_fast_track", make.party(), PANEL_DAY)
        assert everything() == before
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)


def test_the_second_of_two_people_is_told(by):
    proposal = approved(by)
    old = step(proposal, "approve_fast_track")
    with clock.set_to(WHILE_IT_RUNS):
        put_right(proposal, "approve_fast_track", by, PANEL_DAY)
        with pytest.raises(actions.TooLate, match="already been put right"):
            actions.correct_move(proposal=proposal, move=old, by=by, reason="Too.", effective=AGREED)

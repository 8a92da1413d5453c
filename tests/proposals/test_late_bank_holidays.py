"""A bank holiday announced or moved inside a window: the close moves later with what rests on it, never earlier
(docs/decisions/windows-and-late-bank-holidays.md). Days are counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import clock, verify
from audit.models import Event, EventDetail
from bodies.actions import override_day
from bodies.workingdays import WorkingCalendar
from notifications.models import Message
from proposals import actions
from proposals.actions.parts import Place
from proposals.models import Implementation, ImplementationPart, PlanChange, Window
from tests import factories as make
from tests.proposals.states import everything, fresh, noticed, object_to, self_governed
from tests.threads import at_once

pytestmark = pytest.mark.django_db

FUNERAL = date(2022, 9, 19)  # announced on 10 September 2022


@pytest.fixture
def by():
    return make.analyst()


def say(by, day: date, worked: bool, name: str = "A day"):
    return override_day(by=by, date=day, name=name, is_working_day=worked, reason="Announced.")


def fast_tracked_on(by, day: date):
    with clock.set_to(datetime(day.year, day.month, day.day, 11, tzinfo=UTC)):
        return make.fast_tracked(by=by)


def closes_on(proposal) -> date:
    return clock.london_date(proposal.windows.get().closes_at)


def planned_on(proposal) -> date:
    return Implementation.objects.get(proposal=proposal).planned_on


def told(action: str) -> list[str]:
    sequences = Event.objects.filter(action=action).order_by("sequence").values_list("sequence", flat=True)
    return [EventDetail.objects.get(sequence=sequence).body["sentence"] for sequence in sequences]


@pytest.fixture
def before_the_funeral(by):
    """Decided on Friday 2 September 2022, when 19 September was a working day like any other."""
    say(by, FUNERAL, worked=True)
    party = make.party()
    return fast_tracked_on(by, date(2022, 9, 2)), party


def test_a_one_off_holiday_inside_an_objection_window_moves_it_and_the_implementation(by, before_the_funeral):
    proposal, _ = before_the_funeral
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 23), date(2022, 9, 26))
    with clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(by, FUNERAL, worked=False, name="State Funeral")
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 26), date(2022, 9, 27))
    assert told("window_moved") == [
        "Objection window: its close moves from Friday 23 September 2022 to Monday 26 September 2022 at 17:00. "
        "19 September 2022 (State Funeral) is not a working day: Announced."
    ]
    assert [s.split(". ")[0] for s in told("implementation_moved")] == [
        "Implementation moves from Monday 26 September 2022 to Tuesday 27 September 2022"
    ]
    assert list(verify.faults()) == []


def test_all_of_it_is_one_act(by, before_the_funeral):
    with clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(by, FUNERAL, worked=False)
    acts = {Event.objects.filter(action=action).latest("sequence").act for action in ("window_moved", "day_overridden")}
    assert len(acts) == 1


def test_who_was_told_of_the_window_is_told_its_new_close_once(by, before_the_funeral):
    _, party = before_the_funeral
    before = set(Message.objects.get(move__key="approve_fast_track").deliveries.values_list("user", flat=True))
    assert party.pk in before
    with clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(by, FUNERAL, worked=False)
        say(by, FUNERAL, worked=False)
    message = Message.objects.get(audience="window")
    assert set(message.deliveries.values_list("user", flat=True)) == before
    assert "now closes on Monday 26 September 2022 at 17:00, and not on Friday 23 September 2022." in message.body
    assert "planned to enter the code on Tuesday 27 September 2022" in message.body


def test_a_party_objects_on_the_day_that_was_added(by, before_the_funeral):
    proposal, party = before_the_funeral
    with clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(by, FUNERAL, worked=False)
    with clock.set_to(datetime(2022, 9, 26, 15, 59, 59, tzinfo=UTC)):
        object_to(proposal, by=party)
    assert fresh(proposal).state == "ft_halted"


VE_DAY, MAY_DAY = date(2020, 5, 8), date(2020, 5, 4)


@pytest.fixture
def over_both(by):
    """Decided on Friday 17 April 2020: as the calendar stood first, 15 working days end on Monday 11 May."""
    say(by, MAY_DAY, worked=False)
    say(by, VE_DAY, worked=True)
    return fast_tracked_on(by, date(2020, 4, 17))


@pytest.mark.parametrize(
    "changes, closes, moved, kept",
    [
        ([(VE_DAY, False), (MAY_DAY, True)], date(2020, 5, 12), 1, 1),  # 11 May is counted, and 12 May was told
        ([(MAY_DAY, True), (VE_DAY, False)], date(2020, 5, 11), 0, 1),  # 8 May is counted, and 11 May was told
    ],
)
def test_a_bank_holiday_moved_within_a_window_takes_no_time_from_anybody(by, over_both, changes, closes, moved, kept):
    assert closes_on(over_both) == date(2020, 5, 11)
    with clock.set_to(datetime(2020, 4, 20, 9, tzinfo=UTC)):
        for day, worked in changes:
            say(by, day, worked)
    assert closes_on(over_both) == closes
    assert (len(told("window_moved")), len(told("window_kept"))) == (moved, kept)


def test_a_substitute_day_that_is_worked_after_all_leaves_the_close_as_it_was_told(by):
    """26 December 2026 is a Saturday, so Monday 28 is a bank holiday; 15 working days from Friday 11 end on 6 January."""
    proposal = fast_tracked_on(by, date(2026, 12, 11))
    assert closes_on(proposal) == date(2027, 1, 6)
    with clock.set_to(datetime(2026, 12, 14, 9, tzinfo=UTC)):
        say(by, date(2026, 12, 28), worked=True, name="Substitute day")
        assert closes_on(proposal) == date(2027, 1, 6)
        say(by, date(2026, 12, 29), worked=False)
        assert closes_on(proposal) == date(2027, 1, 6)  # the day gained makes up for the day lost
        say(by, date(2026, 12, 30), worked=False)
    assert closes_on(proposal) == date(2027, 1, 7)


@pytest.mark.parametrize("day", [date(2022, 9, 2), date(2022, 9, 1), date(2022, 9, 28)])
def test_the_day_it_opened_and_days_outside_change_nothing(by, before_the_funeral, day):
    proposal, _ = before_the_funeral
    with clock.set_to(datetime(2022, 9, 5, 9, tzinfo=UTC)):
        say(by, day, worked=False)
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 23), date(2022, 9, 26))
    assert told("window_moved") == told("implementation_moved") == []


def test_a_holiday_after_the_close_moves_the_implementation_alone(by, before_the_funeral):
    proposal, _ = before_the_funeral
    with clock.set_to(datetime(2022, 9, 10, 9, tzinfo=UTC)):
        say(by, date(2022, 9, 26), worked=False)
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 23), date(2022, 9, 27))


def test_what_moves_leaves_a_row_and_what_the_panel_put_off_stays(by, before_the_funeral):
    """Two parts: the first comes in after the window, the second with a release of December. Only the first moves."""
    proposal, _ = before_the_funeral
    with clock.set_to(datetime(2022, 9, 5, 9, tzinfo=UTC)):
        later = actions.enter_release(by=by, name="December 2022", kind="scheduled", date=date(2022, 12, 1))
        rows = [{"number": 1, "title": "Documents"}, {"number": None, "title": "DCC Systems"}]
        actions.divide(proposal=proposal, by=by, parts=rows)
        put_off = {2: Place(release=later)}
        actions.plan_parts(proposal=proposal, by=by, places=put_off, reason="The DCC needs longer.")
    with clock.set_to(datetime(2022, 9, 10, 9, tzinfo=UTC)):
        say(by, FUNERAL, worked=False, name="State funeral")
    parts = list(ImplementationPart.objects.filter(plan__proposal=proposal).order_by("number"))
    assert [part.planned_on for part in parts] == [date(2022, 9, 27), date(2022, 12, 1)]
    change = PlanChange.objects.filter(part_number=1).get()
    assert (change.from_date, change.to_date) == (date(2022, 9, 26), date(2022, 9, 27))
    assert "State funeral" in change.reason
    assert PlanChange.objects.filter(part_number=2).count() == 1  # the Panel's own


def test_the_last_day_itself_may_become_a_holiday(by, before_the_funeral):
    proposal, _ = before_the_funeral
    with clock.set_to(datetime(2022, 9, 23, 8, tzinfo=UTC)):
        say(by, date(2022, 9, 23), worked=False)
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 26), date(2022, 9, 27))


def test_a_window_that_has_closed_stays_closed_though_its_end_is_not_written(by, before_the_funeral):
    proposal, _ = before_the_funeral
    closed = proposal.windows.get().closes_at
    with clock.set_to(closed):
        say(by, FUNERAL, worked=False)
    assert proposal.windows.get().closes_at == closed
    assert told("window_moved") == []


def test_the_implementation_of_a_settled_window_still_moves(by, before_the_funeral):
    proposal, _ = before_the_funeral
    with clock.set_to(proposal.windows.get().closes_at + timedelta(hours=1)):
        actions.settle_windows(proposal=proposal)
        say(by, date(2022, 9, 26), worked=False)
    assert planned_on(proposal) == date(2022, 9, 27)


def test_a_halted_window_is_left_as_it_was(by, before_the_funeral):
    proposal, party = before_the_funeral
    with clock.set_to(datetime(2022, 9, 6, 9, tzinfo=UTC)):
        object_to(proposal, by=party)
        say(by, FUNERAL, worked=False)
    assert (closes_on(proposal), planned_on(proposal)) == (date(2022, 9, 23), None)


def test_appeal_and_adoption_windows_move_too(by):
    """Ten working days from Monday 5 September 2022 end on Monday 19, and with that day a holiday on Tuesday 20."""
    say(by, FUNERAL, worked=True)
    with clock.set_to(datetime(2022, 9, 5, 11, tzinfo=UTC)):
        proposals = [noticed(by), self_governed(by)]
    assert [closes_on(p) for p in proposals[:1]] == [FUNERAL]
    with clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(by, FUNERAL, worked=False)
    closes = [clock.london_date(w.closes_at) for w in Window.objects.filter(kind__in=["adoption", "appeal"])]
    assert closes == [date(2022, 9, 20)] * 2
    assert len(told("window_moved")) == 2


def test_whoever_may_not_change_a_day_moves_nothing(before_the_funeral):
    before = everything()
    with pytest.raises(Exception, match="Only SECAS"), clock.set_to(datetime(2022, 9, 10, 14, tzinfo=UTC)):
        say(make.party(), FUNERAL, worked=False)
    after = everything()
    assert after == before


DAYS = st.dates(date(2026, 3, 2), date(2026, 4, 30))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=4))
def test_whatever_is_announced_nobody_has_less_time_than_they_were_told_or_the_rule_gives(changes, one_window):
    by, proposal = one_window
    with transaction.atomic(), clock.set_to(datetime(2026, 3, 12, 9, tzinfo=UTC)):
        window, plan = proposal.windows.get(), planned_on(proposal)
        for day, worked in changes:
            moved = len(told("window_moved"))
            say(by, day, worked)
            now, date_now = proposal.windows.get(), planned_on(proposal)
            assert now.closes_at >= window.closes_at
            assert date_now >= plan
            assert len(told("window_moved")) - moved == (now.closes_at > window.closes_at)
            window, plan = now, date_now
        calendar = WorkingCalendar.load()
        opened, closed = clock.london_date(window.opens_at), clock.london_date(window.closes_at)
        assert window.closes_at == clock.closing(closed)
        assert calendar.between(opened, closed) >= window.working_days
        assert calendar.between(closed, plan) >= 1
        transaction.set_rollback(True)


@pytest.fixture
def one_window(by):
    return by, fast_tracked_on(by, date(2026, 3, 9))


@pytest.mark.django_db(transaction=True)
def test_a_window_opened_in_the_instant_a_day_changes_is_reckoned_with_it(by):
    proposals = [make.ready_for_fast_track(by=by) for _ in range(3)]
    first = make.fast_tracked(by=by)
    day = WorkingCalendar.load().add(clock.today(), 4)
    calls = [lambda p=p: actions.approve_fast_track(proposal=p, by=by, words="Fast.") for p in proposals]
    answers = at_once(*calls, lambda: say(by, day, worked=False))
    assert [e for e in answers if isinstance(e, Exception)] == []
    due = WorkingCalendar.load().add(clock.today(), 15)
    assert {closes_on(p) for p in [first, *proposals]} == {due}

"""Windows are facts of time: [opens, closes), 17:00 London is late, settled once at their own instant (design §1.3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from audit import clock, verify
from audit.acts import Refused
from bodies.actions import override_day
from jobs.models import Job, JobState
from jobs.tasks import run
from notifications.models import Message
from proposals import actions
from proposals.models import ProcessRule, RuleKey, Window
from proposals.states import State
from proposals.tasks import GRACE, queue_due_windows
from tests import factories as make
from tests.proposals.states import everything, fresh, last_instant, noticed, object_to
from tests.threads import at_once

pytestmark = pytest.mark.django_db

PANEL_DAY = date(2019, 10, 11)


def fast_tracked_at(instant, **fields):
    with clock.set_to(instant):
        proposal = make.fast_tracked(**fields)
    return proposal, proposal.windows.get()


@pytest.fixture
def open_window():
    return fast_tracked_at(datetime(2026, 3, 9, 11, tzinfo=UTC))


def test_an_objection_at_the_last_microsecond_is_in_time(open_window):
    proposal, window = open_window
    with clock.set_to(last_instant(window)):
        object_to(proposal)
    assert fresh(proposal).state == State.FT_HALTED


@pytest.mark.parametrize("after", [timedelta(0), timedelta(microseconds=1), timedelta(days=3)])
def test_an_objection_at_five_o_clock_is_late_and_told_the_day_it_closed(open_window, after):
    proposal, window = open_window
    with clock.set_to(window.closes_at + after), pytest.raises(Refused, match="Monday 30 March 2026 at 17:00"):
        object_to(proposal)
    assert window.objections.count() == 0


@pytest.mark.parametrize(
    "decided, closes",
    [
        # 15 working days each; the clocks change on the last Sunday of March and of October
        (datetime(2026, 3, 9, 11, tzinfo=UTC), datetime(2026, 3, 30, 16, tzinfo=UTC)),  # GMT into BST
        (datetime(2026, 10, 9, 11, tzinfo=UTC), datetime(2026, 10, 30, 17, tzinfo=UTC)),  # BST into GMT
        (datetime(2026, 6, 1, 11, tzinfo=UTC), datetime(2026, 6, 22, 16, tzinfo=UTC)),  # BST throughout
        (datetime(2026, 1, 12, 11, tzinfo=UTC), datetime(2026, 2, 2, 17, tzinfo=UTC)),  # GMT throughout
    ],
)
def test_a_window_closes_at_five_in_london_whatever_the_clocks_do(decided, closes):
    _, window = fast_tracked_at(decided)
    assert window.closes_at == closes
    assert window.closes_at.astimezone(clock.LONDON).hour == 17


def test_a_decision_late_in_a_summer_evening_counts_from_its_day_in_london():
    _, window = fast_tracked_at(datetime(2026, 6, 1, 23, 30, tzinfo=UTC))  # 00:30 on 2 June in London
    assert clock.london_date(window.closes_at) == date(2026, 6, 23)


def test_a_holiday_announced_before_the_decision_lengthens_the_window():
    by = make.analyst()
    override_day(by=by, date=date(2019, 10, 21), name="A day of mourning", is_working_day=False, reason="Announced.")
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)
    assert clock.london_date(proposal.windows.get().closes_at) == date(2019, 11, 4)
    assert proposal.implementation.planned_on == date(2019, 11, 5)


def test_whether_a_window_is_open_is_a_matter_of_reading_not_of_writing(open_window):
    _, window = open_window
    opens, closes = window.opens_at, window.closes_at
    instants = [opens - timedelta(microseconds=1), opens, last_instant(window), closes]
    assert [Window.objects.open_at(i).exists() for i in instants] == [False, True, True, False]
    assert [Window.objects.due(i).exists() for i in instants] == [False, False, False, True]


def test_the_end_is_written_at_its_own_instant_by_whatever_act_comes_first(open_window):
    proposal, window = open_window
    by = make.analyst()
    with clock.set_to(window.closes_at + timedelta(days=40)):
        actions.post_update(proposal=proposal, by=by, text="All quiet.")
    move = fresh(proposal).moves.last()
    assert (move.key, move.effective_at, move.by) == ("objection_window_ends", window.closes_at, None)
    assert move.recorded_at == window.closes_at + timedelta(days=40)
    window.refresh_from_db()
    assert (window.outcome, window.settled_at) == (Window.Outcome.EXPIRED, window.closes_at)
    assert fresh(proposal).state_since == clock.london_date(window.closes_at)


def test_settling_twice_writes_once(open_window):
    proposal, window = open_window
    with clock.set_to(window.closes_at + GRACE):
        actions.settle_windows(proposal=proposal)
        once = everything()
        actions.settle_windows(proposal=proposal)
    assert everything() == once
    assert fresh(proposal).moves.filter(key="objection_window_ends").count() == 1


def test_settling_what_is_still_open_writes_nothing(open_window):
    proposal, window = open_window
    before = everything()
    with clock.set_to(last_instant(window)):
        actions.settle_windows(proposal=proposal)
    assert everything() == before


def test_the_proposer_is_told_of_an_end_settled_on_its_day_and_nobody_of_one_settled_later():
    told = []
    for late in (timedelta(minutes=3), timedelta(days=1)):
        proposal, window = fast_tracked_at(datetime(2026, 3, 9, 11, tzinfo=UTC))
        with clock.set_to(window.closes_at + late):
            actions.settle_windows(proposal=proposal)
        told.append(Message.objects.filter(proposal=proposal, move__key="objection_window_ends").count())
    assert told == [1, 0]


def settling_jobs():
    return Job.objects.filter(kind="settle_windows", state=JobState.QUEUED)


def test_the_sweep_leaves_a_closing_window_alone_for_the_time_of_grace(open_window):
    proposal, window = open_window
    with clock.set_to(window.closes_at + GRACE - timedelta(microseconds=1)):
        queue_due_windows()
    assert settling_jobs().count() == 0
    with clock.set_to(window.closes_at + GRACE):
        queue_due_windows()
        queue_due_windows()
    assert settling_jobs().get().payload == {"proposal_id": proposal.pk}


def test_one_proposal_that_fails_holds_up_no_other(open_window, monkeypatch):
    first, window = open_window
    second, _ = fast_tracked_at(datetime(2026, 3, 9, 11, tzinfo=UTC))
    really = actions.settle_windows

    def fail_for_the_first(*, proposal):
        if proposal == first:
            raise ValueError("broken")
        really(proposal=proposal)

    monkeypatch.setattr("proposals.tasks.settle_windows", fail_for_the_first)
    with clock.set_to(window.closes_at + GRACE):
        queue_due_windows()
        for job in settling_jobs().order_by("pk"):
            run(job.pk)
    assert [fresh(p).state for p in (first, second)] == [State.FT_OBJECTION_WINDOW, State.PENDING_IMPLEMENTATION]
    assert Job.objects.get(payload={"proposal_id": first.pk}).state == JobState.QUEUED


def test_a_missing_rule_is_said_plainly_and_nothing_is_half_done():
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by)
    ProcessRule.objects.filter(key=RuleKey.FT_OBJECTION_DAYS).delete()
    before = everything()
    with pytest.raises(Refused, match=r"No rule says what holds on .* for: Fast-Track objection window"):
        actions.approve_fast_track(proposal=proposal, by=by, words="Fast.")
    assert everything() == before


def test_a_rule_changed_from_a_day_on_leaves_the_days_before_as_they_were():
    rule = ProcessRule.objects.get(key=RuleKey.FT_OBJECTION_DAYS)
    ProcessRule.objects.filter(pk=rule.pk).update(ends=date(2026, 3, 31))
    ProcessRule.objects.create(key=rule.key, value=10, starts=date(2026, 4, 1), source="an invented change")
    days = [fast_tracked_at(datetime(2026, m, d, 11, tzinfo=UTC))[1].working_days for m, d in ((3, 31), (4, 1))]
    assert days == [15, 10]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_and_an_act_at_once_write_the_end_once():
    by = make.analyst()
    proposal = make.fast_tracked(by=by, raised_on=date(2019, 8, 20), decided_on=PANEL_DAY)

    def settle():
        actions.settle_windows(proposal=proposal)

    def update():
        actions.post_update(proposal=proposal, by=by, text="All quiet.")

    assert [e for e in at_once(settle, settle, settle, update) if isinstance(e, Exception)] == []
    assert fresh(proposal).moves.filter(key="objection_window_ends").count() == 1
    assert list(verify.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_ten_parties_objecting_at_once_halt_it_once_and_each_is_heard():
    proposal = make.fast_tracked()
    parties = [make.party() for _ in range(10)]
    answers = at_once(*[lambda p=p: object_to(proposal, by=p) for p in parties])
    assert [e for e in answers if isinstance(e, Exception)] == []
    assert proposal.windows.get().objections.count() == 10
    assert fresh(proposal).moves.filter(key="object").count() == 1
    assert list(verify.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_different_decisions_at_once_one_stands_and_the_other_is_told():
    by = make.analyst()
    proposal = make.ready_for_fast_track(by=by)
    answers = at_once(
        lambda: actions.convert_to_refinement(proposal=proposal, by=by, words="To Refinement."),
        lambda: actions.approve_fast_track(proposal=proposal, by=by, words="Fast."),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Move", "TooLate"]
    assert fresh(proposal).moves.count() == 4


def test_the_adoption_window_of_a_modification_proposal_has_ten_working_days_and_then_it_is_withdrawn():
    with clock.set_to(datetime(2026, 3, 9, 11, tzinfo=UTC)):
        proposal = noticed(make.analyst())
    window = proposal.windows.get()
    assert (window.kind, window.working_days) == (Window.Kind.ADOPTION, 10)
    assert window.closes_at == clock.closing(date(2026, 3, 23))
    assert proposal.state == State.WITHDRAWAL_NOTICE
    with clock.set_to(window.closes_at + GRACE):
        actions.settle_windows(proposal=proposal)
    move = fresh(proposal).moves.last()
    assert (fresh(proposal).state, move.key, move.effective_at) == (
        State.WITHDRAWN,
        "adoption_window_ends",
        window.closes_at,
    )


def test_the_withdrawal_of_a_draft_proposal_is_complete_at_once_by_rule():
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
    assert [m.key for m in fresh(proposal).moves.all()][-2:] == ["withdraw", "adoption_window_ends"]
    assert fresh(proposal).state == State.WITHDRAWN
    assert not proposal.windows.exists()


def test_where_the_rule_gives_days_a_draft_proposal_and_even_a_submission_stays_open_to_adoption():
    ProcessRule.objects.filter(key=RuleKey.ADOPTION_DAYS_DRAFT).update(value=5)
    by = make.analyst()
    for proposal in (make.draft_proposal(by=by), make.submission()):
        actions.withdraw(proposal=proposal, by=by, words="No longer wanted.")
        assert fresh(proposal).state == State.WITHDRAWAL_NOTICE
        assert proposal.windows.get().working_days == 5


def test_a_withdrawal_says_why():
    by = make.analyst()
    proposal = make.draft_proposal(by=by)
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.withdraw(proposal=proposal, by=by, words="  ")
    assert refused.value.field == "words"
    assert everything() == before

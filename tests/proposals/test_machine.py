"""The lifecycle walked at random: many people, a clock that only goes forward, and rules that never break.

What may be done is not judged here (see ``lifecycle_table``): an act is tried, and whatever comes of it the record holds.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit import clock, verify
from audit.acts import Refused
from audit.models import Event
from proposals import actions
from proposals.models import Proposal, Window
from proposals.states import FINISHED, State
from tests import factories as make
from tests.proposals.lifecycle_table import ALLOWED
from tests.proposals.states import IN_STATE, attempt

DECISIONS = sorted(set(actions.ACTS) - {"object", "withdraw", "implement", "raise"})


class Lifecycle(RuleBasedStateMachine):
    """One proposal and those around it. Every example is undone by rolling back the transaction it lives in."""

    covered: set[str] = set()

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.number, self.finished_moves, self.refusals = None, None, 0

    def teardown(self):
        faults = list(verify.faults())
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        assert faults == []

    @initialize(
        start=st.sampled_from([State.SUBMITTED, State.CSC_AGREED, State.FT_OBJECTION_WINDOW, State.AUTHORITY_DECISION])
    )
    def begin(self, start):
        """Where it begins is drawn too: from a submission alone a short walk would seldom get far."""
        with clock.set_to(self.now):
            self.analyst, self.stranger = make.analyst(), make.UserFactory()
            self.parties = [make.party(), make.party(category="small_supplier")]
            self.key = IN_STATE[start](self.analyst, proposer=self.parties[0]).pk

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.get(pk=self.key)

    def try_to(self, act):
        """Refused or done, never half done."""
        events, moves = Event.objects.count(), self.proposal.moves.count()
        try:
            with clock.set_to(self.now):
                act()
        except Refused:
            self.refusals += 1
            assert (Event.objects.count(), self.proposal.moves.count()) == (events, moves)
        else:
            Lifecycle.covered.update(m.key for m in self.proposal.moves.all())

    @rule(days=st.integers(0, 12), minutes=st.integers(0, 600))
    def time_passes(self, days, minutes):
        self.now += timedelta(days=days, minutes=minutes)

    @rule()
    def time_comes_to_the_close(self):
        window = Window.objects.unsettled().filter(proposal=self.key).first()
        if window:
            self.now = max(self.now, window.closes_at)

    @rule(by_analyst=st.booleans())
    def raise_it(self, by_analyst):
        by = self.analyst if by_analyst else self.parties[0]
        self.try_to(lambda: attempt("raise", self.proposal, by, lead_analyst=self.analyst))

    @rule()
    def work_it_out(self):
        self.try_to(
            lambda: actions.revise_problem_statement(proposal=self.proposal, by=self.analyst, texts=make.STATEMENT)
        )
        row = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
        self.try_to(lambda: actions.save_sec_references(proposal=self.proposal, by=self.analyst, references=[row]))

    @rule()
    def work_out_the_solution(self):
        from legaltext import actions as legal

        self.try_to(lambda: actions.save_solution(proposal=self.proposal, by=self.analyst, text="<p>Do it.</p>"))
        document, version = make.SecDocumentFactory(), make.SecVersionFactory()
        self.try_to(
            lambda: legal.enter_clause(by=self.analyst, document=document, version=version, number="G3.20", text="Old.")
        )
        self.try_to(lambda: legal.draft_against(proposal=self.proposal, by=self.analyst, version=version))
        edit = {"document": document, "clause": "G3.20", "operation": "amend", "after": "New."}
        self.try_to(lambda: legal.save_edit(proposal=self.proposal, by=self.analyst, **edit))

    @rule(key=st.sampled_from(DECISIONS), who=st.sampled_from(["analyst"] * 4 + ["stranger"]))
    def decide(self, key, who):
        self.try_to(lambda: attempt(key, self.proposal, getattr(self, who)))

    @precondition(lambda self: ALLOWED[self.proposal.state])
    @rule(data=st.data())
    def decide_what_can_be_decided(self, data):
        """Random decisions seldom get far: this one is always of a kind that the state knows."""
        key = data.draw(st.sampled_from(sorted(ALLOWED[self.proposal.state])))
        about = {"lead_analyst": self.analyst, "organisation": self.parties[1].organisations[0]}
        self.try_to(lambda: attempt(key, self.proposal, self.analyst, **about))

    @rule()
    def grant_urgency(self):
        self.try_to(lambda: actions.grant_urgency(proposal=self.proposal, by=self.analyst, words="Granted."))

    @rule(who=st.sampled_from([0, 1]))
    def object(self, who):
        by = self.parties[who]
        self.try_to(lambda: attempt("object", self.proposal, by, organisation=by.organisations[0]))

    @rule(who=st.sampled_from(["proposer", "other", "stranger"]))
    def withdraw(self, who):
        by = {"proposer": self.parties[0], "other": self.parties[1], "stranger": self.stranger}[who]
        self.try_to(lambda: attempt("withdraw", self.proposal, by))

    @rule(days=st.integers(-3, 30))
    def plan(self, days):
        day = clock.london_date(self.now) + timedelta(days=days)
        self.try_to(lambda: actions.plan_implementation(proposal=self.proposal, by=self.analyst, planned_on=day))

    @rule(back=st.integers(0, 5))
    def implement(self, back):
        day = clock.london_date(self.now) - timedelta(days=back)
        self.try_to(
            lambda: actions.implement(proposal=self.proposal, by=self.analyst, sec_version="9.9", effective=day)
        )

    @rule()
    def sweep(self):
        self.try_to(lambda: actions.settle_windows(proposal=self.proposal))

    @invariant()
    def the_state_is_where_the_last_move_led(self):
        moves = list(self.proposal.moves.all())
        assert self.proposal.state == moves[-1].to_state
        assert self.proposal.state_since == clock.london_date(moves[-1].effective_at)
        assert [m.from_state for m in moves[1:]] == [m.to_state for m in moves[:-1]]

    @invariant()
    def moves_follow_one_another_in_time(self):
        instants = [m.effective_at for m in self.proposal.moves.all()]
        assert instants == sorted(instants)

    @invariant()
    def the_number_never_changes(self):
        number = self.proposal.number
        assert self.number in (None, number)
        self.number = number

    @invariant()
    def at_most_one_window_of_a_kind_is_open(self):
        kinds = list(Window.objects.unsettled().filter(proposal=self.key).values_list("kind", flat=True))
        assert len(kinds) == len(set(kinds))

    @invariant()
    def a_window_is_settled_at_its_close_or_before(self):
        for window in Window.objects.filter(proposal=self.key).exclude(outcome=""):
            assert window.settled_at == window.closes_at or (
                window.outcome == "halted" and window.settled_at < window.closes_at
            )

    @invariant()
    def nothing_is_implemented_before_its_day(self):
        plan = self.proposal.implementation
        if self.proposal.state == State.IMPLEMENTED:
            assert isinstance(plan.planned_on, date)
            assert plan.implemented_on >= plan.planned_on

    @invariant()
    def nothing_leaves_a_finished_state(self):
        if self.proposal.state in FINISHED:
            moves = self.proposal.moves.count()
            assert self.finished_moves in (None, moves)
            self.finished_moves = moves

    @invariant()
    def fast_track_is_never_urgent_and_a_halted_one_has_no_date(self):
        proposal = self.proposal
        assert not (proposal.path == "FT" and proposal.urgent)
        if proposal.state == State.FT_OBJECTION_WINDOW:
            assert proposal.implementation.planned_on is not None


@pytest.mark.django_db
def test_whatever_people_do_the_record_holds():
    Lifecycle.covered.clear()
    profile = settings(
        max_examples=24,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lifecycle, settings=profile)
    assert Lifecycle.covered >= {
        "submit",
        "raise",
        "csc_agrees",
        "approve_fast_track",
        "object",
        "implement",
        "withdraw",
    }

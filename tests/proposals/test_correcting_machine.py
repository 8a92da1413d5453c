"""Whatever is made, taken back and corrected: the record is as if it had been walked straight, without the detour."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
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
from legaltext import actions as legal
from proposals import actions
from proposals.models import Implementation, Move, Objection, Proposal, Window
from proposals.states import State
from proposals.steps import entered_on, is_by_time, span_of, standing_steps
from tests import factories as make
from tests.proposals.lifecycle_table import ALLOWED
from tests.proposals.states import WORDS

NOW = datetime(2020, 3, 2, 12, tzinfo=UTC)
FIRST, LAST = date(2019, 9, 2), date(2020, 3, 2)
# What people make one after another. A split makes other proposals, and what was sent again or lodged is kept as it came.
NOT_HERE = {"split", "resubmit", "appeal", "adopt", "object", "implement", "refuse"}
NEEDS = {"convert_to_consultation": {"path": "3"}}
BORNE = [
    "state",
    "state_since",
    "raised_on",
    "converted_on",
    "path",
    "path_reasons",
    "path_determined_on",
    "urgent",
    "urgency_requested_on",
    "held_on",
    "hold_kind",
    "hold_reason",
    "title",
]
PLANNED = ("planned_on", "days_after_window", "release_kind", "implemented_on")


def day_of(move: Move) -> date:
    return clock.london_date(move.effective_at)


def make_step(proposal: Proposal, by, key: str, day: date, words: str = WORDS["words"]) -> None:
    """A step entered afterwards, for its day."""
    needs = {"lead_analyst": by} if key == "raise" else NEEDS.get(key, {})
    actions.ACTS[key](proposal=proposal, by=by, effective=day, words=words, **needs)


def object_at(proposal: Proposal, by, at: datetime) -> None:
    company = make.OrganisationFactory()
    actions.object_to_fast_track(proposal=proposal, by=by, organisation=company, reason=WORDS["words"], received_at=at)


def work_out(proposal: Proposal, by) -> None:
    """All the texts that any step may ask for, as far as the proposal may hold them yet."""
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    actions.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    actions.save_sec_references(proposal=proposal, by=by, references=[reference])
    if Proposal.objects.get(pk=proposal.pk).state == State.DEVELOPMENT:
        return
    document, version = make.SecDocumentFactory(), make.SecVersionFactory()
    actions.save_solution(proposal=proposal, by=by, text="<p>Do it.</p>")
    legal.draft_against(proposal=proposal, by=by, version=version)
    edit = {"document": document, "clause": "G3.20", "operation": "amend", "after": "New."}
    legal.save_edit(proposal=proposal, by=by, **edit)


def born_by(proposal: Proposal) -> dict:
    """What the proposal bears of its steps, with its windows and its plan."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    plan = Implementation.objects.get(proposal=proposal)
    windows = Window.objects.filter(proposal=proposal).standing().order_by("opens_at")
    return {
        **{name: getattr(proposal, name) for name in BORNE},
        **{name: getattr(plan, name) for name in PLANNED},
        "received": clock.london_date(proposal.received_at),
        "windows": [(w.kind, clock.london_date(w.opens_at), w.closes_at, w.outcome, w.settled_at) for w in windows],
        "steps": [(step.key, day_of(step), step.words) for step in standing_steps(proposal)[1:]],
    }


class PuttingRight(RuleBasedStateMachine):
    covered: set[str] = set()
    detours = 0
    done: Counter = Counter()

    @initialize()
    def start(self):
        with clock.set_to(NOW):
            self.by = make.analyst()
            legal_clause(self.by)
            self.key = make.submission(effective=FIRST).pk
            for key, days in (("raise", 1), ("csc_agrees", 10)):
                make_step(self.proposal, self.by, key, FIRST + timedelta(days=days))
                work_out(self.proposal, self.by)

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.get(pk=self.key)

    def try_to(self, act, action: str = "") -> None:
        """Refused or done, never half done; what puts right is one event."""
        events, moves = Event.objects.count(), Move.objects.count()
        try:
            with clock.set_to(NOW):
                act()
        except Refused:
            assert (Event.objects.count(), Move.objects.count()) == (events, moves)
            return
        PuttingRight.covered.update(step.key for step in standing_steps(self.proposal))
        if action:
            made = list(Event.objects.order_by("sequence")[events:])
            assert [event.action for event in made].count(action) == 1
            assert len({event.act for event in made}) == 1
            PuttingRight.done[action] += 1
            self.detours += 1

    def settle(self) -> None:
        with clock.set_to(NOW):
            actions.settle_windows(proposal=self.proposal)

    @precondition(lambda self: set(ALLOWED[self.proposal.state]) - NOT_HERE)
    @rule(data=st.data(), days=st.integers(0, 40))
    def make(self, data, days):
        key = data.draw(st.sampled_from(sorted(set(ALLOWED[self.proposal.state]) - NOT_HERE)))
        self.make_it(key, days)

    @precondition(lambda self: self.proposal.state == State.CSC_AGREED)
    @rule(days=st.integers(0, 120))
    def approve(self, days):
        self.make_it("approve_fast_track", days)

    def make_it(self, key: str, days: int) -> None:
        day = min(day_of(standing_steps(self.proposal)[-1]) + timedelta(days=days), LAST)
        self.try_to(lambda: make_step(self.proposal, self.by, key, day))
        self.settle()

    @precondition(lambda self: self.last_window("objection") and not self.objections().exists())
    @rule(days=st.integers(0, 20))
    def object(self, days):
        window = self.last_window("objection")
        self.try_to(lambda: object_at(self.proposal, self.by, min(window.opens_at + timedelta(days=days), NOW)))

    def last_window(self, kind: str) -> Window | None:
        return self.proposal.windows.standing().filter(kind=kind).order_by("-opens_at").first()

    def objections(self):
        return Objection.objects.standing().filter(window__proposal=self.key)

    @precondition(lambda self: self.objections().exists())
    @rule()
    def strike(self):
        objection = self.objections().first()
        self.try_to(
            lambda: actions.strike_objection(objection=objection, ground="mistake", by=self.by), "objection_struck"
        )

    @rule(back=st.integers(0, 2))
    def take_back(self, back):
        steps = [step for step in standing_steps(self.proposal) if not is_by_time(step)]
        reason = {"reason": "It was not made.", "by": self.by}
        move = steps[-1 - min(back, len(steps) - 1)]
        self.try_to(lambda: actions.reverse_move(proposal=self.proposal, move=move, **reason), "move_reversed")

    @rule(data=st.data(), other_words=st.booleans())
    def correct(self, data, other_words):
        standing = standing_steps(self.proposal)
        move = data.draw(st.sampled_from(standing))
        with clock.set_to(NOW):
            span = span_of(move, standing)
        day = data.draw(st.dates(span.earliest or FIRST - timedelta(days=9), span.latest))
        fact = {"effective": day, "words": f"{move.words} Truly." if other_words else None}
        arguments = {"proposal": self.proposal, "move": move, "by": self.by, "reason": "It was another day."}
        self.try_to(lambda: actions.correct_move(**arguments, **fact), "move_corrected")

    @invariant()
    def the_state_is_where_the_last_standing_step_led(self):
        proposal = self.proposal
        steps = standing_steps(proposal)
        assert proposal.state == steps[-1].to_state
        assert proposal.state_since == entered_on(steps)
        assert [s.from_state for s in steps] == ["", *(s.to_state for s in steps[:-1])]
        instants = [s.effective_at for s in steps]
        assert instants == sorted(instants)

    @invariant()
    def a_window_is_void_when_the_step_that_opened_it_no_longer_stands(self):
        standing = {step.pk for step in standing_steps(self.proposal)}
        for window in self.proposal.windows.all():
            assert (window.outcome == Window.Outcome.VOID) is (window.move_id not in standing)

    @invariant()
    def no_two_windows_of_a_kind_are_open(self):
        kinds = list(self.proposal.windows.unsettled().values_list("kind", flat=True))
        assert len(kinds) == len(set(kinds))

    def teardown(self):
        if not self.detours:
            return
        self.settle()
        assert born_by(self.straight()) == born_by(self.proposal)

    def straight(self) -> Proposal:
        """Another proposal that makes only the steps that stand, in their order, on their days."""
        steps = standing_steps(self.proposal)
        with clock.set_to(NOW):
            twin = make.submission(effective=day_of(steps[0]))
            for step in steps[1:]:
                self.repeat(twin, step)
            actions.settle_windows(proposal=twin)
        return twin

    def repeat(self, twin: Proposal, step: Move) -> None:
        if is_by_time(step):
            actions.settle_windows(proposal=twin)
        elif step.key == "object":
            halted = self.proposal.windows.filter(outcome="halted").latest("opens_at")
            object_at(twin, self.by, halted.settled_at)
        else:
            make_step(twin, self.by, step.key, day_of(step), step.words)
        if step.key in ("raise", "csc_agrees"):
            work_out(twin, self.by)


def legal_clause(by) -> None:
    document, version = make.SecDocumentFactory(), make.SecVersionFactory()
    legal.enter_clause(by=by, document=document, version=version, number="G3.20", text="Old.")


@pytest.mark.django_db
def test_the_record_is_as_if_it_had_been_walked_straight():
    profile = settings(
        max_examples=10,
        stateful_step_count=14,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(PuttingRight, settings=profile)
    assert PuttingRight.covered >= {"approve_fast_track", "objection_window_ends", "object", "withdraw", "place_hold"}
    assert min(PuttingRight.done[action] for action in ("move_reversed", "move_corrected")) >= 3
    assert list(verify.faults()) == []

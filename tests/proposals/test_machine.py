"""The lifecycle walked at random: every step, many people, every path, a clock that only goes forward, and rules that
never break.

What may be done where is not judged here (see ``lifecycle_table``): an act is tried, and whatever comes of it the record
holds.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from audit import clock, verify
from audit.acts import Refused
from audit.models import Event
from proposals import actions
from proposals.actions.ground import GRACE
from proposals.lifecycle import MOVES
from proposals.models import Appeal, Move, Objection, ProblemStatement, Proposal, Window
from proposals.states import FINISHED, State
from tests import factories as make
from tests.proposals.lifecycle_table import ALLOWED, WHO_MAY
from tests.proposals.states import IN_STATE, attempt, fresh, granted, with_path

# What goes on while a proposal is on hold (domain §2.2 row 41): leaving, lifting, the Authority's own decision on the
# review, what people may lodge in an open window, and the end of a window.
DESPITE_A_HOLD = {
    "lift_hold", "withdraw", "authority_subsumes", "object", "appeal", "adopt",
    "objection_window_ends", "adoption_window_ends", "appeal_window_ends_approved", "appeal_window_ends_rejected",
}  # fmt: skip
BY_TIME = {key for key in DESPITE_A_HOLD if key.endswith(("_ends", "_approved", "_rejected"))}
# The Panel's way on after an objection (row 36); the Authority's answer to an appeal (rows 31, 33).
AFTER_OBJECTION = {"refine_after_objection", "report_after_objection"}
DECIDED = {
    "objection_window_ends",  # row 37
    "appeal_window_ends_approved",  # row 32
    "authority_approves",  # row 33
}
ROLES = ["analyst"] * 5 + ["Proposer", "other Party", "authority", "consumer body", "Panel member", "stranger"]
MAY = {
    "analyst": {"analyst"},
    "Proposer": {"proposer"},
    "other Party": {"another Party"},
    "authority": {"authority"},
    "consumer body": {"consumer body"},
    "Panel member": {"Panel member"},
    "stranger": set(),
}
HAPPENINGS = (
    ["somebody_goes_on"] * 8
    + ["somebody_tries_what_the_state_knows"] * 3
    + ["anybody_tries_anything"] * 2
    + ["time_passes", "time_comes_to_the_close", "sweep", "plan", "determine_path", "classify"]
)
# Where a walk begins: from a submission alone a short one would seldom get far.
STARTS = {
    "a submission": IN_STATE[State.SUBMITTED],
    "urgent": lambda by, **who: granted(IN_STATE[State.DEVELOPMENT](by, **who), by),
    "agreed": IN_STATE[State.CSC_AGREED],
    "refined": IN_STATE[State.REFINEMENT],
    "before the Panel": lambda by, **who: with_path(IN_STATE[State.REPORT_PANEL](by, **who), by, "1"),
    "consulted, Path 3": IN_STATE[State.REPORT_MRC],
    "before the Change Board, Path 2": IN_STATE[State.REPORT_CHANGE_BOARD],
    "before the Change Board, Path 3": lambda by, **who: with_path(
        IN_STATE[State.REPORT_CHANGE_BOARD](by, **who), by, "3"
    ),
    "open to appeal": IN_STATE[State.APPEAL_WINDOW],
    "with the Authority": IN_STATE[State.AUTHORITY_DECISION],
    "sent back": IN_STATE[State.SENT_BACK],
    "Fast-Track": IN_STATE[State.FT_OBJECTION_WINDOW],
    "halted": IN_STATE[State.FT_HALTED],
    "withdrawn": IN_STATE[State.WITHDRAWAL_NOTICE],
    "approved": IN_STATE[State.PENDING_IMPLEMENTATION],
}


class Lifecycle(RuleBasedStateMachine):
    """One proposal and those around it. Every example is undone by rolling back the transaction it lives in."""

    start = ""
    tried: Counter = Counter()
    made: Counter = Counter()
    refused = 0

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.number, self.finished_moves, self.happened = None, {}, 0

    def teardown(self):
        try:
            assert list(verify.faults()) == []
            every_step_has_its_one_event()
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.panel = make.CommitteeFactory()
        self.people = {
            "analyst": make.analyst(),
            "Proposer": make.party(),
            "other Party": make.party(category="small_supplier"),
            "authority": make.authority(),
            "consumer body": make.party(category="consumer_body", is_party=False),
            "Panel member": make.member(self.panel),
            "stranger": make.UserFactory(),
        }
        self.analyst = self.people["analyst"]
        self.take_up(self.start)

    def take_up(self, start: str) -> None:
        with clock.set_to(self.now):
            self.key, self.number = STARTS[start](self.analyst, proposer=self.people["Proposer"]).pk, None
        Lifecycle.made.update(self.moves_made())

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.select_related("implementation").get(pk=self.key)

    def moves_made(self) -> list[str]:
        return list(Move.objects.filter(proposal=self.key).values_list("key", flat=True))

    def try_to(self, act, key: str = "", role: str = "") -> bool:
        """Refused or done, never half done; and what is done was this person's to do, and not held up."""
        before, events = self.proposal, Event.objects.count()
        moves = list(before.moves.values_list("pk", flat=True))
        try:
            with clock.set_to(self.now):
                act()
        except Refused:
            Lifecycle.refused += 1
            assert Event.objects.count() == events
            assert list(before.moves.values_list("pk", flat=True)) == moves
            return False
        added = list(before.moves.exclude(pk__in=moves).values_list("key", flat=True))
        Lifecycle.made.update(added)
        assert not before.is_held or set(added) - BY_TIME <= DESPITE_A_HOLD
        if key in added:
            assert self.role_of(role, before) & WHO_MAY[key][1]
        if "split" in added:
            assert fresh(before).state == State.CLOSED_SPLIT
            self.key = Proposal.objects.get(number=before.number, suffix="A").pk
        return True

    def role_of(self, role: str, proposal: Proposal) -> set[str]:
        """In the words of the hand-written table: whoever adopted the proposal is its Proposer from then on."""
        if self.people[role].pk == proposal.proposer_id:
            return {"proposer"}
        return {"another Party" if role in ("Proposer", "other Party") else role}

    def step(self, key: str, role: str, back: int = 0) -> None:
        by = self.people[role]
        company = (by.organisations or self.people["other Party"].organisations)[0]
        lodged = key in ("object", "appeal", "adopt")
        more = {} if lodged or not back else {"effective": clock.london_date(self.now) - timedelta(days=back)}
        if key == "adopt" and role == "analyst":
            more = {"adopter": self.people["other Party"]}
        if key == "appeal" and role == "Panel member":
            more = {"committee": self.panel}
        Lifecycle.tried[key] += 1
        about = {"organisation": company, "lead_analyst": self.analyst, **more}
        self.try_to(lambda: attempt(key, self.proposal, by, **about), key, role)

    # One rule for all that happens: in every walk everything can, and as likely as it stands in the list.
    @rule(lot=st.integers(0, 2**48))
    def something_happens(self, lot):
        self.happened += 1
        chance = random.Random(f"{self.start} {self.happened} {lot}")
        getattr(self, chance.choice(HAPPENINGS))(chance)

    def anybody_tries_anything(self, chance):
        """Five steps in a row of the alphabet: most of them are refused, and cost little."""
        keys, first = sorted(actions.ACTS), chance.randrange(len(actions.ACTS))
        role = chance.choice(ROLES)
        for key in (keys + keys)[first : first + 5]:
            self.step(key, role)

    def somebody_tries_what_the_state_knows(self, chance):
        key = chance.choice(sorted(ALLOWED[self.proposal.state]) or sorted(actions.ACTS))
        self.step(key, chance.choice(ROLES), back=chance.choice([0, 0, 1, 4]))

    def somebody_goes_on(self, chance):
        """With what the step needs, by somebody who may. Where nothing goes on, another proposal is taken up."""
        steps = ALLOWED[self.proposal.state]
        if not steps:
            self.take_up(chance.choice(sorted(STARTS)))
            return
        onward = sorted(key for key, to in steps.items() if to != "stays")
        key = chance.choice(onward * 2 + sorted(set(steps) - set(onward)))
        self.prepare(key)
        self.step(key, chance.choice([role for role in ROLES if MAY[role] & WHO_MAY[key][1]] or ROLES))

    def prepare(self, key: str) -> None:
        own = {"proposal": self.proposal, "by": self.analyst}
        if key.startswith("change_board_") and key not in ("change_board_defers", "change_board_returns"):
            path = "2" if "recommends" in key else "3"
            self.try_to(lambda: actions.determine_path(**own, path=path, reasons="As the criteria say."))
        if key.startswith("convert_as_urgent") or key in ("grant_urgency", "refuse_urgency"):
            self.step("request_urgency", "Proposer")
        if key.startswith("convert_as_urgent"):
            self.step("grant_urgency", "authority")
        if key == "lift_hold":
            self.step("place_hold", "authority")
        if key == "csc_agrees":
            self.try_to(lambda: actions.revise_problem_statement(**own, texts=make.STATEMENT))
            place = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
            self.try_to(lambda: actions.save_sec_references(**own, references=[place]))
        if key == "implement":
            day = clock.london_date(self.now)
            self.try_to(lambda: actions.plan_implementation(**own, planned_on=day))
        if key == "consultation_closes":
            self.time_comes_to_the_close()

    def time_passes(self, chance):
        self.now += timedelta(days=chance.randint(0, 12), minutes=chance.randint(0, 600))

    def time_comes_to_the_close(self, chance=None):
        window = Window.objects.unsettled().filter(proposal=self.key).first()
        if window:
            self.now = max(self.now, window.closes_at + GRACE)

    def sweep(self, chance):
        self.try_to(lambda: actions.settle_windows(proposal=self.proposal))

    def plan(self, chance):
        own = {"proposal": self.proposal, "by": self.analyst}
        day = clock.london_date(self.now) + timedelta(days=chance.randint(-3, 30))
        self.try_to(lambda: actions.plan_implementation(**own, planned_on=day))

    def determine_path(self, chance):
        own = {"proposal": self.proposal, "by": self.analyst}
        path = chance.choice(["1", "2", "3", "FT", ""])
        self.try_to(lambda: actions.determine_path(**own, path=path, reasons="As the criteria say."))

    def classify(self, chance):
        own = {"proposal": self.proposal, "by": self.analyst}
        classification = chance.choice(["white", "green", "amber"])
        self.try_to(lambda: actions.save_details(**own, classification=classification))

    @invariant()
    def the_record_holds(self):
        proposal, moves = self.proposal, list(Move.objects.standing().filter(proposal=self.key))
        windows = list(proposal.windows.all())
        check_state(proposal, moves)
        check_windows(proposal, windows)
        check_implementation(proposal, [move.key for move in moves], windows)
        check_strangers(proposal, self.people["stranger"])
        assert self.number in (None, proposal.number)
        self.number = proposal.number
        if proposal.state in FINISHED:
            led = [move.pk for move in moves if not move.stays]
            assert self.finished_moves.setdefault(self.key, led) == led


def check_state(proposal: Proposal, moves: list[Move]) -> None:
    """In one state at a time: where the last step led, each from where the one before it led, in the order of time."""
    last = [move for move in moves if not move.stays][-1]
    assert proposal.state == moves[-1].to_state
    assert proposal.state_since == clock.london_date(last.effective_at)
    assert all(after.from_state in ("", before.to_state) for before, after in pairwise(moves))
    assert [m.effective_at for m in moves] == sorted(m.effective_at for m in moves)
    assert not (proposal.path == "FT" and proposal.urgent)


def check_windows(proposal: Proposal, windows: list[Window]) -> None:
    """One open window of a kind, each settled once, at its close or before it by what ended it."""
    kinds = [window.kind for window in windows if not window.outcome]
    assert len(kinds) == len(set(kinds))
    for window in windows:
        early = window.outcome in ("halted", "appealed", "adopted") or window.kind == "consultation"
        assert not window.outcome or window.settled_at == window.closes_at or early
        assert not window.outcome or window.settled_at <= window.closes_at
    assert not (kinds and proposal.state in FINISHED | {State.PENDING_IMPLEMENTATION})


def check_implementation(proposal: Proposal, keys: list[str], windows: list[Window]) -> None:
    """Nothing is implemented before its day, before its decision is final, or against an objection that stands."""
    plan = proposal.implementation
    if proposal.state == State.FT_HALTED:
        assert plan.planned_on is None
    if "implement" not in keys:
        assert plan.implemented_on is None
        return
    assert plan.implemented_on >= plan.planned_on
    before = keys[: keys.index("implement")]
    since = max((place for place, key in enumerate(before) if key in DECIDED), default=None)
    assert since is not None
    assert not {"object", "appeal", "withdraw"} & set(before[since:])
    if "object" in before:
        assert AFTER_OBJECTION & set(before[before.index("object") :])
    assert not [window for window in windows if not window.outcome]


def check_strangers(proposal: Proposal, stranger) -> None:
    """Neither the public nor somebody who has only signed in sees what is not White, or not yet raised."""
    public = proposal.classification == "white" and proposal.number is not None
    for user in (AnonymousUser(), stranger):
        seen = Proposal.objects.visible_to(user).filter(pk=proposal.pk).exists()
        assert seen is public
        if not public:
            assert not ProblemStatement.objects.visible_to(user).filter(proposal=proposal).exists()
            for lodged in (Objection, Appeal):
                assert not lodged.objects.visible_to(user).filter(window__proposal=proposal).exists()


def every_step_has_its_one_event() -> None:
    """What is copied to a part of a proposal that was split happened once, and has the event of then."""
    own = Move.objects.filter(copied_from=None).values_list("pk", flat=True)
    subjects = Event.objects.filter(subject__startswith="proposals.move:").values_list("subject", flat=True)
    assert Counter(subjects) == Counter(f"proposals.move:{pk}" for pk in own)
    opened = Event.objects.filter(action="window_opened").values_list("subject", flat=True)
    assert Counter(opened) == Counter(f"proposals.window:{pk}" for pk in Window.objects.values_list("pk", flat=True))


WALKS, STEPS = 3, 16  # from each start


@pytest.mark.django_db
def test_whatever_people_do_the_record_holds():
    """Every step people make is tried, somewhere, by somebody. Of all steps, those of time included, at least four in five
    are made: what is left takes a rare turn, such as a second consultation after the Authority sent a report back."""
    Lifecycle.tried.clear()
    Lifecycle.made.clear()
    quietly = settings(
        max_examples=WALKS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for start in STARTS:
        walk = type("Walk", (Lifecycle,), {"start": start})
        run_state_machine_as_test(seed(20190520)(walk), settings=quietly)
    assert set(Lifecycle.tried) == set(actions.ACTS)
    assert len(set(Lifecycle.made) & set(MOVES)) >= 40
    assert Lifecycle.refused >= 100

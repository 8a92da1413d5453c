"""The lifecycle walked at random, all of it in one machine: every step and all that goes on around one, many people,
every path, a clock that only goes forward and often stops at 17:00:00.000, and rules that never break.

What may be done where is not judged here (see ``lifecycle_table``): an act is tried, and whatever comes of it the record
holds. The checks stand in ``walk``: dates and their slips, events, what a stranger finds.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from audit import clock, verify
from audit.acts import Refused
from audit.models import Event
from bodies.models import Meeting
from proposals import actions
from proposals.actions.ground import GRACE
from proposals.lifecycle import MOVES
from proposals.models import Implementation, ImplementationPart, Move, Proposal, Window
from proposals.states import FINISHED, Path, State
from tests import factories as make
from tests.proposals.lifecycle_table import ALLOWED, WHO_MAY
from tests.proposals.states import IN_STATE, attempt, fresh, granted, with_path
from tests.proposals.walk.dates import Dates, Ledger
from tests.proposals.walk.happenings import Around
from tests.proposals.walk.strangers import Doors, check_rows
from tests.proposals.walk.written import check_events, contents, every_step_has_its_one_event

# What goes on while a proposal is on hold (domain §2.2 row 41): leaving, lifting, the Authority's own decision on the
# review, what people may lodge in an open window, and the end of a window.
DESPITE_A_HOLD = {
    "lift_hold", "withdraw", "authority_subsumes", "authority_exempts", "object", "appeal", "adopt",
    "objection_window_ends", "adoption_window_ends", "appeal_window_ends_approved", "appeal_window_ends_rejected",
}  # fmt: skip
BY_TIME = {key for key in DESPITE_A_HOLD if key.endswith(("_ends", "_approved", "_rejected"))}
LODGED = {"objection": "object", "appeal": "appeal", "adoption": "adopt"}
ABOUT_FIVE = [timedelta(microseconds=-1), timedelta(0), timedelta(microseconds=1), GRACE]
# The Panel's way on after an objection (row 36); the Authority's answer to an appeal (rows 31, 33).
AFTER_OBJECTION = {"refine_after_objection", "report_after_objection"}
DECIDED = {
    "objection_window_ends",  # row 37
    "appeal_window_ends_approved",  # row 32
    "authority_approves",  # row 33
}
# Each role of the walk, and what the hand-written table calls it.
MAY = {
    "analyst": "analyst",
    "Proposer": "proposer",
    "other Party": "small supplier",
    "authority": "authority",
    "consumer body": "consumer body",
    "Panel member": "Panel member",
    "committee member": "committee member",
    "contributor": "contributor",
    "the DCC": "the DCC",
    "administrator": "administrator",
    "stranger": "stranger",
}
ROLES = ["analyst"] * 5 + list(MAY)
HAPPENINGS = (
    ["somebody_goes_on"] * 10
    + ["somebody_tries_what_the_state_knows", "anybody_tries_anything"]
    + ["time_passes", "sweep", "determine_path", "announce_a_holiday", "divide", "bring_a_part_in"]
    + ["timetable", "plan", "releases", "put_right"] * 2
    + ["publish"]
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
# A proposal that is published and White, so that a stranger reads it without what was entered about it: what there is on
# its tabs is looked at before the walk goes on, wherever chance leads the walks.
LOOKED_AT = "agreed"


class Undone(Exception):
    """What was tried is taken back."""


class Lifecycle(Around, RuleBasedStateMachine):
    """One proposal at a time and those around it. Every example is undone by rolling back the transaction it lives in."""

    start = ""
    seen: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.numbers, self.happened = {}, 0

    def teardown(self):
        try:
            place, about = list(STARTS).index(self.start), self.doors.about(self.proposal)
            look = self.doors.look_at_tabs if about and place % 3 else self.doors.look_at_lists
            for role in ("anonymous", "reader") if place % 2 == 0 else ("stranger", "analyst"):
                look(role, self.now, self.proposal)
            assert list(verify.faults()) == []
            every_step_has_its_one_event()
            self.ledger.close()
            self.seen.update({("moved", what): times for what, times in self.ledger.moved.items()})
            self.seen.update({("hidden", *what): times for what, times in self.doors.hidden.items()})
            self.seen.update({("shown", *what): times for what, times in self.doors.shown.items()})
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.panel = make.CommitteeFactory()
        self.ssc = make.CommitteeFactory(code="ssc", name="SSC", short_name="SSC", prefix="SSC")
        Meeting.objects.bulk_create(
            Meeting(committee=self.panel, number=n, date=date(2026, 1, 9) + timedelta(weeks=4 * n)) for n in range(30)
        )
        self.people = {
            "analyst": make.analyst(),
            "Proposer": make.party(),
            "other Party": make.party(category="small_supplier"),
            "authority": make.authority(),
            "consumer body": make.party(category="consumer_body", is_party=False),
            "Panel member": make.member(self.panel),
            "committee member": make.member(self.ssc),
            "contributor": make.party(category="gas_network", kind="contributor"),
            "the DCC": make.party(category="dcc", is_party=False),
            "administrator": make.administrator(),
            "stranger": make.UserFactory(),
        }
        self.analyst = self.people["analyst"]
        self.companies = make.OrganisationFactory.create_batch(3)
        self.section = make.SecDocumentFactory()
        self.doors = Doors(self.people | {"reader": make.party(category="electricity_network")})
        self.written, self.last_event = {}, 0
        self.take_up(self.start)
        self.ledger = Ledger(Dates.of_the_record())
        if window := self.open_window():
            self.nobody_is_heard_from_five_on(window)
        self.one_of_each()
        if self.start == LOOKED_AT:
            self.it_is_kept_from_a_stranger_and_shown_to_secas()
        self.the_next_of_the_alphabet_is_tried()

    def it_is_kept_from_a_stranger_and_shown_to_secas(self) -> None:
        for role in ("anonymous", "analyst"):
            self.doors.look_at_tabs(role, self.now, self.proposal)
        self.written = contents()  # that somebody signed in is noted with the person

    def take_up(self, start: str) -> None:
        with clock.set_to(self.now):
            made = STARTS[start](self.analyst, proposer=self.people["Proposer"], title=self.new_title())
            self.key = made.pk
        self.note_moves(self.proposal.moves.all())
        self.written, self.last_event = contents(), Event.objects.count()
        if hasattr(self, "ledger"):
            self.ledger.dates = Dates.of_the_record()

    def new_title(self, more: int = 0) -> str:
        """That no other has, and that stands in no page but for it."""
        return f"Zirconmatter{Proposal.objects.count() + more}z"

    @property
    def proposal(self) -> Proposal:
        return Proposal.objects.select_related("implementation").get(pk=self.key)

    def note_moves(self, moves) -> None:
        self.seen.update(("made", move.key) for move in moves)
        self.seen.update(("step", move.from_state, move.key) for move in moves)

    def try_to(self, act, role: str = "", key: str = "") -> bool:
        """Refused or done, never half done; and what is done was this person's to do, and not held up."""
        before, kept = self.proposal, Move.objects.count()
        brought_in = implemented()
        try:
            with clock.set_to(self.now):
                act()
        except Refused:
            self.seen["refused"] += 1
            assert (contents(), Event.objects.count()) == (self.written, self.last_event)
            return False
        self.after(before, list(Move.objects.order_by("pk")[kept:]), role, key)
        check_brought_in(implemented() - brought_in, self.now)
        return True

    def after(self, before: Proposal, made: list[Move], role: str, key: str) -> None:
        events = list(Event.objects.order_by("sequence")[self.last_event :])
        written, self.written = self.written, contents()
        self.last_event += len(events)
        check_events(written, self.written, events)
        self.ledger.follow(events)
        self.seen.update(("event", event.action) for event in events)
        added = [move for move in made if not (move.replaces_id or move.reverses_id)]
        self.note_moves(added)
        own = {move.key for move in added if move.proposal_id == before.pk}
        assert not before.is_held or own - BY_TIME <= DESPITE_A_HOLD
        if key in own:
            assert self.name_of(role, before) in WHO_MAY[key][1]
        if "split" in own:
            assert fresh(before).state == State.CLOSED_SPLIT
            self.key = Proposal.objects.get(number=before.number, suffix="A").pk

    def name_of(self, role: str, proposal: Proposal) -> str:
        """In the words of the hand-written table: whoever adopted the proposal is its Proposer from then on."""
        if self.people[role].pk == proposal.proposer_id:
            return "proposer"
        return "large supplier" if role == "Proposer" else MAY[role]

    def step(self, key: str, role: str, back: int = 0) -> bool:
        by = self.people[role]
        company = (by.organisations or self.people["other Party"].organisations)[0]
        lodged = key in ("object", "appeal", "adopt")
        more = {} if lodged or not back else {"effective": clock.london_date(self.now) - timedelta(days=back)}
        if key == "adopt" and role == "analyst":
            more = {"adopter": self.people["other Party"]}
        if key == "split":
            more["parts"] = [actions.Part(self.new_title(place)) for place in (0, 1)]
        if key == "appeal" and role == "Panel member":
            more = {"committee": self.panel}
        self.seen["tried", key] += 1
        about = {"organisation": company, "lead_analyst": self.analyst, **more}
        return self.try_to(lambda: attempt(key, self.proposal, by, **about), role, key)

    # One rule for all that happens: in every walk everything can, and as likely as it stands in the list.
    @rule(lot=st.integers(0, 2**48))
    def something_happens(self, lot):
        self.happened += 1
        chance = random.Random(f"{self.start} {self.happened} {lot}")
        if self.open_window() and chance.random() < 0.15:
            self.something_is_lodged_about_five(chance)
        else:
            getattr(self, chance.choice(HAPPENINGS))(chance)

    def open_window(self) -> Window | None:
        return Window.objects.unsettled().filter(proposal=self.key, kind__in=LODGED).last()

    def anybody_tries_anything(self, chance):
        for key in chance.sample(sorted(actions.ACTS), 5):
            self.step(key, chance.choice(ROLES))

    def the_next_of_the_alphabet_is_tried(self):
        """Over all walks every step that people make, each by somebody: most are refused, and cost little."""
        place, roles = list(STARTS).index(self.start), list(MAY)
        for n, key in enumerate(sorted(actions.ACTS)[place :: len(STARTS)]):
            self.step(key, roles[(place + n) % len(roles)])

    def somebody_tries_what_the_state_knows(self, chance):
        key = chance.choice(sorted(ALLOWED[self.proposal.state]) or sorted(actions.ACTS))
        self.step(key, chance.choice(ROLES), back=chance.choice([0, 0, 1, 4]))

    def somebody_goes_on(self, chance):
        """With what the step needs, by somebody who may. Where nothing goes on, another proposal is taken up."""
        steps = ALLOWED[self.proposal.state]
        if not steps or (self.proposal.state in FINISHED and chance.random() < 0.8):
            self.take_up(chance.choice(sorted(STARTS)))
            return
        onward = sorted(key for key, to in steps.items() if to != "stays")
        key = chance.choice(onward * 2 + sorted(set(steps) - set(onward)))
        self.prepare(key)
        self.step(key, chance.choice([role for role in ROLES if MAY[role] in WHO_MAY[key][1]] or ROLES))

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
            place = {"document": self.section, "locator": "G3.20"}
            self.try_to(lambda: actions.save_sec_references(**own, references=[place]))
        if key == "implement":
            grounds = {"reason": "As agreed.", "consent_words": "Yes.", "consent_on": clock.london_date(self.now)}
            day = clock.london_date(self.now)
            self.try_to(lambda: actions.plan_implementation(**own, planned_on=day, **grounds))
        if key == "consultation_closes":
            self.time_comes_to_the_close()

    def time_passes(self, chance):
        self.now += timedelta(days=chance.randint(0, 12), minutes=chance.randint(0, 600))

    def time_comes_to_the_close(self):
        window = Window.objects.unsettled().filter(proposal=self.key).first()
        if window:
            self.now = max(self.now, window.closes_at + GRACE)

    def something_is_lodged_about_five(self, chance):
        """On the last day of a window: in time to the last microsecond, and never at 17:00:00.000 or after (§6.1.6)."""
        window = self.open_window()
        after = chance.choice([ABOUT_FIVE[0], *ABOUT_FIVE])
        if window.closes_at + after < self.now:
            return
        self.nobody_is_heard_from_five_on(window)
        self.now = window.closes_at + after
        self.step("implement", "analyst")
        done = self.step(LODGED[window.kind], chance.choice(["other Party", "analyst", "consumer body", "Proposer"]))
        assert not (done and after >= timedelta(0))
        self.seen["lodged" if done else "not lodged", after < timedelta(0)] += 1

    def nobody_is_heard_from_five_on(self, window: Window):
        """A Party that has had no part in it lodges at each of these instants, each time undone: heard before 17:00:00.000
        on the last day, and not then or after."""
        party = self.doors.people["reader"]
        for after in ABOUT_FIVE:
            at = window.closes_at + after
            if at < self.now:
                continue
            with suppress(Undone), transaction.atomic(), clock.set_to(at):
                heard = True
                try:
                    attempt(LODGED[window.kind], self.proposal, party, organisation=party.organisations[0])
                except Refused:
                    heard = False
                assert heard is (after < timedelta(0)), (window.kind, after)
                self.seen["at five", window.kind, heard] += 1
                raise Undone

    def sweep(self, chance):
        self.try_to(lambda: actions.settle_windows(proposal=self.proposal))

    def determine_path(self, chance):
        path = chance.choice(["1", "2", "3", "FT", ""])
        self.manage(chance, actions.determine_path, proposal=self.proposal, path=path, reasons="As the criteria say.")

    @invariant()
    def the_record_holds(self):
        proposal, moves = self.proposal, list(Move.objects.standing().filter(proposal=self.key))
        windows = list(proposal.windows.standing())
        self.seen["state", proposal.state] += 1
        self.seen["path", proposal.path] += 1
        check_state(proposal, moves)
        check_windows(proposal, windows)
        check_implementation(proposal, moves, windows)
        check_rows(proposal, (AnonymousUser(), self.people["stranger"]))
        self.check_numbers()

    def check_numbers(self):
        """A number is given once, to one proposal or the parts of one, and never changes."""
        numbers = dict(Proposal.objects.exclude(number=None).values_list("pk", "number"))
        assert {pk: numbers.get(pk) for pk in self.numbers} == self.numbers
        whole = Proposal.objects.exclude(number=None).filter(suffix="").values_list("number", flat=True)
        assert len(whole) == len(set(whole))
        self.numbers = numbers


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
        assert (window.closes_at.astimezone(clock.LONDON).hour, window.closes_at.minute) == (17, 0)
    assert not (kinds and proposal.state in FINISHED | {State.PENDING_IMPLEMENTATION})


def implemented() -> set[int]:
    return set(ImplementationPart.objects.exclude(implemented_on=None).values_list("pk", flat=True))


def check_brought_in(parts: set[int], now: datetime) -> None:
    """What has just entered the code: its day had come, no window of its proposal was open, no objection stood."""
    for part in ImplementationPart.objects.filter(pk__in=parts).select_related("plan__proposal"):
        proposal = part.plan.proposal
        assert part.planned_on <= part.implemented_on <= clock.london_date(now)
        assert not proposal.windows.unsettled().exists()
        keys = [move.key for move in proposal.moves.standing() if move.key != "implement"]
        since = max(place for place, key in enumerate(keys) if key in DECIDED)
        assert not {"object", "appeal", "withdraw"} & set(keys[since:])
        assert "object" not in keys or AFTER_OBJECTION & set(keys[keys.index("object") :])


def check_implementation(proposal: Proposal, moves: list[Move], windows: list[Window]) -> None:
    """The whole is implemented with the step that says so, and with every part; nothing that is halted has a day."""
    plan = Implementation.objects.get(proposal=proposal)
    parts = list(plan.parts.all())
    if proposal.state == State.FT_HALTED:
        assert {part.planned_on for part in parts if not part.implemented_on} == {None}
    whole = all(part.implemented_on for part in parts)
    assert whole is ("implement" in [move.key for move in moves]) is (plan.implemented_on is not None)
    if any(part.implemented_on for part in parts):
        assert proposal.state in (State.PENDING_IMPLEMENTATION, State.IMPLEMENTED)
        assert not [window for window in windows if not window.outcome]


STEPS = 36  # from each start


@pytest.mark.long
@pytest.mark.django_db
def test_whatever_people_do_the_record_holds():
    """Every step that people make is tried; of all of them, those of time included, most are made; nearly every state is
    stood in, on every path; each kind of date moves, and what is Green or Amber is hidden from one and shown to another."""
    seen = Lifecycle.seen
    seen.clear()
    quietly = settings(
        max_examples=1,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for start in STARTS:
        walk = type("Walk", (Lifecycle,), {"start": start})
        run_state_machine_as_test(seed(20190520)(walk), settings=quietly)
    assert set(of("tried")) == set(actions.ACTS)
    assert len(set(of("made")) & set(MOVES)) >= 36
    assert len(of("state")) >= len(State) - 3
    assert set(of("path")) == {"", *Path.values}
    assert set(of("at five")) == {(kind, heard) for kind in LODGED for heard in (True, False)}
    assert {"date of the timetable", "date of implementation", "release"} <= set(of("moved"))
    for door in ("hidden", "shown"):
        assert {kind for kind, _ in of(door)} >= {"green", "amber"}
        assert {place for _, place in of(door)} >= {"documents/", "history/", "a file"}
    assert seen["refused"] >= 100


def of(kind: str) -> set:
    """What the walks have seen of a kind."""
    return {what[1:] if len(what) > 2 else what[1] for what in Lifecycle.seen if what[0] == kind}

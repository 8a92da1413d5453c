"""A step taken back while nothing depends on it; objections struck out, and those that came in time but were late to be
entered (SEC Section D; MP087's report §§6–7; domain §2.2 rows 30, 31, 36 and 37)."""

from datetime import UTC, date, datetime

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event
from notifications.models import Delivery, Message
from papers import actions as papers
from proposals import actions
from proposals.models import Adoption, Appeal, Objection, PathDetermination, Proposal, Window
from proposals.states import State
from tests import factories as make
from tests.proposals.correcting import (
    PANEL_DAY,
    PLANNED,
    WINDOW_ENDS,
    approved,
    keys,
    noon,
    put_right,
    step,
    taken_back,
)
from tests.proposals.states import (
    IN_STATE,
    attempt,
    everything,
    fresh,
    object_to,
    pending,
    refined,
    self_governed,
)

pytestmark = pytest.mark.django_db

WHILE_IT_RUNS, AFTER = noon(date(2019, 10, 14)), noon(date(2019, 11, 20))
OUTCOME = Window.Outcome


@pytest.fixture
def by():
    return make.analyst()


def columns(proposal) -> dict:
    return Proposal.objects.filter(pk=proposal.pk).values().get()


def plan(proposal) -> dict:
    return type(proposal.implementation).objects.filter(proposal=proposal).values().get()


def test_an_approval_taken_back_leaves_all_as_before_it_and_its_window_void(by):
    with clock.set_to(noon(date(2019, 10, 1))):
        proposal = make.ready_for_fast_track(by=by)
    before = columns(proposal), plan(proposal)
    with clock.set_to(noon(PANEL_DAY)):
        actions.approve_fast_track(proposal=proposal, by=by, words="A correction.")
    with clock.set_to(WHILE_IT_RUNS):
        taken_back(proposal, "approve_fast_track", by)
    assert (columns(proposal), plan(proposal)) == before
    window = proposal.windows.get()
    assert (window.outcome, window.settled_at) == (OUTCOME.VOID, WHILE_IT_RUNS)
    assert keys(proposal) == ["submit", "raise", "csc_agrees"]
    assert [row.path for row in PathDetermination.objects.filter(proposal=proposal)] == ["FT", ""]


def test_the_settlement_that_followed_goes_with_it(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
        events = Event.objects.count()
        taken_back(proposal, "approve_fast_track", by)
    proposal = fresh(proposal)
    assert (proposal.state, keys(proposal)) == (State.CSC_AGREED, ["submit", "raise", "csc_agrees"])
    assert (proposal.windows.get().outcome, proposal.implementation.planned_on) == (OUTCOME.VOID, None)
    assert [e.action for e in Event.objects.order_by("sequence")[events:]] == ["move_reversed"]


def test_it_can_be_made_again_and_only_the_new_window_counts(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(WHILE_IT_RUNS):
        taken_back(proposal, "approve_fast_track", by)
        actions.approve_fast_track(proposal=proposal, by=by, words="Truly.", effective=date(2019, 10, 10))
        object_to(proposal)
    assert [(w.outcome, clock.london_date(w.opens_at)) for w in proposal.windows.order_by("pk")] == [
        (OUTCOME.VOID, PANEL_DAY),
        (OUTCOME.HALTED, date(2019, 10, 10)),
    ]


def test_who_were_told_are_told_of_the_taking_back(by):
    make.party()
    proposal = approved(by, PANEL_DAY)
    told = set(Delivery.objects.filter(message__move=step(proposal, "approve_fast_track")).values_list("user", flat=1))
    make.party()
    with clock.set_to(WHILE_IT_RUNS):
        row = taken_back(proposal, "approve_fast_track", by, reason="The Panel deferred it.")
    message = Message.objects.get(move=row)
    assert told
    assert set(message.deliveries.values_list("user", flat=True)) == told
    assert message.subject.startswith("Taken back: ")
    assert "The Panel deferred it." in message.body
    assert State.CSC_AGREED.label in message.body


def test_a_number_once_given_stays_and_the_proposal_is_a_submission_again(by):
    proposal = make.draft_proposal(by=by, number=87)
    taken_back(proposal, "raise", by)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.number, proposal.raised_on) == (State.SUBMITTED, 87, None)
    stranger, proposer = make.UserFactory(), proposal.proposer
    assert not Proposal.objects.visible_to(stranger).exists()
    assert Proposal.objects.visible_to(proposer).get() == proposal
    other = make.draft_proposal(by=by)
    assert other.number == 88
    actions.raise_draft_proposal(proposal=proposal, by=by, lead_analyst=by)
    assert fresh(proposal).number == 87
    assert set(Proposal.objects.visible_to(stranger)) == {proposal, other}


def test_later_steps_are_taken_back_first(by):
    proposal = refined(by)
    with pytest.raises(Refused, match=r"“Converted by the Panel and sent to Refinement” of .* was recorded after it"):
        taken_back(proposal, "csc_agrees", by)
    taken_back(proposal, "convert_to_refinement", by)
    taken_back(proposal, "csc_agrees", by)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.converted_on, proposal.prefix) == (State.DEVELOPMENT, None, "DP")


@pytest.mark.parametrize(
    "state, key, sentence",
    [
        ("submitted", "submit", "how the proposal came into the register"),
        ("ft_halted", "object", "strike out the objection"),
        ("closed_split", "split", "the split is taken back with them"),
        ("withdrawn", "adoption_window_ends", "follows by itself"),
    ],
)
def test_what_cannot_be_taken_back_says_what_can_be_done(by, state, key, sentence):
    proposal = IN_STATE[state](by)
    before = everything()
    with pytest.raises(Refused, match=sentence):
        taken_back(proposal, key, by)
    assert everything() == before


def test_what_an_issued_paper_states_is_corrected_instead(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(WHILE_IT_RUNS):
        papers.issue_report(proposal=proposal, by=by)
        with pytest.raises(Refused, match=r"MP001 Modification Report 1.0, issued on 14 October 2019, states it"):
            taken_back(proposal, "approve_fast_track", by)
        put_right(proposal, "approve_fast_track", by, date(2019, 10, 10))


def test_it_needs_a_reason_and_secas(by):
    proposal = refined(by)
    with pytest.raises(Refused, match="Say why"):
        taken_back(proposal, "convert_to_refinement", by, reason="")
    with pytest.raises(NotAllowed):
        taken_back(proposal, "convert_to_refinement", make.party())
    taken_back(proposal, "convert_to_refinement", by)


def test_an_implementation_taken_back_is_no_longer_written(by):
    proposal = pending(by)
    before = columns(proposal), plan(proposal)
    actions.implement(proposal=proposal, by=by, sec_version="9.9")
    taken_back(proposal, "implement", by)
    assert (columns(proposal), plan(proposal)) == before


def test_an_adoption_taken_back_gives_the_proposer_back_and_the_window_runs(by):
    proposal = IN_STATE["withdrawal_notice"](by)
    before = columns(proposal)
    adopter = make.party()
    actions.adopt(proposal=proposal, by=adopter, organisation=adopter.organisations[0])
    assert fresh(proposal).proposer == adopter
    taken_back(proposal, "adopt", by)
    assert columns(proposal) == before
    assert proposal.windows.get(kind="adoption").outcome == OUTCOME.OPEN


def test_after_an_adoption_was_taken_back_another_party_adopts_it(by):
    """What was lodged is kept, struck out with the reason; there is one adoption of a window that stands."""
    proposal, first, second = IN_STATE[State.WITHDRAWAL_NOTICE](by), make.party(), make.party()
    attempt("adopt", proposal, first, organisation=first.organisations[0])
    taken_back(proposal, "adopt", by, reason="It was another proposal that they took on.")
    struck = Adoption.objects.get()
    assert (struck.adopter, struck.struck_because) == (first, "It was another proposal that they took on.")
    attempt("adopt", proposal, second, organisation=second.organisations[0])
    assert Adoption.objects.standing().get().adopter == second
    assert (fresh(proposal).proposer, fresh(proposal).state) == (second, State.REFINEMENT)


def test_a_consultation_closed_by_mistake_is_open_again(by):
    proposal = IN_STATE["report_mrc"](by)
    actions.close_consultation(proposal=proposal, by=by)
    taken_back(proposal, "consultation_closes", by)
    assert fresh(proposal).state == State.REPORT_MRC
    assert proposal.windows.get().outcome == OUTCOME.OPEN


def test_a_hold_and_its_lifting_are_taken_back(by):
    proposal = refined(by)
    before = columns(proposal)
    actions.place_hold(proposal=proposal, by=by, words="A review.")
    held = columns(proposal)
    actions.lift_hold(proposal=proposal, by=by, words="Over.")
    taken_back(proposal, "lift_hold", by)
    assert columns(proposal) == held
    taken_back(proposal, "place_hold", by)
    assert columns(proposal) == before


# Striking out


def halted_on(by, *days: date) -> Proposal:
    proposal = approved(by, PANEL_DAY)
    for day in days:
        with clock.set_to(noon(day)):
            object_to(proposal)
    return fresh(proposal)


def test_the_last_objection_struck_out_lets_the_window_run_again(by):
    proposal = halted_on(by, date(2019, 10, 14), date(2019, 10, 15))
    first, second = Objection.objects.order_by("received_at")
    with clock.set_to(noon(date(2019, 10, 21))):
        actions.strike_objection(objection=first, ground="withdrawn", by=by)
        assert (fresh(proposal).state, fresh(proposal).implementation.planned_on) == (State.FT_HALTED, None)
        actions.strike_objection(objection=second, ground="not_a_party", by=by, words="It had left the SEC.")
    proposal = fresh(proposal)
    window = proposal.windows.get()
    assert (proposal.state, proposal.state_since) == (State.FT_OBJECTION_WINDOW, PANEL_DAY)
    assert (window.outcome, window.closes_at, proposal.implementation.planned_on) == ("", WINDOW_ENDS, PLANNED)
    second.refresh_from_db()
    assert second.struck_because == "It is not a Party’s. It had left the SEC."
    with clock.set_to(noon(date(2019, 10, 22))):
        object_to(proposal, by=second.by, organisation=second.organisation)
    assert fresh(proposal).state == State.FT_HALTED


def test_struck_out_after_the_end_the_window_is_settled_at_its_closing_instant(by):
    proposal = halted_on(by, date(2019, 10, 14))
    with clock.set_to(AFTER):
        actions.strike_objection(objection=Objection.objects.get(), ground="mistake", by=by)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.state_since) == (State.PENDING_IMPLEMENTATION, date(2019, 11, 1))
    assert (proposal.windows.get().settled_at, proposal.implementation.planned_on) == (WINDOW_ENDS, PLANNED)


def test_where_the_panel_has_chosen_another_path_it_is_only_struck_out(by):
    proposal = halted_on(by, date(2019, 10, 14))
    actions.refine_after_objection(proposal=proposal, by=by, words="Refinement.")
    actions.strike_objection(objection=Objection.objects.get(), ground="mistake", by=by)
    assert fresh(proposal).state == State.REFINEMENT


def test_only_secas_strikes_out_once_and_with_a_ground(by):
    halted_on(by, date(2019, 10, 14))
    objection = Objection.objects.get()
    with pytest.raises(NotAllowed):
        actions.strike_objection(objection=objection, ground="mistake", by=make.party())
    with pytest.raises(Refused, match="Choose why"):
        actions.strike_objection(objection=objection, ground="", by=by)
    actions.strike_objection(objection=objection, ground="mistake", by=by)
    with pytest.raises(Refused, match="already"):
        actions.strike_objection(objection=objection, ground="mistake", by=by)


def test_an_appeal_struck_out_lets_the_appeal_window_run_again(by):
    proposal = self_governed(by)
    party = make.party()
    attempt("appeal", proposal, party, organisation=party.organisations[0])
    assert fresh(proposal).state == State.AUTHORITY_DECISION
    actions.strike_appeal(appeal=Appeal.objects.get(), ground="withdrawn", by=by)
    assert fresh(proposal).state == State.APPEAL_WINDOW
    window = proposal.windows.get(kind="appeal")
    assert window.outcome == OUTCOME.OPEN
    with clock.set_to(window.closes_at + actions.ground.GRACE):
        actions.settle_windows(proposal=proposal)
    assert fresh(proposal).state == State.PENDING_IMPLEMENTATION


# In time, and entered late

IN_TIME, TOO_LATE = datetime(2019, 11, 1, 16, 59, 59, 999000, UTC), datetime(2019, 11, 1, 17, tzinfo=UTC)


def test_an_objection_that_came_in_time_takes_the_end_of_the_window_back(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
        with pytest.raises(Refused, match="closed on Friday 1 November 2019 at 17:00"):
            object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=TOO_LATE)
        object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=IN_TIME)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.implementation.planned_on) == (State.FT_HALTED, None)
    assert keys(proposal)[-2:] == ["approve_fast_track", "object"]
    reversal = proposal.moves.get(reverses__key="objection_window_ends")
    assert reversal.why_corrected.endswith(
        "had come in on 1 November 2019, before the window closed, and was entered later."
    )
    assert (proposal.windows.get().outcome, proposal.windows.get().settled_at) == (OUTCOME.HALTED, IN_TIME)


def test_only_secas_enters_what_came_in_time(by):
    proposal, party = approved(by, PANEL_DAY), make.party()
    with clock.set_to(AFTER):
        actions.settle_windows(proposal=proposal)
        with pytest.raises(NotAllowed):
            object_to(proposal, by=party, received_at=IN_TIME)
        object_to(proposal, by=by, organisation=party.organisations[0], received_at=IN_TIME)


def test_once_implemented_it_is_refused_with_what_can_be_done(by):
    proposal = approved(by, PANEL_DAY)
    with clock.set_to(AFTER):
        actions.implement(proposal=proposal, by=by, sec_version="6.18", effective=PLANNED)
        before = everything()
        with pytest.raises(
            Refused, match=r"has been implemented, so nothing can be halted any more. If the implementa"
        ):
            object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=IN_TIME)
        assert everything() == before
        taken_back(proposal, "implement", by)
        object_to(proposal, by=by, organisation=make.party().organisations[0], received_at=IN_TIME)
    assert fresh(proposal).state == State.FT_HALTED


def test_a_late_entered_appeal_takes_the_end_back_too(by):
    proposal, party = self_governed(by), make.party()
    window = proposal.windows.get(kind="appeal")
    received = window.closes_at.replace(hour=9)
    with clock.set_to(window.closes_at + actions.ground.GRACE):
        actions.settle_windows(proposal=proposal)
        attempt_appeal = {"ground": "objectives", "reason": "Wrongly decided.", "received_at": received}
        actions.appeal(proposal=proposal, by=by, organisation=party.organisations[0], **attempt_appeal)
    assert fresh(proposal).state == State.AUTHORITY_DECISION
    assert proposal.windows.get(kind="appeal").outcome == OUTCOME.APPEALED

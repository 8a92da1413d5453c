"""A request for urgency that the Authority has not answered, through every step (domain §2.2 rows 15 and 16; §2.3: Fast-
Track is never urgent)."""

from datetime import timedelta

import pytest

from audit import clock
from audit.acts import Refused
from audit.models import EventDetail
from notifications.models import Message
from proposals import actions
from proposals.effects import effects
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal
from proposals.states import State
from proposals.steps import is_by_time
from tests import factories as make
from tests.proposals import lifecycle_table as table
from tests.proposals.states import IN_STATE, ask_for_urgency, attempt, boarded, fresh, make_way, refined, with_path

pytestmark = pytest.mark.django_db

# What becomes of the request with each step that may be taken while it is open. Argued from the rows: urgency is asked
# for and granted before the decision (15, 16), so that a decision, or an end, leaves nothing to grant.
LAPSES = {
    "refuse",  # row 4: there is no proposal
    "authority_subsumes",  # row 41: the Authority has taken the subject into its review
    "change_board_approves",  # row 30: decided
    "change_board_rejects",
    "change_board_recommends",  # row 30: voted; the Authority's own decision is next
    "change_board_recommends_rejection",
    "split",  # row 23: this one is closed; the parts have the request
}
BARRED = {"approve_fast_track"}  # §2.3; the Authority answers first
ANSWERED = {"grant_urgency", "refuse_urgency"}
# Row 38: a Draft Proposal's withdrawal is complete at once, and the request lapses; a Modification Proposal's is not.
AT_ONCE = "withdraw"


@pytest.fixture
def by():
    return make.analyst()


def asked(key: str, by) -> Proposal:
    """A proposal on which the step ``key`` can be taken, with a request open."""
    state = next(s for s in table.ALLOWED if key in table.ALLOWED[s] and "request_urgency" in table.ALLOWED[s])
    proposal = make_way(key, IN_STATE[state](by), by) if key not in ANSWERED else IN_STATE[state](by)
    ask_for_urgency(fresh(proposal), by)
    if key == "lift_hold":
        actions.place_hold(proposal=fresh(proposal), by=by, words="Until then.")
    return fresh(proposal)


POSSIBLE = sorted(
    key
    for key in table.WHO_MAY
    if key != "request_urgency"
    and not key.startswith("convert_as_urgent")
    and any(key in moves and "request_urgency" in moves for moves in table.ALLOWED.values())
)


def test_every_step_that_can_be_taken_with_a_request_open_is_argued():
    assert set(POSSIBLE) >= LAPSES | BARRED | ANSWERED
    assert len(POSSIBLE) == 32


@pytest.mark.parametrize("key", POSSIBLE)
def test_what_becomes_of_the_request(key, by):
    if key == "lift_hold":
        proposal = IN_STATE[State.DEVELOPMENT](by)
        ask_for_urgency(proposal, by)
        actions.place_hold(proposal=fresh(proposal), by=by, words="Until then.")
        proposal = fresh(proposal)
    else:
        proposal = asked(key, by)
    assert proposal.urgency_requested_on == clock.today()
    people = {"organisation": proposal.proposer_organisation, "lead_analyst": by}
    if key in BARRED:
        with pytest.raises(Refused, match="the Authority has still to answer"):
            attempt(key, proposal, by, **people)
        return
    attempt(key, proposal, by, **people)
    after = fresh(proposal)
    gone = key in LAPSES | ANSWERED or (key == AT_ONCE and after.state == State.WITHDRAWN)
    assert after.urgency_requested_on == (None if gone else clock.today())
    assert after.urgent is (key == "grant_urgency")


@pytest.mark.parametrize("key", sorted((LAPSES | {AT_ONCE}) - {"refuse"}))
def test_the_history_says_so_and_the_authority_is_told_and_it_stood_on_the_page_before(key, by):
    authority = make.authority()
    proposal = asked(key, by) if key != AT_ONCE else IN_STATE[State.DEVELOPMENT](by)
    if key == AT_ONCE:
        ask_for_urgency(proposal, by)
        proposal = fresh(proposal)
    shown = {effect.term: effect.items_list for effect in effects(MOVES[key], proposal, user=by)}
    words = "request for urgency goes on" if key == "split" else "request for urgency lapses"
    attempt(key, proposal, by)
    assert any(words in sentence for sentence in shown["What changes"])
    assert "1 person is told: the Authority, of what becomes of the request for urgency." in shown["Who is told"]
    [message] = Message.objects.filter(audience="urgency")
    assert {copy.user for copy in message.deliveries.all()} == {authority}
    assert any(words in row.body.get("sentence", "") for row in EventDetail.objects.all())


def test_the_authority_hears_nothing_of_a_submission_that_it_may_not_read_and_of_the_request_once_it_is_raised(by):
    authority, panel = make.authority(), make.member(make.CommitteeFactory())
    refused, raised = IN_STATE[State.SUBMITTED](by), IN_STATE[State.SUBMITTED](by)
    for proposal in (refused, raised):
        ask_for_urgency(proposal, by)
    actions.refuse_submission(proposal=fresh(refused), by=by, words="No.")
    assert not Message.objects.filter(audience="urgency").exists()
    shown = {effect.term: effect for effect in effects(MOVES["raise"], fresh(raised), user=by)}
    assert (
        "2 people are told: the Panel and the Authority, that urgency is asked for." in shown["Who is told"].items_list
    )
    actions.raise_draft_proposal(proposal=fresh(raised), by=by, lead_analyst=by)
    [message] = Message.objects.filter(audience="urgency")
    assert {copy.user for copy in message.deliveries.all()} == {authority, panel}
    assert "A breach is imminent." in message.body


def test_who_may_read_it_once_it_is_raised_is_counted_beforehand(by):
    proposal = IN_STATE[State.SUBMITTED](by)
    for _ in range(3):
        make.member(make.CommitteeFactory(code="csc", short_name="CSC"))
    shown = {effect.term: effect.items_list for effect in effects(MOVES["raise"], proposal, user=by)}
    assert "3 people are told: the members of the Panel Sub-Committees." in shown["Who is told"]


def test_what_is_entered_afterwards_mails_nobody(by):
    make.authority()
    with clock.set_to(clock.now() - timedelta(days=3)):
        proposal = IN_STATE[State.SUBMITTED](by)
        ask_for_urgency(proposal, by)
    actions.refuse_submission(proposal=proposal, by=by, words="No.", effective=clock.today() - timedelta(days=1))
    assert fresh(proposal).urgency_requested_on is None
    assert not Message.objects.filter(audience="urgency").exists()


def test_a_step_taken_back_gives_the_request_back(by):
    proposal = with_path(boarded(by), by, "2")
    ask_for_urgency(proposal, by)
    actions.record_change_board_recommendation(proposal=fresh(proposal), by=by, words="Approve.")
    assert fresh(proposal).urgency_requested_on is None
    move = fresh(proposal).moves.standing().last()
    actions.reverse_move(proposal=fresh(proposal), move=move, by=by, reason="It was another proposal.")
    assert fresh(proposal).urgency_requested_on == clock.today()


def test_the_parts_of_a_split_go_on_with_the_request_and_each_is_answered(by):
    proposal = refined(by)
    ask_for_urgency(proposal, by)
    one, other = actions.split(
        proposal=fresh(proposal), by=by, words="Two.", parts=[actions.Part("A"), actions.Part("B")]
    )
    assert fresh(one).urgency_requested_on == fresh(other).urgency_requested_on == clock.today()
    actions.grant_urgency(proposal=fresh(one), by=by, words="Granted.")
    actions.refuse_urgency(proposal=fresh(other), by=by, words="Refused.")
    assert [(fresh(p).urgent, fresh(p).urgency_requested_on) for p in (one, other)] == [(True, None), (False, None)]


def test_the_authority_is_asked_on_its_desk_while_it_can_answer(client, by):
    proposal = refined(by)
    ask_for_urgency(proposal, by)
    client.force_login(make.authority())
    assert "Answer the request" in client.get("/desk/").content.decode()
    actions.withdraw(proposal=fresh(proposal), by=by, words="No longer wanted.")
    assert "Answer the request" not in client.get("/desk/").content.decode()


def test_an_adoption_goes_on_with_the_request_and_an_end_of_the_window_ends_it(by):
    adopter = make.party()
    proposals = [refined(by) for _ in range(2)]
    for proposal in proposals:
        ask_for_urgency(proposal, by)
        actions.withdraw(proposal=fresh(proposal), by=by, words="No longer wanted.")
        assert fresh(proposal).urgency_requested_on == clock.today()
    adopted, left = proposals
    actions.adopt(proposal=fresh(adopted), by=adopter, organisation=adopter.organisations[0])
    assert (fresh(adopted).state, fresh(adopted).urgency_requested_on) == ("refinement", clock.today())
    authority = make.authority()
    with clock.set_to(left.windows.get().closes_at + timedelta(minutes=5)):
        actions.settle_windows(proposal=left)
        assert (fresh(left).state, fresh(left).urgency_requested_on) == ("withdrawn", None)
    assert is_by_time(Move.objects.filter(proposal=left).last())
    assert Message.objects.get(audience="urgency").deliveries.get().user == authority

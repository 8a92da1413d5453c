"""What a body resolves and the steps that follow, in one act: each step of the table, all of it or nothing."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from audit import clock
from audit.acts import NotAllowed, Refused
from audit.models import Event, EventDetail
from proposals import actions as steps
from proposals.actions import Part
from proposals.lifecycle import MOVES
from proposals.models import Move, Proposal
from subcommittees import actions
from subcommittees.actions import Decided, Raised
from subcommittees.models import AgendaItem, Recommendation, Resolution
from subcommittees.usual import WAYS as OFFERED
from tests import factories as make
from tests.proposals.states import IN_STATE, everything, make_way
from tests.subcommittees.deciding import agreed, asked, body, chair, item, meeting, secretary
from tests.subcommittees.deciding import way as way_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@dataclass(frozen=True)
class Way:
    """``body``, the state it leads from and to, and what else it is given. Argued from domain §2.2."""

    body: str
    state: str
    to: str
    details: dict = field(default_factory=dict)
    row: str = ""


PATH_2, HALVES = {"path": "2"}, {"parts": [Part("Gas"), Part("Electricity")]}
# Each step that a decision of a body may lead to (domain §2.2), by the key of what is usually asked for.
WAYS = {
    "csc_refinement": Way("csc", "development", "csc_agreed", row="9"),
    "csc_against": Way("csc", "development", "csc_agreed", row="9"),
    "csc_report": Way("csc", "development", "csc_agreed", row="9"),
    "csc_fast_track": Way("csc", "development", "csc_agreed", row="9"),
    "csc_asks_more": Way("csc", "development", "development", row="8"),
    "convert_to_refinement": Way("panel", "csc_agreed", "refinement", row="11"),
    "convert_to_report": Way("panel", "csc_agreed", "report_panel", row="12"),
    "convert_to_consultation": Way("panel", "csc_agreed", "report_mrc", {"convert_to_consultation": PATH_2}, "12"),
    "approve_fast_track": Way("panel", "csc_agreed", "ft_objection_window", row="13"),
    "panel_declines": Way("panel", "csc_agreed", "development", row="14"),
    "convert_as_urgent": Way("panel", "development", "report_change_board", row="16a"),
    "convert_as_urgent_to_panel": Way("panel", "development", "report_panel", row="16a"),
    "convert_as_urgent_to_consultation": Way("panel", "development", "report_mrc", row="16a"),
    "split": Way("panel", "refinement", "closed_split", {"split": HALVES}, "23"),
    "panel_returns_report": Way("panel", "report_panel", "refinement", row="26"),
    "panel_sends_to_consultation": Way("panel", "report_panel", "report_mrc", row="27"),
    "change_board_defers": Way("change-board", "report_change_board", "report_change_board", row="29"),
    "change_board_returns": Way("change-board", "report_change_board", "refinement", row="29"),
    "change_board_approves": Way("change-board", "report_change_board", "appeal_window", row="30"),
    "change_board_rejects": Way("change-board", "report_change_board", "appeal_window", row="30"),
    "change_board_recommends": Way("change-board", "report_change_board", "authority_decision", row="30"),
    "change_board_recommends_rejection": Way("change-board", "report_change_board", "authority_decision", row="30"),
    "rework_in_refinement": Way("panel", "sent_back", "refinement", row="35"),
    "rework_to_consultation": Way("panel", "sent_back", "report_mrc", row="35"),
    "refine_after_objection": Way("panel", "ft_halted", "refinement", row="36"),
    "report_after_objection": Way("panel", "ft_halted", "report_panel", row="36"),
}


def told(action: str) -> str:
    """What the history says of the one event of this kind."""
    event = Event.objects.get(action=action)
    return EventDetail.objects.get(sequence=event.sequence).body["sentence"]


def test_every_way_that_is_offered_is_tried_here():
    assert {way.key for way in OFFERED} == WAYS.keys()
    assert {way.move for way in OFFERED} == {key for key, row in MOVES.items() if row.body}


@pytest.mark.parametrize("key", WAYS)
def test_each_step_of_a_body_follows_from_what_it_resolves(key, by):
    way = WAYS[key]
    proposal = IN_STATE[way.state](by)
    make_way(asked_move(key), proposal, by)
    held = item(meeting(body(way.body)), Proposal.objects.get(pk=proposal.pk))
    rows = asked(held, by, key)
    made = actions.decide(item=held, by=by, said=agreed(rows), details=way.details)
    proposal = Proposal.objects.get(pk=proposal.pk)
    move = proposal.moves.standing().filter(key=asked_move(key)).last()
    assert proposal.state == way.to
    assert (move.meeting, move.body) == (held.meeting, held.meeting.committee)
    assert move.words
    leading = [row for row in made if row.recommendation.move]
    assert leading
    assert {row.move for row in leading} == {move}
    assert {row.move for row in made if not row.recommendation.move} <= {None}
    assert AgendaItem.objects.get(pk=held.pk).state == "taken"


def asked_move(key: str) -> str:
    return way_of(key).move


def test_the_panel_may_ask_for_urgency_itself(by):
    """Row 15: the Proposer or the Panel."""
    proposal = make.draft_proposal(by=by)
    held = item(meeting(), proposal)
    actions.recommend(item=held, by=by, verb="AGREE", text="to ask the Authority for urgency", move="request_urgency")
    actions.decide(item=held, by=by, said=agreed(list(held.recommendations.all())))
    assert Proposal.objects.get(pk=proposal.pk).urgency_requested_on == clock.today()


# The four recommendations of S0 and what S1 says of them


@pytest.fixture
def before_the_csc(by):
    proposal = make.draft_proposal(by=by, number=75)
    steps.revise_problem_statement(proposal=proposal, by=by, texts=make.STATEMENT)
    reference = {"document": make.SecDocumentFactory(), "locator": "G3.20"}
    steps.save_sec_references(proposal=proposal, by=by, references=[reference])
    held = item(meeting(body("csc")), Proposal.objects.get(pk=proposal.pk))
    return held, asked(held, by, "csc_against")


def test_secas_advises_against_conversion_and_the_csc_resolves_otherwise(before_the_csc, by):
    held, rows = before_the_csc
    why = "The issue deserves attention."
    actions.decide(item=held, by=by, said=agreed(rows, two=("not_agreed", why)))
    sides = [(r.recommendation.verb, r.recommendation.addressee, r.outcome) for r in Resolution.objects.order_by("pk")]
    assert sides == [
        ("AGREE", "", "agreed"),
        ("RECOMMEND", "proposer", "not_agreed"),
        ("RECOMMEND", "panel", "agreed"),
        ("RECOMMEND", "panel", "agreed"),
    ]
    move = Move.objects.get(key="csc_agrees")
    assert move.facts == {"Route recommended to the Panel": "Refinement Process"}
    assert move.words == (
        "Agreed that the issue behind DP075 is clearly defined and understood. "
        "Did not recommend to the Proposer that DP075 not become a Modification Proposal. The issue deserves attention. "
        "Recommended to the Panel that, if the Proposer decides to proceed, DP075 is ready to become a Modification "
        "Proposal. "
        "Recommended to the Panel that any Modification Proposal go to the Refinement Process."
    )


def test_advice_to_the_proposer_that_is_agreed_stands_with_the_step(before_the_csc, by):
    held, rows = before_the_csc
    actions.decide(item=held, by=by, said=agreed(rows))
    assert Move.objects.get(key="csc_agrees").facts == {
        "Route recommended to the Panel": "Refinement Process",
        "Advice to the Proposer": "that DP075 not become a Modification Proposal",
    }


def test_a_route_that_was_not_agreed_is_not_recommended(before_the_csc, by):
    held, rows = before_the_csc
    actions.decide(item=held, by=by, said=agreed(rows, two="not_agreed", four="not_agreed"))
    assert Move.objects.get(key="csc_agrees").facts == {}


def test_amended_words_are_the_words_of_the_step(before_the_csc, by):
    held, rows = before_the_csc
    actions.decide(item=held, by=by, said=agreed(rows, one=("amended", "The issue is clear but for its scope.")))
    assert Move.objects.get(key="csc_agrees").words.startswith("Agreed, in other words: The issue is clear but for")


# What the step rests on


@pytest.fixture
def before_the_panel(by):
    proposal = make.agreed_proposal(by=by)
    held = item(meeting(), proposal)
    return held, asked(held, by, "convert_to_refinement")


def test_the_reference_changes_its_prefix_within_the_list(before_the_panel):
    """S1 §4: DP in the first, MP in the other two."""
    held, rows = before_the_panel
    number = f"{held.proposal.number:03}"
    assert [row.text for row in rows] == [
        f"that DP{number} is ready to become a Modification Proposal",
        f"that MP{number} go to the Refinement Process",
        f"the first package of work for MP{number} and its timetable",
    ]


@pytest.mark.parametrize("place", ["one", "two", "three"])
@pytest.mark.parametrize("outcome", ["not_agreed", "noted"])
def test_where_one_of_those_it_rests_on_is_not_agreed_the_step_does_not_follow(before_the_panel, by, place, outcome):
    held, rows = before_the_panel
    made = actions.decide(item=held, by=by, said=agreed(rows, **{place: outcome}))
    assert Proposal.objects.get(pk=held.proposal_id).state == "csc_agreed"
    assert {row.move for row in made} == {None}
    sentence = told("item_decided")
    assert "“Converted by the Panel and sent to Refinement” does not follow." in sentence


def test_what_the_body_resolves_of_its_own_leads_on_too(before_the_panel, by):
    held, rows = before_the_panel
    number = f"{held.proposal.number:03}"
    raised = Raised("AGREE", f"that DP{number} go back to the Development Stage", move="panel_declines")
    none = agreed(rows, one="not_agreed", two="not_agreed", three="not_agreed")
    actions.decide(item=held, by=by, said=none, raised=[raised])
    own = Recommendation.objects.get(raised_by_body=True)
    assert Proposal.objects.get(pk=held.proposal_id).state == "development"
    assert own.resolutions.get().move.key == "panel_declines"


def test_a_proposal_goes_one_way(before_the_panel, by):
    held, rows = before_the_panel
    before = everything()
    raised = Raised("AGREE", "that it go back", move="panel_declines")
    with pytest.raises(Refused, match="goes one way from here"):
        actions.decide(item=held, by=by, said=agreed(rows), raised=[raised])
    assert everything() == before
    assert not Resolution.objects.exists()


def test_a_refusal_of_the_second_step_leaves_nothing_of_the_first(before_the_panel, by):
    """Two proposals under one item: the second has no timetable for the Panel to agree."""
    held, rows = before_the_panel
    other = make.draft_proposal(by=by)
    held = item(held.meeting, title="Two proposals")
    for proposal in (rows[0].proposal, other):
        actions.recommend(
            item=held, by=by, verb="AGREE", text="its conversion", proposal=proposal, move="convert_to_refinement"
        )
    before = everything()
    with pytest.raises(Refused, match="so this step can no longer be taken"):
        actions.decide(item=held, by=by, said=agreed(list(held.recommendations.all())))
    assert everything() == before
    assert not Resolution.objects.exists()
    assert AgendaItem.objects.get(pk=held.pk).state == "stands"


def test_what_is_expected_and_missing_is_accepted_with_a_reason(before_the_csc, by):
    held, rows = before_the_csc
    make.asked(held.proposal, by, body("ssc"))
    with pytest.raises(Refused) as refused:
        actions.decide(item=held, by=by, said=agreed(rows))
    assert refused.value.field == "accepted"
    assert not Resolution.objects.exists()
    actions.decide(item=held, by=by, said=agreed(rows), accepted="It does not meet.")
    assert Proposal.objects.get(pk=held.proposal_id).acceptances.get().why == "It does not meet."


# Who, and when


@pytest.mark.parametrize("who", [secretary, chair])
def test_who_serves_or_chairs_the_body_decides_and_the_step_is_theirs(before_the_panel, who):
    held, rows = before_the_panel
    officer = who(held.meeting.committee)
    actions.decide(item=held, by=officer, said=agreed(rows))
    move = Move.objects.get(key="convert_to_refinement")
    assert (move.by, Proposal.objects.get(pk=held.proposal_id).state) == (officer, "refinement")


@pytest.mark.parametrize("who", ["member", "chair of another body", "stranger"])
def test_nobody_else_does(before_the_panel, who):
    held, rows = before_the_panel
    people = {
        "member": lambda: make.member(held.meeting.committee),
        "chair of another body": lambda: chair(body("csc")),
        "stranger": make.party,
    }
    with pytest.raises(NotAllowed):
        actions.decide(item=held, by=people[who](), said=agreed(rows))
    assert not Resolution.objects.exists()


def test_an_officer_takes_no_step_without_a_meeting_of_the_body(by):
    """What is not decided at a meeting of theirs is for SECAS to record."""
    proposal, panel = make.agreed_proposal(by=by), body()
    with pytest.raises(NotAllowed):
        steps.convert_to_refinement(proposal=proposal, by=chair(panel), words="So.")
    elsewhere = meeting(body("csc"))
    with pytest.raises(NotAllowed):
        steps.convert_to_refinement(proposal=proposal, by=chair(panel), words="So.", meeting=elsewhere)
    with pytest.raises(Refused, match="for the Panel to decide"):
        steps.convert_to_refinement(proposal=proposal, by=chair(elsewhere.committee), words="So.", meeting=elsewhere)


def test_a_meeting_of_the_past_is_recorded_with_its_day(by):
    on = date(2019, 6, 14)
    proposal = make.agreed_proposal(by=by, raised_on=date(2019, 4, 12))
    held = item(meeting(on=on), proposal)
    actions.decide(item=held, by=by, said=agreed(asked(held, by, "convert_to_refinement")))
    move = Move.objects.get(key="convert_to_refinement")
    assert clock.london_date(move.effective_at) == on
    assert {row.resolved_on for row in Resolution.objects.all()} == {on}


def test_what_a_meeting_resolves_is_not_recorded_before_it_met(by):
    held = item(meeting(on=clock.today() + timedelta(days=1)), make.agreed_proposal(by=by))
    rows = asked(held, by, "convert_to_refinement")
    with pytest.raises(Refused, match="is still to come"):
        actions.decide(item=held, by=by, said=agreed(rows))


@pytest.mark.parametrize(
    "change, words",
    [
        ({"state": "withdrawn", "because": "It is not ready."}, "was withdrawn"),
        ({"state": "carried_over", "because": "No time."}, "was carried over"),
    ],
)
def test_nothing_is_recorded_of_what_was_taken_off(before_the_panel, by, change, words):
    held, rows = before_the_panel
    AgendaItem.objects.filter(pk=held.pk).update(**change)
    with pytest.raises(Refused, match=words):
        actions.decide(item=held, by=by, said=agreed(rows))


def test_a_cancelled_meeting_resolves_nothing(before_the_panel, by):
    held, rows = before_the_panel
    type(held.meeting).objects.filter(pk=held.meeting_id).update(state="cancelled", cancelled_because="No quorum.")
    with pytest.raises(Refused, match="was cancelled"):
        actions.decide(item=held, by=by, said=agreed(rows))


def test_each_recommendation_needs_an_outcome_and_other_words_where_it_is_amended(before_the_panel, by):
    held, rows = before_the_panel
    with pytest.raises(Refused) as refused:
        actions.decide(item=held, by=by, said=agreed(rows[:2]))
    assert refused.value.field == f"outcome_{rows[2].pk}"
    with pytest.raises(Refused) as refused:
        actions.decide(item=held, by=by, said=agreed(rows, one="amended"))
    assert refused.value.field == f"words_{rows[0].pk}"
    with pytest.raises(Refused):
        actions.decide(item=held, by=by, said=agreed(rows, one="perhaps"))
    assert not Resolution.objects.exists()


def test_what_was_decided_is_not_decided_again(before_the_panel, by):
    held, rows = before_the_panel
    actions.decide(item=held, by=by, said=agreed(rows))
    with pytest.raises(Decided, match="on record already"):
        actions.decide(item=held, by=by, said=agreed(rows))
    assert Resolution.objects.count() == 3


def test_what_was_asked_meanwhile_is_noticed(before_the_panel, by):
    held, rows = before_the_panel
    actions.drop_recommendation(recommendation=rows[0], by=by)
    with pytest.raises(Refused, match="changed while you wrote"):
        actions.decide(item=held, by=by, said=agreed(rows))


def test_an_item_closed_to_the_public_does_not_speak_through_the_step(before_the_panel, by):
    held, rows = before_the_panel
    AgendaItem.objects.filter(pk=held.pk).update(classification="amber")
    actions.decide(item=held, by=by, said=agreed(rows, one=("amended", "A secret.")))
    move = Move.objects.get(key="convert_to_refinement")
    assert move.words == "Resolved by the Panel at its meeting 1, in a part that is not public."
    assert Event.objects.get(action="item_decided").classification == "amber"


def test_one_that_leads_to_no_step_is_resolved_too(by):
    held = item(meeting(body("ssc")), make.draft_proposal(by=by), purpose="discussion")
    one = actions.recommend(item=held, by=by, verb="DISCUSS", text="the new proposals")
    [made] = actions.decide(item=held, by=by, said=[actions.Said(one, "noted", "More input is wanted.")])
    assert (made.outcome, made.words, made.move) == ("noted", "More input is wanted.", None)


# Putting right


def decided(before, by, **others) -> list[Recommendation]:
    held, rows = before
    actions.decide(item=held, by=by, said=agreed(rows, **others))
    return rows


def test_a_step_that_was_resolved_is_taken_back_with_the_resolution(before_the_panel, by):
    rows = decided(before_the_panel, by)
    proposal, move = before_the_panel[0].proposal, Move.objects.get(key="convert_to_refinement")
    with pytest.raises(Refused, match="correct that, and the step is taken back with it"):
        steps.reverse_move(proposal=proposal, move=move, reason="A mistake.", by=by)
    made = actions.correct_resolution(
        recommendation=rows[1], by=by, outcome="not_agreed", words="More work.", why_changed="A slip."
    )
    assert (made.version, made.move) == (2, None)
    assert Proposal.objects.get(pk=proposal.pk).state == "csc_agreed"
    left = Resolution.objects.holding().with_step().get(recommendation=rows[0])
    assert (left.move, left.step_stands) == (move, False)


def test_one_that_is_agreed_after_all_brings_the_step(before_the_panel, by):
    rows = decided(before_the_panel, by, two="not_agreed")
    made = actions.correct_resolution(recommendation=rows[1], by=by, outcome="agreed", why_changed="A slip.")
    assert made.move.key == "convert_to_refinement"
    assert Proposal.objects.get(pk=before_the_panel[0].proposal_id).state == "refinement"


def test_a_correction_in_words_leaves_the_step(before_the_panel, by):
    rows = decided(before_the_panel, by)
    move = Move.objects.get(key="convert_to_refinement")
    made = actions.correct_resolution(
        recommendation=rows[0], by=by, outcome="amended", words="Ready.", why_changed="As minuted."
    )
    assert made.move == move
    assert Move.objects.get(key="convert_to_refinement") == move


def test_a_step_put_right_since_still_follows_from_it(before_the_panel, by):
    rows = decided(before_the_panel, by)
    proposal, move = before_the_panel[0].proposal, Move.objects.get(key="convert_to_refinement")
    new = steps.correct_move(proposal=proposal, move=move, by=by, reason="Other words.", words="In other words.")
    assert Resolution.objects.with_step().filter(recommendation=rows[0], step_stands=True).exists()
    with pytest.raises(Refused, match="correct that"):
        steps.reverse_move(proposal=proposal, move=new, reason="A mistake.", by=by)


def test_a_later_step_keeps_the_correction_from_being_made(before_the_panel, by):
    rows = decided(before_the_panel, by)
    steps.place_hold(proposal=before_the_panel[0].proposal, by=by, words="Wait.")
    with pytest.raises(Refused, match="recorded after it"):
        actions.correct_resolution(recommendation=rows[0], by=by, outcome="not_agreed", why_changed="A slip.")
    assert Resolution.objects.count() == 3


def test_only_secas_corrects_what_takes_a_step_back(before_the_panel, by):
    rows = decided(before_the_panel, by)
    officer = chair(before_the_panel[0].meeting.committee)
    with pytest.raises(Refused, match="which SECAS does"):
        actions.correct_resolution(recommendation=rows[0], by=officer, outcome="not_agreed", why_changed="A slip.")
    made = actions.correct_resolution(
        recommendation=rows[0], by=officer, outcome="amended", words="Ready.", why_changed="As minuted."
    )
    assert made.by == officer


def test_a_correction_says_why_and_something_else(before_the_panel, by):
    rows = decided(before_the_panel, by)
    with pytest.raises(Refused) as refused:
        actions.correct_resolution(recommendation=rows[0], by=by, outcome="noted", why_changed=" ")
    assert refused.value.field == "why_changed"
    with pytest.raises(Refused, match="says already"):
        actions.correct_resolution(recommendation=rows[0], by=by, outcome="agreed", why_changed="So.")

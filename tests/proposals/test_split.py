"""One proposal becomes two (domain §2.2 row 23): MP128 became MP128A and MP128B."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from audit import clock
from audit.acts import Refused
from audit.models import Event
from proposals import actions
from proposals.actions.texts import SolutionRows
from proposals.models import Move, Proposal, Relation
from proposals.queries import search
from proposals.states import State
from tests import factories as make
from tests.proposals.states import PARTS, everything, fresh, refined

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.analyst()


@pytest.fixture
def whole(by):
    proposal = refined(by, number=128, title="Gas Network Operators SMKI Requirements")
    point = {"text": "It is clearer.", "named_by_proposer": True, "named_by": [make.CommitteeFactory()]}
    rows = SolutionRows(impacts=[{"category": "dcc", "direction": "neutral"}], points={"benefit": [point]})
    actions.save_solution(proposal=proposal, by=by, rows=rows)
    return fresh(proposal)


@pytest.fixture
def parts(whole, by):
    actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)
    return list(Proposal.objects.filter(number=128).exclude(suffix="").order_by("suffix"))


def test_a_part_was_no_draft_proposal_itself(client, whole, parts):
    """DP128 became MP128, which was split: there was no DP128A."""
    assert client.get(whole.get_absolute_url()).context["former_references"] == ["DP128"]
    assert [client.get(part.get_absolute_url()).context["former_references"] for part in parts] == [[], []]


def test_two_of_the_same_number_go_on_in_refinement_and_the_whole_is_closed(whole, parts):
    assert [(p.reference, p.title, p.state) for p in parts] == [
        ("MP128A", "Gas", State.REFINEMENT),
        ("MP128B", "Electricity", State.REFINEMENT),
    ]
    assert fresh(whole).state == State.CLOSED_SPLIT
    same = ("proposer_id", "lead_analyst_id", "raised_on", "converted_on", "received_at", "classification")
    assert {tuple(getattr(p, name) for name in same) for p in [whole, *parts]} == {
        tuple(getattr(whole, name) for name in same)
    }


def test_each_part_has_the_steps_so_far_each_naming_the_one_it_was_copied_from(whole, parts):
    earlier = list(whole.moves.exclude(key="split").order_by("place"))
    for part in parts:
        moves = list(part.moves.order_by("place"))
        assert [m.key for m in moves] == [m.key for m in earlier] + ["split_from"]
        assert [m.copied_from for m in moves[:-1]] == earlier
        assert [m.effective_at for m in moves[:-1]] == [m.effective_at for m in earlier]
        assert moves[-1].copied_from is None
    own = {f"proposals.move:{pk}" for pk in Move.objects.filter(copied_from=None).values_list("pk", flat=True)}
    assert sorted(own) == sorted(
        Event.objects.filter(subject__startswith="proposals.move:").values_list("subject", flat=True)
    )


def test_each_part_carries_the_texts(whole, parts):
    def texts(proposal):
        solution = proposal.solution
        return {
            "statements": list(proposal.statements.values_list("sequence", "issue", "is_submission", "by")),
            "places": list(proposal.sec_references.values_list("document__code", "locator")),
            "solution": solution.text,
            "impacts": list(solution.party_impacts.values_list("category", "direction")),
            "points": list(solution.points.values_list("text", "named_by__code")),
        }

    assert texts(whole)["points"] == [("It is clearer.", "panel")]
    assert [texts(part) for part in parts] == [texts(whole)] * 2


def test_what_one_part_changes_the_other_keeps(by, parts):
    first, second = parts
    actions.save_solution(proposal=first, by=by, text="<p>For gas alone.</p>")
    actions.revise_problem_statement(proposal=first, by=by, texts=make.STATEMENT | {"issue": "<p>Gas.</p>"})
    assert fresh(second).solution.text == "<p>The clause will follow.</p>"
    assert fresh(second).statements.latest_version().sequence + 1 == fresh(first).statements.latest_version().sequence


def test_the_parts_are_linked_and_found_by_the_number_and_by_their_own(client, whole, parts):
    assert set(Relation.objects.values_list("proposal", "kind", "to")) == {
        (part.pk, Relation.Kind.SPLIT_OF, whole.pk) for part in parts
    }

    def found(asked):
        public = AnonymousUser()
        return {p.reference for p in search(Proposal.objects.visible_to(public), asked, public)}

    assert found("128") == found("MP128") == {"MP128", "MP128A", "MP128B"}
    assert found("MP128A") == found("128A") == found("dp128a") == {"MP128A"}
    assert client.get("/modifications/MP128A/").status_code == 200
    assert client.get("/modifications/DP128B/").headers["Location"] == "/modifications/MP128B/"


@pytest.mark.parametrize("titles", [("Gas",), ("Gas", " "), ("Gas", "Power", "Water"), ("Gas", "x" * 151)])
def test_each_of_exactly_two_parts_has_a_title(by, whole, titles):
    before = everything()
    with pytest.raises(Refused) as refused:
        actions.split(proposal=whole, by=by, words="Why not.", parts=[actions.Part(title) for title in titles])
    assert refused.value.field == "title_a"
    assert everything() == before


def test_a_part_has_been_in_refinement_since_the_whole_came_there(client, by):
    with clock.set_to(clock.now() - timedelta(days=50)):
        whole = refined(by, number=128)
    since = clock.london_date(whole.moves.get(key="convert_to_refinement").effective_at)
    part, _ = actions.split(proposal=whole, by=by, words="Two subjects.", parts=PARTS)
    assert f"since {since:%-d %B %Y}" in client.get("/modifications/MP128A/").context["whereabouts"]
    assert Proposal.objects.with_stage_since().get(pk=part.pk).stage_since == since


def test_a_part_is_not_split_again(by, parts):
    with pytest.raises(Refused, match="MP128A is itself a part"):
        actions.split(proposal=parts[0], by=by, words="Again.", parts=PARTS)


def test_a_split_costs_the_same_whatever_there_is_to_copy(by):
    from tests.proposals.test_query_counts import cost_of

    costs = []
    for versions in (1, 12):
        proposal = refined(by)
        for number in range(versions):
            texts = make.STATEMENT | {"issue": f"<p>{number}</p>"}
            actions.revise_problem_statement(proposal=proposal, by=by, texts=texts)
            actions.place_hold(proposal=proposal, by=by, words="Wait.")
            actions.lift_hold(proposal=proposal, by=by, words="Go on.")
        costs.append(cost_of(actions.split, proposal=fresh(proposal), by=by, words="Two.", parts=PARTS))
    assert costs[0] == costs[1]

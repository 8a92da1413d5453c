"""How votes are counted (domain §2.4): by hand-written vectors, and by what must hold of any count."""

from hypothesis import given
from hypothesis import strategies as st

from subcommittees.counting import count, group_of, recommended, recount

GROUPS = ["Large Suppliers", "Small Suppliers", "Network Parties", "Other SEC Parties", "Consumers"]
RULE = {
    "strategy": "by_groups",
    "groups": [
        {"name": "Large Suppliers", "categories": ["large_supplier"]},
        {"name": "Small Suppliers", "categories": ["small_supplier"]},
        {"name": "Network Parties", "categories": ["electricity_network", "gas_network"]},
        {"name": "Other SEC Parties", "categories": ["other_sec_party"]},
        {"name": "Consumers", "categories": ["consumer_body"]},
    ],
    "quorum": None,
}
A, R, O, X, S = "approve", "reject", "abstain", "recuse", ""  # noqa: E741
L, M, N, P, C = GROUPS


def outcome(votes, rule=RULE) -> str:
    return count(rule, votes)["outcome"]


def by_group(votes, rule=RULE) -> dict[str, str]:
    return {group["name"]: group["outcome"] for group in count(rule, votes)["groups"]}


def test_in_a_category_the_majority_of_those_who_voted_for_or_against_decides():
    votes = [(L, A)] * 7 + [(L, R)] * 6 + [(M, A), (M, R), (M, R), (N, A), (N, O), (N, O)]
    assert by_group(votes) == {L: "approve", M: "reject", N: "approve", P: "not_counted", C: "not_counted"}


def test_a_tie_in_a_category_does_not_approve():
    assert by_group([(M, A), (M, R), (M, O)])[M] == "reject"


def test_both_networks_are_counted_together():
    assert {group_of(RULE, "electricity_network"), group_of(RULE, "gas_network")} == {N}
    assert [group_of(RULE, category) for category in ("dcc", "government", "")] == ["", "", ""]


def test_more_than_half_of_the_categories_that_voted_must_approve():
    three_of_five = [(L, A), (M, A), (N, A), (P, R), (C, R)]
    two_of_five = [(L, A), (M, A), (N, R), (P, R), (C, R)]
    two_of_four = [(L, A), (M, A), (N, R), (P, R), (C, O)]
    two_of_three = [(L, A), (M, A), (N, R), (P, O), (C, S)]
    assert [outcome(votes) for votes in (three_of_five, two_of_five, two_of_four, two_of_three)] == [A, R, R, A]


def test_thirteen_votes_of_large_suppliers_are_one_category_all_the_same():
    assert outcome([(L, A)] * 13 + [(M, R), (N, R)]) == R


def test_where_nobody_votes_for_or_against_nothing_is_approved():
    assert outcome([]) == R
    assert outcome([(L, O), (M, O), (N, X), (P, S)]) == R


def test_whoever_stands_aside_or_stays_silent_is_counted_nowhere():
    result = count(RULE, [(L, A), (L, X), (L, X), (L, S)])
    assert (result["groups"][0]["outcome"], result["voted"]) == ("approve", 1)


def test_too_few_who_take_part_decide_nothing_and_whoever_abstains_takes_part():
    rule = {**RULE, "quorum": 3}
    assert outcome([(L, A), (M, A), (N, X), (P, S)], rule) == "no_quorum"
    assert outcome([(L, A), (M, A), (N, O)], rule) == "approve"


def test_of_several_solutions_the_approved_one_with_most_support_is_recommended():
    broad = count(RULE, [(L, A), (M, A), (N, A)])
    narrow = count(RULE, [(L, A), (M, A), (N, R)])
    rejected = count(RULE, [(L, R), (M, R), (N, A)])
    many = count(RULE, [(L, A), (L, A), (M, A), (N, A)])
    assert recommended([narrow, broad, rejected]) == [1]
    assert recommended([broad, many]) == [1]  # as many categories, more votes to approve
    assert recommended([broad, broad]) == [0, 1]
    assert recommended([rejected]) == []
    assert recommended([]) == []


VOTES = st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from([A, R, O, X, S])), max_size=40)
QUORUMS = st.one_of(st.none(), st.integers(0, 30))


@given(VOTES, QUORUMS, st.randoms())
def test_the_order_of_the_votes_does_not_matter(votes, quorum, chance):
    rule = {**RULE, "quorum": quorum}
    mixed = list(votes)
    chance.shuffle(mixed)
    assert count(rule, mixed) == count(rule, votes)


@given(VOTES, st.sampled_from(GROUPS))
def test_an_abstention_more_changes_no_outcome(votes, group):
    more = [*votes, (group, O)]
    assert (outcome(more), by_group(more)) == (outcome(votes), by_group(votes))


@given(VOTES, st.sampled_from(GROUPS), st.sampled_from([X, S]))
def test_a_seat_that_stands_aside_or_is_silent_changes_nothing(votes, group, position):
    more = count(RULE, [*votes, (group, position)])
    assert (more["outcome"], more["voted"]) == (outcome(votes), count(RULE, votes)["voted"])


@given(VOTES)
def test_for_and_against_are_counted_alike_but_for_ties(votes):
    """The votes turned round turn every outcome round, where no tie decides."""
    turned = [(group, {A: R, R: A}.get(position, position)) for group, position in votes]
    there, back = count(RULE, votes), count(RULE, turned)
    for one, other in zip(there["groups"], back["groups"], strict=True):
        if one["approve"] != one["reject"]:
            assert {one["outcome"], other["outcome"]} == {A, R}
    tied = any(group["approve"] == group["reject"] != 0 for group in there["groups"])
    if not tied and there["counted"] and 2 * there["approving"] != there["counted"]:
        assert {there["outcome"], back["outcome"]} == {A, R}


@given(VOTES, st.permutations(GROUPS))
def test_no_category_weighs_more_than_another(votes, others):
    renamed = dict(zip(GROUPS, others, strict=True))
    assert outcome([(renamed[group], position) for group, position in votes]) == outcome(votes)


@given(VOTES, st.sampled_from(GROUPS))
def test_one_more_vote_to_approve_never_turns_approval_into_rejection_in_a_category_that_voted(votes, group):
    if by_group(votes)[group] != "not_counted" and outcome(votes) == A:
        assert outcome([*votes, (group, A)]) == A


@given(VOTES, QUORUMS)
def test_a_recount_of_the_export_gives_the_same(votes, quorum):
    rule = {**RULE, "quorum": quorum}
    seats = [
        {"group": group, "positions": [{"version": 2, "vote": position}, {"version": 1, "vote": R}] if position else []}
        for group, position in votes
    ]
    assert recount({"rule": rule, "seats": seats}) == count(rule, votes)

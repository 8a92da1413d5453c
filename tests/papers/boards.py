"""Votes of a Change Board by hand, as facts: what the tests of its chapter and of the Conclusions Report begin with."""

from dataclasses import replace
from datetime import date

from papers import facts as f
from papers.board import facts as b
from tests.papers.reports import MP087

ON = date(2026, 11, 25)


def group(name: str, approve=0, reject=0, abstain=0, outcome="", **more) -> b.Group:
    """By the rule of domain §2.4: the majority of those for or against, and a tie does not approve."""
    votes = "approve" if approve > reject else "reject"
    return b.Group(name, approve, reject, abstain, outcome or (votes if approve + reject else "not_counted"), **more)


# Four categories vote for or against and three of them approve: approved. Two members abstain, one stands aside.
APPROVED = b.Vote(
    solution=0,
    strategy="by_groups",
    closed_on=ON,
    outcome="approve",
    counted=4,
    approving=3,
    voted=9,
    quorum=4,
    groups=(
        group("Large Suppliers", approve=3),
        group("Small Suppliers", approve=1, abstain=1),
        group("Network Parties", approve=1, reject=1, recuse=1),
        group("Other SEC Parties", approve=1, silent=1),
        group("Consumers", abstain=1),
    ),
    reasons=(
        b.Reason("Large Suppliers", "approve", "It is plain.", ("a", "f")),
        b.Reason("Network Parties", "reject", "Two days are too few.", ("g",)),
    ),
)
# One of two categories approves, which is not more than half.
REJECTED = replace(
    APPROVED,
    outcome="reject",
    counted=2,
    approving=1,
    voted=3,
    groups=(group("Large Suppliers", approve=1), group("Small Suppliers", reject=2)),
    reasons=(),
)


def board(*votes: b.Vote, **changes) -> b.ChangeBoard:
    """At a meeting of the day on which the vote closed, approved under Self-Governance."""
    return b.ChangeBoard(**{"votes": votes, "met_on": ON, "step": b.Step(b.Did.APPROVED, ON)} | changes)


# Two of three categories approve the proposal, three of four the Alternative.
LESS = replace(
    APPROVED,
    counted=3,
    approving=2,
    voted=3,
    groups=(
        group("Large Suppliers", approve=1),
        group("Small Suppliers", reject=1),
        group("Other SEC Parties", approve=1),
    ),
)
TWO_SOLUTIONS = board(LESS, replace(APPROVED, solution=1))
SELF_GOVERNED = replace(
    MP087,
    reference="MP247",
    path=f.Path.SELF_GOVERNANCE,
    decision=f.Decision(f.Outcome.APPROVED, "Change Board", ON),
    window=None,
    panel="",
)

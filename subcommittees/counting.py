"""How votes are counted: pure functions of a rule and of votes, and nothing of the record.

A rule is data: ``{"strategy", "groups": [{"name", "categories"}], "quorum"}``. A vote is ``(group, position)``: the
group of categories that its seat is counted with, and the position that stands for it, empty where none was taken. What
comes out is data too, so that it can be frozen, exported and counted again by anybody (``docs/recount.py``).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

APPROVE, REJECT, ABSTAIN, RECUSE, SILENT = "approve", "reject", "abstain", "recuse", ""
NO_QUORUM, NOT_COUNTED = "no_quorum", "not_counted"
TAKING_PART = (APPROVE, REJECT, ABSTAIN)

Vote = tuple[str, str]


def count(rule: dict, votes: Iterable[Vote]) -> dict:
    """The result of one question by the ``rule``: each group, and the outcome overall."""
    return STRATEGIES[rule["strategy"]](rule, list(votes))


def by_groups(rule: dict, votes: list[Vote]) -> dict:
    """In a group the majority of those who voted for or against; approved where more than half of the groups that so
    voted approve. A tie does not approve, neither in a group nor overall. A group in which nobody voted for or against
    does not count, and whoever stands aside counts nowhere (domain §2.4)."""
    groups = [_group(name, [position for group, position in votes if group == name]) for name in names(rule)]
    counted = [group for group in groups if group["outcome"] != NOT_COUNTED]
    approving = sum(group["outcome"] == APPROVE for group in counted)
    voted = sum(group[position] for group in groups for position in TAKING_PART)
    quorum = rule["quorum"]
    quorate = quorum is None or voted >= quorum
    outcome = APPROVE if 2 * approving > len(counted) else REJECT
    return {
        "groups": groups,
        "counted": len(counted),
        "approving": approving,
        "voted": voted,
        "quorum": quorum,
        "outcome": outcome if quorate else NO_QUORUM,
    }


def names(rule: dict) -> list[str]:
    return [group["name"] for group in rule["groups"]]


def _group(name: str, positions: list[str]) -> dict:
    tally = Counter(positions)
    return {
        "name": name,
        "seats": len(positions),
        "approve": tally[APPROVE],
        "reject": tally[REJECT],
        "abstain": tally[ABSTAIN],
        "recuse": tally[RECUSE],
        "silent": tally[SILENT],
        "outcome": _majority(tally),
    }


def _majority(tally: Counter) -> str:
    if not tally[APPROVE] + tally[REJECT]:
        return NOT_COUNTED
    return APPROVE if tally[APPROVE] > tally[REJECT] else REJECT


# By the key that a rule names. A rule that counts in another way is another function here.
STRATEGIES = {"by_groups": by_groups}


def group_of(rule: dict, category: str) -> str:
    """The group that a seat of ``category`` is counted with; empty where such a seat has no vote."""
    return next((group["name"] for group in rule["groups"] if category in group["categories"]), "")


def recommended(results: Sequence[dict]) -> list[int]:
    """Which of the solutions voted on has the most support among those approved: by groups that approve, then by votes
    to approve. More than one where these are equal, none where none is approved."""
    approved = {place: _support(result) for place, result in enumerate(results) if result["outcome"] == APPROVE}
    most = max(approved.values(), default=None)
    return [place for place, support in approved.items() if support == most]


def _support(result: dict) -> tuple[int, int]:
    return result["approving"], sum(group["approve"] for group in result["groups"])


def recount(export: dict) -> dict:
    """The result from the seats, positions and rule of an export: of each seat its newest position counts."""
    return count(export["rule"], [(seat["group"], standing(seat["positions"])) for seat in export["seats"]])


def standing(positions: list[dict]) -> str:
    """The vote of the newest of a seat’s positions."""
    newest = max(positions, key=lambda position: position["version"], default=None)
    return newest["vote"] if newest else SILENT

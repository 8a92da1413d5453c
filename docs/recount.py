#!/usr/bin/env python3
"""Counts a ballot of the Smart Energy Code's Change Board again, from the file that its page gives as JSON.

    python3 recount.py ballot.json

It needs Python 3 and nothing else, and knows nothing of the system that counted first. It prints the table of Party
Categories and the outcome, and ends with 0 where they are those in the file, with 1 where they are not.
"""

import json
import sys

VOTES = ("approve", "reject", "abstain")


def standing(seat: dict) -> str:
    """The vote of the newest position taken for a seat; empty where none was."""
    newest = max(seat["positions"], key=lambda position: position["version"], default={"vote": ""})
    return newest["vote"]


def outcome_of(name: str, votes: list[str]) -> dict:
    """The majority of those who voted for or against; a tie does not approve."""
    tally = {vote: votes.count(vote) for vote in VOTES}
    outcome = "approve" if tally["approve"] > tally["reject"] else "reject"
    if tally["approve"] + tally["reject"] == 0:
        outcome = "not_counted"
    return {"name": name, **tally, "outcome": outcome}


def recount(ballot: dict) -> tuple[list[dict], str]:
    """More than half of the groups in which somebody voted for or against must approve."""
    rule = ballot["rule"]
    if rule["strategy"] != "by_groups":
        raise SystemExit(f"This script does not know how to count by “{rule['strategy']}”.")
    groups = []
    for group in rule["groups"]:
        votes = [standing(seat) for seat in ballot["seats"] if seat["group"] == group["name"]]
        groups.append(outcome_of(group["name"], votes))
    counted = [group for group in groups if group["outcome"] != "not_counted"]
    approving = [group for group in counted if group["outcome"] == "approve"]
    took_part = sum(group[vote] for group in groups for vote in VOTES)
    if rule["quorum"] is not None and took_part < rule["quorum"]:
        return groups, "no_quorum"
    return groups, "approve" if 2 * len(approving) > len(counted) else "reject"


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        ballot = json.load(file)
    groups, outcome = recount(ballot)
    print(ballot["question"])
    print(f"{'Party Category':<24}{'Approve':>9}{'Reject':>9}{'Abstain':>9}  Outcome")
    for group in groups:
        print(f"{group['name']:<24}{group['approve']:>9}{group['reject']:>9}{group['abstain']:>9}  {group['outcome']}")
    print(f"Overall outcome: {outcome}")
    published = ballot.get("result")
    if not published:
        print("The file holds no result to compare with.")
        return 0
    names = ("name", *VOTES, "outcome")
    same = [{name: group[name] for name in names} for group in published["groups"]] == groups
    same = same and published["outcome"] == outcome
    print("This is the result in the file." if same else "THIS IS NOT THE RESULT IN THE FILE.")
    return 0 if same else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python3 recount.py ballot.json")
    raise SystemExit(main(sys.argv[1]))

"""A result in plain words: one sentence for the history, a paragraph for the decision."""

from collections.abc import Sequence

from proposals.models import Proposal
from subcommittees.counting import APPROVE, NO_QUORUM, NOT_COUNTED, REJECT, recommended
from subcommittees.models import Ballot

OUTCOMES = {APPROVE: "Approved", REJECT: "Not approved", NO_QUORUM: "No quorum", NOT_COUNTED: "Nobody voted"}
GROUP_OUTCOMES = {APPROVE: "Approve", REJECT: "Reject", NOT_COUNTED: "Does not count"}
SPELT = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
DECIDED = {
    "change_board_approves": "The Change Board voted to approve {} under Self-Governance.",
    "change_board_rejects": "The Change Board voted not to approve {} under Self-Governance.",
    "change_board_recommends": "The Change Board recommends to the Authority that {} be approved.",
    "change_board_recommends_rejection": "The Change Board recommends to the Authority that {} be rejected.",
}


def spelt(number: int) -> str:
    return SPELT[number] if number < len(SPELT) else str(number)


def outcome_words(result: dict) -> str:
    return OUTCOMES[result["outcome"]]


def result_sentence(result: dict) -> str:
    """“Approved: three of the four Party Categories that voted approve.”"""
    if result["outcome"] == NO_QUORUM:
        return f"No quorum: {took_part(result)}, and {spelt(result['quorum'])} are needed. Nothing is decided."
    if not result["counted"]:
        return "Not approved: nobody voted for or against it."
    return f"{outcome_words(result)}: {_share(result)}."


def took_part(result: dict) -> str:
    return f"{spelt(result['voted'])} {'seat' if result['voted'] == 1 else 'seats'} took part"


def _share(result: dict) -> str:
    approving, counted = result["approving"], result["counted"]
    if counted == 1:
        return f"the one Party Category that voted {'approves' if approving else 'does not'}"
    verb = "approves" if approving == 1 else "approve"
    return f"{spelt(approving)} of the {spelt(counted)} Party Categories that voted {verb}"


def votes_sentence(result: dict) -> str:
    """“Large Suppliers: 2 to approve, 1 to reject, none abstaining; …”"""
    return "; ".join(_group_words(group) for group in result["groups"] if group["seats"]) + "."


def _group_words(group: dict) -> str:
    numbers = [(group["approve"], "to approve"), (group["reject"], "to reject"), (group["abstain"], "abstaining")]
    counted = [f"{number} {what}" for number, what in numbers if number]
    return f"{group['name']}: {', '.join(counted) or 'no vote'}"


def decision_words(proposal: Proposal, ballots: Sequence[Ballot], key: str) -> str:
    """The words of the step that the outcome makes, composed from the result."""
    parts = [DECIDED[key].format(_what(proposal, ballots))]
    if len(ballots) == 1:
        return " ".join([*parts, _detail(ballots[0])])
    return "\n\n".join([*parts, *[f"{ballot.solution}. {_detail(ballot)}" for ballot in ballots]])


def _detail(ballot: Ballot) -> str:
    return f"{result_sentence(ballot.result)} {votes_sentence(ballot.result)}"


def added_words(words: str, ballots: int) -> str:
    """What somebody wrote beside what ``decision_words`` composed from the result of so many ``ballots``."""
    begins = tuple(sentence.partition("{}")[0] for sentence in DECIDED.values())
    if not ballots or not words.startswith(begins):
        return words
    composed = 1 if ballots == 1 else 1 + ballots
    return "\n\n".join(words.split("\n\n")[composed:])


def _what(proposal: Proposal, ballots: Sequence[Ballot]) -> str:
    best = best_of(ballots)
    if len(ballots) == 1 or not best:
        return proposal.reference
    return f"{proposal.reference} with {_joined(best)}"


def best_of(ballots: Sequence[Ballot]) -> list[Ballot]:
    return [ballots[place] for place in recommended([ballot.result for ballot in ballots])]


def _joined(best: list[Ballot]) -> str:
    return " or ".join(str(ballot.alternative) if ballot.alternative else "the Proposed Solution" for ballot in best)


def recommended_words(ballots: Sequence[Ballot]) -> str:
    """Which solution has the most support, or that several have as much, or that none is approved."""
    best = best_of(ballots)
    if not best:
        return "None of the solutions is approved"
    if len(best) > 1:
        return f"{' and '.join(ballot.solution for ballot in best)} have the same support"
    return best[0].solution

"""How what was recommended and what was resolved is said, for pages, papers, minutes and the words of a step."""

from subcommittees.models import Recommendation, Resolution

Verb, Outcome = Recommendation.Verb, Resolution.Outcome
PAST = {
    Verb.AGREE: "Agreed",
    Verb.APPROVE: "Approved",
    Verb.DETERMINE: "Determined",
    Verb.DISCUSS: "Discussed",
    Verb.NOTE: "Noted",
    Verb.PROVIDE: "Provided",
    Verb.RECOMMEND: "Recommended",
}
TO = {
    "proposer": "to the Proposer",
    "csc": "to the Change Sub-Committee",
    "panel": "to the Panel",
    "change_board": "to the Change Board",
    "authority": "to the Authority",
}
THAT = "that "


def asked(recommendation: Recommendation) -> str:
    """“RECOMMEND to the Panel that, if the Proposer decides to proceed, DP075 is ready …”."""
    return f"{recommendation.verb} {tail(recommendation)}"


def tail(recommendation: Recommendation) -> str:
    """What follows the verb: to whom, on which condition, what."""
    text, condition = recommendation.text.strip().rstrip(".;"), recommendation.condition.strip().rstrip(",")
    if condition and text.startswith(THAT):
        text = f"that, {condition}, {text.removeprefix(THAT)}"
    elif condition:
        text = f"{text}, {condition}"
    return " ".join(part for part in (TO.get(recommendation.addressee, ""), text) if part)


def resolved(recommendation: Recommendation, outcome: str, words: str = "") -> str:
    """What the body did with it, as a sentence that ends in a full stop."""
    words = words.strip()
    if outcome == Outcome.AMENDED:
        return _stopped(f"Agreed, in other words: {words}")
    if outcome == Outcome.AGREED:
        return _with(f"{PAST[recommendation.verb]} {tail(recommendation)}", words)
    verb = recommendation.verb.lower()
    if outcome == Outcome.NOT_AGREED:
        return _with(f"Did not {verb} {tail(recommendation)}", words)
    if recommendation.verb == Verb.NOTE:
        return _with(f"Noted {tail(recommendation)}", words)
    return _with(f"Noted the recommendation to {verb} {tail(recommendation)}", words)


def _with(sentence: str, words: str) -> str:
    return f"{_stopped(sentence)} {_stopped(words)}".strip()


def _stopped(sentence: str) -> str:
    return sentence if not sentence or sentence.endswith((".", "!", "?")) else f"{sentence}."

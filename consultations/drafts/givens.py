"""What is given to a question, checked against what the question asks for. A draft may be as incomplete as it likes; it
may hold nothing that no answer can be."""

from audit.acts import Refused
from consultations.drafts.limits import check_length
from consultations.models import Agreement, Asks, Question

NOTHING_GIVEN = {
    "agreement": "",
    "chosen": [],
    "day": None,
    "least": None,
    "most": None,
    "text": "",
    "confidential": False,
}
ONLY_FOR = {"agreement": Asks.AGREEMENT, "chosen": Asks.CHOICE, "day": Asks.DATE, "least": Asks.COST, "most": Asks.COST}


def checked(question: Question, given: dict) -> dict:
    """All the fields of an answer: what is not given is nothing, and what the question does not ask for is dropped."""
    values = {**NOTHING_GIVEN, **{name: given[name] for name in NOTHING_GIVEN if name in given}}
    for name, asks in ONLY_FOR.items():
        if question.asks != asks:
            values[name] = NOTHING_GIVEN[name]
    _check_agreement(values["agreement"])
    _check_choice(question, values["chosen"])
    _check_cost(values["least"], values["most"])
    check_length(values["text"])
    return values


def _check_agreement(agreement: str) -> None:
    if agreement and agreement not in Agreement.values:
        raise Refused("Choose one of the answers listed.", "agreement")


def _check_choice(question: Question, chosen: list[str]) -> None:
    if not set(chosen) <= set(question.options):
        raise Refused("Choose from the answers listed.", "chosen")
    if len(chosen) > 1 and not question.several:
        raise Refused("Choose one of the answers listed.", "chosen")


def _check_cost(least: int | None, most: int | None) -> None:
    if (least is None) != (most is None):
        raise Refused("A cost is a range: give the least and the most.", "most")
    if least is not None and not 0 <= least <= most:
        raise Refused("The most is less than the least: turn them round.", "most")

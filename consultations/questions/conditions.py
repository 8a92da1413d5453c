"""Which questions apply to what somebody has answered so far. Nothing here asks the database or writes.

``questions`` are those of one set; ``answers`` maps the key of a question to what was given: a ``DraftAnswer``, a
``QuestionAnswer`` or a dictionary with the same names.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

from consultations.models import Agreement, Asks, Question

LEADING = (Asks.AGREEMENT, Asks.CHOICE)
PARTS = ("agreement", "chosen", "day", "least", "most", "text")


class Standing(Enum):
    """Where a question stands for one respondent."""

    ASKED = "asked"
    DOES_NOT_APPLY = "does_not_apply"
    NO_LONGER_ASKED = "no_longer_asked"


def part_of(given, name: str):
    if given is None:
        return None
    return given.get(name) if isinstance(given, Mapping) else getattr(given, name, None)


def is_something(value) -> bool:
    """An amount of nothing is something; blanks and a box that is not ticked are nothing."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != []


def is_answered(given) -> bool:
    """Whether anything was said at all."""
    return any(is_something(part_of(given, name)) for name in PARTS)


def values_of(given) -> set[str]:
    """What a condition may ask about: the agreement, or the options that were chosen."""
    return {value for value in (part_of(given, "agreement"), *(part_of(given, "chosen") or ())) if value}


def standings(questions: Iterable[Question], answers: Mapping) -> dict[int, Standing]:
    """By the key of each question. One that was withdrawn is asked no more; one asked after certain answers only
    applies where the earlier question itself applies and has one of them."""
    found: dict[int, Standing] = {}
    for question in in_order(questions):
        found[question.pk] = _standing(question, found, answers)
    return found


def _standing(question: Question, earlier: Mapping[int, Standing], answers: Mapping) -> Standing:
    if question.withdrawn_at is not None:
        return Standing.NO_LONGER_ASKED
    if question.only_if_id is None:
        return Standing.ASKED
    is_asked = earlier.get(question.only_if_id) is Standing.ASKED
    met = is_asked and values_of(answers.get(question.only_if_id)) & set(question.only_if_answers)
    return Standing.ASKED if met else Standing.DOES_NOT_APPLY


def in_order(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: question.number)


def applying(questions: Iterable[Question], answers: Mapping) -> list[Question]:
    """Those that this respondent is asked, in their order."""
    questions = in_order(questions)
    found = standings(questions, answers)
    return [question for question in questions if found[question.pk] is Standing.ASKED]


def missing(questions: Iterable[Question], answers: Mapping) -> list[Question]:
    """Those that have to be answered, apply, and are not."""
    asked = applying(questions, answers)
    return [question for question in asked if question.required and not is_answered(answers.get(question.pk))]


def set_aside(questions: Iterable[Question], answers: Mapping) -> list[Question]:
    """Those that do not apply although something was answered to them: it is kept, and marked."""
    return _answered(questions, answers, Standing.DOES_NOT_APPLY)


def no_longer_asked(questions: Iterable[Question], answers: Mapping) -> list[Question]:
    """Those that were withdrawn after this respondent had begun to answer them: their words stay in the draft."""
    return _answered(questions, answers, Standing.NO_LONGER_ASKED)


def _answered(questions: Iterable[Question], answers: Mapping, standing: Standing) -> list[Question]:
    questions = in_order(questions)
    found = standings(questions, answers)
    return [q for q in questions if found[q.pk] is standing and is_answered(answers.get(q.pk))]


def never_asked(questions: Iterable[Question]) -> list[Question]:
    """Those that stand and that yet nobody can reach any more, because what leads to them was withdrawn."""
    found: dict[int, bool] = {}
    unreachable = []
    for question in in_order(questions):
        stands = question.withdrawn_at is None
        leads = question.only_if_id is None or found.get(question.only_if_id, False)
        found[question.pk] = stands and leads
        if stands and not leads:
            unreachable.append(question)
    return unreachable


def headed(questions: Iterable[Question]) -> list[tuple[str, Question]]:
    """Each with the heading that stands above it: that of its group, above the first of them."""
    found, last = [], ""
    for question in in_order(questions):
        found.append((question.group if question.group != last else "", question))
        last = question.group
    return found


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The answers that may be chosen, as value and words."""
    if question.asks == Asks.AGREEMENT:
        return list(Agreement.choices)
    return [(option, option) for option in question.options]


def condition_words(question: Question) -> str:
    """“If you answered ‘No’ to question 3”; nothing where everybody is asked. Needs ``only_if`` at hand."""
    if question.only_if_id is None:
        return ""
    words = dict(choices_of(question.only_if))
    answers = " or ".join(f"“{words.get(value, value)}”" for value in question.only_if_answers)
    return f"If you answered {answers} to question {question.only_if.number}"

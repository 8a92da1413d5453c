"""What was read, as if somebody had typed it into the form on which it is confirmed."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict

from consultations.intake.sections import SIGNED_BY
from consultations.intake.shapes import AskedQuestion, ReadResponse
from consultations.models import Question
from consultations.questions.form import field_name

SPARE_ROWS = 2
NAMED = re.compile(r"organi[sz]ation|company|respondent|response", re.IGNORECASE)
Typed = dict[str, list[str]]
PAGE, COUNT = "page", "c-count"  # what a form holds besides: which page it was sent from, and how many rows it has


def asked_of(questions: Iterable[Question]) -> list[AskedQuestion]:
    return [AskedQuestion(of.number, of.text, of.asks, tuple(of.options)) for of in questions]


def kept(response: ReadResponse) -> dict:
    """As it is stored."""
    return json.loads(json.dumps(asdict(response)))


def typed(read: dict, questions: Iterable[Question], organisations: Iterable = ()) -> Typed:
    """``read``: a ``ReadResponse`` as it was stored; ``organisations``: those that bear a name which it says."""
    by_number = {question.number: question for question in questions}
    found: Typed = {"general_comments": [read["general_comments"]]}
    for answer in read["answers"]:
        if question := by_number.get(answer["number"]):
            found |= _answer(question, answer)
    for row, clause in enumerate(read["clauses"]):
        found |= _clause(row, clause)
    found[COUNT] = [str(len(read["clauses"]) + SPARE_ROWS)]
    found |= {"signed_by": signed[:1]} if (signed := signed_in(read)) else {}
    found |= read["head"]
    whose = [organisation.pk for organisation in organisations]
    return found | ({"organisation": [str(whose[0])]} if len(whose) == 1 else {})


def from_one_page(typed: Typed, other: Typed) -> bool:
    """Whether both were sent from the same opened page, and not from two, be they of one person."""
    return bool(typed.get(PAGE)) and typed[PAGE] == other.get(PAGE)


def says_the_same(typed: Typed, other: Typed) -> bool:
    return {**typed, PAGE: []} == {**other, PAGE: []}


def names_in(read: dict) -> list[str]:
    """By which the respondent may stand in the directory."""
    return [detail["text"] for detail in read["respondents"] if NAMED.match(detail["label"])]


def signed_in(read: dict) -> list[str]:
    return [detail["text"] for detail in read["respondents"] if detail["label"] == SIGNED_BY]


def _answer(question: Question, answer: dict) -> Typed:
    values = {part: [answer[part]] for part in ("agreement", "text", "day", "least", "most") if answer[part]}
    if answer["chosen"]:
        values["chosen"] = list(answer["chosen"])
    if answer["confidential"]:
        values["confidential"] = ["on"]
    return {field_name(question, part): value for part, value in values.items()}


def _clause(row: int, clause: dict) -> Typed:
    values = {
        "as_written": clause["as_written"],
        "clause": clause["reference"],
        "operation": clause["operation"],
        "anchor": clause["anchor"],
        "text": clause["text"],
    }
    return {f"c{row}-{name}": [value] for name, value in values.items()}

"""What was read, for the page on which it is put right: beside each part of the form what the original says."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from consultations.intake.typed import COUNT, PAGE


@dataclass(frozen=True)
class Row:
    """``form``: a question's or a clause's; ``read``: what was read for it, or nothing."""

    form: object
    read: dict | None

    @property
    def doubts(self) -> list[str]:
        return list(self.read["doubts"]) if self.read else []


class Beside:
    """``read``: a ``ReadResponse`` as it was stored; ``entry``: the form."""

    def __init__(self, read: dict, entry):
        self.read, self.entry = read, entry

    @cached_property
    def questions(self) -> list[Row]:
        answers = {answer["number"]: answer for answer in self.read["answers"]}
        return [Row(form, answers.get(form.question.number)) for form in self.entry.sheet.forms]

    @cached_property
    def clauses(self) -> list[Row]:
        read = self.read["clauses"]
        return [Row(form, read[form.row] if form.row < len(read) else None) for form in self.entry.clauses]

    @property
    def leftover(self) -> Iterable[dict]:
        """What stands nowhere in the form; answers to questions that are no longer asked among it, and comments on
        clauses that have no row."""
        shown = {row.form.question.number for row in self.questions}
        yield from self.read["leftover"]
        for answer in self.read["answers"]:
            if answer["number"] not in shown:
                yield {**answer, "why": f"answers question {answer['number']}, which is no longer asked"}

        for clause in self.without_row:
            text = clause["remark"] or clause["as_written"]
            yield {**clause, "text": text, "why": f"a comment on {clause['as_written']} that has no row above"}

    @property
    def without_row(self) -> list[dict]:
        return self.read["clauses"][len(self.entry.clauses) :]

    @property
    def too_many(self) -> str:
        """More comments on clauses than one response holds."""
        if not (self.entry.is_full and self.without_row):
            return ""
        read, rows = len(self.read["clauses"]), len(self.entry.clauses)
        return (
            f"The original makes {read} comments on clauses, and a response holds at most {rows}. The others are left "
            "over: put them into the general comments, word for word."
        )

    @property
    def warnings(self) -> list[str]:
        return [*self.read["warnings"], *([self.too_many] if self.too_many else [])]

    @property
    def doubted(self) -> int:
        """How many places have something to be confirmed."""
        answers = sum(bool(answer["doubts"]) for answer in self.read["answers"])
        return answers + sum(bool(clause["why"]) for clause in self.read["clauses"])


@dataclass(frozen=True)
class Change:
    label: str
    theirs: str


def changes(entry, mine: dict, theirs: dict) -> list[Change]:
    """What somebody else has in the fields that differ."""
    names = [name for name in (theirs.keys() | mine.keys()) - {PAGE, COUNT} if mine.get(name) != theirs.get(name)]
    labels = {field.html_name: _label(field) for field in entry}
    return [Change(labels.get(name, name), ", ".join(theirs.get(name) or ["nothing"])) for name in sorted(names)]


def _label(field) -> str:
    question = getattr(field.form, "question", None)
    if question is not None:
        return f"Question {question.number}: {field.label}"
    row = getattr(field.form, "row", None)
    return field.label if row is None else f"Clause {row + 1}: {field.label}"

"""How well the importer reads: for each field, what share of the proposed is right and what share of the right is
proposed. Words are counted one by one, everything else as a whole."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from consultations.intake.reading import read
from consultations.intake.shapes import ReadResponse
from tests.consultations.corpus import Variant, Written, asked_questions

FIELDS = (
    "question", "agreement", "answer text", "general comments", "clause", "operation", "anchor", "clause text",
)  # fmt: skip


@dataclass
class Score:
    right: int = 0
    proposed: int = 0
    expected: int = 0

    def add(self, proposed: Counter, expected: Counter) -> None:
        self.right += (proposed & expected).total()
        self.proposed += proposed.total()
        self.expected += expected.total()

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


@dataclass
class Scores:
    of: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in FIELDS})

    def add(self, proposed: dict[str, Counter], expected: dict[str, Counter]) -> None:
        for name in FIELDS:
            self.of[name].add(proposed[name], expected[name])

    def plus(self, other: "Scores") -> None:
        for name, score in other.of.items():
            self.of[name].right += score.right
            self.of[name].proposed += score.proposed
            self.of[name].expected += score.expected


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def plain(text: str) -> str:
    return " ".join(words(text))


def _counted(answers: Iterable[tuple], clauses: Iterable[tuple], general: str) -> dict[str, Counter]:
    """``answers``: number, agreement and text; ``clauses``: key, operation, anchor and text."""
    out = {name: Counter() for name in FIELDS}
    for number, agreement, text in answers:
        out["question"][number, plain(text)[:24]] += 1
        out["agreement"].update([(number, agreement)] if agreement else [])
        out["answer text"].update((number, word) for word in words(text))
    for key, operation, anchor, text in clauses:
        out["clause"][key] += 1
        out["operation"][key, operation] += 1
        out["anchor"].update([(key, plain(anchor))] if anchor else [])
        out["clause text"].update([(key, plain(text))] if text else [])
    out["general comments"].update(words(general))
    return out


def proposed_of(response: ReadResponse) -> dict[str, Counter]:
    return _counted(
        ((answer.number, answer.agreement, answer.text) for answer in response.answers),
        ((of.reference or of.as_written, of.operation, of.anchor, of.text) for of in response.clauses),
        response.general_comments,
    )


def expected_of(written: Written) -> dict[str, Counter]:
    return _counted(
        ((asked.number, asked.agreement, asked.text) for asked in written.questions),
        ((on.key, on.operation, on.anchor, on.text) for on in written.clauses),
        "\n\n".join(written.general),
    )


NOTHING = {name: Counter() for name in FIELDS}


def scores_of(variant: Variant) -> tuple[Scores, list[ReadResponse]]:
    """A respondent too many or too few counts against every field."""
    responses = read(variant.lines, asked_questions())
    scores = Scores()
    for place in range(max(len(responses), len(variant.expected))):
        proposed = proposed_of(responses[place]) if place < len(responses) else NOTHING
        expected = expected_of(variant.expected[place]) if place < len(variant.expected) else NOTHING
        scores.add(proposed, expected)
    return scores, responses

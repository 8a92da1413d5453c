"""What was answered to a consultation, counted and told, as plain values: for its own documents and for reports."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Question:
    """``answer``: what an answer is, in words; ``condition``: “If you answered ‘No’ to question 3”; ``withdrawn``: why
    it is no longer asked."""

    number: int
    text: str
    answer: str
    group: str = ""
    help: str = ""
    condition: str = ""
    required: bool = False
    withdrawn: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """Stands in a text for what several said. ``number``: of the passage; ``question``: at which it is printed, where
    that is another one."""

    number: int
    question: int | None = None


@dataclass(frozen=True)
class Said:
    """``value``: the answer that was chosen, in words, empty where none was; ``text``: as this edition may hold
    it, piece by piece."""

    who: str
    category: str
    value: str = ""
    text: tuple[str | Elsewhere, ...] = ()
    confidential: bool = False

    @property
    def is_silent(self) -> bool:
        return all(isinstance(piece, str) and not piece.strip() for piece in self.text)


@dataclass(frozen=True)
class Passage:
    """What stands in several responses, or at several questions, in the same words. ``number`` counts within the
    document; ``places``: where it stands in all."""

    number: int
    text: str
    said_by: tuple[Said, ...]
    places: int


@dataclass(frozen=True)
class Tally:
    """How many gave an answer, by their category; ``label`` is that answer in words."""

    label: str
    by_category: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.by_category)


@dataclass(frozen=True)
class Range:
    """Of the dates, or the costs in pence, that were given."""

    count: int
    least: date | int
    most: date | int


@dataclass(frozen=True)
class Answered:
    """``answered``: by how many, in confidence too; ``hidden``: how many of these did. What else is counted, is of all
    in SECAS’s edition, and in the public one of what is published: how many of which category spoke in confidence
    would tell who did. ``open_alone``: those are counted who answered openly; whether others did is not told.
    ``summary``: SECAS’s own sentence on it."""

    question: Question
    answered: int
    hidden: int = 0
    tallies: tuple[Tally, ...] = ()
    between: Range | None = None
    said: tuple[Said, ...] = ()
    passages: tuple[Passage, ...] = ()
    summary: str = ""
    of_all: bool = False
    open_alone: bool = False


@dataclass(frozen=True)
class Point:
    """What respondents made out, and what became of it; ``made_by``: how many responses."""

    number: int
    text: str
    made_by: int
    disposition: str = ""
    reply: str = ""
    beside: str = ""  # with which point it was merged, or to which body it was referred
    adopted_in: str = ""


@dataclass(frozen=True)
class Told:
    """A consultation that is over, as a report tells of it. ``published``: whether the responses are; before that only
    their number is told. What is counted is counted as in ``Collated``."""

    key: int
    kind: str
    kind_name: str
    address: str
    opened_on: date
    closes_on: date
    working_days: int
    published: bool
    count: int
    by_category: tuple[tuple[str, int], ...] = ()
    positions: tuple[Tally, ...] = ()
    hidden: int = 0
    late: int = 0
    refused: int = 0
    withdrawn: int = 0
    questions: tuple[Answered, ...] = ()
    points: tuple[Point, ...] = ()
    for_secas: bool = False

    @property
    def is_open_in_part(self) -> bool:
        return bool(self.hidden)

    @property
    def tells_all(self) -> bool:
        """Nothing waits for its publication."""
        return self.published or not self.count

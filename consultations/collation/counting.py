"""How many of which category answered what: for one reader, and of nothing that this reader may not know.

SECAS counts every submission that counts. For everybody else the numbers are of what is published: a count by category
would name a respondent wherever a category has few, so that what was said in confidence is one number and no more
(docs/decisions/comments-in-confidence.md). An answer to a question is no stand on the change: that is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import NamedTuple

from django.db.models import BooleanField, Case, Q, Value, When

from accounts.models import Category
from consultations.models import Agreement, Asks, Consultation, Position, Question, QuestionAnswer, Submission
from consultations.questions.conditions import Standing, standings

WORDS = "words"  # answered, but with no value: in words alone
WORDS_LABEL = "In words only"
NOT_SAID = "not_said"
OPEN_ALONE = "Any answer in confidence is not counted here."


class Who(NamedTuple):
    """A submission that counts. ``held_back``: since responses were published, and it is not."""

    key: int
    category: str
    position: str
    in_confidence: bool
    held_back: bool


class Given(NamedTuple):
    """An answer, without its words."""

    question: int
    submission: int
    agreement: str
    chosen: list[str]
    day: date | None
    least: int | None
    most: int | None
    in_confidence: bool
    says: bool


@dataclass(frozen=True)
class Costs:
    """In pence, of the middles of what was given."""

    count: int
    least: int
    middle: float
    most: int


@dataclass
class Row:
    """Those of one category, or all: by value how many, and how many said nothing or were not asked. ``hidden``: how
    many spoke in confidence, of whom this reader counts nothing else; where that is not told they are among the
    ``unanswered``. ``in_confidence``: how many of the answered did, for SECAS. ``open_alone``: those who answered are
    counted as far as they did so openly; whether others did is not told."""

    category: str
    values: Counter = field(default_factory=Counter)
    answered: int = 0
    unanswered: int = 0
    not_asked: int = 0
    hidden: int = 0
    in_confidence: int = 0
    open_alone: bool = False
    pence: list[tuple[int, int]] = field(default_factory=list)

    @property
    def together(self) -> int:
        return self.answered + self.unanswered + self.not_asked + self.hidden

    @property
    def costs(self) -> Costs | None:
        if not self.pence:
            return None
        middles = [(least + most) / 2 for least, most in self.pence]
        return Costs(len(self.pence), min(p[0] for p in self.pence), median(middles), max(p[1] for p in self.pence))


@dataclass(frozen=True)
class Tally:
    """``columns``: value and words of what anybody may have answered, in their order."""

    question: Question
    columns: list[tuple[str, str]]
    rows: list[Row]
    all: Row


@dataclass(frozen=True)
class Counts:
    """``responses``: all that count, for others than SECAS all of those that are published; ``in_confidence``: how many
    of them are so as a whole; ``held_back``: how many of them wait to be published after the others; ``late``: how many
    wait for SECAS to say whether they count (for SECAS)."""

    responses: int
    in_confidence: int
    held_back: int
    late: int
    categories: dict[str, int]
    positions: dict[str, Counter]
    tallies: list[Tally]

    @property
    def takes_position(self) -> bool:
        return any(value != NOT_SAID for counter in self.positions.values() for value in counter)


def counted(consultation: Consultation, *, secas: bool, number: int | None = None) -> Counts:
    """Of every question, or of the one with that ``number``. Three queries, for SECAS four."""
    questions = list(consultation.questions.questions.select_related("only_if").order_by("number"))
    everybody = [who for who in _who(consultation) if secas or not who.held_back]
    whole = [who for who in everybody if secas or not who.in_confidence]
    wanted = [question for question in questions if number in (None, question.number)]
    answers = _answers(consultation, wanted if not any(q.only_if_id for q in wanted) else questions)
    asked = _asked(questions, whole, answers, secas)
    return Counts(
        responses=len(everybody),
        in_confidence=sum(who.in_confidence for who in everybody),
        held_back=sum(who.held_back for who in everybody),
        late=Submission.objects.undecided().filter(response__consultation=consultation).count() if secas else 0,
        categories=_by_category(whole),
        positions=_positions(whole),
        tallies=[_tally(q, whole, answers[q.pk], asked, secas) for q in wanted],
    )


def _who(consultation: Consultation) -> list[Who]:
    found = Submission.objects.counting().filter(response__consultation=consultation).order_by("response__number", "pk")
    return [Who(*row) for row in found.values_list("pk", "category", "position", "confidential", "held_back")]


def _answers(consultation: Consultation, questions: Iterable[Question]) -> dict[int, dict[int, Given]]:
    """By question, and in it by submission."""
    found = QuestionAnswer.objects.of_those_that_count().filter(
        submission__response__consultation=consultation, question__in=[question.pk for question in questions]
    )
    says = Case(When(Q(text=""), then=Value(False)), default=Value(True), output_field=BooleanField())
    names = ("question", "submission", "agreement", "chosen", "day", "least", "most", "confidential", "says")
    by_question: dict[int, dict[int, Given]] = defaultdict(dict)
    for row in found.order_by().annotate(says=says).values_list(*names):
        by_question[row[0]][row[1]] = Given(*row)
    return by_question


def _by_category(whole: Iterable[Who]) -> dict[str, int]:
    counts = Counter(who.category for who in whole)
    return {category: counts[category] for category in Category.values if counts[category]}


def _positions(whole: Iterable[Who]) -> dict[str, Counter]:
    found: dict[str, Counter] = defaultdict(Counter)
    for who in whole:
        found[who.category][who.position or NOT_SAID] += 1
    return {category: found[category] for category in Category.values if category in found}


def position_columns() -> list[tuple[str, str]]:
    return [*Position.choices, (NOT_SAID, "Not said")]


def _asked(questions: list[Question], whole: list[Who], answers, secas: bool) -> dict[int, set[int]]:
    """Of each question that not everybody is asked, the submissions to which it applies, as far as this reader may know
    what it depends on."""
    if not any(question.only_if_id for question in questions):
        return {}
    found: dict[int, set[int]] = {question.pk: set() for question in questions if question.only_if_id}
    for who in whole:
        known = {pk: by[who.key] for pk, by in answers.items() if who.key in by}
        given = {pk: answer for pk, answer in known.items() if secas or not answer.in_confidence}
        for pk, standing in standings(questions, given).items():
            if pk in found and standing is Standing.ASKED:
                found[pk].add(who.key)
    return found


def _tally(question: Question, whole: list[Who], answers: dict[int, Given], asked, secas: bool) -> Tally:
    rows = {category: Row(category) for category in _by_category(whole)}
    everybody = Row("")
    for who in whole:
        for row in (rows[who.category], everybody):
            _count(row, who, answers.get(who.key), applies=who.key in asked.get(question.pk, {who.key}), secas=secas)
    if not secas:
        _hide(list(rows.values()), everybody)
    return Tally(question, _columns(question, everybody), list(rows.values()), everybody)


def _count(row: Row, who: Who, given: Given | None, *, applies: bool, secas: bool) -> None:
    if given is None:
        row.unanswered += applies
        row.not_asked += not applies
    elif given.in_confidence and not secas:
        row.hidden += 1
    else:
        row.answered += 1
        row.in_confidence += given.in_confidence or who.in_confidence
        row.values.update(_values(given))
        if given.least is not None:
            row.pence.append((given.least, given.most))


def _hide(rows: list[Row], everybody: Row) -> None:
    """By category what was said in confidence stands with what was not said: which it was is not told. Of all it stands
    apart, but not where that would tell it: where fewer said nothing in all than are silent in one category, some of
    that category spoke in confidence."""
    for row in rows:
        row.unanswered, row.hidden = row.unanswered + row.hidden, 0
    if any(row.unanswered > everybody.unanswered for row in rows):
        everybody.unanswered, everybody.hidden = everybody.unanswered + everybody.hidden, 0
    everybody.open_alone = bool(everybody.unanswered) and not everybody.hidden


def _values(given: Given) -> list[str]:
    if given.agreement:
        return [given.agreement]
    if given.chosen:
        return list(given.chosen)
    if given.day:
        return [given.day.isoformat()]
    return [] if given.least is not None else [WORDS]


def _columns(question: Question, everybody: Row) -> list[tuple[str, str]]:
    words = [(WORDS, WORDS_LABEL)] if everybody.values[WORDS] else []
    if question.asks == Asks.AGREEMENT:
        return [*Agreement.choices, *words]
    if question.asks == Asks.CHOICE:
        return [*((option, option) for option in question.options), *words]
    if question.asks == Asks.DATE:
        return [*_days(everybody.values), *words]
    return words


def _days(values: Counter) -> list[tuple[str, str]]:
    days = sorted(value for value in values if value != WORDS)
    return [(day, f"{date.fromisoformat(day):%-d %b %Y}") for day in days]

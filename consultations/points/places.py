"""A passage: a place in what was submitted, with the words that stand there."""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from audit.acts import Refused
from consultations.models import ClauseComment, Consultation, QuestionAnswer, Submission

ANSWER, CLAUSE, GENERAL = "answer", "clause_comment", "general_of"
LETTERS = {"a": ANSWER, "c": CLAUSE, "g": GENERAL}
MODELS = {ANSWER: QuestionAnswer, CLAUSE: ClauseComment, GENERAL: Submission}
LETTER_OF = {kind: letter for letter, kind in LETTERS.items()}


@dataclass(frozen=True)
class Place:
    """``kind``: which of the three it is, as ``Said`` names them; ``row``: the answer, comment or submission."""

    kind: str
    row: object

    @property
    def key(self) -> str:
        """“a17”: how a form and an address name it."""
        return f"{LETTER_OF[self.kind]}{self.row.pk}"

    @property
    def anchor(self) -> str:
        """How a page that others read names it: keys follow one another within a response, so that they would tell
        which texts are of one respondent."""
        return f"text-{salted_hmac('a text of a response', self.key).hexdigest()[:16]}"

    @property
    def words(self) -> str:
        """What was said there. Of a comment on a clause also the words at which it applies."""
        if self.kind == GENERAL:
            return self.row.general_comments
        if self.kind == CLAUSE:
            return "\n".join(filter(None, (self.row.anchor, self.row.text)))
        return self.row.text

    @property
    def submission(self) -> Submission:
        return self.row if self.kind == GENERAL else self.row.submission

    @property
    def is_in_confidence(self) -> bool:
        """Read by its own people and SECAS alone."""
        own = self.kind != GENERAL and self.row.confidential
        return own or self.submission.confidential

    @property
    def says_something(self) -> bool:
        return self.kind == CLAUSE or bool(self.words.strip())

    @property
    def of(self) -> dict:
        """The columns of a ``Said`` that is of this place."""
        return {self.kind: self.row}

    @property
    def where(self) -> str:
        """“Question 5”, “Clause L8.7”, “A clause”, “General comments”: nothing in words of the respondent."""
        if self.kind == ANSWER:
            return f"Question {self.row.question.number}"
        if self.kind == CLAUSE:
            return f"Clause {self.row.clause}" if self.row.clause else "A clause"
        return "General comments"

    @property
    def where_as_written(self) -> str:
        """The same, for SECAS and the respondent’s own people: a clause that cannot be read as it was written."""
        is_unread = self.kind == CLAUSE and not self.row.clause
        return f"Clause “{self.row.as_written}”" if is_unread else self.where


def rows_of(consultation: Consultation, kind: str):
    """Those of the submissions that count, with what a page needs of them. One query."""
    if kind == GENERAL:
        found = Submission.objects.counting().filter(response__consultation=consultation)
        return found.exclude(general_comments="").select_related("response__organisation")
    rows = MODELS[kind].objects.of_those_that_count()
    rows = rows.filter(submission__response__consultation=consultation)
    beside = ["submission__response__organisation", *(["question"] if kind == ANSWER else [])]
    return rows.select_related(*beside)


def passages(consultation: Consultation, responses=None) -> list[Place]:
    """Every comment on a clause and every text that counts, in the order of the questions, then of the clauses, then
    of the general comments; of these ``responses`` alone where they are given. Three queries."""
    orders = {
        ANSWER: ["question__number", "submission__response__number"],
        CLAUSE: ["clause", "submission__response__number", "place"],
        GENERAL: ["response__number"],
    }
    found = (
        Place(kind, row)
        for kind, order in orders.items()
        for row in _within(rows_of(consultation, kind), kind, responses).order_by(*order)
    )
    return [place for place in found if place.says_something]


def _within(rows, kind: str, responses):
    path = "response" if kind == GENERAL else "submission__response"
    return rows if responses is None else rows.filter(**{f"{path}__in": responses})


def place_named(consultation: Consultation, key: str) -> Place | None:
    """The passage that a form names; None where there is none such in this consultation."""
    kind, number = LETTERS.get(key[:1]), key[1:]
    if kind is None or not number.isdecimal() or len(number) > 15:
        return None
    row = rows_of(consultation, kind).filter(pk=number).first()
    place = Place(kind, row) if row else None
    return place if place and place.says_something else None


def places_named(consultation: Consultation, keys) -> list[Place]:
    """At most three queries; refused where one is not there (any more)."""
    wanted = list(dict.fromkeys(keys))
    found = {}
    for kind, letter in LETTER_OF.items():
        numbers = [key[1:] for key in wanted if key[:1] == letter and key[1:].isdecimal() and len(key) < 16]
        rows = rows_of(consultation, kind).filter(pk__in=numbers) if numbers else []
        found |= {place.key: place for row in rows if (place := Place(kind, row)).says_something}
    if any(key not in found for key in wanted):
        raise Refused("One of these passages does not count any more, or never did. Choose them again.", "places")
    return [found[key] for key in wanted]


def place_of(said) -> Place:
    """Where a ``Said`` is, as read with its rows."""
    kind = next(kind for kind in MODELS if getattr(said, f"{kind}_id"))
    return Place(kind, getattr(said, kind))


def key_of(said) -> str:
    """The key of its place; nothing is read for it."""
    kind = next(kind for kind in MODELS if getattr(said, f"{kind}_id"))
    return f"{LETTER_OF[kind]}{getattr(said, f'{kind}_id')}"


SAID_WITH = (
    "answer__question",
    "answer__submission__response__organisation",
    "clause_comment__submission__response__organisation",
    "general_of__response__organisation",
)

"""What industry is asked in the demo, what it answered, and what SECAS made of that."""

from dataclasses import dataclass
from datetime import date

from secmods.demo.shapes.questions import Question


@dataclass(frozen=True)
class Answer:
    """``least``, ``most``: a cost in pence."""

    question: int
    agreement: str = ""
    text: str = ""
    chosen: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    confidential: bool = False


@dataclass(frozen=True)
class OnClause:
    """``written``: the place as it was written; ``reference``: as a person reads it, where that is another (empty: it
    cannot be read). ``remark``: all that stands beside it."""

    written: str
    operation: str
    remark: str = ""
    reference: str | None = None
    repaired: bool = False
    anchor: str = ""
    text: str = ""


@dataclass(frozen=True)
class SentFile:
    """A Word file with one table. ``rows``: the first is its head."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Response:
    """``as_written``: its words are those of the response that stands in a file of its own. ``accepted``: one that came
    after the close counts, and why."""

    organisation: str
    on: date
    general: str = ""
    position: str = ""
    consents: bool = False
    answers: tuple[Answer, ...] = ()
    clauses: tuple[OnClause, ...] = ()
    files: tuple[SentFile, ...] = ()
    as_written: bool = False
    accepted: str = ""


@dataclass(frozen=True)
class WrittenAnswer:
    """``answer``: its paragraphs."""

    number: int
    asked: str
    agreement: str
    answer: tuple[str, ...]
    asks: str = ""


@dataclass(frozen=True)
class Written:
    """A long response: paragraphs of general comments, an answer to each question, comments on clauses."""

    general: tuple[str, ...]
    questions: tuple[WrittenAnswer, ...]
    clauses: tuple[OnClause, ...]


@dataclass(frozen=True)
class Passage:
    """What an organisation said to a question or on a clause (the place of the comment, from 1); where neither is
    given, its general comments. ``quote``: those words of it."""

    organisation: str
    question: int = 0
    clause: int = 0
    quote: str = ""


@dataclass(frozen=True)
class Tagged:
    tag: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Redacted:
    passage: Passage
    reason: str


@dataclass(frozen=True)
class HeldBack:
    """A file, by the title with which the organisation sent it."""

    organisation: str
    title: str
    reason: str


@dataclass(frozen=True)
class PointMade:
    """Open where it has no ``disposition``. ``referred_to``: the code of a committee."""

    text: str
    passages: tuple[Passage, ...]
    disposition: str = ""
    reply: str = ""
    referred_to: str = ""


@dataclass(frozen=True)
class NoPoint:
    reason: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Collated:
    """``published``: responses and settled points are."""

    on: date
    published: bool = False
    held_back: tuple[HeldBack, ...] = ()
    tags: tuple[Tagged, ...] = ()
    redacted: tuple[Redacted, ...] = ()
    points: tuple[PointMade, ...] = ()
    no_point: tuple[NoPoint, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What a respondent has begun to write and not sent."""

    organisation: str
    person: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Consultation:
    """``opened`` and ``closes``: left out for that on a report, which has the days of its window."""

    title: str
    introduction: str
    kind: str
    about: str = ""
    opened: date | None = None
    closes: date | None = None
    who_should_respond: str = ""
    invited: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    responses: tuple[Response, ...] = ()
    drafts: tuple[Draft, ...] = ()
    collated: Collated | None = None


@dataclass(frozen=True)
class OnTheCode:
    opened: date
    closes: date
    who_should_respond: str
    responses: tuple[Response, ...] = ()
    collated: Collated | None = None


@dataclass(frozen=True)
class Consultations:
    consultations: tuple[Consultation, ...]
    on_the_code: OnTheCode

"""What goes in and what comes out, as plain values."""

from dataclasses import dataclass, field

from consultations.models import Asks


@dataclass(frozen=True)
class AskedQuestion:
    number: int
    text: str
    asks: str = Asks.AGREEMENT
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line, paragraph or cell of the source; ``gap``: how many empty lines stand before it, ``whole``: the source
    itself says that it is a paragraph."""

    text: str
    where: str
    gap: int = 0
    whole: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class ReadAnswer:
    """``text`` is word for word, a leading Yes or No with it: the agreement is a reading of the words, not a part of
    them. ``also``: further questions that were printed together with this one and have no answer of their own."""

    number: int
    asked: str
    text: str
    where: str
    agreement: str = ""
    chosen: tuple[str, ...] = ()
    day: str = ""
    least: str = ""
    most: str = ""
    confidential: bool = False
    also: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts


@dataclass(frozen=True)
class ReadClause:
    """``remark`` is all that was said of the clause; ``anchor`` and ``text`` are taken out of it for the operation.
    ``reference`` as the house writes it, empty where it cannot be read; ``why``: of the repair, or what cannot be read.
    """

    as_written: str
    reference: str
    operation: str
    remark: str
    where: str
    anchor: str = ""
    text: str = ""
    repaired: bool = False
    why: str = ""


@dataclass(frozen=True)
class Detail:
    """What the respondent says of themselves, for example “Organisation”: “Harbour Energy Supply”."""

    label: str
    text: str
    where: str


@dataclass(frozen=True)
class Leftover:
    text: str
    where: str
    why: str


@dataclass(frozen=True)
class ReadResponse:
    """``head``: what a form of ours says of the respondent, by the fields on which it is confirmed."""

    general_comments: str = ""
    answers: tuple[ReadAnswer, ...] = ()
    clauses: tuple[ReadClause, ...] = ()
    leftover: tuple[Leftover, ...] = ()
    respondents: tuple[Detail, ...] = ()
    warnings: tuple[str, ...] = ()
    head: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, number: int) -> ReadAnswer | None:
        return next((answer for answer in self.answers if answer.number == number), None)

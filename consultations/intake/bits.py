"""A source in pieces, each of which comes to stand in exactly one place."""

from dataclasses import dataclass, replace
from enum import StrEnum

from consultations.intake.shapes import Line


class Place(StrEnum):
    OPEN = ""
    GENERAL = "general comments"
    QUESTION = "a question as printed"
    ANSWER = "an answer"
    CLAUSE = "a clause comment"
    DETAIL = "who responds"
    LEFT = "left over"


@dataclass
class Bit:
    """A line of the source or a part of one. ``of``: the heading or clause it belongs to; ``starts``: a paragraph."""

    line: Line
    text: str
    starts: bool = True
    place: Place = Place.OPEN
    of: int = -1
    why: str = ""

    @property
    def where(self) -> str:
        return self.line.where

    def put(self, place: Place, of: int = -1, why: str = "") -> None:
        self.place, self.of, self.why = place, of, why

    def leave(self, why: str) -> None:
        self.put(Place.LEFT, why=why)


def bits_of(lines: list[Line]) -> list[Bit]:
    return [Bit(line, line.text) for line in lines]


def cut(bits: list[Bit], index: int, at: int) -> bool:
    """The bit becomes two where the first has ``at`` characters; nothing happens if one of them would be empty."""
    bit = bits[index]
    head, rest = bit.text[:at].strip(), bit.text[at:].strip()
    if not head or not rest:
        return False
    bits[index : index + 1] = [replace(bit, text=head), replace(bit, text=rest, starts=True)]
    return True


def opened(bits: list[Bit]) -> list[Bit]:
    return [bit for bit in bits if bit.place is Place.OPEN]

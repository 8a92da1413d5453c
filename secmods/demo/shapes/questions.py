"""What is asked in a consultation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OnlyIf:
    """Asked of those who gave one of these ``answers`` to the question of this number."""

    question: int
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """``group`` begins a group, which goes on until the next."""

    text: str
    asks: str
    group: str = ""
    help: str = ""
    options: tuple[str, ...] = ()
    several: bool = False
    required: bool = False
    only_if: OnlyIf | None = None


@dataclass(frozen=True)
class Questions:
    title: str
    kind: str
    introduction: str
    questions: tuple[Question, ...]

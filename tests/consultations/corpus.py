"""Responses as they come in: the fixture in many shapes, each with a damage of its own and with what a person would
read from it. Made by code with fixed seeds, so that figures over them can be held."""

import random
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap

import yaml

from consultations.intake.plain import from_text
from consultations.intake.shapes import AskedQuestion, Line
from secmods.demo import reading

FIXTURE = reading.DATA / "response.yaml"


@dataclass
class Asked:
    """A question as it is printed in a response, and what is answered below; ``number`` is the consultation's own."""

    number: int
    asked: str
    answer: list[str]
    agreement: str
    label: str = ""
    also: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "\n\n".join(self.answer)


@dataclass
class OnClause:
    written: str
    remark: str
    reference: str
    operation: str
    anchor: str
    text: str

    @property
    def key(self) -> str:
        return self.reference or self.written


@dataclass
class Written:
    """A response as a person reads it."""

    general: list[str]
    questions: list[Asked]
    clauses: list[OnClause]
    details: list[tuple[str, str]] = field(default_factory=list)

    def without(self, numbers: Iterable[int]) -> "Written":
        self.questions = [asked for asked in self.questions if asked.number not in set(numbers)]
        return self

    def labelled(self, label: Callable[[int], str]) -> "Written":
        for asked in self.questions:
            asked.label = label(asked.number)
        return self


@dataclass
class Variant:
    name: str
    lines: list[Line]
    expected: list[Written]


@cache
def _fixture() -> dict:
    return yaml.safe_load(FIXTURE.read_text())


def asked_questions() -> list[AskedQuestion]:
    return [AskedQuestion(of["number"], of["asked"], of.get("asks", "agree")) for of in _fixture()["questions"]]


def fixture() -> Written:
    data = deepcopy(_fixture())
    return Written(
        general=data["general"],
        questions=[Asked(of["number"], of["asked"], of["answer"], of["agreement"]) for of in data["questions"]],
        clauses=[
            OnClause(
                of["written"],
                of["remark"].strip(),
                of.get("reference", of["written"]),
                of["operation"],
                of.get("anchor", ""),
                of.get("text", of["remark"]).strip(),
            )
            for of in data["clauses"]
        ],
    ).labelled("Question {}:".format)


def other() -> Written:
    """A second respondent, who answers differently."""
    written = fixture()
    written.general = ["We run networks and not supply, and answer only where that matters to us."]
    for asked in written.questions:
        asked.answer, asked.agreement = ["No view"], "no_view"
        if asked.number in (12, 19, 26):
            asked.answer, asked.agreement = ["This is for suppliers to say."], ""
    written.clauses = []
    return written


# Laying out


def paragraphs(written: Written) -> list[str]:
    """Headings, questions and answers in the order of the paper."""
    out = [f"{label}: {text}" for label, text in written.details]
    out += ["General Comments", *written.general] if written.general else []
    out.append("Answers to consultation questions:")
    for asked in written.questions:
        out += [f"{asked.label} {asked.asked}".strip(), *asked.answer]
    out += ["Other clause specific comments:"] if written.clauses else []
    return out + [f"{on.written} {on.remark}" for on in written.clauses]


def laid_out(parts: list[str], width: int = 92, between: str = "\n\n") -> str:
    return between.join("\n".join(wrap(part, width, break_on_hyphens=False)) if width else part for part in parts)


def text(written: Written, width: int = 92, between: str = "\n\n") -> str:
    return laid_out(paragraphs(written), width, between)


def paged(lines: list[str], each: int, foot: Callable[[int], list[str]], break_: str = "\f") -> str:
    """``lines`` in pages with what stands between them."""
    pages = [lines[n : n + each] for n in range(0, len(lines), each)]
    return break_.join("\n".join([*page, *foot(number)]) for number, page in enumerate(pages, 1))


# Damage

SAME_LENGTH = {
    "e": "c",
    "c": "e",
    "i": "l",
    "l": "i",
    "o": "0",
    "s": "5",
    "a": "o",
    "n": "u",
    "u": "n",
    "t": "f",
    "h": "b",
}
OTHER_LENGTH = {"m": "rn", "w": "vv", "d": "cl"}


def misread(words: str, chance: random.Random, rate: float, keep_length: bool = False) -> str:
    """As a scanner reads them; the first word of an answer stays, which other variants damage by itself."""
    out = []
    for letter in words:
        hit = chance.random() < rate
        if hit and letter in SAME_LENGTH:
            out.append(SAME_LENGTH[letter])
        elif hit and not keep_length and letter in OTHER_LENGTH:
            out.append(OTHER_LENGTH[letter])
        elif hit and not keep_length and letter == " " and chance.random() < 0.2:
            continue
        else:
            out.append(letter)
    return "".join(out)


def misread_after_first(words: str, chance: random.Random, rate: float) -> str:
    first, gap, rest = words.partition(" ")
    return first + gap + misread(rest, chance, rate)


def scanned(written: Written, seed: int, rate: float) -> Written:
    chance = random.Random(seed)
    written.general = [misread(part, chance, rate) for part in written.general]
    for asked in written.questions:
        asked.asked = misread(asked.asked, chance, rate)
        asked.answer = [misread_after_first(part, chance, rate) for part in asked.answer]
    for on in written.clauses:
        damaged = misread(on.remark, chance, rate, keep_length=True)
        on.anchor, on.text = (_same_place(part, on.remark, damaged) for part in (on.anchor, on.text))
        on.remark = damaged
    return written


def _same_place(part: str, before: str, after: str) -> str:
    at = before.find(part)
    return after[at : at + len(part)] if part and at >= 0 else part


def hyphenated(words: str, width: int) -> str:
    """Wrapped, with the last word of a line parted where it does not fit."""
    lines, line = [], ""
    for word in words.split(" "):
        room = width - len(line) - 1
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
        elif word.isalpha() and len(word) > 7 and room > 4:
            lines.append(f"{line} {word[: room - 1]}-" if len(word) - room > 1 else line)
            line = word[room - 1 :] if len(word) - room > 1 else word
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def variant(name: str, source: str, *expected: Written) -> Variant:
    return Variant(name, from_text(source), list(expected))

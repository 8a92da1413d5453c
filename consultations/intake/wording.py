"""How alike two wordings are, where one of them went through a scanner, a line break or another numbering."""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LEAST_ALIKE = 0.5  # two words that are less alike than this are two words


class Token(NamedTuple):
    word: str
    end: int  # where it ends in the text that it was taken from


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    return tuple(Token(found[0].lower(), found.end()) for found in _WORD.finditer(text))


def words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokens(text))


@lru_cache(maxsize=65536)
def differ(one: str, other: str) -> float:
    """0 for the same word, 1 for two that have nothing to do with each other."""
    if one == other:
        return 0.0
    if abs(len(one) - len(other)) > max(len(one), len(other)) // 2:
        return 1.0
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return 1.0 - alike if alike >= LEAST_ALIKE else 1.0


class Fit(NamedTuple):
    """How well a question stands at the beginning of a text, 1 being word for word, and how many words it takes."""

    alike: float
    end: int


MARK_SPEAKS_FOR_IT = 0.6


def fit(question: tuple[str, ...], text: tuple[str, ...], marked: frozenset[int] | set[int] = frozenset()) -> Fit:
    """The question against every beginning of the text: words may be damaged, left out or put in. ``marked``: after how
    many words a question mark stands, which is where a question likely ends."""
    if not question:
        return Fit(0.0, 0)
    before = [float(n) for n in range(len(text) + 1)]
    for asked in question:
        here = [before[0] + 1]
        for n, word in enumerate(text, start=1):
            here.append(min(before[n] + 1, here[n - 1] + 1, before[n - 1] + differ(asked, word)))
        before = here
    end = min(range(len(before)), key=lambda n: (before[n] - MARK_SPEAKS_FOR_IT * (n in marked), n))
    return Fit(1 - before[end] / len(question), end)


@lru_cache(maxsize=4096)
def triples(text: str) -> frozenset[str]:
    """Three characters at a time, over the gaps between words too, which scanners lose and put in."""
    run = "".join(words(text))
    return frozenset(run[n : n + 3] for n in range(len(run) - 2))


def contained(part: str, whole: str) -> float:
    """How much of the one wording is found in the other."""
    of = triples(part)
    return len(of & triples(whole)) / len(of) if of else 0.0


# Letters that scanners take for one another.
_LOOK_ALIKE = [
    set(group) for group in ("ce", "il1|!j", "o0", "s5", "ao", "nu", "ft", "bh", "gq", "co", "rt", "mn", "vy")
]


def mended(text: str, expected: frozenset[str]) -> str:
    """The text, as long as it was, with the ``expected`` words where letters of them were taken for others."""
    return re.sub(r"[\w|!]{4,}", lambda found: _expected(found[0], expected), text)


@lru_cache(maxsize=16384)
def _expected(word: str, expected: frozenset[str]) -> str:
    small = word.lower()
    if small in expected:
        return word
    return next((one for one in sorted(expected) if len(one) == len(small) and _looks_like(small, one)), word)


def _looks_like(one: str, other: str) -> bool:
    return all(a == b or any({a, b} <= group for group in _LOOK_ALIKE) for a, b in zip(one, other, strict=True))


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, " ".join(words(one)), " ".join(words(other)), autojunk=False).ratio()

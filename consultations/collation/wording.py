"""A text in sentences, and a sentence as it is compared: without case, punctuation, white space and accents, and with
the words that turn its sense round. Nothing here asks the database.

A sentence is where it stands: its words are read from the text by whoever may read them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

SENTENCE_END = re.compile(r"[.?!…]+[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*|\n(?=\s*[-•*]\s)")
SHORTENED = re.compile(r"\b(?:e\.g|i\.e|etc|viz|cf|no|cl|para|fig|mr|ms|mrs|dr|st)\.+\s*$", re.IGNORECASE)
UNFINISHED = re.compile(r"[\w,;–-]\s*$")
TOKEN = re.compile(r"[a-z0-9]+(?:[.:/][a-z0-9]+)*")
# What two sentences may not differ in: what denies, what binds, how many and which.
DENIES = (
    "no not nor neither never none nobody nothing nowhere without unless except only hardly scarcely barely lack lacks "
    "lacking lacked fail fails failed against oppose opposes opposed object objects reject rejects rejected refuse "
    "refuses refused disagree disagrees unable prevent prevents prevented instead rather however but although though"
)
BINDS = "should would could shall must may might can will need needs ought cannot"
MEASURES = (
    "all some any each every both either one two three half few many most least less more fewer large small larger "
    "smaller domestic before after above below under over within outside include includes including exclude excludes "
    "excluding increase increases decrease decreases accept accepts internal external import export first last always "
    "sometimes often rarely"
)
SIGNALS = frozenset(f"{DENIES} {BINDS} {MEASURES}".split())
SHORT_FORMS = {"cannot": ("can", "not"), "wont": ("will", "not"), "shant": ("shall", "not")}
CONTRACTED = ("do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "would", "should", "could", "must")
SHORT_FORMS |= {f"{word}nt": (word, "not") for word in CONTRACTED} | {"cant": ("can", "not")}


@dataclass(frozen=True)
class Sentence:
    """From ``start`` to before ``end`` of its text, in its ``paragraph``."""

    start: int
    end: int
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    """Every sentence in order; white space belongs to none. A paragraph that a page end tore apart is one."""
    found = []
    for paragraph, (start, end) in enumerate(_paragraphs(text)):
        found += [Sentence(*piece, paragraph) for piece in _pieces(text, start, end)]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in PARAGRAPH_END.finditer(text):
        if _torn(text[start : gap.start()], text[gap.end() :]):
            continue
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _torn(before: str, after: str) -> bool:
    """It breaks off in mid-sentence and goes on in small letters."""
    return bool(UNFINISHED.search(before[-2:])) and after[:1].islower()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in SENTENCE_END.finditer(text, start, end):
        if SHORTENED.search(text, max(start, stop.start() - 6), stop.start() + 1):
            continue
        if piece := _trimmed(text, start, stop.end()):
            yield piece
        start = stop.end()
    if piece := _trimmed(text, start, end):
        yield piece


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    inner = text[start:end]
    start, end = start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
    return (start, end) if start < end else None


@lru_cache(maxsize=50_000)
def _spelled(word: str) -> tuple[str, ...]:
    return SHORT_FORMS.get(word, (word,))


def tokens(text: str) -> tuple[str, ...]:
    """The words as they are compared."""
    plain = text.casefold().replace("’", "").replace("'", "").replace("‘", "")
    if not plain.isascii():
        parted = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return tuple(part for word in TOKEN.findall(plain) for part in _spelled(word))


def signals(words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the words in which two sentences that are folded are alike, in their order: what denies, binds and
    measures, and whatever bears a figure."""
    return tuple(word for word in words if is_signal(word))


@lru_cache(maxsize=50_000)
def is_signal(word: str) -> bool:
    return word in SIGNALS or any(letter.isdigit() for letter in word)

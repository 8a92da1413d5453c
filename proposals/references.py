"""How people write the numbers of proposals and the places of the Code, and what they mean by it.

Full-text search does not find G3 in G3.20, nor 87 in MP087: this does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

# The register of 2013 to 2018 wrote four figures, SECMP0018; the one that followed writes three.
PREFIXES = {"DP": 3, "MP": 3, "SECMP": 4}

_PREFIXED = re.compile(r"\b(?:SECMP|MP|DP)[\s\-\u2010\u2011]?(\d{1,4})([A-Z])?\b", re.IGNORECASE)
# Not money, a percentage, a decimal or part of a longer figure.
_BARE = re.compile(r"(?<![\w.£])(?<!\d,)0*([1-9]\d{0,3})([A-Z])?(?![\w%]|\.\d|,\d{3}\b)", re.IGNORECASE)
_LABELS = r"(?:\s?\((?:[a-z]{1,2}|[ivxl]{1,6}|\d{1,2})\))*"
# Sections have one letter, Appendices past Z two: A–Z, then AA–AZ.
_LETTERS = r"A[A-Z]|[A-Z]"
_CLAUSE = re.compile(
    rf"(?:\b(?:sections?|clauses?)\s+)?(?<![\w.])((?:{_LETTERS})\d{{1,3}}[A-Z]?(?:\.\d{{1,3}}[A-Z]?)*{_LABELS})(?!\w|\.\d)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(rf"\b(section|appendix|schedule)\s+((?:{_LETTERS})|\d{{1,2}})(?!\w)", re.IGNORECASE)
_KEY_PARTS = re.compile(r"\(([^()\s]*)\)|(\d+)([A-Za-z]*)|([A-Za-z]+)")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
FIRST_LABEL = 1


class ProposalRef(NamedTuple):
    number: int
    suffix: str = ""


@dataclass(frozen=True)
class Query:
    """`words` keeps a bare number, which may be a word too, and leaves out what can only be a reference or clause."""

    numbers: tuple[ProposalRef, ...] = ()
    clauses: tuple[str, ...] = ()
    words: str = ""


def format_reference(number: int, suffix: str = "", prefix: str = "MP") -> str:
    return f"{prefix}{number:0{PREFIXES[prefix]}d}{suffix}"


def parse_query(text: str) -> Query:
    numbers: list[ProposalRef] = []
    clauses: list[str] = []
    rest = _PREFIXED.sub(lambda found: _take(numbers, ProposalRef(int(found[1]), (found[2] or "").upper())), text)
    rest = _DOCUMENT.sub(lambda found: _take(clauses, f"{found[1].capitalize()} {found[2].upper()}"), rest)
    rest = _CLAUSE.sub(lambda found: _take(clauses, _written_clause(found[1])), rest)
    numbers += [ProposalRef(int(found[1]), (found[2] or "").upper()) for found in _BARE.finditer(rest)]
    words = [word for word in rest.split() if any(map(str.isalnum, word))]
    return Query(tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(clauses)), " ".join(words))


def _take(into: list, found) -> str:
    into.append(found)
    return " "


def _written_clause(text: str) -> str:
    number, bracket, labels = "".join(text.split()).partition("(")
    return number.upper() + bracket + labels.lower()


def clause_key(locator: str) -> str:
    """A key by which places of the Code sort as a reader expects; that of a place begins with that of what holds it.

    Compare it character by character (in the database: collation "C").
    """
    words = _KEY_PARTS.findall(re.sub(r"\b(?:sections?|clauses?)\b", " ", locator, flags=re.IGNORECASE))
    labels_before = 0
    parts = []
    for label, digits, suffix, letters in words:
        labels_before += bool(label)
        parts.append(_label_key(label.lower(), labels_before) if label else _part_key(digits, suffix, letters))
    return "".join(f"{part}/" for part in parts)


def _part_key(digits: str, suffix: str, letters: str) -> str:
    return f"{int(digits):04d}{suffix.upper()}" if digits else letters.upper()


def _label_key(label: str, depth: int) -> str:
    """The Code letters its first lists (a), (b) and numbers the lists inside them (i), (ii)."""
    if label.isdigit():
        return f"{int(label):04d}"
    value = _roman(label) if depth > FIRST_LABEL else 0
    return f"({value:04d}{label}" if value else f"({label}"


def _roman(label: str) -> int:
    """0 if it is no Roman numeral below 40."""
    if not _ROMAN.fullmatch(label):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in label]
    return sum(-here if here < following else here for here, following in zip(values, [*values[1:], 0], strict=True))

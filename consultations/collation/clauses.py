"""Comments on clauses in the order of the code: D before L, L2.5 before L8.1 before L18.7, and what could not be read
last."""

import re
from collections.abc import Iterable
from itertools import groupby

PARTS = re.compile(r"\d+|[A-Za-z]+")
LAST = (1, "")


def place_of_clause(clause: str) -> tuple:
    """By which it is sorted; letters and figures each as what they are."""
    if not clause:
        return (LAST,)
    parts = PARTS.findall(clause)
    return ((0, ""), *((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts))


def by_clause(texts: Iterable) -> list[tuple[str, list]]:
    """The clause, as the house writes it or as it was written and this reader reads it, and what was said on it."""
    ordered = sorted(texts, key=lambda text: (place_of_clause(text.row.clause), text.clause))
    groups = groupby(ordered, key=lambda text: (bool(text.row.clause), text.clause))
    return [(clause if is_read else f"“{clause}”", list(group)) for (is_read, clause), group in groups]

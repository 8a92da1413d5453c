"""Redlines of numbered clauses, aligned clause by clause, beside one flat comparison of all their words.

python bench/bench_redline.py [--flat-up-to N]
"""

import argparse
import random
import re
import sys
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from legaltext.redline import Clause, changes_as_list, redline_clauses, redline_text

SIZES = (50, 200, 500)
WORDS_PER_CLAUSE = 60
EDITED = 0.05
VOCABULARY = (
    "the a of and or to in by for any each such its which shall may must where not be is User DCC Party Panel "
    "Supplier Device System notify provide establish ensure manufacturer security vulnerability accordance Section time"
)


def clauses(count: int, seed: int = 87) -> tuple[list[Clause], list[Clause]]:
    """Clauses of 60 words in three paragraphs; in one of twenty a word is replaced, and one clause is inserted."""
    chance = random.Random(seed)
    before = [Clause(f"G{1 + n // 40}.{1 + n % 40}", "", _text(chance)) for n in range(count)]
    edited = set(chance.sample(range(count), max(1, int(count * EDITED))))
    after = [
        clause._replace(text=_edit(clause.text, chance)) if n in edited else clause for n, clause in enumerate(before)
    ]
    middle = before[count // 2]
    return before, [*after, Clause(f"{middle.number}A", "", _text(chance))]


def _text(chance: random.Random) -> str:
    words = chance.choices(VOCABULARY.split(), k=WORDS_PER_CLAUSE)
    return "\n".join(f"{label}{' '.join(words[n * 20 : n * 20 + 20])};" for n, label in enumerate(("", "(a) ", "(b) ")))


def _edit(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    words[chance.randrange(1, len(words) - 1)] = "hereafter"
    return " ".join(words)


def flat(before: list[Clause], after: list[Clause]) -> list:
    words = [re.findall(r"\s+|[^\s]+", "\n".join(clause.text for clause in side)) for side in (before, after)]
    return SequenceMatcher(None, *words, autojunk=False).get_opcodes()


def timed(work, *arguments, times: int = 3) -> tuple[float, object]:
    """The shortest of `times` runs in milliseconds, and what came out."""
    spans = []
    for _ in range(times):
        start = perf_counter()
        result = work(*arguments)
        spans.append((perf_counter() - start) * 1000)
    return min(spans), result


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--flat-up-to", type=int, default=50, help="most clauses to compare flat; 200 take half a minute"
    )
    most = options.parse_args().flat_up_to
    print("clauses   words   by clause   as sentences   one text   flat difflib")
    for count in SIZES:
        before, after = clauses(count)
        by_clause, changes = timed(redline_clauses, before, after)
        sentences, found = timed(changes_as_list, changes)
        whole = "\n".join(clause.text for clause in before), "\n".join(clause.text for clause in after)
        one_text, _runs = timed(redline_text, *whole)
        flat_time = f"{timed(flat, before, after, times=1)[0]:9.0f} ms" if count <= most else "  not run"
        figures = f"{by_clause:8.1f} ms {sentences:11.1f} ms {one_text:7.1f} ms {flat_time}"
        print(f"{count:7} {count * WORDS_PER_CLAUSE:7} {figures}   ({len(found)} changes)")


if __name__ == "__main__":
    main()

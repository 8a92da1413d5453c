"""What changed between two texts, by words, so that a person can read it.

Two layers: `align` finds which paragraph belongs to which, `diff_words` compares inside one. Every character is kept:
leaving out what was inserted gives the text before, leaving out what was deleted gives the text after.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NamedTuple

KEEP, INSERT, DELETE = "keep", "insert", "delete"

# A word holds together over marks that join letters or figures: non-domestic, Supplier’s, G3.20, 1,200. Any other sign
# stands alone.
_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d]"
_WORD = rf"{_LETTER}+(?:(?:[.'’\-\u2010\u2011]|(?<=\d),(?=\d)){_LETTER}+)*"
_TOKEN = re.compile(rf"({_WORD}|\S)(\s*)")
_LEADING_SPACE = re.compile(r"\s*")

# How many pairs of words may be left between two fixed points for the longest common passage to be looked for.
FEW_PAIRS = 40_000
# Past this many, a passage without a word that both sides use once is shown as replaced: comparing costs more than it
# tells.
MOST_PAIRS = 1_000_000
# Common words between two edits that are no help to a reader when the edits are longer.
ISLAND_WORDS = 3
# Two paragraphs alike by less than this are not one paragraph amended.
ALIKE = 0.45
SAME_LABEL = 0.3
# A paragraph may grow by much and still be the same one; below this many words that says nothing.
WORDS_TO_CONTAIN = 8
# Pairs of paragraphs weighed against each other between two unchanged ones.
MOST_PARAGRAPH_PAIRS = 10_000

_BREAKS = {".": 3, ";": 3, ":": 3, "!": 3, "?": 3, ",": 2}
_LINE_BREAK = 4


class Run(NamedTuple):
    kind: str
    text: str


class Piece(NamedTuple):
    """One paragraph to align. Two of different kind are never one amended; one label on both speaks for it."""

    text: str
    label: str = ""
    kind: str = ""


class _Token(NamedTuple):
    word: str
    space: str


class _Span(NamedTuple):
    """Items [i1, i2) of the sequence before against [j1, j2) of the one after."""

    same: bool
    i1: int
    i2: int
    j1: int
    j2: int


def accept(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs if run.kind != DELETE)


def reject(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs if run.kind != INSERT)


def is_changed(runs: Iterable[Run]) -> bool:
    return any(run.kind != KEEP for run in runs)


# Runs ---------------------------------------------------------------------------------------------


def diff_words(before: str, after: str) -> list[Run]:
    if before == after:
        return [Run(KEEP, before)] if before else []
    a, b = _tokens(before), _tokens(after)
    spans = _compare([token.word for token in a], [token.word for token in b])
    return merge(_runs(_slide_all(_drop_islands(spans, a, b), a, b), a, b))


def merge(runs: Iterable[Run]) -> list[Run]:
    """Join runs of one kind. A change has its deletion first; space that both sides have at an end is kept."""
    merged: list[Run] = []
    written = (run for run in runs if run.text)
    for is_kept, group in groupby(written, key=lambda run: run.kind == KEEP):
        stretch = list(group)
        merged += stretch if is_kept else _change(reject(stretch), accept(stretch))
    written = (run for run in merged if run.text)
    return [Run(kind, "".join(run.text for run in group)) for kind, group in groupby(written, key=lambda run: run.kind)]


def _change(deleted: str, inserted: str) -> list[Run]:
    if deleted == inserted:
        return [Run(KEEP, deleted)]
    head = _shared_space(deleted, inserted)
    start, deleted, inserted = deleted[:head], deleted[head:], inserted[head:]
    tail = _shared_space(deleted[::-1], inserted[::-1])
    end, deleted, inserted = (
        deleted[len(deleted) - tail :],
        deleted[: len(deleted) - tail],
        inserted[: len(inserted) - tail],
    )
    return [Run(KEEP, start), Run(DELETE, deleted), Run(INSERT, inserted), Run(KEEP, end)]


def _shared_space(one: str, other: str) -> int:
    length = 0
    for x, y in zip(one, other, strict=False):
        if x != y or not x.isspace():
            break
        length += 1
    return length


def _tokens(text: str) -> list[_Token]:
    """The first is the space before any word, so that both texts begin with the same empty word."""
    start = _LEADING_SPACE.match(text)
    return [_Token("", start[0]), *(_Token(*found.groups()) for found in _TOKEN.finditer(text, start.end()))]


def _runs(spans: Iterable[_Span], a: Sequence[_Token], b: Sequence[_Token]) -> Iterator[Run]:
    for span in spans:
        if span.same:
            for old, new in zip(a[span.i1 : span.i2], b[span.j1 : span.j2], strict=True):
                yield Run(KEEP, old.word)
                yield from _change(old.space, new.space)
        else:
            yield Run(DELETE, _written(a[span.i1 : span.i2]))
            yield Run(INSERT, _written(b[span.j1 : span.j2]))


def _written(tokens: Iterable[_Token]) -> str:
    return "".join(token.word + token.space for token in tokens)


# Comparing sequences ------------------------------------------------------------------------------


def _compare(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[_Span]:
    """Spans that cover both sequences, same and different in turn."""
    head = _shared_length(a, b)
    tail = _shared_length(a[head:][::-1], b[head:][::-1])
    blocks = [
        (0, 0, head),
        *_blocks(a, b, (head, len(a) - tail, head, len(b) - tail)),
        (len(a) - tail, len(b) - tail, tail),
    ]
    return _spans([*blocks, (len(a), len(b), 0)])


def _shared_length(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _blocks(
    a: Sequence[Hashable], b: Sequence[Hashable], whole: tuple[int, int, int, int]
) -> list[tuple[int, int, int]]:
    """Common passages as (place in a, place in b, length), in order."""
    found, waiting = [], [whole]
    while waiting:
        i1, i2, j1, j2 = waiting.pop()
        pairs = (i2 - i1) * (j2 - j1)
        fixed = _fixed_points(a, b, i1, i2, j1, j2) if pairs > FEW_PAIRS else []
        if fixed:
            found += [(i, j, 1) for i, j in fixed]
            waiting += [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise([(i1 - 1, j1 - 1), *fixed, (i2, j2)])]
        elif 0 < pairs <= MOST_PAIRS:
            matcher = SequenceMatcher(None, a[i1:i2], b[j1:j2], autojunk=False)
            found += [(i1 + i, j1 + j, n) for i, j, n in matcher.get_matching_blocks() if n]
    return sorted(found)


def _fixed_points(a, b, i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int]]:
    """The longest chain, in order on both sides, of items that stand exactly once on each."""
    once_a, once_b = _singles(a, i1, i2), _singles(b, j1, j2)
    pairs = [(i, once_b[item]) for item, i in once_a.items() if item in once_b]
    return _longest_rising(sorted(pairs))


def _singles(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    counts = Counter(items[start:end])
    return {items[n]: n for n in range(start, end) if counts[items[n]] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in order of their first number, the longest choice that is in order of the second as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for n, (_i, j) in enumerate(pairs):
        place = bisect_left(ends, j)
        ends[place : place + 1], last[place : place + 1] = [j], [n]
        before.append(last[place - 1] if place else None)
    chain, n = [], last[-1] if last else None
    while n is not None:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]


def _spans(blocks: Iterable[tuple[int, int, int]]) -> list[_Span]:
    spans: list[_Span] = []
    i = j = 0
    for at, to, length in blocks:
        if at > i or to > j:
            spans.append(_Span(False, i, at, j, to))
        if length:
            joins = spans and spans[-1].same
            first = spans.pop() if joins else _Span(True, at, at, to, to)
            spans.append(first._replace(i2=at + length, j2=to + length))
        i, j = at + length, to + length
    return spans


# Making it readable -------------------------------------------------------------------------------


def _drop_islands(spans: Iterable[_Span], a: Sequence[_Token], b: Sequence[_Token]) -> list[_Span]:
    """Give up a few common words between two longer edits: one replacement reads better than crumbs."""
    kept: list[_Span] = []
    for span in spans:
        kept.append(span)
        while len(kept) > 2 and not kept[-1].same and _is_island(*kept[-3:], a, b):
            left, _island, right = kept[-3:]
            kept[-3:] = [_Span(False, left.i1, right.i2, left.j1, right.j2)]
    return kept


def _is_island(left: _Span, middle: _Span, right: _Span, a: Sequence[_Token], b: Sequence[_Token]) -> bool:
    deletes = left.i2 > left.i1 or right.i2 > right.i1
    inserts = left.j2 > left.j1 or right.j2 > right.j1
    words = [token.word for token in a[middle.i1 : middle.i2] if token.word]
    length = sum(map(len, words))
    few = sum(word[0].isalnum() for word in words) <= ISLAND_WORDS
    return bool(words) and deletes and inserts and few and length <= min(_size(left, a, b), _size(right, a, b))


def _size(span: _Span, a: Sequence[_Token], b: Sequence[_Token]) -> int:
    deleted = sum(len(token.word) for token in a[span.i1 : span.i2])
    inserted = sum(len(token.word) for token in b[span.j1 : span.j2])
    return max(deleted, inserted)


def _slide_all(spans: list[_Span], a: Sequence[_Token], b: Sequence[_Token]) -> list[_Span]:
    """Where words could as well have come in a little earlier or later, choose the end of a line or sentence."""
    spans = list(spans)
    for n in range(1, len(spans) - 1):
        before, edit, after = spans[n - 1 : n + 2]
        if edit.same or (edit.i2 > edit.i1 and edit.j2 > edit.j1):
            continue
        tokens, start, end = (b, edit.j1, edit.j2) if edit.i1 == edit.i2 else (a, edit.i1, edit.i2)
        by = _best_slide(tokens, start, end, before.i2 - before.i1, after.i2 - after.i1)
        spans[n - 1] = before._replace(i2=before.i2 + by, j2=before.j2 + by)
        spans[n] = _Span(False, edit.i1 + by, edit.i2 + by, edit.j1 + by, edit.j2 + by)
        spans[n + 1] = after._replace(i1=after.i1 + by, j1=after.j1 + by)
    return spans


def _best_slide(tokens: Sequence[_Token], start: int, end: int, room_left: int, room_right: int) -> int:
    """How far [start, end) may move with the same words coming out, to where both its ends are best."""
    left = right = 0
    # The empty first word of a text stays where it is.
    while left < room_left and start - left > 1 and tokens[start - left - 1].word == tokens[end - left - 1].word:
        left += 1
    while right < room_right and tokens[start + right].word == tokens[end + right].word:
        right += 1
    length = end - start
    return max(
        range(-left, right + 1),
        key=lambda by: (_break(tokens[start + by - 1]) + _break(tokens[start + by + length - 1]), by),
    )


def _break(token: _Token) -> int:
    return _LINE_BREAK if not token.word or "\n" in token.space else _BREAKS.get(token.word, 0)


# Aligning paragraphs ------------------------------------------------------------------------------


def align(before: Sequence[Piece], after: Sequence[Piece]) -> list[tuple[int | None, int | None]]:
    """Places of paragraphs that belong together, in reading order; None on the side where there is none."""
    spans = _compare([(piece.kind, piece.text) for piece in before], [(piece.kind, piece.text) for piece in after])
    pairs: list[tuple[int | None, int | None]] = []
    for span in spans:
        if span.same:
            pairs += zip(range(span.i1, span.i2), range(span.j1, span.j2), strict=True)
        else:
            pairs += _pair_gap(before, after, span)
    return pairs


def _pair_gap(before: Sequence[Piece], after: Sequence[Piece], gap: _Span) -> list[tuple[int | None, int | None]]:
    couples = _best_couples(before[gap.i1 : gap.i2], after[gap.j1 : gap.j2])
    pairs: list[tuple[int | None, int | None]] = []
    i, j = gap.i1, gap.j1
    for at, to in [*((gap.i1 + x, gap.j1 + y) for x, y in couples), (gap.i2, gap.j2)]:
        pairs += [(n, None) for n in range(i, at)] + [(None, n) for n in range(j, to)]
        pairs += [(at, to)] if at < gap.i2 and to < gap.j2 else []
        i, j = at + 1, to + 1
    return pairs


def _best_couples(before: Sequence[Piece], after: Sequence[Piece]) -> list[tuple[int, int]]:
    """The couples, in order on both sides, that are most alike in sum."""
    if not 0 < len(before) * len(after) <= MOST_PARAGRAPH_PAIRS:
        return []
    alike = _likeness_table(before, after)
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0)
    return _walk(best, alike)


def _walk(best: list[list[float]], alike: list[list[float]]) -> list[tuple[int, int]]:
    couples, i, j = [], 0, 0
    while i < len(alike) and j < len(alike[0]):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            couples.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return couples


def _likeness_table(before: Sequence[Piece], after: Sequence[Piece]) -> list[list[float]]:
    """0 where two paragraphs cannot be one amended."""
    counted_before = [_word_counts(piece.text) for piece in before]
    counted_after = [_word_counts(piece.text) for piece in after]
    return [
        [_likeness(old, new, x, y) for new, y in zip(after, counted_after, strict=True)]
        for old, x in zip(before, counted_before, strict=True)
    ]


def _likeness(old: Piece, new: Piece, x: Counter, y: Counter) -> float:
    if old.kind != new.kind:
        return 0.0
    bonus = SAME_LABEL if old.label and old.label == new.label else 0.0
    likeness = _overlap(x, y) + bonus
    return likeness if likeness >= ALIKE else 0.0


def _overlap(x: Counter, y: Counter) -> float:
    common, least, total = (x & y).total(), min(x.total(), y.total()), x.total() + y.total()
    if not common:
        return 0.0
    contained = 0.75 * common / least if least >= WORDS_TO_CONTAIN else 0.0
    return max(2 * common / total, contained)


def _word_counts(text: str) -> Counter:
    return Counter(token.word for token in _tokens(text) if token.word)

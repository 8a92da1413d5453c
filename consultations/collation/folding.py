"""What is said more than once, found without comparing everything with everything. Nothing here asks the database.

Sentences that are the same word for word, as they are compared, are one; so are those that differ by a slip of the pen
or of a scanner, or by a few words that turn nothing round. Two that differ in a word that denies, binds or measures,
or in a figure, never are, also not by way of a third: the sense is worth more than a shorter list.

Sentences that stand one after the other wherever either stands are one passage. It depends on what was said, never on
the order in which it came.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from consultations.collation.wording import is_signal, sentences, signals, tokens

SHORTEST = 5  # words; a shorter sentence stands for itself, and is a part of a passage only beside others
SKETCH, SHINGLE = 8, 3
MOST_IN_A_BUCKET, NEIGHBOURS = 48, 8
SPARE = 0.15  # of the words, that one of two may have and the other not
LONG_WORD, SHORT_WORD = 8, 4
OPPOSING = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "de", "anti", "a")


@dataclass(frozen=True)
class Place:
    """Where a passage stands: in which text, from and to which letter; ``wording``: which of its wordings."""

    text: int
    start: int
    end: int
    wording: int


@dataclass(frozen=True)
class Passage:
    """``places`` in the order of the texts; ``wordings``: how many of them there are; ``words``: of the first."""

    places: tuple[Place, ...]
    wordings: int
    words: int

    @property
    def is_repeated(self) -> bool:
        """Said more than once, and more than a word of assent."""
        return len(self.places) > 1 and self.words >= SHORTEST


Progress = Callable[[int, str], None]


def passages(texts: Sequence[str], on_progress: Progress = lambda percent, words: None) -> list[Passage]:
    """Every passage of the texts, said once or more often: each sentence is in exactly one. In the order of their first
    places."""
    on_progress(5, f"Reading {len(texts):,} texts")
    said, runs = _read(texts)
    on_progress(35, f"Comparing {len(said):,} sentences")
    classes = fold([words for words, _ in said])
    on_progress(80, "Putting passages together")
    return _together(runs, said, classes)


# A sentence as read: its words, and where it stands.
Read = tuple[tuple[str, ...], tuple[int, int, int]]


def _read(texts: Sequence[str]) -> tuple[list[Read], list[list[int]]]:
    """Every sentence; and by paragraph, which of them follow one another."""
    said: list[Read] = []
    runs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for sentence in sentences(text):
            runs[number, sentence.paragraph].append(len(said))
            said.append((tokens(text[sentence.start : sentence.end]), (number, sentence.start, sentence.end)))
    return said, list(runs.values())


def fold(said: Sequence[tuple[str, ...]]) -> list[int]:
    """For each sentence, given as its words, the number of its class: equal numbers are said to be the same."""
    alike = Sets(sorted(set(said)))
    longer = [words for words in alike.members if len(words) >= SHORTEST]
    for bucket in _buckets(longer):
        for one, other in _pairs(bucket):
            if alike.of(one) != alike.of(other) and near(one, other):
                alike.join(one, other)
    numbers: dict = {}
    return [numbers.setdefault(alike.of(words), len(numbers)) for words in said]


class Sets:
    """Disjoint sets; each is named by its first member in order, so that it does not matter who joined whom."""

    def __init__(self, members: Iterable):
        self.members = list(members)
        self._above = {member: member for member in self.members}

    def of(self, member):
        while self._above[member] != member:
            self._above[member] = self._above[self._above[member]]
            member = self._above[member]
        return member

    def join(self, one, other) -> None:
        first, second = sorted((self.of(one), self.of(other)))
        self._above[second] = first


def _buckets(distinct: Iterable[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Those that may be near each other: they have the same signals, and share one of the least hashes of their runs of
    three words."""
    found: dict[tuple, list] = defaultdict(list)
    for words in distinct:
        told = signals(words)
        for hashed in _sketch(words):
            found[told, hashed].append(words)
    return [sorted(bucket) for bucket in found.values() if len(bucket) > 1]


def _sketch(words: tuple[str, ...]) -> list[int]:
    runs = {" ".join(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1))}
    return sorted(zlib.crc32(run.encode()) for run in runs)[:SKETCH]


def _pairs(bucket: list) -> Iterable[tuple]:
    """All of a small bucket; of a large one those that stand near each other in the order of their words."""
    reach = len(bucket) if len(bucket) <= MOST_IN_A_BUCKET else NEIGHBOURS
    for place, one in enumerate(bucket):
        for other in bucket[place + 1 : place + 1 + reach]:
            yield one, other


def near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sentences say the same but for slips and a few words that turn nothing round."""
    spare = int(SPARE * max(len(one), len(other)))
    if abs(len(one) - len(other)) > spare + 1 or signals(one) != signals(other):
        return False
    if (Counter(one) - Counter(other)).total() > 3 * spare + 2:
        return False
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        mine, theirs = one[a:b], other[c:d]
        if kind == "replace" and _slip(mine, theirs):
            continue
        spare -= len(mine) + len(theirs)
        if kind == "replace" or spare < 0 or any(is_signal(word) for word in (*mine, *theirs)):
            return False
    return True


def _slip(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """The same words, misread: joined, parted, or with a letter or two wrong."""
    if any(is_signal(word) for word in (*mine, *theirs)):
        return False
    if "".join(mine) == "".join(theirs):
        return True
    return len(mine) == len(theirs) and all(map(misread, mine, theirs))


def misread(one: str, other: str) -> bool:
    """Whether one word may be the other with a letter wrong, in a long one two. Where a beginning turns the sense
    round (“able”, “unable”), it is another word."""
    if one == other:
        return True
    if min(len(one), len(other)) < SHORT_WORD or _opposed(one, other) or _opposed(other, one):
        return False
    return _apart(one, other) <= (2 if min(len(one), len(other)) >= LONG_WORD else 1)


def _opposed(one: str, other: str) -> bool:
    return any(one == beginning + other for beginning in OPPOSING)


def _apart(one: str, other: str) -> int:
    """How many letters are to be changed, left out, put in or swapped with their neighbour; 3 stands for more."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before, last, here = [], list(range(len(other) + 1)), []
    for n, letter in enumerate(one, 1):
        here = [n]
        for m, against in enumerate(other, 1):
            least = min(last[m] + 1, here[m - 1] + 1, last[m - 1] + (letter != against))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == against:
                least = min(least, before[m - 2] + 1)
            here.append(least)
        before, last = last, here
    return min(here[-1], 3) if here else len(other)


# Passages -----------------------------------------------------------------------------------------


def _together(runs: list[list[int]], said: list[Read], classes: list[int]) -> list[Passage]:
    joined = _joined(runs, classes)
    found: dict[int, list[list[int]]] = defaultdict(list)
    for run in runs:
        piece: list[int] = []
        for here in run:
            if piece and (classes[piece[-1]], classes[here]) not in joined:
                found[classes[piece[0]]].append(piece)
                piece = []
            piece.append(here)
        found[classes[piece[0]]].append(piece)
    made = [_passage(pieces, said) for pieces in found.values()]
    return sorted(made, key=lambda passage: (passage.places[0].text, passage.places[0].start))


def _joined(runs: list[list[int]], classes: list[int]) -> set[tuple[int, int]]:
    """Pairs of classes of which the second follows wherever the first stands, and the first goes before wherever the
    second does."""
    after: dict[int, set] = defaultdict(set)
    before: dict[int, set] = defaultdict(set)
    for run in runs:
        for one, other in zip([None, *run], [*run, None], strict=True):
            if one is not None:
                after[classes[one]].add(None if other is None else classes[other])
            if other is not None:
                before[classes[other]].add(None if one is None else classes[one])
    return {
        (one, other)
        for one, followers in after.items()
        if len(followers) == 1 and (other := next(iter(followers))) is not None
        if before[other] == {one} and one != other
    }


def _passage(pieces: list[list[int]], said: list[Read]) -> Passage:
    """Wordings are counted as they come: the first that was said is 1."""
    wordings: dict[tuple, int] = {}
    places = []
    pieces = sorted(pieces, key=lambda piece: said[piece[0]][1])
    for piece in pieces:
        wording = wordings.setdefault(tuple(said[n][0] for n in piece), len(wordings) + 1)
        text, start, _ = said[piece[0]][1]
        places.append(Place(text, start, said[piece[-1]][1][2], wording))
    return Passage(tuple(places), len(wordings), sum(len(said[n][0]) for n in pieces[0]))

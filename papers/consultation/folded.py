"""What several respondents said in the same words stands once, with who said it; in the responses its number stands in
its place. Another wording of it is another passage: nothing that was said is left out. Only places that the edition may
hold, and all of whose words its readers read, are looked at: where something is redacted it stands in its place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from consultations.models import PassagePlace
from consultations.shown import Shown
from papers.consultation import counts as c

SHORTEST = 8  # words; less is quicker read twice than looked up
Key = tuple[int, str]  # a passage and its words as they stand there, but for white space


@dataclass(frozen=True)
class Folded:
    """``texts``: by the key of an answer, its words, piece by piece; ``passages``: by the number of a question, those
    that stand there first."""

    texts: dict[int, tuple[str | c.Elsewhere, ...]]
    passages: dict[int, tuple[c.Passage, ...]]


@dataclass(frozen=True)
class _Place:
    key: Key
    start: int
    end: int


def folded(held: Iterable[Shown]) -> Folded:
    """``held``: answers in the order in which they are printed. One query."""
    held = list(held)
    places = _places(held)
    where: dict[Key, list[tuple[Shown, _Place]]] = defaultdict(list)
    for each in held:
        for place in places[each.row.pk]:
            where[place.key].append((each, place))
    kept = {key: found for key, found in where.items() if _is_repeated(key, found)}
    numbers = {key: (number, _question(kept[key][0][0])) for number, key in enumerate(kept, 1)}
    passages: dict[int, list[c.Passage]] = defaultdict(list)
    for key, found in kept.items():
        number, first = numbers[key]
        passages[first].append(_passage(number, found))
    texts = {each.row.pk: _text(each, places[each.row.pk], numbers) for each in held}
    return Folded(texts, {question: tuple(found) for question, found in passages.items()})


def _places(held: list[Shown]) -> dict[int, list[_Place]]:
    """As they were last brought together (``consultations.collation.keeping``), in the order of the text. Where a word
    is kept back none is one: the same words elsewhere would tell it."""
    found: dict[int, list[_Place]] = defaultdict(list)
    shown = {each.row.pk: each for each in held}
    submissions = {each.row.submission_id for each in held}
    rows = PassagePlace.objects.filter(answer__submission__in=submissions).order_by("answer", "start")
    for answer, passage, start, end in rows.values_list("answer", "passage", "start", "end"):
        each = shown.get(answer)
        if each and each.reads_all_of(start, end):
            found[answer].append(_Place((passage, " ".join(each.between(start, end).split())), start, end))
    return found


def _question(each: Shown) -> int:
    return each.row.question.number


def _is_repeated(key: Key, found: list[tuple[Shown, _Place]]) -> bool:
    return len(found) > 1 and len(key[1].split()) >= SHORTEST


def _passage(number: int, found: list[tuple[Shown, _Place]]) -> c.Passage:
    """Whoever said it at several questions is named once."""
    said_by = {each.submission.response_id: c.Said(each.who, each.submission.category) for each, _ in found}
    first, place = found[0]
    return c.Passage(number, first.between(place.start, place.end).strip(), tuple(said_by.values()), len(found))


def _text(each: Shown, places: list[_Place], numbers: dict[Key, tuple[int, int]]) -> tuple[str | c.Elsewhere, ...]:
    pieces, before = [], 0
    for place in places:
        if place.key not in numbers:
            continue
        number, first = numbers[place.key]
        elsewhere = None if first == _question(each) else first
        pieces += [each.between(before, place.start), c.Elsewhere(number, elsewhere)]
        before = place.end
    return (*pieces, each.between(before, len(each.row.text))) if pieces else (each.text,)

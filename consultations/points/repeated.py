"""Passages that are said more than once, for whoever makes points of them: one click takes all their places."""

from dataclasses import dataclass

from consultations.models import Consultation, PassagePlace
from consultations.points.coverage import Coverage
from consultations.points.places import GENERAL, Place, key_of


@dataclass(frozen=True)
class Repeated:
    """``quotes``: by the key of each place the words as they stand there."""

    number: int
    words: str
    respondents: int
    quotes: dict[str, str]


def repeated(consultation: Consultation, coverage: Coverage) -> list[Repeated]:
    """Those of which a place is not dealt with yet, what the most said first. One query."""
    waiting = {place.key for place in coverage.waiting}
    return [each for each in _folded(consultation, coverage.passages) if waiting & each.quotes.keys()]


def quotes_of(consultation: Consultation, number: int, places: list[Place]) -> dict[str, str]:
    """Of the passage with that number; nothing where it is not (or no longer) said more than once."""
    return next((each.quotes for each in _folded(consultation, places, number) if each.number == number), {})


def _folded(consultation: Consultation, places: list[Place], number: int | None = None) -> list[Repeated]:
    there = {place.key: place for place in places}
    rows = PassagePlace.objects.filter(passage__collation__consultation=consultation).select_related("passage")
    rows = rows.filter(passage__number=number) if number is not None else rows
    quotes: dict[int, dict[str, str]] = {}
    passages = {}
    for row in rows.order_by("passage__number", "pk"):
        passages[row.passage_id] = row.passage
        if place := there.get(key_of(row)):
            quotes.setdefault(row.passage_id, {}).setdefault(place.key, _text(place)[row.start : row.end].strip())
    return [
        Repeated(passages[pk].number, next(iter(found.values())), passages[pk].respondents, found)
        for pk, found in quotes.items()
        if len(found) > 1
    ]


def _text(place: Place) -> str:
    """The words in which places of passages are counted out: without the anchor of a comment on a clause."""
    return place.row.general_comments if place.kind == GENERAL else place.row.text

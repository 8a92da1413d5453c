"""The ledger of points: what each is, where it was made, and what became of it. Everything is read once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Category
from consultations import shown
from consultations.models import Consultation, PointMade, PointSource, Submission
from consultations.points.merging import end_of, into_of
from consultations.points.places import CLAUSE, GENERAL, MODELS, SAID_WITH, Place, place_of

OPEN = "open"
HUES = {
    "accepted": "good",
    "in_part": "good",
    "rejected": "stop",
    "out_of_scope": "",
    "covered": "",
    "merged": "",
    "referred": "attention",
    "noted": "",
}


@dataclass(frozen=True)
class MadeIn:
    """A passage that makes a point, as SECAS reads it."""

    source: PointSource
    place: Place
    who: str
    text: str  # the quote, or the whole passage
    old: bool  # of a submission that counts no more

    @property
    def category(self) -> str:
        return self.place.submission.category

    @property
    def category_words(self) -> str:
        return Category(self.category).label


@dataclass
class Row:
    point: PointMade
    made_in: list[MadeIn] = field(default_factory=list)
    took_in: list[PointMade] = field(default_factory=list)  # the points that went into it

    @property
    def number(self) -> int:
        return self.point.number

    @property
    def hue(self) -> str:
        return HUES.get(self.point.disposition, "")

    @property
    def only_in_confidence(self) -> bool:
        """Nobody else reads a word of what makes it: so neither it nor its reply may say whose it is."""
        return bool(self.made_in) and all(each.place.is_in_confidence for each in self.made_in)

    @property
    def wheres(self) -> list[str]:
        """“Question 5”, “Clause L8.7”: each once."""
        return list(dict.fromkeys(each.place.where for each in self.made_in))

    @property
    def responses(self) -> int:
        return len({each.place.submission.response_id for each in self.made_in})

    def is_made_at(self, where: str) -> bool:
        return any(where in keys_of(each.place) for each in self.made_in)

    def is_of(self, category: str) -> bool:
        return any(each.category == category for each in self.made_in)


def keys_of(place: Place) -> tuple[str, ...]:
    """By which a filter finds it: its question, its clause, or that it is general."""
    if place.kind == GENERAL:
        return ("general",)
    if place.kind == CLAUSE:
        return ("clauses", f"clause {place.row.clause or place.row.as_written}")
    return (f"question {place.row.question.number}",)


@dataclass
class Ledger:
    rows: list[Row]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def open(self) -> int:
        return sum(row.point.is_open for row in self.rows)

    @property
    def settled(self) -> int:
        return self.total - self.open

    @property
    def words(self) -> str:
        """“3 of 12 points are open”."""
        if not self.total:
            return "No point is made yet"
        noun = "point" if self.total == 1 else "points"
        if self.open:
            return f"{self.open} of {self.total} {noun} {'is' if self.open == 1 else 'are'} open"
        return "The one point is settled" if self.total == 1 else f"All {self.total} points are settled"

    @property
    def by_disposition(self) -> list[tuple[str, str, int]]:
        """(key, words, number) in the order of the list of dispositions, the open ones last; none that is empty."""
        counted = Counter(row.point.disposition for row in self.rows)
        found = [(key, label, counted[key]) for key, label in PointMade.Disposition.choices if counted[key]]
        return [*found, *([(OPEN, "Open", counted[""])] if counted[""] else [])]

    def wheres(self) -> list[tuple[str, str]]:
        """The places by which it may be filtered: (key, words)."""
        keys = {key for row in self.rows for each in row.made_in for key in keys_of(each.place)}
        return [(key, f"{key[0].upper()}{key[1:]}") for key in sorted(keys, key=_place_order)]

    def categories(self) -> list[tuple[str, str]]:
        there = {each.category for row in self.rows for each in row.made_in}
        return [(key, label) for key, label in Category.choices if key in there]

    def chosen(self, disposition: str = "", where: str = "", category: str = "") -> list[Row]:
        """Those that fit, the open ones first."""
        wanted = "" if disposition == OPEN else disposition
        rows = [
            row
            for row in self.rows
            if (not disposition or row.point.disposition == wanted)
            and (not where or row.is_made_at(where))
            and (not category or row.is_of(category))
        ]
        return sorted(rows, key=lambda row: (not row.point.is_open, row.number))


def _place_order(key: str) -> tuple:
    kind, _, rest = key.partition(" ")
    return (("question", "general", "clauses", "clause").index(kind), int(rest) if rest.isdecimal() else 0, rest)


def ledger(consultation: Consultation, user, points=None) -> Ledger:
    """Its points that were not dropped, or ``points``. A number of queries that does not grow."""
    asked = PointMade.objects.standing().filter(consultation=consultation) if points is None else points
    rows = {p.pk: Row(p) for p in asked.select_related("merged_with", "referred_to", "settled_by").order_by("number")}
    for made in made_in(rows, user):
        rows[made.source.point_id].made_in.append(made)
    into = into_of(row.point for row in rows.values())
    for pk in into:
        _take_in(rows, pk, into)
    for row in rows.values():
        row.point.consultation = consultation
    return Ledger(list(rows.values()))


def _take_in(rows: dict[int, Row], pk: int, into: dict[int, int]) -> None:
    """The point is listed where its chain ends, if that is among the rows."""
    if pk in rows and (end := rows.get(end_of(pk, into))):
        end.took_in.append(rows[pk].point)


def made_in(points: Iterable[int], user) -> list[MadeIn]:
    """The passages that make these points, in the order in which they were put to them."""
    sources = list(PointSource.objects.standing().filter(point__in=points).select_related(*SAID_WITH).order_by("pk"))
    places = {source.pk: place_of(source) for source in sources}
    texts = shown_places(places.values(), user)
    counting = counting_among(places.values())
    return [
        MadeIn(
            source,
            place,
            texts[place.key].who,
            source.quote or _whole(texts[place.key]),
            place.submission.pk not in counting,
        )
        for source in sources
        for place in [places[source.pk]]
    ]


def _whole(text: shown.Shown) -> str:
    return "\n\n".join(filter(None, (text.anchor, text.text)))


def counting_among(places: Iterable[Place]) -> set[int]:
    """The keys of those of their submissions that count."""
    submissions = {place.submission.pk for place in places}
    return set(Submission.objects.counting().filter(pk__in=submissions).values_list("pk", flat=True))


def shown_places(places: Iterable[Place], user) -> dict[str, shown.Shown]:
    """Each passage as ``user`` may read it, by its key; they were read through what the reader may see."""
    by_kind: dict[str, dict[int, object]] = defaultdict(dict)
    for place in places:
        by_kind[place.kind][place.row.pk] = place.row
    found = {}
    for kind in MODELS:
        if rows := by_kind[kind]:
            found |= {Place(kind, text.row).key: text for text in shown.of_rows(rows.values(), user)}
    return found

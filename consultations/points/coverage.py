"""How much of what was said is dealt with: each passage is in a point, is marked as needing none, or waits."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from consultations.models import Consultation, NoPoint, PointSource
from consultations.points.places import CLAUSE, GENERAL, MODELS, Place, key_of, passages, rows_of


@dataclass(frozen=True)
class Coverage:
    """``none``: by the key of a passage, why it needs no point."""

    passages: list[Place]
    in_points: dict[str, list[int]] = field(default_factory=dict)  # by the key, the numbers of the points
    none: dict[str, NoPoint] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.passages)

    @property
    def waiting(self) -> list[Place]:
        return [place for place in self.passages if place.key not in self.in_points and place.key not in self.none]

    def outside(self, number: int) -> list[Place]:
        """Those that do not make the point of this number."""
        return [place for place in self.passages if number not in self.in_points.get(place.key, [])]

    @property
    def dealt_with(self) -> int:
        return self.total - len(self.waiting)

    @property
    def words(self) -> str:
        """“37 of 41 passages dealt with”."""
        noun = "passage" if self.total == 1 else "passages"
        return f"{self.dealt_with} of {self.total} {noun} dealt with"

    @property
    def marked(self) -> list[tuple[Place, str]]:
        return [(place, self.none[place.key].because) for place in self.passages if place.key in self.none]


def coverage(consultation: Consultation) -> Coverage:
    """Five queries, whatever the number."""
    return Coverage(passages(consultation), _in_points(consultation), marked(consultation))


def is_waiting(consultation: Consultation) -> bool:
    """Whether a passage waits; no text is read for that. Three queries at most."""
    return any(_waiting(consultation, kind).exists() for kind in MODELS)


def _waiting(consultation: Consultation, kind: str):
    of_it = {kind: OuterRef("pk")}
    made = PointSource.objects.standing().filter(**of_it, point__dropped_at=None)
    none = NoPoint.objects.standing().filter(**of_it)
    rows = rows_of(consultation, kind).filter(~Exists(made), ~Exists(none))
    words = {CLAUSE: None, GENERAL: "general_comments"}.get(kind, "text")
    return rows.filter(**{f"{words}__regex": r"\S"}) if words else rows


def _in_points(consultation: Consultation) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    sources = PointSource.objects.standing().filter(point__consultation=consultation, point__dropped_at=None)
    for source in sources.select_related("point").order_by("point__number"):
        found.setdefault(key_of(source), []).append(source.point.number)
    return found


def marked(consultation: Consultation) -> dict[str, NoPoint]:
    """By its key, each passage that needs no point."""
    here = Q(general_of__response__consultation=consultation)
    for kind in MODELS:
        if kind != GENERAL:
            here |= Q(**{f"{kind}__submission__response__consultation": consultation})
    return {key_of(row): row for row in NoPoint.objects.standing().filter(here)}

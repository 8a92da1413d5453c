"""Points that are still open, by the consultation: what reports and desks wait for."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from audit import clock
from consultations.models import Consultation, Kind, PointMade

# What a Modification Report tells of was asked before it; the consultation on the report itself comes afterwards, and
# its Conclusions Report tells of that.
BEFORE_THE_REPORT = tuple(kind for kind in Kind if kind not in (Kind.REPORT, Kind.CODE_WIDE))
ON_THE_REPORT = (Kind.REPORT,)


@dataclass(frozen=True)
class OpenPoints:
    consultation: Consultation
    count: int
    since: date

    @property
    def words(self) -> str:
        noun = "point" if self.count == 1 else "points"
        return f"{self.count} {noun} still open in the {self.consultation.get_kind_display()}"

    @property
    def url(self) -> str:
        return reverse("consultations:points", args=[self.consultation.pk])


def open_points(proposals, kinds=tuple(Kind), on_the_code_by=()) -> dict[int | None, list[OpenPoints]]:
    """By the key of a proposal, each of its consultations of these kinds that has open points; under None, those on no
    proposal which one of ``on_the_code_by`` prepared. Two queries."""
    wanted = Q(consultation__proposal__in=proposals)
    wanted |= Q(consultation__proposal=None, consultation__by__in=on_the_code_by)
    points = PointMade.objects.unanswered().filter(
        wanted, consultation__kind__in=kinds, consultation__taken_back_at=None
    )
    counted = points.order_by().values("consultation").annotate(count=Count("pk"), since=Min("at"))
    rows = {row["consultation"]: row for row in counted}
    found: dict[int | None, list[OpenPoints]] = defaultdict(list)
    for consultation in Consultation.objects.filter(pk__in=rows).order_by("opened_at", "pk") if rows else []:
        row = rows[consultation.pk]
        since = clock.london_date(row["since"])
        found[consultation.proposal_id].append(OpenPoints(consultation, row["count"], since))
    return found

"""Consultations on a proposal that were run here and are over, as a report of it tells of them on its day: of what is
published alone. Where there is none, nothing is asked."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from audit import clock
from bodies.workingdays import WorkingCalendar
from consultations.collation.counting import Counts, counted
from consultations.course.kinds import row_of
from consultations.models import Consultation, Kind
from papers.consultation.counting import counts_of, points_of, questions_of
from papers.consultation.counts import Told
from proposals.models import Proposal


def with_the_whole(proposal: Proposal) -> QuerySet[Proposal]:
    """The proposal, and of a part the whole that was split."""
    whole = Q(number=proposal.number, suffix="") if proposal.suffix else Q()
    return Proposal.objects.filter(Q(pk=proposal.pk) | whole)


def consulted_columns(on: date, classes) -> dict:
    """Of a proposal: to be read in a query that asks for more. A part of one that was split was asked about as the
    whole."""
    of_it = Q(proposal=OuterRef("pk")) | Q(proposal__number=OuterRef("number"), proposal__suffix="")
    over = Consultation.objects.opened().filter(
        of_it, settled_at__isnull=False, closes_at__lt=_after(on), classification__in=classes
    )
    return {"consulted_on": ArraySubquery(over.order_by("opened_at", "pk").values("pk"))}


def told_in(found: dict, on: date) -> tuple[Told, ...]:
    if not found["consulted_on"]:
        return ()
    rows = Consultation.objects.select_related("questions").in_bulk(found["consulted_on"])
    calendar = WorkingCalendar.load()
    return tuple(told_of(rows[pk], on, calendar) for pk in found["consulted_on"])


def told_of_report(found: tuple[Told, ...], opened_on: date) -> Told | None:
    """The Modification Report Consultation that was opened on that day."""
    return next((each for each in found if each.kind == Kind.REPORT and each.opened_on == opened_on), None)


def told_of(consultation: Consultation, on: date, calendar: WorkingCalendar) -> Told:
    """Seven queries; before the responses are published, less is told."""
    opened, closes = clock.london_date(consultation.opened_at), clock.london_date(consultation.closes_at)
    published = consultation.responses_published_at is not None and consultation.responses_published_at < _after(on)
    counts = counted(consultation, secas=False)
    answered = _answered(consultation, counts, _after(on)) if published else {"count": counts.responses}
    return Told(
        key=consultation.pk,
        kind=consultation.kind,
        kind_name=row_of(consultation).title,
        address=f"{settings.SITE_URL}{consultation.get_absolute_url()}",
        opened_on=opened,
        closes_on=closes,
        working_days=calendar.between(opened, closes),
        published=published,
        **answered,
    )


def _answered(consultation: Consultation, counts: Counts, before: datetime) -> dict:
    return {
        **counts_of(consultation, counts),
        "questions": questions_of(counts, summaries=consultation),
        "points": points_of(consultation, public=True, before=before),
    }


def _after(day: date) -> datetime:
    return clock.start_of(day + timedelta(days=1))

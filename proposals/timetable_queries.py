"""Reading timetables: what is open to a reader, what held on a date, and what comes next for many proposals at once."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, JSONObject

from audit import clock

OPEN = Q(done_on=None, missed_on=None, removed_on=None)
# What the Panel has not approved yet is a plan, not what happens next.
AGREED = Q(package=None) | Q(package__approved_on__isnull=False)
WEEK = timedelta(days=6)  # from the first day of a week to its last


class _OfAProposal(models.QuerySet):
    def visible_to(self, user):
        """A timetable is as open as its proposal."""
        proposals = self.model._meta.get_field("proposal").related_model
        return self.filter(proposal__in=proposals.objects.visible_to(user))


class PackageQuerySet(_OfAProposal):
    def as_at(self, on: date):
        """The packages laid out by ``on``; approved where ``was_approved``."""
        return self.filter(laid_on__lte=on).annotate(was_approved=Q(approved_on__isnull=False, approved_on__lte=on))


class TimetableQuerySet(_OfAProposal):
    def standing(self):
        """In the order of the plan, without what was removed."""
        return self.filter(removed_on=None).order_by("sort", "pk")

    def as_at(self, on: date):
        """What stood in the timetable at the end of ``on``. ``due_then`` and ``exactness_then`` are its date on that
        day, ``was_done`` and ``was_missed`` what was known of it."""
        slips = self.model._meta.get_field("slips").related_model.objects
        latest = slips.filter(entry=OuterRef("pk"), on__lte=on).order_by("-pk")
        there = Q(removed_on=None) | Q(removed_on__gt=on)
        return (
            self.filter(there, laid_on__lte=on)
            .annotate(
                due_then=Coalesce(Subquery(latest.values("to_on")[:1]), F("baseline_on")),
                exactness_then=Coalesce(Subquery(latest.values("to_exactness")[:1]), F("baseline_exactness")),
                was_done=Q(done_on__isnull=False, done_on__lte=on),
                was_missed=Q(missed_on__isnull=False, missed_on__lte=on),
                had_moved=Exists(latest),
            )
            .order_by("sort", "pk")
        )

    def ahead(self, on: date):
        """What is agreed and neither done nor missed: first what is still to come, the nearest first; then what is
        overdue, the oldest first."""
        over = Q(exactness="week", due_on__lt=on - WEEK) | ~Q(exactness="week") & Q(due_on__lt=on)
        overdue = Case(When(over, then=True), default=False, output_field=models.BooleanField())
        return self.filter(OPEN, AGREED).annotate(is_over=overdue).order_by("is_over", "due_on", "sort", "pk")

    def row_then(self, on: date) -> dict | None:
        """What ``next_row`` was at the end of ``on``, by the dates that held and what was known to be done that day."""
        agreed = Q(package=None) | Q(package__approved_on__lte=on)
        over = Q(exactness_then="week", due_then__lt=on - WEEK) | ~Q(exactness_then="week") & Q(due_then__lt=on)
        overdue = Case(When(over, then=True), default=False, output_field=models.BooleanField())
        rows = self.as_at(on).filter(agreed, was_done=False, was_missed=False).annotate(is_over=overdue)
        names = {"due_on": "due_then", "exactness": "exactness_then"} | {n: n for n in ("activity", "kind", "is_over")}
        rows = rows.order_by("is_over", "due_then", "sort", "pk")
        return rows.annotate(row=JSONObject(**names)).values_list("row", flat=True).first()

    def next_row(self, on: date | None = None):
        """A subquery on a proposal: the first of its entries ``ahead``, as JSON, so that lists cost no more queries."""
        rows = self.filter(proposal=OuterRef("pk")).ahead(on or clock.today())
        names = {name: name for name in ("activity", "kind", "due_on", "exactness", "is_over")}
        return Subquery(rows.values(row=JSONObject(**names))[:1])


class SlipQuerySet(models.QuerySet):
    def visible_to(self, user):
        entries = self.model._meta.get_field("entry").related_model
        return self.filter(entry__in=entries.objects.visible_to(user))

    def as_at(self, on: date):
        return self.filter(on__lte=on)

    def for_reading(self):
        """Newest first, with what a line of the list shows."""
        return self.select_related("entry", "agreed_body", "agreed_at__committee").order_by("-pk")

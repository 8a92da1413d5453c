"""What became of a point, step by step; and passages from which none was made."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from consultations.models.collating import PointMade, Said
from consultations.queries.consultations import OfAPointQuerySet
from consultations.queries.responses import SaidQuerySet


class PointStep(models.Model):
    """One thing that was done to a point. ``said``: its words after that, or the reply; where it was opened again, what
    stays in the legal text; ``because``: why."""

    class What(models.TextChoices):
        MADE = "made", "Made"
        REWORDED = "reworded", "Words changed"
        SETTLED = "settled", "Settled"
        REOPENED = "reopened", "Opened again"
        PUBLISHED = "published", "Published with what became of it"
        TAKEN_BACK = "taken_back", "Publication taken back"
        DROPPED = "dropped", "Dropped"

    point = models.ForeignKey(PointMade, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=10, choices=What)
    said = models.TextField(blank=True)
    disposition = models.CharField(max_length=12, choices=PointMade.Disposition, blank=True)
    because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="point_steps", null=True)
    at = models.DateTimeField()

    objects = OfAPointQuerySet.as_manager()

    class Meta:
        ordering = ["point", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="what_undoes_a_point_says_why",
                condition=~Q(what__in=["reopened", "taken_back", "dropped"]) | ~Q(because=""),
            )
        ]

    def __str__(self):
        return f"{self.get_what_display()} of {self.point_id}"


class NoPoint(Said):
    """A passage that needs no point, and why; taken back where one is made after all."""

    because = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="passages_without_point", null=True)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        ordering = ["pk"]
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(name="no_point_says_why", condition=~Q(because="")),
            models.UniqueConstraint(
                name="a_passage_needs_no_point_once",
                fields=["answer", "clause_comment", "general_of"],
                nulls_distinct=False,
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"No point: {self.because}"

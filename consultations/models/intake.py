"""What came by e-mail, as a form or by letter, while SECAS enters it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from consultations.models.consultation import Consultation
from consultations.models.responses import Submission
from consultations.queries.consultations import SecasOnlyQuerySet

CAME = (
    "consultation", "file", "filename", "content_type", "size", "sha256", "part", "lines", "read", "started_by",
    "started_at",
)  # fmt: skip


class Intake(models.Model):
    """An original, what was read from it, and what whoever enters it has made of that so far. It is no response: one
    comes of it, as a ``submission``, when it is confirmed. An original in which several respond becomes as many, told
    apart by ``part``.

    ``lines``: [where, text] of each line of the source; ``read``: a ``ReadResponse``; ``entered``: the form as typed,
    lists by the names of its fields, empty until somebody has saved it. ``version`` grows with each save.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="intakes")
    how = models.CharField(max_length=6, choices=Submission.How)
    file = models.FileField(max_length=120)
    filename = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    part = models.PositiveSmallIntegerField(default=1)
    lines = models.JSONField()
    read = models.JSONField()
    entered = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="intakes", null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_because = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="started_intakes", null=True)
    started_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="intakes", null=True)
    at = models.DateTimeField()

    objects = SecasOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "pk"]
        triggers = [
            pgtrigger.ReadOnly(name="what_came_stays_as_it_came", fields=[*CAME]),
            pgtrigger.Protect(name="what_came_is_never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                name="an_original_is_being_entered_once",
                fields=["consultation", "sha256", "part"],
                condition=Q(set_aside_at__isnull=True, submission__isnull=True),
            ),
            models.CheckConstraint(
                name="what_came_set_aside_whole",
                condition=Q(set_aside_at__isnull=True, set_aside_because="")
                | Q(set_aside_at__isnull=False, submission__isnull=True) & ~Q(set_aside_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.filename}, part {self.part}" if self.part > 1 else self.filename

    def get_absolute_url(self):
        return reverse("consultations:intake_edit", args=[self.consultation_id, self.pk])

    @property
    def is_standing(self) -> bool:
        """Still being entered."""
        return self.submission_id is None and self.set_aside_at is None

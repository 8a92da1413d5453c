from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from proposals.models.proposal import Proposal


class Correction(models.Model):
    """Something a paper may state was put right, other than a step: papers issued before bear the mark of it
    (append-only). A step that is put right is its own row (``Move``)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=300)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrections", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [models.CheckConstraint(name="correction_says_why", condition=~Q(reason=""))]

    def __str__(self):
        return self.what

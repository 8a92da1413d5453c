from django.db import models
from django.db.models import Q

from accounts.models import User
from proposals.models.proposal import Proposal
from proposals.queries import AcceptanceQuerySet


class Acceptance(models.Model):
    """Something expected that is missing before a step (a body silent, a view due later), accepted with a reason, which
    the paper then states. ``requirement`` is the key of what was missing, or of the step that was taken without it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="acceptances")
    requirement = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    why = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="acceptances")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="accepted_once",
                fields=["proposal", "requirement", "text"],
                condition=Q(taken_back_at__isnull=True),
            ),
            models.CheckConstraint(name="accepted_with_a_reason", condition=~Q(why="")),
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.text}"

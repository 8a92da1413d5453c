import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from proposals.models.lifecycle import LODGED, Window
from proposals.queries import StandingQuerySet


class Adoption(models.Model):
    """Somebody else’s taking on of a withdrawn proposal: ``adopter`` is the Proposer from then on, for ``organisation``
    (domain §2.2 row 39). ``reason`` may be empty."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="adoptions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="adoptions")
    adopter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="adoptions")
    reason = models.TextField(blank=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="entered_adoptions", null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.TextField(blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        triggers = [
            pgtrigger.ReadOnly(name="adoption_kept_as_it_came", fields=[*LODGED, "adopter"]),
            pgtrigger.Protect(name="adoption_never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_window_has_one_adoption", fields=["window"], condition=Q(struck_at__isnull=True)
            ),
            models.CheckConstraint(
                name="adoption_struck_whole",
                condition=Q(struck_at__isnull=True, struck_because="")
                | Q(struck_at__isnull=False) & ~Q(struck_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} adopts in {self.window_id}"

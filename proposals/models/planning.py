from django.db import models
from django.db.models import Q

from proposals.models.code import SecVersion
from proposals.models.proposal import Proposal


class Release(models.Model):
    """A batch of changes to the code. Its name is not its date: the date is typed and may be a non-working day."""

    class Kind(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        AD_HOC = "ad_hoc", "Ad-hoc"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)
    date = models.DateField()
    scope = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["date"]

    def __str__(self):
        return self.name


class Implementation(models.Model):
    """How and when a proposal enters the code, and afterwards when it did and as which version."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="implementation")
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="implementations", null=True, blank=True
    )
    release_kind = models.CharField(max_length=9, choices=Release.Kind, default=Release.Kind.SCHEDULED)
    days_after_window = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    sec_version = models.ForeignKey(SecVersion, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="implemented_whole",
                condition=Q(implemented_on__isnull=True, sec_version__isnull=True)
                | Q(implemented_on__isnull=False, sec_version__isnull=False),
            )
        ]

    def __str__(self):
        return f"Implementation of {self.proposal_id}"

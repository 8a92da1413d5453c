from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from audit.classification import Classification
from proposals.models.proposal import Proposal
from proposals.models.statement import ProblemStatement
from proposals.queries import AttachmentQuerySet


class Attachment(models.Model):
    """A file that belongs to a proposal. Replaced by a new version, never overwritten; stored under its own hash.

    One that was taken down is handed out to nobody; that it was there, and its hash, stay known.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", "Submission"
        FIGURE = "figure", "Figure"
        LETTER = "letter", "Letter"
        LEGAL_TEXT = "legal_text", "Legal text"
        RESPONSE = "response", "Response"
        # Tools of Development (domain §2.2 row 7); what came back is kept as responses.
        INFORMATION = "rfi", "Request for Information"
        WORKSHOP = "workshop", "Workshop"
        OTHER = "other", "Other document"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=160)
    dated = models.DateField()
    file = models.FileField(max_length=120)
    filename = models.CharField(max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_because = models.TextField(blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_version_follows",
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(name="attachment_does_not_replace_itself", condition=~Q(replaces=F("id"))),
            models.CheckConstraint(
                name="attachment_taken_down_whole",
                condition=Q(taken_down_at__isnull=True, taken_down_because="")
                | Q(taken_down_at__isnull=False) & ~Q(taken_down_because=""),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("proposals:attachment", args=[self.proposal.slug, self.pk, self.filename])

    @property
    def is_taken_down(self) -> bool:
        return self.taken_down_at is not None


class Figure(models.Model):
    """A picture in a problem statement, with the caption under it and the words for those who cannot see it."""

    statement = models.ForeignKey(ProblemStatement, on_delete=models.PROTECT, related_name="figures")
    number = models.PositiveSmallIntegerField()
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="figures")
    caption = models.CharField(max_length=200)
    alternative_text = models.TextField()

    class Meta:
        ordering = ["statement", "number"]
        constraints = [
            models.UniqueConstraint(name="figure_numbered_once", fields=["statement", "number"]),
            models.CheckConstraint(name="figure_says_what_it_shows", condition=~Q(alternative_text="")),
        ]

    def __str__(self):
        return f"Figure {self.number}: {self.caption}"

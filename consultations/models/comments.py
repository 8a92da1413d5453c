import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import Category, Organisation, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from consultations.queries.comments import CommentQuerySet, OfACommentQuerySet, SummaryQuerySet
from proposals.models import Attachment, Proposal


class Stance(models.TextChoices):
    SUPPORTS = "supports", "Supports"
    OPPOSES = "opposes", "Sees no need for a change"
    NEUTRAL = "neutral", "Neither for nor against"
    QUESTION = "question", "Asks a question"


# What is never published: it stays with SECAS and with whoever said it.
IN_CONFIDENCE = (Classification.AMBER, Classification.RED)
# What was said, by whom and when stays as it came in; a change of it is a new version.
SAID = (
    "proposal", "number", "version", "replaces", "organisation", "person_name", "category", "text", "how",
    "received_at", "why_changed", "by", "at",
)  # fmt: skip


class Comment(models.Model):
    """What a Party, or somebody else, says of a proposal in Development, or asks about it (domain §2.2 row 5).

    ``category`` is what the respondent was on the day. A change is a new version that ``replaces`` the one before,
    bears the same ``number`` and says why. Stance and classification are SECAS's to sort: they are put right in place.
    """

    class How(models.TextChoices):
        ONLINE = "online", "Here"
        EMAIL = "email", "By e-mail"
        TELEPHONE = "telephone", "By telephone"
        LETTER = "letter", "By letter"
        MEETING = "meeting", "At a meeting"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="comments", null=True, blank=True
    )
    person_name = models.CharField("who said it", max_length=120, blank=True)
    category = models.CharField(max_length=20, choices=Category)
    stance = models.CharField(max_length=8, choices=Stance)
    text = models.TextField()
    how = models.CharField(max_length=9, choices=How)
    received_at = models.DateTimeField()
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="comments", null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    why_changed = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="comments", null=True)
    at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "received_at", "pk"]
        triggers = [
            pgtrigger.ReadOnly(name="comment_stays_as_it_came", fields=[*SAID]),
            pgtrigger.Protect(name="comment_never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(name="comment_version_once", fields=["proposal", "number", "version"]),
            models.CheckConstraint(
                name="comment_is_somebodys", condition=Q(organisation__isnull=False) | ~Q(person_name="")
            ),
            models.CheckConstraint(
                name="what_is_said_in_confidence_is_not_published",
                condition=Q(published_at=None) | ~Q(classification__in=IN_CONFIDENCE),
            ),
            models.CheckConstraint(name="a_changed_comment_says_why", condition=Q(version=1) | ~Q(why_changed="")),
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_version_follows",
                condition=Q(version=1, replaces__isnull=True) | Q(version__gt=1, replaces__isnull=False),
            ),
            models.CheckConstraint(name="comment_does_not_replace_itself", condition=~Q(replaces=F("id"))),
            models.CheckConstraint(
                name="comment_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self):
        return f"Comment {self.number}"

    @property
    def is_in_confidence(self) -> bool:
        return self.classification in IN_CONFIDENCE

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    def who(self, *, names: bool = False) -> str:
        """Whose it is, as it may be read: a person who speaks for nobody is named only to those who read names."""
        if self.organisation_id:
            return f"{self.person_name}, {self.organisation}" if names and self.person_name else str(self.organisation)
        return self.person_name if names else self.get_category_display()


class Answer(models.Model):
    """What SECAS answers to a comment; read by others once it is published, together with the others'."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    published_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="answers", null=True)
    at = models.DateTimeField()

    objects = OfACommentQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "version"]
        constraints = [
            models.UniqueConstraint(name="answer_version_once", fields=["comment", "version"]),
            models.CheckConstraint(name="answer_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"Answer {self.version} to {self.comment}"


class FeedbackSummary(models.Model):
    """What those of one category and stance said, in a sentence or two that papers print (S0 §3). The newest holds."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="feedback_summaries")
    category = models.CharField(max_length=20, choices=Category)
    stance = models.CharField(max_length=8, choices=Stance)
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feedback_summaries", null=True)
    at = models.DateTimeField()

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "category", "stance", "version"]
        triggers = [APPEND_ONLY]
        verbose_name_plural = "feedback summaries"
        constraints = [
            models.UniqueConstraint(
                name="feedback_summary_version_once", fields=["proposal", "category", "stance", "version"]
            )
        ]

    def __str__(self):
        return f"What {self.get_category_display()}s said of {self.proposal_id}"

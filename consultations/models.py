from django.db import models
from django.db.models import F, Q

from accounts.models import Category, Organisation, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from consultations.queries import CommentQuerySet, OfACommentQuerySet, SummaryQuerySet
from proposals.models import Attachment, Proposal


class Stance(models.TextChoices):
    SUPPORTS = "supports", "Supports"
    OPPOSES = "opposes", "Sees no need for a change"
    NEUTRAL = "neutral", "Neither for nor against"
    QUESTION = "question", "Asks a question"


class Comment(models.Model):
    """What a Party, or somebody else, says of a proposal in Development, or asks about it (domain §2.2 row 5).

    ``category`` is what the respondent was on the day. A change is a new version that ``replaces`` the one before.
    """

    class How(models.TextChoices):
        ONLINE = "online", "Here"
        EMAIL = "email", "By e-mail"
        TELEPHONE = "telephone", "By telephone"
        LETTER = "letter", "By letter"
        MEETING = "meeting", "At a meeting"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="comments")
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
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="comments", null=True)
    at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "received_at", "pk"]
        constraints = [
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
        return f"Comment of {self.organisation or self.person_name} on {self.proposal_id}"


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

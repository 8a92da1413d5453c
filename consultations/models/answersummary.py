"""What was answered to a question, in SECAS's own words."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from consultations.models.consultation import Consultation
from consultations.models.questions import Question
from consultations.queries.consultations import SecasOnlyQuerySet


class AnswerSummary(models.Model):
    """A sentence or two that papers print beside what was counted. The newest holds; one without words says nothing."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answer_summaries")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="summaries")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="answer_summaries", null=True)
    at = models.DateTimeField()

    objects = SecasOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "question__number", "version"]
        triggers = [APPEND_ONLY]
        verbose_name_plural = "answer summaries"
        constraints = [
            models.UniqueConstraint(name="answer_summary_version_once", fields=["consultation", "question", "version"]),
            models.CheckConstraint(name="answer_summary_begins_with_words", condition=Q(version__gt=1) | ~Q(text="")),
        ]

    def __str__(self):
        return f"What was answered to {self.question_id}"

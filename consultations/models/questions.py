"""What is asked: sets of questions, a consultation's own and reusable ones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.models import APPEND_ONLY
from consultations.models.kinds import Kind
from consultations.queries.consultations import OfAQuestionQuerySet


class Asks(models.TextChoices):
    """What an answer to the question is, besides words."""

    AGREEMENT = "agree", "Whether they agree"
    CHOICE = "choice", "A choice"
    TEXT = "text", "Words alone"
    DATE = "date", "A date"
    COST = "cost", "A cost"


class Agreement(models.TextChoices):
    """An answer to a question, which is not a stand for or against the change (S4, questions 20 and 22)."""

    AGREE = "agree", "Yes"
    AGREE_WITH_RESERVATION = "agree_with_reservation", "Yes, with reservations"
    DISAGREE = "disagree", "No"
    NO_VIEW = "no_view", "No view"


class QuestionSet(models.Model):
    """Questions in their order. One that is ``reusable`` is copied into a consultation of its kind; the other belongs
    to the consultation that has it. ``version`` grows with each save, so that of two who build one the second is told.
    """

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind)
    reusable = models.BooleanField(default=False)
    retired_on = models.DateField(null=True, blank=True)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="question_sets", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_reusable_set_of_a_title",
                fields=["kind", "title"],
                condition=Q(reusable=True, retired_on__isnull=True),
            ),
            models.CheckConstraint(
                name="only_reusable_sets_are_retired", condition=Q(retired_on__isnull=True) | Q(reusable=True)
            ),
        ]

    def __str__(self):
        return self.title


class Question(models.Model):
    """One question. ``number`` is its place; from the opening on it stays, and a question that is no longer asked keeps
    its number, its answers and the reason (``withdrawn_because``). Each question of a group bears its heading in
    ``group``; on a page it stands above the first of them (``conditions.headed``).

    ``only_if`` is an earlier question of the set; this one is asked where the answer to that is one of
    ``only_if_answers``: values of ``Agreement``, or options of a choice.
    """

    of = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    group = models.CharField("heading above it", max_length=160, blank=True)
    text = models.TextField()
    help = models.TextField(blank=True)
    asks = models.CharField(max_length=6, choices=Asks)
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    several = models.BooleanField("several may be chosen", default=False)
    required = models.BooleanField(default=False)
    only_if = models.ForeignKey("self", on_delete=models.PROTECT, related_name="leads_to", null=True, blank=True)
    only_if_answers = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["of", "number"]
        constraints = [
            models.UniqueConstraint(
                name="question_numbered_once", fields=["of", "number"], deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(name="question_asks_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_choice_has_options",
                condition=Q(asks="choice", options__len__gte=2) | ~Q(asks="choice") & Q(options=[], several=False),
            ),
            models.CheckConstraint(
                name="asked_only_if_says_when",
                condition=Q(only_if__isnull=True, only_if_answers=[])
                | Q(only_if__isnull=False, only_if_answers__len__gte=1),
            ),
            models.CheckConstraint(
                name="question_does_not_lead_to_itself", condition=Q(only_if__isnull=True) | ~Q(only_if=F("id"))
            ),
            models.CheckConstraint(
                name="question_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self):
        return f"Question {self.number}"


class QuestionCorrection(models.Model):
    """A wording put right while answers were coming in: what it was, what it is now, and why. Everybody who reads the
    question reads that."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="corrections")
    text_was = models.TextField()
    text_becomes = models.TextField()
    help_was = models.TextField(blank=True)
    help_becomes = models.TextField(blank=True)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="question_corrections", null=True)
    at = models.DateTimeField()

    objects = OfAQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="a_corrected_question_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="a_correction_changes_the_question",
                condition=~Q(text_was=F("text_becomes")) | ~Q(help_was=F("help_becomes")),
            ),
            models.CheckConstraint(name="a_corrected_question_asks_something", condition=~Q(text_becomes="")),
        ]

    def __str__(self):
        return f"{self.question_id} put right on {self.at}"

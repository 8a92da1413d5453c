from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.models import APPEND_ONLY
from bodies.models import Meeting
from proposals.models.papers import Attachment
from proposals.models.proposal import Proposal
from proposals.models.refinement import RequirementSet
from proposals.queries import AssessmentQuerySet


class DccAssessment(models.Model):
    """What the DCC is asked to assess, by when, and its answer, as fields and as a file (domain §2.2 rows 19 and 21).

    ``due_on`` is what ``proposals.dccclock`` computed from the request, the re-agreed dates, the questions and the
    working days as they stood; the acts write it, and each change of it is a ``DueChange``.
    """

    class Kind(models.TextChoices):
        PRELIMINARY = "preliminary", "Preliminary Assessment"
        IMPACT = "impact", "Impact Assessment"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="dcc_assessments")
    kind = models.CharField(max_length=11, choices=Kind)
    number = models.PositiveSmallIntegerField()
    requirement_set = models.ForeignKey(
        RequirementSet, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True
    )
    cost_approved_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="approved_assessments", null=True, blank=True
    )
    scope = models.TextField("what the DCC is asked", blank=True)
    is_urgent = models.BooleanField("urgent", default=False)
    working_days = models.PositiveSmallIntegerField()
    requested_on = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    due_on = models.DateField()
    # A new date that the DCC has asked for and SECAS has neither agreed nor declined.
    wanted_due_on = models.DateField(null=True, blank=True)
    wanted_why = models.TextField(blank=True)
    wanted_on = models.DateField("asked for on", null=True, blank=True)

    answered_on = models.DateField(null=True, blank=True)
    days_late = models.PositiveSmallIntegerField("late by working days", null=True, blank=True)
    cost_min = models.PositiveBigIntegerField("cost from (pence)", null=True, blank=True)
    cost_max = models.PositiveBigIntegerField("cost to (pence)", null=True, blank=True)
    lead_time = models.CharField(max_length=120, blank=True)
    release = models.CharField("earliest release", max_length=120, blank=True)
    assumptions = models.TextField(blank=True)
    answer = models.TextField("the assessment in words", blank=True)
    file = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="assessments", null=True, blank=True)

    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_why = models.TextField(blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="assessment_numbered_once", fields=["proposal", "kind", "number"]),
            models.UniqueConstraint(
                name="one_assessment_of_a_kind_outstanding",
                fields=["proposal", "kind"],
                condition=Q(answered_on__isnull=True, cancelled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="cost_of_an_impact_assessment_approved",
                condition=Q(kind="preliminary", cost_approved_at__isnull=True)
                | Q(kind="impact", cost_approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_the_urgent_rests_on_nothing",
                condition=Q(requirement_set__isnull=False) | Q(is_urgent=True),
            ),
            models.CheckConstraint(
                name="assessment_acknowledged_after_request",
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("requested_on")),
            ),
            models.CheckConstraint(
                name="assessment_answered_whole",
                condition=Q(answered_on__isnull=True, days_late__isnull=True, cost_min__isnull=True, answer="")
                | Q(answered_on__gte=F("requested_on"), days_late__isnull=False, cancelled_on__isnull=True),
            ),
            models.CheckConstraint(
                name="new_date_wanted_whole",
                condition=Q(wanted_due_on__isnull=True, wanted_why="", wanted_on__isnull=True)
                | Q(wanted_due_on__isnull=False, wanted_on__isnull=False, answered_on__isnull=True)
                & Q(cancelled_on__isnull=True)
                & ~Q(wanted_why=""),
            ),
            models.CheckConstraint(
                name="assessment_cost_range_whole",
                condition=Q(cost_min__isnull=True, cost_max__isnull=True)
                | Q(cost_min__isnull=False, cost_max__isnull=False, cost_max__gte=F("cost_min")),
            ),
            models.CheckConstraint(
                name="assessment_cancelled_whole",
                condition=Q(cancelled_on__isnull=True, cancelled_why="")
                | Q(cancelled_on__gte=F("requested_on")) & ~Q(cancelled_why=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="assessment_outstanding",
                condition=Q(answered_on__isnull=True, cancelled_on__isnull=True),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """“Impact Assessment”; the second of its kind is “Impact Assessment 2”."""
        return self.get_kind_display() if self.number == 1 else f"{self.get_kind_display()} {self.number}"

    @property
    def is_outstanding(self) -> bool:
        return self.answered_on is None and self.cancelled_on is None


class Clarification(models.Model):
    """A question of the DCC’s. From the day after it is asked to the day of its answer the clock stands still."""

    assessment = models.ForeignKey(DccAssessment, on_delete=models.PROTECT, related_name="clarifications")
    asked_on = models.DateField()
    question = models.TextField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(name="a_clarification_asks_something", condition=~Q(question="")),
            models.CheckConstraint(
                name="clarification_answered_whole",
                condition=Q(answered_on__isnull=True, answer="") | Q(answered_on__gte=F("asked_on")) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="clarification_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | Q(withdrawn_on__gte=F("asked_on"), answered_on__isnull=True) & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"Asked on {self.asked_on:%-d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.answered_on is None and self.withdrawn_on is None


class DueChange(models.Model):
    """One change of an assessment’s due date. Append-only."""

    class Cause(models.TextChoices):
        CLOCK = "clock", "The clock stood still"
        AGREED = "agreed", "Agreed anew"
        DAYS = "days", "The working days changed"

    assessment = models.ForeignKey(DccAssessment, on_delete=models.PROTECT, related_name="due_changes")
    cause = models.CharField(max_length=6, choices=Cause)
    was = models.DateField()
    becomes = models.DateField()
    on = models.DateField()
    reason = models.TextField()
    agreed_by = models.CharField("who agreed", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="a_due_date_changes", condition=~Q(was=F("becomes"))),
            models.CheckConstraint(name="a_due_change_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="an_agreed_due_date_says_by_whom",
                condition=Q(cause__in=["clock", "days"], agreed_by="") | Q(cause="agreed") & ~Q(agreed_by=""),
            ),
        ]

    def __str__(self):
        return f"{self.was} to {self.becomes}"

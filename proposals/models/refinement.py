from functools import reduce
from operator import or_

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import PeriodQuerySet, User, ends_after_start
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting
from proposals.models.proposal import Proposal
from proposals.queries import OfProposalQuerySet

# What was agreed is what assessments rest on: a change of mind is a new version. When it was published and agreed, and
# with whom, may have been recorded wrongly and is put right; that it was agreed stays.
AGREED = pgtrigger.Q(old__agreed_on__isnull=False)
FINAL = ("proposal", "sequence", "title", "text", "why", "drafted_on")
AGREED_IS_FINAL = [
    pgtrigger.Protect(
        name="agreed_is_final",
        operation=pgtrigger.Update,
        condition=AGREED
        & reduce(
            or_,
            (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in FINAL),
            pgtrigger.Q(new__agreed_on__isnull=True),
        ),
    ),
    pgtrigger.Protect(name="agreed_is_kept", operation=pgtrigger.Delete, condition=AGREED),
]


class RequirementSet(models.Model):
    """One version of a proposal's business requirements, as rich text, as numbered rows, or both (domain §2.2 row 17).

    ``sequence`` is the version that people see; ``version`` grows with each save of the edit form.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="requirement_sets")
    sequence = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    why = models.CharField("why there is a new version", max_length=300, blank=True)
    drafted_on = models.DateField()
    published_on = models.DateField(null=True, blank=True)
    comments_until = models.DateField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_with_proposer = models.BooleanField("agreed with the Proposer", default=False)
    agreed_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="agreed_requirements", null=True, blank=True
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafted_requirements", null=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", "-sequence"]
        triggers = AGREED_IS_FINAL
        constraints = [
            models.UniqueConstraint(name="requirements_version_once", fields=["proposal", "sequence"]),
            models.CheckConstraint(
                name="new_requirements_say_why", condition=Q(sequence=1) | Q(sequence__gt=1) & ~Q(why="")
            ),
            models.CheckConstraint(
                name="requirements_published_whole",
                condition=Q(published_on__isnull=True, comments_until__isnull=True)
                | Q(
                    published_on__gte=F("drafted_on"),
                    comments_until__isnull=False,
                    comments_until__gte=F("published_on"),
                ),
            ),
            models.CheckConstraint(
                name="requirements_agreed_with_somebody",
                condition=Q(agreed_on__isnull=True, agreed_with_proposer=False, agreed_at__isnull=True)
                | Q(agreed_on__gte=F("drafted_on")) & (Q(agreed_with_proposer=True) | Q(agreed_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.sequence}"

    @property
    def is_editable(self) -> bool:
        """What people were asked to comment on, or agreed to, is left as it was."""
        return self.published_on is None and self.agreed_on is None


class Requirement(models.Model):
    """A numbered business requirement."""

    of = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["of_id", "number"]
        constraints = [
            models.UniqueConstraint(name="requirement_numbered_once", fields=["of", "number"]),
            models.CheckConstraint(name="requirement_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.number}. {self.text[:60]}"


class Discussion(models.Model):
    """What a Working Group or Sub-Committee made of the proposal on a day (domain §2.2 row 18)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="discussions")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="discussions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="discussions", null=True, blank=True)
    on = models.DateField()
    summary = models.TextField()
    version = models.PositiveIntegerField(default=1)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(name="discussion_has_a_summary", condition=~Q(summary=""))]

    def __str__(self):
        return f"{self.committee}, {self.on:%-d %B %Y}"


class ConsultationQuerySet(OfProposalQuerySet):
    def standing(self):
        """Without what was taken back."""
        return self.filter(taken_back_at=None)


class RefinementConsultation(models.Model):
    """A Refinement Consultation as SECAS records it by hand (domain §2.2 row 20)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="refinement_consultations")
    opened_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    responses = models.CharField("responses, in words", max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_refinement_consultation_open",
                fields=["proposal"],
                condition=Q(closed_on__isnull=True, taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="consultation_taken_back_whole",
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
            ),
            models.CheckConstraint(name="consultation_closes_after_opening", condition=Q(closes_on__gt=F("opened_on"))),
            models.CheckConstraint(
                name="consultation_closed_whole",
                condition=Q(closed_on__isnull=True, responses="") | Q(closed_on__gte=F("closes_on")) & ~Q(responses=""),
            ),
        ]

    def __str__(self):
        return f"Refinement Consultation of {self.opened_on:%-d %B %Y}"


class ConsultationExtension(models.Model):
    """A later closing date, and why. Append-only."""

    consultation = models.ForeignKey(RefinementConsultation, on_delete=models.PROTECT, related_name="extensions")
    was = models.DateField()
    becomes = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="an_extension_is_later", condition=Q(becomes__gt=F("was"))),
            models.CheckConstraint(name="an_extension_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.was} to {self.becomes}"


class StandardArea(models.Model):
    """A question that every proposal in Refinement answers while it is in force (S1 §3)."""

    title = models.CharField(max_length=80)
    question = models.CharField(max_length=300)
    sort = models.PositiveSmallIntegerField(default=0)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["sort", "title", "starts"]
        constraints = [
            ends_after_start("standard_area_ends_after_start"),
            models.UniqueConstraint(name="standard_area_begins_once", fields=["title", "starts"]),
            models.UniqueConstraint(
                name="one_standard_area_of_a_title_now", fields=["title"], condition=Q(ends__isnull=True)
            ),
        ]

    def __str__(self):
        return self.title


class AssessmentArea(models.Model):
    """A question that Refinement has to answer: a standard one or one of the proposal's own (S1 §3).

    It is closed with an answer, or left open with a reason, before the report goes to the Panel.
    """

    class Outcome(models.TextChoices):
        OPEN = "", "Open"
        ANSWERED = "answered", "Answered"
        LEFT_OPEN = "left_open", "Left open"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="assessment_areas")
    standard = models.ForeignKey(StandardArea, on_delete=models.PROTECT, related_name="areas", null=True, blank=True)
    question = models.CharField(max_length=300, blank=True)
    background = models.TextField(blank=True)
    feedback = models.TextField("source of feedback", blank=True)
    counter_view = models.TextField("the Proposer’s counter-view", blank=True)
    committee = models.ForeignKey(
        Committee,
        on_delete=models.PROTECT,
        verbose_name="which body answers it",
        related_name="areas",
        null=True,
        blank=True,
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    reason = models.TextField("why it is left open", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", F("standard__sort").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                name="area_is_standard_or_own",
                condition=Q(standard__isnull=False, question="") | Q(standard__isnull=True) & ~Q(question=""),
            ),
            models.UniqueConstraint(
                name="standard_area_assessed_once", fields=["proposal", "standard"], condition=Q(standard__isnull=False)
            ),
            models.CheckConstraint(
                name="area_settled_whole",
                condition=Q(outcome="", settled_on__isnull=True, answer="", reason="")
                | Q(outcome="answered", settled_on__isnull=False, committee__isnull=False, reason="") & ~Q(answer="")
                | Q(outcome="left_open", settled_on__isnull=False, answer="") & ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return self.question or str(self.standard)

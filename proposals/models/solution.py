from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import PARTY_CATEGORIES, Category
from bodies.models import Committee
from proposals.models.alternative import Alternative
from proposals.models.proposal import Proposal

IMPACT_CATEGORIES = [(c.value, c.label) for c in (*PARTY_CATEGORIES, Category.DCC)]


class IndustryCode(models.Model):
    """Another energy code that a change may touch."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.code


class Objective(models.Model):
    """A SEC Objective (SEC Section C), with the words a report's footnote gives for it."""

    class Set(models.TextChoices):
        GENERAL = "general", "General SEC Objective"
        CHARGING = "charging", "Charging Objective"

    set = models.CharField(max_length=8, choices=Set, default=Set.GENERAL)
    letter = models.CharField(max_length=1)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["-set", "letter"]
        constraints = [models.UniqueConstraint(name="objective_once", fields=["set", "letter"])]

    def __str__(self):
        return f"Objective ({self.letter})"


class Solution(models.Model):
    """What a proposal, or one of its Alternatives, would do and what that would bring. Tri-state facts: null means “not
    yet assessed”."""

    class Cost(models.TextChoices):
        UNKNOWN = "", "Not yet known"
        NONE = "none", "No costs"
        KNOWN = "known", "There are costs"

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="solution", null=True, blank=True)
    alternative = models.OneToOneField(
        Alternative, on_delete=models.PROTECT, related_name="solution", null=True, blank=True
    )
    text = models.TextField("the proposed solution", blank=True)
    parties_narrative = models.TextField("how Parties are affected", blank=True)

    dcc_system_impacted = models.BooleanField("are DCC Systems impacted?", null=True, blank=True)
    dcc_system_text = models.TextField("how DCC Systems are impacted", blank=True)
    other_codes_impacted = models.BooleanField("are other energy codes impacted?", null=True, blank=True)
    other_codes_text = models.TextField("how other codes are impacted", blank=True)
    greenhouse_gas_impacted = models.BooleanField("are greenhouse gas emissions impacted?", null=True, blank=True)
    greenhouse_gas_text = models.TextField("how emissions are impacted", blank=True)

    dcc_cost = models.CharField("DCC costs", max_length=5, choices=Cost, blank=True, default=Cost.UNKNOWN)
    dcc_cost_min = models.PositiveBigIntegerField("from (pence)", null=True, blank=True)
    dcc_cost_max = models.PositiveBigIntegerField("to (pence)", null=True, blank=True)
    dcc_cost_text = models.TextField("about the DCC costs", blank=True)
    secas_days = models.DecimalField(
        "SECAS effort in days",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    secas_activities = models.TextField("SECAS activities, one a line", blank=True)
    party_cost = models.CharField("SEC Party costs", max_length=5, choices=Cost, blank=True, default=Cost.UNKNOWN)
    party_cost_text = models.TextField("about the Parties’ costs", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dcc_cost_range_whole",
                condition=Q(
                    dcc_cost="known",
                    dcc_cost_min__isnull=False,
                    dcc_cost_max__isnull=False,
                    dcc_cost_max__gte=F("dcc_cost_min"),
                )
                | ~Q(dcc_cost="known") & Q(dcc_cost_min__isnull=True, dcc_cost_max__isnull=True),
            ),
            models.CheckConstraint(
                name="solution_of_one_thing",
                condition=Q(proposal__isnull=False, alternative__isnull=True)
                | Q(proposal__isnull=True, alternative__isnull=False),
            ),
        ]

    def __str__(self):
        return (
            f"Solution of {self.proposal_id}" if self.proposal_id else f"Solution of alternative {self.alternative_id}"
        )


class PartyImpact(models.Model):
    """A Party Category (or the DCC) that the solution touches, and which way. No row: not impacted."""

    class Direction(models.TextChoices):
        POSITIVE = "positive", "Positively"
        NEGATIVE = "negative", "Negatively"
        NEUTRAL = "neutral", "Neither way"

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="party_impacts")
    category = models.CharField(max_length=20, choices=IMPACT_CATEGORIES)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.NEUTRAL)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="category_impacted_once", fields=["solution", "category"])]

    def __str__(self):
        return self.get_category_display()


class CodeImpact(models.Model):
    """Another industry code that the solution touches."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="code_impacts")
    code = models.ForeignKey(IndustryCode, on_delete=models.PROTECT)

    class Meta:
        ordering = ["code__code"]
        constraints = [models.UniqueConstraint(name="code_impacted_once", fields=["solution", "code"])]

    def __str__(self):
        return self.code.code


class Point(models.Model):
    """A benefit or a drawback, and who named it."""

    class Kind(models.TextChoices):
        BENEFIT = "benefit", "Benefit"
        DRAWBACK = "drawback", "Drawback"

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    named_by_proposer = models.BooleanField("named by the Proposer", default=True)
    named_by = models.ManyToManyField(Committee, verbose_name="named by", blank=True, related_name="named_points")
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["kind", "sort", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"


class ObjectiveAssessment(models.Model):
    """The Proposer's view of what the solution does for one SEC Objective."""

    class Effect(models.TextChoices):
        BETTER = "better", "better facilitates"
        NEUTRAL = "neutral", "is neutral towards"
        WORSE = "worse", "is detrimental to"

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="objective_assessments")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT)
    effect = models.CharField(max_length=7, choices=Effect, default=Effect.BETTER)
    rationale = models.TextField()

    class Meta:
        ordering = ["-objective__set", "objective__letter"]
        constraints = [models.UniqueConstraint(name="objective_assessed_once", fields=["solution", "objective"])]

    def __str__(self):
        return f"{self.objective}: {self.get_effect_display()}"

from django.db import models

from accounts.models import PeriodQuerySet, ends_after_start, no_overlap


class RuleKey(models.TextChoices):
    FT_OBJECTION_DAYS = "ft_objection_days", "Fast-Track objection window (working days)"
    FT_IMPLEMENTATION_DAYS = "ft_implementation_days", "Fast-Track implementation after the window (working days)"
    ADOPTION_DAYS_DRAFT = "adoption_days_draft", "Adoption window of a Draft Proposal (working days)"
    ADOPTION_DAYS_MODIFICATION = "adoption_days_mod", "Adoption window of a Modification Proposal (working days)"
    DCC_PA_DAYS = "dcc_pa_days", "DCC Preliminary Assessment (working days)"
    DCC_IA_DAYS = "dcc_ia_days", "DCC Impact Assessment (working days)"
    REFINEMENT_CONSULTATION_DAYS = "refinement_consult_days", "Refinement Consultation, at least (working days)"
    MRC_DAYS = "mrc_days", "Modification Report Consultation (working days)"
    AUTHORITY_DAYS = "authority_days", "The Authority’s decision on a report (working days)"
    TIMETABLE_STEP_DAYS = "timetable_step_days", "Timetable: a step begins after the one before it (working days)"
    TIMETABLE_DEVELOP_DAYS = "timetable_develop_days", "Timetable: developing business requirements (working days)"
    TIMETABLE_PUBLISH_DAYS = "timetable_publish_days", "Timetable: preparing what is published (working days)"
    TIMETABLE_COMMENT_DAYS = "timetable_comment_days", "Timetable: open to industry comment (working days)"
    TIMETABLE_URGENT_DAYS = "timetable_urgent_days", "Timetable: urgent report to the Change Board (working days)"
    SECAS_DAY_RATE = "secas_day_rate", "SECAS rate (pence a day)"


class ProcessRule(models.Model):
    """A limit or a rate of the modification process, with the dates between which it holds: none is written in code."""

    key = models.CharField(max_length=24, choices=RuleKey)
    value = models.PositiveIntegerField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    is_verified = models.BooleanField("verified against the Smart Energy Code", default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["key", "starts"]
        constraints = [
            ends_after_start("rule_ends_after_start"),
            *[no_overlap(f"one_{key.value}_rule", condition=models.Q(key=key.value)) for key in RuleKey],
        ]

    def __str__(self):
        return f"{self.get_key_display()}: {self.value}"

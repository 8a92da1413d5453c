from django.db import models

from accounts.models import PeriodQuerySet, ends_after_start, no_overlap
from bodies.models import Committee


class RuleKey(models.TextChoices):
    CRITICAL_FRIEND_DAYS = "critical_friend_days", "Critical-friend comments after a submission (working days)"
    FT_OBJECTION_DAYS = "ft_objection_days", "Fast-Track objection window (working days)"
    FT_IMPLEMENTATION_DAYS = "ft_implementation_days", "Fast-Track implementation after the window (working days)"
    ADOPTION_DAYS_DRAFT = "adoption_days_draft", "Adoption window of a Draft Proposal (working days)"
    ADOPTION_DAYS_MODIFICATION = "adoption_days_mod", "Adoption window of a Modification Proposal (working days)"
    APPEAL_DAYS = "appeal_days", "Appeal window after a Self-Governance decision (working days)"
    MRC_DAYS = "mrc_days", "Modification Report Consultation (working days)"
    MRC_DAYS_URGENT = "mrc_days_urgent", "Modification Report Consultation of an urgent proposal (working days)"
    PAPERS_DAYS = "papers_days", "Papers before a meeting (working days)"
    URGENCY_PANEL_DAYS = "urgency_panel_days", "The Panel’s view on a request for urgency (working days)"
    AUTHORITY_DAYS = "authority_days", "The Authority’s decision on a report (working days)"
    TIMETABLE_STEP_DAYS = "timetable_step_days", "Timetable: a step begins after the one before it (working days)"
    TIMETABLE_DEVELOP_DAYS = "timetable_develop_days", "Timetable: developing business requirements (working days)"
    TIMETABLE_PUBLISH_DAYS = "timetable_publish_days", "Timetable: preparing what is published (working days)"
    TIMETABLE_COMMENT_DAYS = "timetable_comment_days", "Timetable: open to industry comment (working days)"
    TIMETABLE_URGENT_DAYS = "timetable_urgent_days", "Timetable: urgent report to the Change Board (working days)"
    SECAS_DAY_RATE = "secas_day_rate", "SECAS rate (pence a day)"
    DCC_PA_DAYS = "dcc_pa_days", "DCC Preliminary Assessment (working days)"
    DCC_PA_URGENT_DAYS = "dcc_pa_urgent_days", "DCC Preliminary Assessment of an urgent proposal (working days)"
    DCC_IA_DAYS = "dcc_ia_days", "DCC Impact Assessment (working days)"
    DCC_IA_URGENT_DAYS = "dcc_ia_urgent_days", "DCC Impact Assessment of an urgent proposal (working days)"
    REFUSAL_MONTHS = "refusal_months", "A submission is the same as one rejected within (months)"
    REFINEMENT_CONSULTATION_DAYS = "refinement_consult_days", "Refinement Consultation, at least (working days)"
    VIEW_DAYS = "view_days", "A view asked for by correspondence (working days)"
    VIEW_BEFORE_DAYS = "view_before_days", "A reminder before a view is due (working days)"
    VIEW_AFTER_DAYS = "view_after_days", "A reminder after a view was due (working days)"
    MINUTES_COMMENT_DAYS = "minutes_comment_days", "Comments of members on draft minutes (working days)"
    REQUIREMENTS_DAYS = "requirements_days", "Comments on business requirements, at least (working days)"
    INFORMATION_DAYS = "rfi_days", "Request for Information, at least (working days)"
    CODE_WIDE_DAYS = "code_wide_days", "Consultation on the SEC, at least (working days)"
    CONSULT_REMIND_DAYS = "consult_remind_days", "A first reminder before a consultation closes (working days)"
    CONSULT_LAST_DAYS = "consult_last_days", "A last reminder before a consultation closes (working days)"


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


class DecidingBody(models.Model):
    """Which body makes a decision of the lifecycle in a period, and by whose delegation. Without a row the body that
    the table names decides in its own right; the Panel at first acted for the Change Sub-Committee (domain §2.2 row 9).
    """

    move_key = models.CharField(max_length=40)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="decides")
    delegation = models.CharField("by whose delegation", max_length=200, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["move_key", "starts"]
        verbose_name_plural = "deciding bodies"
        constraints = [
            ends_after_start("deciding_body_ends_after_start"),
            models.UniqueConstraint(name="one_deciding_body_begins", fields=["move_key", "starts"]),
            models.UniqueConstraint(
                name="one_deciding_body_now", fields=["move_key"], condition=models.Q(ends__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.move_key}: {self.committee}"

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

CHANNEL = "secmods_jobs"


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Working"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Job(models.Model):
    """One piece of deferred work and the truth about it. Redis may forget; this row does not."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        triggers = [
            # Wakes the dispatcher when the change that wanted the job commits, without a statement of its own.
            pgtrigger.Trigger(
                name="wakes_the_dispatcher",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                func=f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_live_job_per_key", fields=["kind", "key"], condition=Q(state__in=["queued", "running"])
            ),
            models.CheckConstraint(
                name="job_finished_has_instant",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
            ),
            models.CheckConstraint(name="job_progress_percent", condition=Q(progress__lte=100)),
        ]
        indexes = [
            models.Index(name="job_waiting", fields=["not_before"], condition=Q(state="queued")),
            models.Index(name="job_running", fields=["started_at"], condition=Q(state="running")),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}: {self.state}"

    @property
    def live(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

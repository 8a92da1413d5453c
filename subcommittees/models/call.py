"""That papers were asked for: who was written to before a meeting, and what they read."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from bodies.models import Meeting
from subcommittees.queries import CallQuerySet


class CallForPapers(models.Model):
    """A letter of the secretary that asks what is to come before a meeting, and for its papers by their day.

    ``told``: the people it went to, one in each line.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="calls")
    text = models.TextField()
    told = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calls_for_papers", null=True)
    at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calls for papers"
        ordering = ["meeting", "at"]
        triggers = [APPEND_ONLY]
        constraints = [models.CheckConstraint(name="call_for_papers_says_something", condition=~Q(text=""))]

    def __str__(self):
        return f"Call for papers for {self.meeting}"

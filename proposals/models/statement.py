from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from proposals.models.proposal import Proposal
from proposals.queries import StatementQuerySet


class ProblemStatement(models.Model):
    """One version of the problem statement. Append-only: the first is the submission, word for word, and so is any
    that the Proposer sends again before the proposal is raised."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="statements")
    sequence = models.PositiveSmallIntegerField()
    is_submission = models.BooleanField(default=False)
    issue = models.TextField("what is the issue or problem?")
    sec_context = models.TextField("how does it relate to the SEC?", blank=True)
    do_nothing = models.TextField("what are the impacts of doing nothing?", blank=True)
    change_note = models.CharField("what changed in this version", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="problem_statements")
    on = models.DateField()
    at = models.DateTimeField()

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="statement_version_once", fields=["proposal", "sequence"]),
            models.CheckConstraint(
                name="first_statement_is_the_submission",
                condition=Q(is_submission=True) | Q(sequence__gt=1),
            ),
            models.CheckConstraint(name="statement_says_something", condition=~Q(issue="")),
        ]

    def __str__(self):
        return f"{self.proposal_id} problem statement {self.label}"

    @property
    def label(self) -> str:
        """0.1, 0.2 … 0.10: always a draft number, as the statement's final form is the Modification Report."""
        return f"0.{self.sequence}"

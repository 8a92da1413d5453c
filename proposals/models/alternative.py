from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from bodies.models import Meeting
from proposals.models.proposal import TITLE_LENGTH, Proposal
from proposals.queries import OfProposalQuerySet


class Alternative(models.Model):
    """Another solution to the same problem, developed to the same degree beside the proposed one (CACoP principle 7).

    Its ``Solution`` row hangs on it as the proposed solution's does on the proposal, and its legal text on that row.
    ``implementation``: how it would be brought in where that is not as the proposed solution would be. Numbers are
    never used again.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="alternatives")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="raised_alternatives")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="raised_alternatives")
    raised_on = models.DateField()
    supported_by = models.CharField("who supports its development", max_length=200, blank=True)
    supported_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="supported_alternatives", null=True, blank=True
    )
    supported_on = models.DateField("supported on", null=True, blank=True)
    implementation = models.TextField("implementation approach", blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposal_id", "number"]
        constraints = [
            models.UniqueConstraint(name="alternative_numbered_once", fields=["proposal", "number"]),
            models.CheckConstraint(name="alternative_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="alternative_supported_whole",
                condition=Q(supported_by="", supported_on__isnull=True, supported_at__isnull=True)
                | ~Q(supported_by="") & Q(supported_on__isnull=False),
            ),
            models.CheckConstraint(
                name="alternative_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="")
                | Q(withdrawn_on__gte=F("raised_on")) & ~Q(withdrawn_why=""),
            ),
        ]

    def __str__(self):
        return f"Alternative {self.number} ‘{self.title}’"

    def get_absolute_url(self):
        return reverse("proposals:alternative", args=[self.proposal.slug, self.number])

    @property
    def is_live(self) -> bool:
        return self.withdrawn_on is None

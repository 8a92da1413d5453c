from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting
from proposals.models import Proposal
from subcommittees.queries import ViewQuerySet


class View(models.Model):
    """What a body (or the DCC, or an organisation) thinks of a proposal. A change of mind is a new version that says
    why; the earlier one stays. That it was asked, how and by when is a ``ViewRequest``; a view given since answers it.
    """

    class Position(models.TextChoices):
        SUPPORTS = "supports", "Supports"
        OPPOSES = "opposes", "Opposes"
        MIXED = "mixed", "Mixed views"
        NO_COMMENT = "no_comment", "No comment"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="views")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="views", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="views", null=True, blank=True
    )
    version = models.PositiveSmallIntegerField(default=1)
    request = models.ForeignKey("ViewRequest", on_delete=models.PROTECT, related_name="views", null=True, blank=True)
    position = models.CharField(max_length=10, choices=Position)
    text = models.TextField(blank=True)
    why_changed = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="views", null=True, blank=True)
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="reported_views", null=True, blank=True
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_views", null=True)
    at = models.DateTimeField()
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)

    objects = ViewQuerySet.as_manager()

    class Meta:
        ordering = ["committee__sort", "organisation__folded", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="view_has_one_giver",
                condition=Q(committee__isnull=False, organisation__isnull=True)
                | Q(committee__isnull=True, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="committee_view_version_once",
                fields=["proposal", "committee", "version"],
                condition=Q(committee__isnull=False),
            ),
            models.UniqueConstraint(
                name="organisation_view_version_once",
                fields=["proposal", "organisation", "version"],
                condition=Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="a_view_says_something",
                condition=~Q(text="") | Q(position="no_comment"),
            ),
            models.CheckConstraint(name="a_change_of_mind_says_why", condition=Q(version=1) | ~Q(why_changed="")),
        ]

    def __str__(self):
        return f"{self.giver} on {self.proposal_id}: {self.get_position_display()}"

    @property
    def giver(self) -> str:
        """As it stands in a sentence: “the SSC”, “the DCC”, “Npower”."""
        return self.committee.named if self.committee_id else self.organisation.named

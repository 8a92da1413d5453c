"""What a paper asks a body to do, and what the body did with it. Both stay on record."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from audit.models import APPEND_ONLY
from proposals.models import Move, Proposal
from subcommittees.models.meeting import AgendaItem
from subcommittees.queries import RecommendationQuerySet, ResolutionQuerySet


class Recommendation(models.Model):
    """One thing that the body is asked for: “AGREE that …”, “RECOMMEND to the Proposer that …, if …”.

    ``move``: the key of the step in the lifecycle that follows where it is agreed, and with it every other of the item
    that leads to the same step. ``route``: the route that it recommends to the Panel. ``raised_by_body``: the body
    resolved it without SECAS having asked for it.
    """

    class Verb(models.TextChoices):
        AGREE = "AGREE", "Agree"
        APPROVE = "APPROVE", "Approve"
        DETERMINE = "DETERMINE", "Determine"
        DISCUSS = "DISCUSS", "Discuss"
        NOTE = "NOTE", "Note"
        PROVIDE = "PROVIDE", "Provide"
        RECOMMEND = "RECOMMEND", "Recommend"

    class Addressee(models.TextChoices):
        NOBODY = "", "Nobody else"
        PROPOSER = "proposer", "The Proposer"
        CSC = "csc", "The Change Sub-Committee"
        PANEL = "panel", "The Panel"
        CHANGE_BOARD = "change_board", "The Change Board"
        AUTHORITY = "authority", "The Authority"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="recommendations")
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="recommendations", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=9, choices=Verb)
    addressee = models.CharField(max_length=12, choices=Addressee, blank=True, default=Addressee.NOBODY)
    condition = models.CharField("only if", max_length=300, blank=True)
    text = models.TextField()
    move = models.CharField(max_length=40, blank=True)
    route = models.CharField(max_length=20, blank=True)
    raised_by_body = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recommendations", null=True)
    at = models.DateTimeField()

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["item", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="recommendation_place_once",
                fields=["item", "order"],
                condition=Q(dropped_at__isnull=True),
            ),
            models.CheckConstraint(name="recommendation_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.verb} {self.text}"


class Resolution(models.Model):
    """What the meeting did with a recommendation. A correction is a new version that says why; the newest holds."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        AMENDED = "amended", "Agreed with other words"
        NOT_AGREED = "not_agreed", "Not agreed"
        NOTED = "noted", "Noted"

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="resolutions")
    version = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField("the words resolved, or why not agreed", blank=True)
    why_changed = models.CharField(max_length=300, blank=True)
    resolved_on = models.DateField()
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="resolutions", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="resolutions", null=True)
    at = models.DateTimeField()

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="resolution_version_once", fields=["recommendation", "version"]),
            models.CheckConstraint(name="resolution_amended_says_how", condition=~Q(outcome="amended") | ~Q(words="")),
            models.CheckConstraint(name="resolution_changed_says_why", condition=Q(version=1) | ~Q(why_changed="")),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.recommendation}"

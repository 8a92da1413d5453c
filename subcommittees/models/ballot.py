"""Ballots: who may vote and how it is counted are frozen on opening; what was voted is only ever added to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Category, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting, Seat
from proposals.models import Alternative, Proposal
from subcommittees.models.meeting import AgendaItem
from subcommittees.queries import BallotQuerySet, BallotSeatQuerySet, PositionQuerySet


class Ballot(models.Model):
    """One question put to the vote: the Modification Proposal (no ``alternative``) or one Alternative Solution.

    ``rule`` is the counting rule as it was on opening; ``result`` what was counted on closing. Without a ``meeting`` it
    is a written resolution between meetings.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="ballots")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="ballots", null=True, blank=True)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ballots", null=True, blank=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="ballots")
    alternative = models.ForeignKey(
        Alternative, on_delete=models.PROTECT, related_name="ballots", null=True, blank=True
    )
    rule = models.JSONField()
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField("closes by itself", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)
    void_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opened_ballots", null=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "alternative", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_ballot_a_question",
                fields=["proposal", "alternative"],
                condition=Q(closed_at__isnull=True, void_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="ballot_closed_whole",
                condition=Q(closed_at__isnull=True, result__isnull=True)
                | Q(closed_at__isnull=False, result__isnull=False),
            ),
            models.CheckConstraint(
                name="ballot_void_says_why",
                condition=Q(void_at__isnull=True, void_because="") | Q(void_at__isnull=False) & ~Q(void_because=""),
            ),
        ]

    def __str__(self):
        return f"Ballot on {self.alternative or self.proposal_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.void_at is None


class BallotSeat(models.Model):
    """One vote of the frozen electorate: the seat with its name and category as they were, and who may cast it."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="seats")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="ballot_seats")
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=Category, blank=True)
    group = models.CharField("counted with", max_length=80)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ballot_seats")
    alternate = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="alternate_ballot_seats", null=True, blank=True
    )

    objects = BallotSeatQuerySet.as_manager()

    class Meta:
        ordering = ["ballot", "group", "name"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="seat_votes_once", fields=["ballot", "seat"]),
            models.CheckConstraint(name="voter_not_own_alternate", condition=~Q(holder=F("alternate"))),
        ]

    def __str__(self):
        return self.name


class Position(models.Model):
    """A vote as it was cast for a seat. The newest of a seat counts; the earlier ones stay."""

    class Vote(models.TextChoices):
        APPROVE = "approve", "Approve"
        REJECT = "reject", "Reject"
        ABSTAIN = "abstain", "Abstain"
        RECUSE = "recuse", "Stand aside (conflict of interest)"

    seat = models.ForeignKey(BallotSeat, on_delete=models.PROTECT, related_name="positions")
    version = models.PositiveSmallIntegerField(default=1)
    vote = models.CharField(max_length=7, choices=Vote)
    reasons = models.TextField(blank=True)
    objectives = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="positions")
    recorded_for = models.BooleanField("written down by the secretary", default=False)
    at = models.DateTimeField()

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="position_version_once", fields=["seat", "version"]),
            models.CheckConstraint(name="rejecting_says_why", condition=~Q(vote="reject") | ~Q(reasons="")),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_vote_display()}"

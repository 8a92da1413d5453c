"""Ballots: who may vote and how it is counted are frozen on opening; what was voted is only ever added to."""

from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Category, PeriodQuerySet, User, ends_after_start, no_overlap
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting, Seat
from proposals.models import Alternative, Move, Proposal
from subcommittees.models.meeting import AgendaItem
from subcommittees.queries import BallotQuerySet, BallotSeatQuerySet, PositionQuerySet


class CountingRule(models.Model):
    """How ballots opened in a period are counted: as data, with dates, like every rule of the process.

    ``strategy`` names a function of ``subcommittees.counting``; ``groups`` the seats that are counted together, a
    list of ``{"name", "categories"}``: a seat of no category named there has no vote. Without a ``quorum`` of its own
    it takes that of the body.
    """

    class Strategy(models.TextChoices):
        BY_GROUPS = "by_groups", "More than half of the Party Categories that voted"

    strategy = models.CharField(max_length=20, choices=Strategy, default=Strategy.BY_GROUPS)
    groups = models.JSONField("counted together")
    quorum = models.PositiveSmallIntegerField("seats that must take part", null=True, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    is_verified = models.BooleanField("verified against the Smart Energy Code", default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [ends_after_start("counting_rule_ends_after_start"), no_overlap("one_counting_rule")]

    def __str__(self):
        return f"{self.get_strategy_display()}, from {self.starts:%-d %B %Y}"

    def frozen(self, committee: Committee) -> dict:
        """As it stands on a ballot of the body from its opening on."""
        return {
            "strategy": self.strategy,
            "groups": self.groups,
            "quorum": committee.quorum if self.quorum is None else self.quorum,
            "starts": self.starts.isoformat(),
            "source": self.source,
            "verified": self.is_verified,
        }


# What was asked, of whom and by which rule stays as it was on opening; what was counted, as it was on closing.
OPENED = ("committee", "proposal", "alternative", "rule", "opened_at")
STAYS_AS_OPENED = pgtrigger.Protect(
    name="stays_as_opened",
    operation=pgtrigger.Update,
    condition=reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in OPENED)),
)
STAYS_AS_CLOSED = pgtrigger.Protect(
    name="stays_as_closed",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__closed_at__isnull=False)
    & (
        pgtrigger.Q(old__closed_at__df=pgtrigger.F("new__closed_at"))
        | pgtrigger.Q(old__result__df=pgtrigger.F("new__result"))
    ),
)


class Ballot(models.Model):
    """One question put to the vote: the Modification Proposal (no ``alternative``) or one Alternative Solution.

    ``rule`` is the counting rule as it was on opening; ``result`` what was counted on closing. Without a ``meeting`` it
    is a written resolution between meetings. ``move`` is the step of the lifecycle that its outcome made.
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
    reminded_at = models.DateTimeField("reminded of its close", null=True, blank=True)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="ballots", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="opened_ballots", null=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", F("alternative__number").asc(nulls_first=True), "opened_at"]
        triggers = [STAYS_AS_OPENED, STAYS_AS_CLOSED]
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
        return f"Ballot on {self.question}"

    def get_absolute_url(self):
        return reverse("subcommittees:ballot", args=[self.committee.code, self.pk])

    @property
    def question(self) -> str:
        """What is voted on: “MP248 ‘…’” or “Alternative 1 ‘…’ to MP248”."""
        return f"{self.alternative} to {self.proposal.reference}" if self.alternative else str(self.proposal)

    @property
    def solution(self) -> str:
        """The solution as it is told from the others on the same proposal."""
        return str(self.alternative) if self.alternative else "The Modification Proposal"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.void_at is None

    def takes_votes_at(self, instant) -> bool:
        """Open, and not past the instant at which it closes by itself: whoever comes at that instant is late."""
        return self.is_open and (self.closes_at is None or instant < self.closes_at)


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
    how = models.CharField("how it was given", max_length=60, blank=True)
    at = models.DateTimeField()

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="position_version_once", fields=["seat", "version"]),
            models.CheckConstraint(name="rejecting_says_why", condition=~Q(vote="reject") | ~Q(reasons="")),
            models.CheckConstraint(
                name="written_down_says_how",
                condition=Q(recorded_for=False, how="") | Q(recorded_for=True) & ~Q(how=""),
            ),
        ]

    def __str__(self):
        return f"{self.seat}: {self.get_vote_display()}"

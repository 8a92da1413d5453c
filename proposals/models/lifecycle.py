from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from audit.models import APPEND_ONLY
from bodies.models import Meeting
from proposals.models.proposal import Proposal
from proposals.queries import ObjectionQuerySet, WindowQuerySet
from proposals.states import State


class Move(models.Model):
    """One step of a proposal's life: append-only, in the order of ``pk``. ``words`` is the decision as it was put."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="moves")
    key = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, choices=State, blank=True)
    to_state = models.CharField(max_length=24, choices=State)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves", null=True, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="not_moved_before_it_happened", condition=Q(effective_at__lte=F("recorded_at")))
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.from_state} → {self.to_state}"


class Window(models.Model):
    """A period [opens, closes) in which something may still happen. Whether it is open is evaluated when it is read;
    what its end brings is written exactly once, at its own closing instant."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", "Objection window"
        ADOPTION = "adoption", "Adoption window"

    class Outcome(models.TextChoices):
        OPEN = "", "Not settled"
        EXPIRED = "expired", "Ended"
        HALTED = "halted", "Halted by an objection"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="windows")
    kind = models.CharField(max_length=10, choices=Kind)
    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="window")
    working_days = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = WindowQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_window_of_a_kind", fields=["proposal", "kind"], condition=Q(outcome="")
            ),
            models.CheckConstraint(name="window_closes_after_it_opens", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="window_settled_whole",
                condition=Q(outcome="", settled_at__isnull=True) | ~Q(outcome="") & Q(settled_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="window_due", fields=["closes_at"], condition=Q(outcome=""))]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.proposal_id}"


class Objection(models.Model):
    """A Party's written objection to a Fast-Track decision, with its reason (SEC Section D; MP087's report §7)."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="objections")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        triggers = [APPEND_ONLY]
        constraints = [models.UniqueConstraint(name="a_party_objects_once", fields=["window", "organisation"])]

    def __str__(self):
        return f"{self.organisation} objects to {self.window_id}"

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting
from proposals.models.proposal import TITLE_LENGTH, Proposal
from proposals.queries import MoveQuerySet, StandingQuerySet, WindowQuerySet
from proposals.states import Path, State


class Move(models.Model):
    """One step of a proposal's life: append-only. ``words`` is the decision as it was put; ``facts`` what else was
    decided, as {label: words}; ``before`` the columns of the proposal that it changed, as they were.

    ``place`` orders a proposal's steps. A step put right later stays, and the row that ``replaces`` it takes its place;
    one that is taken back stays too, and a row that ``reverses`` it says why. ``standing()`` leaves both out.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="moves")
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    from_state = models.CharField(max_length=24, choices=State, blank=True)
    to_state = models.CharField(max_length=24, choices=State)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="moves", null=True, blank=True)
    body = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="decided_moves", null=True, blank=True)
    delegation = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    before = models.JSONField(default=dict, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, related_name="reversed_by", null=True, blank=True)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True)
    why_corrected = models.TextField(blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="not_moved_before_it_happened", condition=Q(effective_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="corrected_in_one_way", condition=Q(replaces__isnull=True) | Q(reverses__isnull=True)
            ),
            models.CheckConstraint(
                name="a_correction_says_why",
                condition=Q(replaces__isnull=True, reverses__isnull=True) | ~Q(why_corrected=""),
            ),
            models.UniqueConstraint(
                name="one_move_in_a_place",
                fields=["proposal", "place"],
                condition=Q(replaces__isnull=True, reverses__isnull=True),
            ),
        ]
        indexes = [models.Index(name="move_in_order", fields=["proposal", "place"])]

    def __str__(self):
        return f"{self.proposal_id}: {self.from_state} → {self.to_state}"

    @property
    def stays(self) -> bool:
        return self.from_state == self.to_state


class Window(models.Model):
    """A period [opens, closes) in which something may still happen. Whether it is open is evaluated when it is read;
    what its end brings is written exactly once, at its own closing instant. ``extended_to``: the day to which SECAS
    extended a consultation; ``working_days`` counts those with it."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", "Objection window"
        ADOPTION = "adoption", "Adoption window"
        APPEAL = "appeal", "Appeal window"
        CONSULTATION = "consultation", "Modification Report Consultation"

    class Outcome(models.TextChoices):
        OPEN = "", "Not settled"
        EXPIRED = "expired", "Ended"
        HALTED = "halted", "Halted by an objection"
        APPEALED = "appealed", "Ended by an appeal"
        ADOPTED = "adopted", "Ended by an adoption"
        VOID = "void", "Taken back with the step that opened it"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="windows")
    kind = models.CharField(max_length=12, choices=Kind)
    move = models.OneToOneField(Move, on_delete=models.PROTECT, related_name="window")
    working_days = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    extended_to = models.DateField(null=True, blank=True)
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


# What was lodged stays as it came; only that it was struck out, and why, may be added.
LODGED = ("window", "organisation", "reason", "received_at", "by")


class Objection(models.Model):
    """A Party's written objection to a Fast-Track decision, with its reason (SEC Section D; MP087's report §7)."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="objections")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="objections")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.TextField(blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        triggers = [
            pgtrigger.ReadOnly(name="kept_as_it_came", fields=[*LODGED]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_party_objects_once",
                fields=["window", "organisation"],
                condition=Q(struck_at__isnull=True),
            ),
            models.CheckConstraint(
                name="objection_struck_whole",
                condition=Q(struck_at__isnull=True, struck_because="")
                | Q(struck_at__isnull=False) & ~Q(struck_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} objects to {self.window_id}"


class Appeal(models.Model):
    """An appeal to the Authority against a Self-Governance decision, with its ground (domain §2.2 row 31)."""

    class Ground(models.TextChoices):
        NOT_SELF_GOVERNANCE = "path", "It should not have been decided under Self-Governance"
        OBJECTIVES = "objectives", "It was wrongly decided against the SEC Objectives"
        PREJUDICE = "prejudice", "It unfairly prejudices the interests of a Party or a class of Parties"

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="appeals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appeals", null=True, blank=True
    )
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="appeals", null=True, blank=True)
    ground = models.CharField(max_length=10, choices=Ground)
    reason = models.TextField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appeals")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.TextField(blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        triggers = [
            pgtrigger.ReadOnly(name="appeal_kept_as_it_came", fields=[*LODGED, "committee", "ground"]),
            pgtrigger.Protect(name="appeal_never_deleted", operation=pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="appeal_has_one_appellant",
                condition=Q(organisation__isnull=True) ^ Q(committee__isnull=True),
            ),
            models.UniqueConstraint(
                name="an_organisation_appeals_once",
                fields=["window", "organisation"],
                condition=Q(struck_at__isnull=True, organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_body_appeals_once",
                fields=["window", "committee"],
                condition=Q(struck_at__isnull=True, committee__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.committee} appeals in {self.window_id}"


class PathDetermination(models.Model):
    """Which path was determined, by whom, when and why: one row for each change, the last one holds (domain §2.3)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="path_determinations")
    path = models.CharField(max_length=2, choices=Path, blank=True)
    by_body = models.ForeignKey(Committee, on_delete=models.PROTECT, null=True, blank=True)
    by_authority = models.BooleanField(default=False)
    on = models.DateField()
    reasons = models.TextField(blank=True)
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="path_determinations", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.proposal_id}: {self.get_path_display() or 'open'}"


class FormerTitle(models.Model):
    """A title that a proposal no longer bears, and why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="former_titles")
    title = models.CharField(max_length=TITLE_LENGTH)
    until = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-until", "-pk"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return self.title

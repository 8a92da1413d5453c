import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from audit.classification import Classification
from bodies.models import Committee
from proposals.queries import ProposalQuerySet, RelationQuerySet, UpdateQuerySet
from proposals.references import format_reference
from proposals.states import FINISHED, STAGE_OF, URGENCY_ASKED_IN, Path, Stage, State, UrgentStep

TITLE_LENGTH = 150
# Where a proposal may be that is not raised; one whose raising was taken back keeps its number there.
UNRAISED = [State.SUBMITTED, State.WITHDRAWAL_NOTICE, State.WITHDRAWN, State.REFUSED]


class HoldKind(models.TextChoices):
    """Why a proposal is on hold (domain §2.2 rows 41 and 46)."""

    REVIEW = "review", "Significant Code Review"
    OTHER = "other", "Another reason"


class Proposal(models.Model):
    """A Draft Proposal and, once the Panel has converted it, the Modification Proposal of the same number.

    ``number`` stays empty until the proposal is formally raised, and is never given up. ``state`` and ``state_since``
    repeat the latest ``Move`` that stands, for filtering. ``version`` grows with each save of an edit form. A part
    whose split was taken back (``rejoined_at``) is read by nobody: its address leads back to the whole.
    """

    number = models.PositiveIntegerField(null=True, blank=True)
    suffix = models.CharField(max_length=2, blank=True)
    is_legacy = models.BooleanField(default=False)
    title = models.CharField(max_length=TITLE_LENGTH)
    summary = models.TextField("what it is about, in plain words", blank=True)

    proposer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    proposer_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    on_behalf_of = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="proposals", null=True, blank=True
    )
    representative = models.ForeignKey(User, on_delete=models.PROTECT, related_name="represents", null=True, blank=True)
    representative_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="represents", null=True, blank=True
    )
    lead_analyst = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="led_proposals", null=True, blank=True
    )
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputised", null=True, blank=True)

    received_at = models.DateTimeField()
    raised_on = models.DateField(null=True, blank=True)
    converted_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=24, choices=State, default=State.SUBMITTED)
    state_since = models.DateField()

    path = models.CharField(max_length=2, choices=Path, blank=True)
    path_reasons = models.TextField(blank=True)
    path_determined_on = models.DateField(null=True, blank=True)
    urgent = models.BooleanField(default=False)
    urgency_requested_on = models.DateField(null=True, blank=True)
    # The Authority's timetable, where it sets one with urgency; it goes before the rules (domain §2.2 row 16).
    urgent_next_step = models.CharField(max_length=12, choices=UrgentStep, blank=True)
    urgent_consultation_days = models.PositiveSmallIntegerField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    hold_kind = models.CharField(max_length=6, choices=HoldKind, blank=True)
    hold_reason = models.TextField(blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    rejoined_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]
        ordering = [F("number").desc(nulls_first=True), "suffix", "-pk"]
        constraints = [
            models.UniqueConstraint(name="number_never_reused", fields=["number", "suffix"]),
            models.CheckConstraint(
                name="raised_means_numbered",
                condition=Q(number__isnull=True, raised_on__isnull=True)
                | Q(number__isnull=False, raised_on__isnull=False)
                | Q(number__isnull=False, is_legacy=True)
                | Q(number__isnull=False, state__in=UNRAISED),
            ),
            models.CheckConstraint(
                name="only_submissions_lack_a_number",
                condition=Q(number__isnull=False) | Q(state__in=UNRAISED),
            ),
            models.CheckConstraint(
                name="fast_track_is_not_urgent",
                condition=~Q(path=Path.FAST_TRACK) | Q(urgent=False, urgency_requested_on__isnull=True),
            ),
            models.CheckConstraint(
                name="urgency_asked_before_a_decision",
                condition=Q(urgency_requested_on__isnull=True) | Q(state__in=sorted(URGENCY_ASKED_IN)),
            ),
            models.CheckConstraint(
                name="path_determined_whole",
                condition=Q(path="", path_determined_on__isnull=True)
                | ~Q(path="") & Q(path_determined_on__isnull=False),
            ),
            models.CheckConstraint(
                name="hold_whole",
                condition=Q(held_on__isnull=True, hold_kind="", hold_reason="")
                | Q(held_on__isnull=False) & ~Q(hold_kind="") & ~Q(hold_reason=""),
            ),
            models.CheckConstraint(
                name="timetable_of_the_urgent",
                condition=Q(urgent=True) | Q(urgent_next_step="", urgent_consultation_days__isnull=True),
            ),
            models.CheckConstraint(
                name="urgent_consultation_lasts",
                condition=Q(urgent_consultation_days__isnull=True) | Q(urgent_consultation_days__gte=1),
            ),
            models.CheckConstraint(
                name="only_parts_are_rejoined",
                condition=Q(rejoined_at__isnull=True) | ~Q(suffix="") & Q(state=State.CLOSED_SPLIT),
            ),
            models.CheckConstraint(
                name="urgency_asked_or_granted", condition=Q(urgent=False) | Q(urgency_requested_on__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-number"], name="proposal_state"),
            models.Index(fields=["lead_analyst", "state"], name="proposal_lead"),
        ]

    def __str__(self):
        return f"{self.reference} ‘{self.title}’"

    def get_absolute_url(self):
        return reverse("proposals:overview", args=[self.slug])

    @property
    def reference(self) -> str:
        """DP087, MP087, MP128A, SECMP0018; before it is raised, “Submission 12”."""
        if self.number is None:
            return f"Submission {self.pk}"
        return format_reference(self.number, self.suffix, self.prefix)

    @property
    def prefix(self) -> str:
        if self.is_legacy:
            return "SECMP"
        return "MP" if self.converted_on else "DP"

    @property
    def slug(self) -> str:
        return self.reference if self.number is not None else f"submission-{self.pk}"

    @property
    def kind(self) -> str:
        """“Draft Proposal” or “Modification Proposal”."""
        return "Modification Proposal" if self.converted_on or self.is_legacy else "Draft Proposal"

    @property
    def stage(self) -> Stage:
        return STAGE_OF[State(self.state)]

    @property
    def is_public(self) -> bool:
        """Whether a stranger may read it: as ``visible_to`` has it, for the row at hand."""
        published = self.raised_on is not None or self.is_legacy or self.state == State.REFUSED
        return published and self.classification == Classification.WHITE and self.rejoined_at is None

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    @property
    def is_held_for_review(self) -> bool:
        return self.hold_kind == HoldKind.REVIEW

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED


class ProposalSearch(models.Model):
    """What full-text search finds, one vector for each class of reader, written by the acts that change the texts."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="search_rows")
    audience = models.CharField(max_length=5, choices=Classification)
    vector = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_vector_per_audience", fields=["proposal", "audience"])]
        indexes = [GinIndex(fields=["vector"], name="proposal_search")]

    def __str__(self):
        return f"{self.proposal_id} for {self.audience}"


class ProposalUpdate(models.Model):
    """A dated “latest update”, as the register shows it. One that was wrong stays: another ``replaces`` it with the
    reason, or it is taken back."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="updates")
    on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    why_corrected = models.TextField(blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="update_corrected_whole",
                condition=Q(replaces__isnull=True, corrected_at__isnull=True, why_corrected="")
                | Q(replaces__isnull=False, corrected_at__isnull=False) & ~Q(why_corrected=""),
            ),
            models.CheckConstraint(
                name="update_taken_back_whole",
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.on}: {self.text[:60]}"


class Relation(models.Model):
    """What one proposal has to do with another. One entered wrongly is taken back, and may be entered again."""

    class Kind(models.TextChoices):
        CAUSED_BY = "caused_by", "arises from"
        DUPLICATE_OF = "duplicate_of", "is a duplicate of"
        RELATED_TO = "related_to", "is related to"
        SPLIT_OF = "split_of", "is a part of"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind)
    to = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="related_from")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.TextField(blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "to"]
        constraints = [
            models.UniqueConstraint(
                name="related_once", fields=["proposal", "kind", "to"], condition=Q(taken_back_at__isnull=True)
            ),
            models.CheckConstraint(
                name="relation_taken_back_whole",
                condition=Q(taken_back_at__isnull=True, taken_back_because="")
                | Q(taken_back_at__isnull=False) & ~Q(taken_back_because=""),
            ),
            models.CheckConstraint(name="not_related_to_itself", condition=~Q(proposal=F("to"))),
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.get_kind_display()} {self.to_id}"

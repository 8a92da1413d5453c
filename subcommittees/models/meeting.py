"""A meeting: what stands on its agenda, who was there, what was minuted, who has to do what afterwards."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting, Seat
from proposals.models import Proposal
from subcommittees.queries import (
    ActionQuerySet,
    AgendaItemQuerySet,
    MinuteCommentQuerySet,
    MinuteQuerySet,
    MinutesQuerySet,
    NamedReaderQuerySet,
    OfAnItemQuerySet,
)


class AgendaItem(models.Model):
    """One thing that a meeting deals with.

    ``place`` is where it stands on the agenda and may change. ``number`` and ``reference`` are fixed together when its
    paper is issued and never change afterwards, whatever becomes of the agenda or of the meeting's day.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", "A proposal"
        NEW_PROPOSALS = "new_proposals", "New proposals"
        VERBAL_UPDATE = "verbal_update", "A verbal update"
        MINUTES = "minutes", "Minutes of an earlier meeting"
        ACTIONS = "actions", "Open actions"
        BUSINESS = "business", "Other business"

    class Purpose(models.TextChoices):
        DECISION = "decision", "For Decision"
        DISCUSSION = "discussion", "For Discussion"
        INFORMATION = "information", "For Information"

    class State(models.TextChoices):
        STANDS = "stands", "On the agenda"
        TAKEN = "taken", "Taken"
        CARRIED_OVER = "carried_over", "Carried over"
        WITHDRAWN = "withdrawn", "Withdrawn"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=13, choices=Kind)
    purpose = models.CharField(max_length=11, choices=Purpose)
    title = models.CharField(max_length=200)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="agenda_items", null=True, blank=True)
    presenter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="presents", null=True, blank=True)
    minutes_planned = models.PositiveSmallIntegerField("minutes planned", null=True, blank=True)
    note = models.TextField(blank=True)
    is_late = models.BooleanField("put on after the papers’ day", default=False)
    late_because = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.STANDS)
    because = models.CharField("why it was carried over or withdrawn", max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=32, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agenda_items", null=True)
    at = models.DateTimeField()

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "place"]
        constraints = [
            models.UniqueConstraint(
                name="agenda_place_once", fields=["meeting", "place"], deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                name="agenda_number_once", fields=["meeting", "number"], condition=Q(number__isnull=False)
            ),
            models.UniqueConstraint(name="paper_reference_once", fields=["reference"], condition=~Q(reference="")),
            models.UniqueConstraint(
                name="proposal_once_on_an_agenda",
                fields=["meeting", "proposal"],
                condition=Q(kind="proposal", state__in=["stands", "taken"]),
            ),
            models.CheckConstraint(
                name="reference_fixed_whole",
                condition=Q(number__isnull=True, reference="", fixed_at__isnull=True)
                | Q(number__isnull=False, fixed_at__isnull=False) & ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="proposal_item_names_it", condition=~Q(kind="proposal") | Q(proposal__isnull=False)
            ),
            models.CheckConstraint(
                name="item_taken_off_says_why",
                condition=~Q(state__in=["carried_over", "withdrawn"]) | ~Q(because=""),
            ),
            models.CheckConstraint(name="late_item_says_why", condition=Q(is_late=False) | ~Q(late_because="")),
            models.CheckConstraint(name="item_not_carried_from_itself", condition=~Q(carried_from=F("id"))),
        ]

    def __str__(self):
        return self.title


class NamedReader(models.Model):
    """Somebody who may read a Red item and what hangs on it, named one by one by whoever runs the body."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="named_for")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="named_readers", null=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField("named no longer since", null=True, blank=True)

    objects = NamedReaderQuerySet.as_manager()

    class Meta:
        ordering = ["item", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="reader_named_once", fields=["item", "person"], condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.person} for {self.item}"


class Attendance(models.Model):
    """Who filled a seat at a meeting, or was there without one (the DCC, the Authority, observers)."""

    class How(models.TextChoices):
        PRESENT = "present", "Present"
        ALTERNATE = "alternate", "Alternate present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance", null=True, blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="attendance", null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    capacity = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=9, choices=How)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_attendance", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "seat", "name"]
        constraints = [
            models.UniqueConstraint(
                name="seat_attends_once", fields=["meeting", "seat"], condition=Q(seat__isnull=False)
            ),
            models.CheckConstraint(
                name="attendance_names_somebody",
                condition=Q(seat__isnull=False) | Q(person__isnull=False) | ~Q(name=""),
            ),
        ]

    def __str__(self):
        return f"{self.name or self.person or self.seat}: {self.get_how_display()}"


class Conflict(models.Model):
    """A conflict of interest that somebody declared in an item, and whether they stood aside."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    words = models.CharField(max_length=300)
    recused = models.BooleanField("stands aside", default=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_conflicts", null=True)
    at = models.DateTimeField()

    objects = OfAnItemQuerySet.as_manager()

    class Meta:
        ordering = ["item", "at"]
        constraints = [
            models.UniqueConstraint(
                name="conflict_declared_once", fields=["item", "person"], condition=Q(withdrawn_because="")
            ),
            models.CheckConstraint(name="conflict_says_what", condition=~Q(words="")),
        ]

    def __str__(self):
        return f"{self.person}: {self.words}"


class Minutes(models.Model):
    """The minutes of one meeting as a whole: drafted, sent round for comment, approved and from then on locked.

    ``approved_in``: the later meeting of the body that approved them; none where its chair did.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being drafted"
        CIRCULATED = "circulated", "Sent round for comment"
        APPROVED = "approved", "Approved"

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    comments_due_on = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="approved_minutes", null=True, blank=True
    )
    approved_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="approved_minutes", null=True, blank=True
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                name="minutes_approved_whole",
                condition=Q(state="approved", approved_at__isnull=False, approved_on__isnull=False)
                | ~Q(state="approved") & Q(approved_at__isnull=True, approved_on__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Minutes of {self.meeting}"

    @property
    def is_locked(self) -> bool:
        return self.state == self.State.APPROVED


class Minute(models.Model):
    """What was minuted of one item. A correction is a new version that says why.

    ``approved_in``: of a version written after the minutes were approved, the later meeting that approved it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    why_changed = models.CharField(max_length=300, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    approved_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="corrected_minutes", null=True, blank=True
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="written_minutes", null=True)
    at = models.DateTimeField()

    objects = MinuteQuerySet.as_manager()

    class Meta:
        ordering = ["item", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="minute_version_once", fields=["item", "version"]),
            models.CheckConstraint(name="minute_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="minute_changed_says_why", condition=Q(version=1) | ~Q(why_changed="")),
        ]

    def __str__(self):
        return f"Minute {self.version} of {self.item}"


class MinuteComment(models.Model):
    """What a member would have otherwise in the draft minutes of an item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="minute_comments")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="minute_comments")
    at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = MinuteCommentQuerySet.as_manager()

    class Meta:
        ordering = ["item", "at"]
        constraints = [models.CheckConstraint(name="minute_comment_says_something", condition=~Q(text=""))]

    def __str__(self):
        return f"{self.by} on the minute of {self.item}"


class Action(models.Model):
    """Something that somebody undertook at a meeting; open until it is closed with what became of it."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="actions", null=True, blank=True)
    text = models.TextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="actions", null=True, blank=True)
    owner_name = models.CharField("owner, where nobody in the directory", max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    changed = models.CharField("what was last changed of it, and why", max_length=400, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_actions", null=True)
    at = models.DateTimeField()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "number"]
        constraints = [
            models.UniqueConstraint(name="action_number_once", fields=["committee", "number"]),
            models.CheckConstraint(
                name="action_owned_by_one",
                condition=Q(owner__isnull=False, owner_name="") | Q(owner__isnull=True) & ~Q(owner_name=""),
            ),
            models.CheckConstraint(
                name="action_closed_whole",
                condition=Q(closed_on__isnull=True, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
            ),
        ]

    def __str__(self):
        return f"{self.committee.prefix} action {self.number}"

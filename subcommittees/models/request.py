"""Asking bodies for their views: requests, chasing, what members think, what is owed by word of mouth."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting, Seat
from proposals.models import ProblemStatement, Proposal
from subcommittees.models.view import View
from subcommittees.queries import InterestQuerySet, OfARequestQuerySet, VerbalUpdateQuerySet, ViewRequestQuerySet


class ViewRequest(models.Model):
    """A body or an organisation was asked what it thinks. What became of it follows from the views given to it and from
    the day by which it was due (see ``ViewRequestQuerySet.with_state``)."""

    class How(models.TextChoices):
        MEETING = "meeting", "At a meeting"
        CORRESPONDENCE = "correspondence", "By correspondence"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        SILENT = "silent", "No reply by the date"
        SUPPORTS = "supports", "Supports"
        OPPOSES = "opposes", "Opposes"
        MIXED = "mixed", "Mixed views"
        NO_COMMENT = "no_comment", "Replied with no comment"
        CLOSED = "closed", "Replied"  # with a view of a class that is not open to the reader
        WITHDRAWN = "withdrawn", "Withdrawn"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="view_requests")
    committee = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="view_requests", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="view_requests", null=True, blank=True
    )
    statement = models.ForeignKey(
        ProblemStatement, on_delete=models.PROTECT, related_name="view_requests", null=True, blank=True
    )
    document = models.CharField("what was put, where it is no problem statement", max_length=200, blank=True)
    how = models.CharField(max_length=14, choices=How)
    why = models.TextField("why in this way", blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="view_requests", null=True, blank=True)
    asked_on = models.DateField()
    due_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="view_requests", null=True)
    at = models.DateTimeField()
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)

    objects = ViewRequestQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="request_asks_one",
                condition=Q(committee__isnull=False, organisation__isnull=True)
                | Q(committee__isnull=True, organisation__isnull=False),
            ),
            models.CheckConstraint(name="request_due_after_asked", condition=Q(due_on__gte=models.F("asked_on"))),
            models.CheckConstraint(
                name="request_withdrawn_whole",
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.asked} on {self.proposal_id}"

    @property
    def put(self) -> str:
        """What was put to them: “version 0.3 of the problem statement”, or the words that say it."""
        if self.statement_id:
            return f"version {self.statement.label} of the problem statement"
        return self.document

    @property
    def asked(self) -> str:
        """As it stands in a sentence: “the SSC”, “the DCC”, “Npower”."""
        return self.committee.named if self.committee_id else self.organisation.named


class DueChange(models.Model):
    """Another day by which an answer is due, and why; the one before it is kept."""

    request = models.ForeignKey(ViewRequest, on_delete=models.PROTECT, related_name="due_changes")
    from_day = models.DateField("was due on")
    to_day = models.DateField("is due on")
    why = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="view_due_changes", null=True)
    at = models.DateTimeField()

    objects = OfARequestQuerySet.as_manager()

    class Meta:
        ordering = ["request", "at"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="view_due_change_says_why", condition=~Q(why="")),
            models.CheckConstraint(name="view_due_day_changes", condition=~Q(from_day=models.F("to_day"))),
        ]

    def __str__(self):
        return f"due on {self.to_day:%-d %B %Y} instead of {self.from_day:%-d %B %Y}"


class Chase(models.Model):
    """A reminder of a request that was still open: what was sent or said, and to whom. The system reminds once before
    and once after each due day."""

    class How(models.TextChoices):
        REMINDER = "reminder", "Reminded by the system"
        EMAIL = "email", "Chased by e-mail"
        TELEPHONE = "telephone", "Answered by telephone"

    class Reminds(models.TextChoices):
        BEFORE = "before", "Before the due day"
        AFTER = "after", "After the due day"

    request = models.ForeignKey(ViewRequest, on_delete=models.PROTECT, related_name="chases")
    how = models.CharField(max_length=9, choices=How)
    reminds = models.CharField(max_length=6, choices=Reminds, blank=True)
    due_on = models.DateField("the due day it reminds of", null=True, blank=True)
    text = models.TextField(blank=True)
    told = models.TextField("who was told", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="chases", null=True)
    at = models.DateTimeField()

    objects = OfARequestQuerySet.as_manager()

    class Meta:
        ordering = ["request", "at"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(
                name="reminded_once", fields=["request", "reminds", "due_on"], condition=~Q(reminds="")
            ),
            models.CheckConstraint(
                name="reminder_says_of_what",
                condition=Q(how="reminder", due_on__isnull=False) & ~Q(reminds="")
                | ~Q(how="reminder") & Q(reminds="", due_on__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.get_how_display()}: {self.request}"


class MemberPosition(models.Model):
    """What one member answers to a request, for the others of the body to see. A change is a new version."""

    request = models.ForeignKey(ViewRequest, on_delete=models.PROTECT, related_name="positions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="positions")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="member_positions")
    version = models.PositiveSmallIntegerField(default=1)
    position = models.CharField(max_length=10, choices=View.Position)
    text = models.TextField(blank=True)
    why_changed = models.CharField(max_length=300, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.AMBER)
    at = models.DateTimeField()

    objects = OfARequestQuerySet.as_manager()

    class Meta:
        ordering = ["request", "seat", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="member_position_version_once", fields=["request", "seat", "version"]),
            models.CheckConstraint(
                name="member_position_says_something", condition=~Q(text="") | Q(position="no_comment")
            ),
            models.CheckConstraint(
                name="member_position_changed_says_why", condition=Q(version=1) | ~Q(why_changed="")
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_position_display()}"


class VerbalUpdate(models.Model):
    """Something that a meeting will be told by word of mouth: owed by whom, about what; then what was said (S0 §3).

    ``item``: under which it stands on the agenda of that meeting; none where that was closed when it was promised.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="verbal_updates")
    item = models.ForeignKey(
        "AgendaItem", on_delete=models.PROTECT, related_name="verbal_updates", null=True, blank=True
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="verbal_updates", null=True, blank=True
    )
    request = models.ForeignKey(
        ViewRequest, on_delete=models.PROTECT, related_name="verbal_updates", null=True, blank=True
    )
    about = models.CharField(max_length=300)
    owed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="owed_updates", null=True, blank=True)
    promised_on = models.DateField()
    words = models.TextField(blank=True)
    given_on = models.DateField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="verbal_updates", null=True)
    at = models.DateTimeField()
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)

    objects = VerbalUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="verbal_update_given_whole",
                condition=Q(words="", given_on__isnull=True) | ~Q(words="") & Q(given_on__isnull=False),
            ),
            models.CheckConstraint(name="verbal_update_is_about_something", condition=~Q(about="")),
            models.CheckConstraint(
                name="verbal_update_given_or_dropped", condition=Q(given_on__isnull=True) | Q(dropped_because="")
            ),
        ]

    def __str__(self):
        return self.about

    @property
    def is_owed(self) -> bool:
        return self.given_on is None and not self.dropped_because

    @property
    def owing(self) -> str:
        """Who owes it, as it may be read by all: a name is for those who read names."""
        return self.owed_by.capacity if self.owed_by_id else "SECAS"


class Interest(models.Model):
    """Whether a body wants more input on a proposal (S3 §4). The newest word of a body holds."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="interests")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="interests")
    wants_input = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="interests", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interests", null=True)
    at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "committee", "at"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.committee} on {self.proposal_id}"

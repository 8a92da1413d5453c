from django.db import models
from django.db.models import F, Q

from accounts.models import Category, PeriodQuerySet, User, ends_after_start, no_overlap
from audit import clock
from audit.models import APPEND_ONLY


class Committee(models.Model):
    """A body of the Smart Energy Code. Rows, not code: the reform of the codes will change names and powers."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    prefix = models.CharField("prefix of paper references", max_length=12)
    remit = models.TextField(blank=True)
    cadence = models.CharField(max_length=120, blank=True)
    quorum = models.PositiveSmallIntegerField(null=True, blank=True)
    quorum_categories = models.PositiveSmallIntegerField("Party Categories in a quorum", null=True, blank=True)
    quorum_words = models.CharField("what else a quorum needs", max_length=200, blank=True)
    composition = models.TextField(blank=True)
    email = models.EmailField("mailbox of its secretary", blank=True)
    is_open = models.BooleanField("open to every Party", default=False)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort", "name"]

    def __str__(self):
        return self.short_name

    @property
    def named(self) -> str:
        """As it stands in a sentence: “the SSC”, “the Panel”."""
        return f"the {self.short_name}"


class Seat(models.Model):
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=Category, blank=True)
    is_chair = models.BooleanField(default=False)
    is_secretary = models.BooleanField(default=False)
    votes = models.BooleanField(default=True)
    voting_group = models.CharField(max_length=80, blank=True)
    ends_on = models.DateField("last day on which the seat is there", null=True, blank=True)

    class Meta:
        ordering = ["committee", "name"]
        constraints = [models.UniqueConstraint(name="seat_named_once", fields=["committee", "name"])]

    def __str__(self):
        return f"{self.committee}: {self.name}"


class Membership(models.Model):
    """Who holds a seat in a term, and who may stand in."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    alternate = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="alternate_memberships", null=True, blank=True
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["seat", "starts"]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            no_overlap("one_member_per_seat", "seat_id"),
            models.CheckConstraint(name="nobody_is_their_own_alternate", condition=~Q(user=F("alternate"))),
        ]

    def __str__(self):
        return f"{self.user} ({self.seat})"


class MeetingQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were cancelled."""
        return self.exclude(state="cancelled")

    def to_come(self, day=None):
        """Those still to be held, on ``day`` (today if not given) or later, the next first."""
        return self.standing().filter(date__gte=day or clock.today()).order_by("date")


class Meeting(models.Model):
    """A meeting of a body. Its number and its references outlive a change of its day.

    ``sequence`` counts its changes, so that calendars that hold it know the newest.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    date = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["date", "committee"]
        constraints = [
            models.UniqueConstraint(name="meeting_numbered_once", fields=["committee", "number"]),
            models.UniqueConstraint(
                name="one_meeting_a_day", fields=["committee", "date"], condition=~Q(state="cancelled")
            ),
            models.CheckConstraint(
                name="meeting_cancelled_says_why", condition=~Q(state="cancelled") | ~Q(cancelled_because="")
            ),
        ]

    def __str__(self):
        return f"{self.committee} {self.number}, {self.date:%-d %B %Y}"


class FormerDay(models.Model):
    """A day on which a meeting was to be until it was moved: the address that it had then leads on to where it is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="former_days")
    date = models.DateField()
    at = models.DateTimeField("when it was moved")

    class Meta:
        ordering = ["meeting", "at"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.meeting}, until then on {self.date:%-d %B %Y}"


class BankHolidayOverride(models.Model):
    """A day that is, or is not, a working day whatever the library says: one-off and late-announced holidays."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    is_working_day = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["date"]

    def __str__(self):
        return f"{self.date}: {self.name}"

"""The timetable of a proposal: packages of work, their dates, and every change of a date with its reason."""

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from audit.models import APPEND_ONLY
from bodies.models import Committee, Meeting
from proposals.models.proposal import Proposal
from proposals.timetable_queries import WEEK, PackageQuerySet, SlipQuerySet, TimetableQuerySet

NEVER_DELETED = pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


class Exactness(models.TextChoices):
    """What the date of an entry names: itself, the week that begins on it, or a meeting held on it."""

    DAY = "day", "On the day"
    WEEK = "week", "Week commencing"
    MEETING = "meeting", "At a meeting"


def when_words(on: date, exactness: str) -> str:
    """“10 Jul 2019” or “W/C 17 Jun 2019”: in tables."""
    return f"{'W/C ' if exactness == Exactness.WEEK else ''}{on:%-d %b %Y}"


def when_sentence(on: date, exactness: str) -> str:
    """“on Wednesday 10 July 2019” or “in the week of Monday 17 June 2019”: in prose."""
    return f"{'in the week of' if exactness == Exactness.WEEK else 'on'} {on:%A %-d %B %Y}"


def last_day(on: date, exactness: str) -> date:
    """The last day that the date covers: a week ends on its Sunday."""
    return on + WEEK if exactness == Exactness.WEEK else on


class WorkPackage(models.Model):
    """A part of the work with its dates, as SECAS laid it out and, afterwards, as the Panel approved it (S1 §3).

    ``words`` say what the package is; ``decision`` is what the Panel decided of it.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="work_packages")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    laid_on = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="approved_packages", null=True, blank=True
    )
    decision = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "number"]
        triggers = [NEVER_DELETED]
        constraints = [
            models.UniqueConstraint(name="work_package_numbered_once", fields=["proposal", "number"]),
            models.CheckConstraint(
                name="work_package_approved_whole",
                condition=Q(approved_on__isnull=True, approved_at__isnull=True, decision="")
                | Q(approved_on__isnull=False, approved_on__gte=F("laid_on")),
            ),
        ]

    def __str__(self):
        return f"Work package {self.number}"


class TimetableEntry(models.Model):
    """One date of the timetable. ``baseline_on`` is where it was first laid; ``due_on`` where it stands now.

    ``due_on`` only moves with a ``Slip``; the database holds this. An entry never goes away: one that was removed
    before its package was approved keeps the day and the reason. ``sort`` is its place in the plan; moving leaves it.
    """

    class Kind(models.TextChoices):
        REQUIREMENTS = "requirements", "Business requirements"
        SUBCOMMITTEE = "subcommittee", "Sub-Committee"
        PUBLISH = "publish", "Publication"
        WORKING_GROUP = "working_group", "Working Group"
        PANEL_UPDATE = "panel_update", "Panel"
        CONSULTATION = "consultation", "Consultation"
        DCC_PA = "dcc_pa", "DCC Preliminary Assessment"
        DCC_IA = "dcc_ia", "DCC Impact Assessment"
        MRC = "mrc", "Modification Report Consultation"
        CHANGE_BOARD = "change_board", "Change Board"
        AUTHORITY = "authority", "Authority"
        IMPLEMENTATION = "implementation", "Implementation"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OVERDUE = "overdue", "Overdue"
        MISSED = "missed", "Missed"
        DONE = "done", "Done"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="timetable")
    package = models.ForeignKey(WorkPackage, on_delete=models.PROTECT, related_name="entries", null=True, blank=True)
    sort = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=Kind)
    body = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="timetable_entries", null=True, blank=True
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="timetable_entries", null=True, blank=True
    )
    baseline_on = models.DateField()
    baseline_exactness = models.CharField(max_length=7, choices=Exactness)
    due_on = models.DateField()
    exactness = models.CharField(max_length=7, choices=Exactness)
    done_on = models.DateField(null=True, blank=True)
    missed_on = models.DateField(null=True, blank=True)
    missed_why = models.CharField(max_length=300, blank=True)
    laid_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    removed_why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    objects = TimetableQuerySet.as_manager()

    class Meta:
        ordering = ["proposal", "sort", "pk"]
        verbose_name_plural = "timetable entries"
        triggers = [
            NEVER_DELETED,
            pgtrigger.ReadOnly(name="baseline_stays", fields=["baseline_on", "baseline_exactness", "proposal"]),
            pgtrigger.Trigger(
                name="moves_with_a_slip",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("due_on", "exactness"),
                declare=[("slip", "proposals_slip%ROWTYPE")],
                func="""
                    SELECT * INTO slip FROM proposals_slip WHERE entry_id = NEW.id ORDER BY id DESC LIMIT 1;
                    IF slip.id IS NULL
                       OR (slip.from_on, slip.from_exactness) IS DISTINCT FROM (OLD.due_on, OLD.exactness)
                       OR (slip.to_on, slip.to_exactness) IS DISTINCT FROM (NEW.due_on, NEW.exactness) THEN
                        RAISE EXCEPTION 'A date of the timetable moves only with a slip row.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'date_moves_with_a_slip';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="begins_at_its_baseline",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF (NEW.baseline_on, NEW.baseline_exactness) IS DISTINCT FROM (NEW.due_on, NEW.exactness) THEN
                        RAISE EXCEPTION 'The first date of an entry is its baseline.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_begins_at_its_baseline';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(name="entry_says_what_happens", condition=~Q(activity="")),
            models.CheckConstraint(
                name="entry_done_or_missed", condition=Q(done_on__isnull=True) | Q(missed_on__isnull=True)
            ),
            models.CheckConstraint(
                name="entry_removed_whole",
                condition=Q(removed_on__isnull=True, removed_why="") | Q(removed_on__isnull=False) & ~Q(removed_why=""),
            ),
            models.CheckConstraint(
                name="meeting_entry_names_it",
                condition=~Q(exactness=Exactness.MEETING) | Q(meeting__isnull=False),
            ),
            models.CheckConstraint(
                name="week_commences_on_a_monday",
                condition=~Q(exactness=Exactness.WEEK) | Q(due_on__iso_week_day=1),
            ),
        ]
        indexes = [models.Index(name="timetable_ahead", fields=["proposal", "due_on"])]

    def __str__(self):
        return f"{self.activity}, {self.when}"

    @property
    def when(self) -> str:
        return when_words(self.due_on, self.exactness)

    @property
    def first_when(self) -> str:
        return when_words(self.baseline_on, self.baseline_exactness)

    @property
    def ends_on(self) -> date:
        return last_day(self.due_on, self.exactness)

    @property
    def has_moved(self) -> bool:
        return (self.due_on, self.exactness) != (self.baseline_on, self.baseline_exactness)

    def status(self, on: date) -> "TimetableEntry.Status":
        """How it stands on a day; overdue once its day, or its week, is over and nobody has said that it is done."""
        if self.done_on and self.done_on <= on:
            return self.Status.DONE
        if self.missed_on and self.missed_on <= on:
            return self.Status.MISSED
        return self.Status.OVERDUE if self.ends_on < on else self.Status.PLANNED


class Slip(models.Model):
    """One change of a date: append-only. ``on`` is the day on which it was agreed, ``at`` when it was recorded."""

    entry = models.ForeignKey(TimetableEntry, on_delete=models.PROTECT, related_name="slips")
    from_on = models.DateField()
    from_exactness = models.CharField(max_length=7, choices=Exactness)
    to_on = models.DateField()
    to_exactness = models.CharField(max_length=7, choices=Exactness)
    reason = models.TextField()
    agreed_by = models.CharField("who agreed", max_length=200, blank=True)
    agreed_body = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="agreed_slips", null=True, blank=True
    )
    agreed_at = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agreed_slips", null=True, blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="starts_where_it_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("entry", "proposals_timetableentry%ROWTYPE")],
                func="""
                    SELECT * INTO entry FROM proposals_timetableentry WHERE id = NEW.entry_id;
                    IF (NEW.from_on, NEW.from_exactness) IS DISTINCT FROM (entry.due_on, entry.exactness) THEN
                        RAISE EXCEPTION 'A slip starts from the date that stands.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'slip_starts_where_it_stands';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="slip_changes_the_date",
                condition=~Q(from_on=F("to_on")) | ~Q(from_exactness=F("to_exactness")),
            ),
            models.CheckConstraint(name="slip_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="slip_says_who_agreed",
                condition=~Q(agreed_by="") | Q(agreed_body__isnull=False) | Q(agreed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.from_when} → {self.to_when}"

    @property
    def from_when(self) -> str:
        return when_words(self.from_on, self.from_exactness)

    @property
    def to_when(self) -> str:
        return when_words(self.to_on, self.to_exactness)

    @property
    def who_agreed(self) -> str:
        """“the Panel, meeting 71; all members”."""
        body = f"{self.agreed_at.committee.named}, meeting {self.agreed_at.number}" if self.agreed_at else ""
        body = body or (self.agreed_body.named if self.agreed_body else "")
        return "; ".join(part for part in (body, self.agreed_by) if part)

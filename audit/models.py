import pgtrigger
from django.db import models
from django.db.models import Q

from audit.classification import Classification, readable_by

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user, also: frozenset[str] = frozenset()):
        return self.filter(readable_by(user) | Q(classification__in=also))

    def about(self, subject: str):
        return self.filter(about=subject).order_by("-sequence")


class Event(models.Model):
    """One thing that happened, exactly as hashed. Evidence: nothing in the system reads its state from here.

    There are no foreign keys, so that the record outlives what it describes. What may have to be erased one day
    (names, before and after) stands in ``EventDetail``; the hash covers only its salted digest.
    """

    sequence = models.BigIntegerField(primary_key=True)
    act = models.UUIDField()
    at = models.DateTimeField()
    effective_on = models.DateField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    about = models.CharField(max_length=60, blank=True)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    canonical = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["about", "-sequence"], name="event_about")]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self):
        return f"{self.sequence} {self.action} {self.about}"


class EventDetail(models.Model):
    """The part of an event that an erasure act may blank: ``body`` goes, the digest in the chain stays."""

    sequence = models.BigIntegerField(primary_key=True)
    salt = models.CharField(max_length=32)
    body = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)
    erased_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="event_detail_erased_whole",
                condition=Q(erased_at__isnull=True, body__isnull=False, erased_why="")
                | Q(erased_at__isnull=False, body__isnull=True) & ~Q(erased_why=""),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="erase_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__erased_at__isnull=False)
                | pgtrigger.Q(new__erased_at__isnull=True)
                | pgtrigger.Q(old__salt__df=pgtrigger.F("new__salt")),
            ),
            NO_TRUNCATE,
        ]

    def __str__(self):
        return f"detail of {self.sequence}"


class ChainHead(models.Model):
    """The one row that says how long the chain is. Locked only while an act appends, as its last statements."""

    id = models.BooleanField(primary_key=True, default=True)
    size = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(name="chain_has_one_head", condition=Q(id=True))]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete), NO_TRUNCATE]

    def __str__(self):
        return f"{self.size} events, {self.hash[:12]}"


class Checkpoint(models.Model):
    """Size and head of the chain on a day, public and printed in issued papers, so that outsiders hold witnesses."""

    on = models.DateField(unique=True)
    size = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-on"]
        triggers = [APPEND_ONLY, NO_TRUNCATE]

    def __str__(self):
        return f"{self.on}: {self.size} events, {self.hash}"

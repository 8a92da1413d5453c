from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import User
from audit.models import APPEND_ONLY
from proposals.models.code import SecDocument, SecVersion
from proposals.models.proposal import Proposal
from proposals.queries import PartQuerySet, ReleaseQuerySet

NAME_LENGTH = 80
SLUG_ROOM = 84  # for the number that is put after a name that is already taken


class Release(models.Model):
    """A batch of changes to the code. Its name is not its date: the date is typed and may be a non-working day.

    ``sec_version`` is typed too and may be known long before the version is published. ``slug`` keeps its first words,
    so that the address of a release stays when it is given another name.
    """

    class Kind(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled"
        AD_HOC = "ad_hoc", "Ad-hoc"

    name = models.CharField(max_length=NAME_LENGTH)
    slug = models.SlugField(max_length=SLUG_ROOM, unique=True, editable=False)
    kind = models.CharField(max_length=9, choices=Kind)
    date = models.DateField()
    scope = models.CharField(max_length=300, blank=True)
    limit = models.CharField("the most it can hold", max_length=300, blank=True)
    sec_version = models.CharField("version of the SEC", max_length=12, blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["date", "name"]
        constraints = [
            models.CheckConstraint(
                name="release_implemented_as_a_version",
                condition=Q(implemented_on__isnull=True) | ~Q(sec_version=""),
            ),
            models.UniqueConstraint(name="release_named_once", fields=["name"], condition=Q(taken_out_at__isnull=True)),
            models.CheckConstraint(
                name="release_taken_out_whole",
                condition=Q(taken_out_at__isnull=True, taken_out_because="")
                | Q(taken_out_at__isnull=False, implemented_on__isnull=True) & ~Q(taken_out_because=""),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or slug_for(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("proposals:release", args=[self.slug])

    @property
    def status(self) -> str:
        if self.taken_out_at:
            return "Taken out"
        return "Implemented" if self.implemented_on else "Planned"


TAKEN = ("enter",)  # the address of the page that enters one


def slug_for(name: str) -> str:
    """Words for the address of a release that no other has."""
    words = slugify(name)[:NAME_LENGTH].strip("-") or "release"
    found = [words, *(f"{words}-{n}" for n in range(2, 1000))]
    taken = {*TAKEN, *Release.objects.filter(slug__startswith=words).values_list("slug", flat=True)}
    return next(slug for slug in found if slug not in taken)


class Implementation(models.Model):
    """How and when a proposal enters the code, and afterwards when it did and as which version.

    It has one part or several. What is said here of release, dates and version is a summary that one function writes
    (``proposals.actions.parts.sum_up``): of the next part that is to come in; of the last, once all of them are in.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="implementation")
    rationale = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    part_count = models.PositiveSmallIntegerField(default=1)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="implementations", null=True, blank=True
    )
    release_kind = models.CharField(max_length=9, choices=Release.Kind, default=Release.Kind.SCHEDULED)
    days_after_window = models.PositiveSmallIntegerField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    sec_version = models.ForeignKey(SecVersion, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="implemented_whole",
                condition=Q(implemented_on__isnull=True, sec_version__isnull=True)
                | Q(implemented_on__isnull=False, sec_version__isnull=False),
            )
        ]

    def __str__(self):
        return f"Implementation of {self.proposal_id}"


class ImplementationPart(models.Model):
    """What enters the code at one time: mostly the whole proposal. ``days_after_window``: its date is reckoned, in
    working days, from the end of an objection window."""

    plan = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=120, blank=True)
    documents = models.ManyToManyField(SecDocument, related_name="parts", blank=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts", null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    days_after_window = models.PositiveSmallIntegerField(null=True, blank=True)
    implemented_on = models.DateField(null=True, blank=True)
    sec_version = models.ForeignKey(SecVersion, on_delete=models.PROTECT, related_name="parts", null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(name="part_numbered_once", fields=["plan", "number"]),
            models.CheckConstraint(
                name="part_implemented_whole",
                condition=Q(implemented_on__isnull=True, sec_version__isnull=True)
                | Q(implemented_on__isnull=False, sec_version__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["release"], name="part_release", condition=Q(implemented_on=None))]

    def __str__(self):
        return f"{self.name} of {self.plan_id}"

    @property
    def release_kind(self) -> str:
        """A date of its own, or reckoned from a window, is ad hoc; nothing planned yet counts as scheduled."""
        if self.days_after_window is not None:
            return Release.Kind.AD_HOC
        if self.release:
            return self.release.kind
        return Release.Kind.AD_HOC if self.planned_on else Release.Kind.SCHEDULED

    @property
    def name(self) -> str:
        """“Part 2: DCC Systems”."""
        return f"Part {self.number}: {self.title}" if self.title else f"Part {self.number}"


class PlanChange(models.Model):
    """A part that was planned once and then otherwise: from where to where, why, and who consented (append-only).

    ``is_correction``: nothing was planned anew; the plan had been recorded wrongly.

    The Authority consents where the proposal was its to decide (domain §2.2 row 44).
    """

    plan = models.ForeignKey(Implementation, on_delete=models.PROTECT, related_name="changes")
    part_number = models.PositiveSmallIntegerField()
    part_title = models.CharField(max_length=120, blank=True)
    from_release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="left_by", null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="joined_by", null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    consented_by = models.CharField(max_length=80, blank=True)
    consent_words = models.TextField(blank=True)
    consent_on = models.DateField(null=True, blank=True)
    is_correction = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plan_changes", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="plan_consented_whole",
                condition=Q(consented_by="", consent_words="", consent_on__isnull=True)
                | ~Q(consented_by="") & ~Q(consent_words="") & Q(consent_on__isnull=False),
            )
        ]

    def __str__(self):
        return f"Part {self.part_number} of {self.plan_id}: {self.from_date} → {self.to_date}"


class ReleaseMove(models.Model):
    """A release that was put on another day, and why; or whose day had been recorded wrongly (append-only)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="moves")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.TextField()
    is_correction = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="release_moves", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="release_moved_to_another_day", condition=~Q(from_date=F("to_date")))
        ]

    def __str__(self):
        return f"{self.release_id}: {self.from_date} → {self.to_date}"

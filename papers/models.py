from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import PeriodQuerySet, User, ends_after_start, no_overlap
from audit import clock
from audit.classification import Classification
from papers.queries import PaperVersionQuerySet
from proposals.models import Proposal


class Paper(models.Model):
    """A document that is composed from the record. Its content is in its versions."""

    class Kind(models.TextChoices):
        MODIFICATION_REPORT = "modification-report", "Modification Report"

    kind = models.CharField(max_length=30, choices=Kind)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_paper_of_a_kind", fields=["kind", "proposal"])]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.proposal_id}"


class PaperVersion(models.Model):
    """One composition, frozen: what it says is in ``snapshot`` and never changes. 0.x drafts, 1.0 issued, then 1.1 …

    A version that ``corrects`` an earlier one states why in its ``erratum``. One that was taken down is read no more by
    anybody; that it was there, and its hash, stay known. ``slug`` keeps the reference that the proposal had then: a
    report issued for DP099 stays DP099's.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ISSUED = "issued", "Issued"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    slug = models.SlugField(max_length=80)
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=State)
    title = models.CharField(max_length=200)
    classification = models.CharField(max_length=5, choices=Classification, default=Classification.WHITE)
    snapshot = models.TextField()
    snapshot_hash = models.CharField(max_length=64)
    composed_on = models.DateField()
    composed_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="composed_papers")
    issued_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    erratum = models.TextField("what this version puts right", blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_because = models.TextField(blank=True)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-composed_on", "-major", "-minor"]
        constraints = [
            models.UniqueConstraint(name="paper_version_once", fields=["paper", "major", "minor"]),
            models.UniqueConstraint(name="paper_address_once", fields=["slug", "major", "minor"]),
            models.CheckConstraint(
                name="issued_whole",
                condition=Q(state="issued", issued_at__isnull=False, major__gt=0)
                | Q(state="draft", issued_at__isnull=True),
            ),
            models.CheckConstraint(
                name="erratum_whole",
                condition=Q(corrects__isnull=True, erratum="")
                | Q(corrects__isnull=False, state="issued") & ~Q(erratum=""),
            ),
            models.CheckConstraint(
                name="paper_taken_down_whole",
                condition=Q(taken_down_at__isnull=True, taken_down_because="")
                | Q(taken_down_at__isnull=False, state="issued") & ~Q(taken_down_because=""),
            ),
        ]

    def __str__(self):
        return f"{self.title} {self.label}"

    def get_absolute_url(self):
        return reverse("papers:version", args=[self.slug, self.label])

    @property
    def label(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def corrected_on(self):
        """The day on which the record was put right after this was issued; of rows read ``with_corrections``."""
        return clock.london_date(self.record_corrected_at) if self.record_corrected_at else None

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def is_taken_down(self) -> bool:
        return self.taken_down_at is not None


class Rendition(models.Model):
    """A file made of a version once, stored under its hash, never made again."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="renditions")
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="made_once_per_format", fields=["version", "format"])]

    def __str__(self):
        return f"{self.version} as {self.get_format_display()}"


class GlossaryTerm(models.Model):
    """An acronym and its full term. One acronym may have two meanings; a document chooses."""

    acronym = models.CharField(max_length=20)
    term = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["acronym", "term"]
        constraints = [models.UniqueConstraint(name="meaning_once", fields=["acronym", "term"])]

    def __str__(self):
        return f"{self.acronym}: {self.term}"


class GlossaryChoice(models.Model):
    """For one paper: the chosen meaning of an acronym, or a term that is listed although the text never uses it."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="glossary_choices")
    term = models.ForeignKey(GlossaryTerm, on_delete=models.PROTECT)
    always = models.BooleanField("list it although it is not used", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(name="chosen_once", fields=["paper", "term"])]

    def __str__(self):
        return f"{self.paper}: {self.term}"


class BoilerplateKey(models.TextChoices):
    OFFICE_NAME = "office_name", "Name of the office"
    OFFICE_ADDRESS = "office_address", "Address of the office"
    OFFICE_TELEPHONE = "office_telephone", "Telephone of the office"
    OFFICE_EMAIL = "office_email", "E-mail address of the office"


class Boilerplate(models.Model):
    """Words that papers repeat, with the dates between which they hold."""

    key = models.CharField(max_length=20, choices=BoilerplateKey)
    text = models.TextField()
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["key", "starts"]
        constraints = [
            ends_after_start("boilerplate_ends_after_start"),
            *[no_overlap(f"one_{key.value}_text", condition=Q(key=key.value)) for key in BoilerplateKey],
        ]

    def __str__(self):
        return f"{self.get_key_display()}"

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit import clock
from audit.models import APPEND_ONLY
from papers.models.papers import Paper
from papers.queries import UploadQuerySet, WordFileQuerySet
from subcommittees.models import AgendaItem


class WordFile(models.Model):
    """A Word file that somebody supplied as the paper of an item, as it came. The worker prints it; it becomes the
    paper, an ``Upload``, when somebody has looked at what was printed.

    ``findings``: what its pages cannot keep, or show otherwise than Word does: list of {key, sentence}.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="word_files")
    edition = models.CharField("edition that was asked for", max_length=10, choices=Paper.Edition, blank=True)
    title = models.CharField(max_length=200)
    author = models.CharField("who wrote it", max_length=120)
    file = models.FileField(max_length=120)
    filename = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    findings = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supplied_word_files", null=True)
    at = models.DateTimeField()

    objects = WordFileQuerySet.as_manager()

    class Meta:
        ordering = ["item", "pk"]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.filename} for {self.item_id}"

    def get_absolute_url(self):
        return reverse("papers:word_file", args=[self.pk])


class WordPrint(models.Model):
    """What became of a Word file: its pages as PDF, or the sentence that says why there are none."""

    word = models.OneToOneField(WordFile, on_delete=models.PROTECT, related_name="printed")
    file = models.FileField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField("what was found while printing", default=list)
    refused = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="word_printed_or_refused",
                condition=Q(refused="", pages__gt=0) & ~Q(file="") | ~Q(refused="") & Q(file="", pages=0),
            ),
        ]

    def __str__(self):
        return f"Print of {self.word}"


class Upload(models.Model):
    """The pages that somebody supplied as the paper of an item. The newest of a paper is what its next version holds.

    ``word``: the file that they were printed from. ``is_open``: whoever reads the paper may have the file as it was
    supplied, because it holds nothing that its pages do not show."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="uploads")
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    author = models.CharField("who wrote it", max_length=120)
    file = models.FileField(max_length=120)
    filename = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    word = models.OneToOneField(
        WordFile, on_delete=models.PROTECT, related_name="taken", verbose_name="printed from", null=True, blank=True
    )
    is_open = models.BooleanField("whoever reads the paper may have the file itself", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="supplied_papers", null=True)
    effective_on = models.DateField("supplied on, where it was entered later", null=True, blank=True)
    at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "version"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="upload_version_once", fields=["paper", "version"]),
            models.CheckConstraint(name="upload_has_pages", condition=Q(pages__gt=0)),
        ]

    def __str__(self):
        return f"{self.filename} for {self.paper_id}"

    def get_absolute_url(self):
        """The file as it was supplied."""
        return reverse("papers:supplied_file", args=[self.pk])

    @property
    def supplied_on(self):
        return self.effective_on or clock.london_date(self.at)

    @property
    def original(self):
        """The file as it was supplied, with its name and size; of a Word file not the pages that were printed."""
        return self.word or self

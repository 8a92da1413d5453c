from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from audit.classification import Classification
from audit.models import APPEND_ONLY
from bodies.models import Meeting
from papers.models.papers import Paper, PaperVersion
from papers.queries import PackItemQuerySet, PackQuerySet
from subcommittees.models import AgendaItem


class Pack(models.Model):
    """The papers of a meeting put together as one file: the ``version`` that it is, or would be, as issued. What it
    holds never changes; before it is issued another ``draft`` of the same version may take its place.

    The public edition holds what is White alone, the restricted one what the body reads; ``snapshot`` says what it
    holds, ``because`` why there is a second version, ``told`` who was told when it was issued. Its days are those it
    states, its instants those at which it was done: they differ where a pack of the past is entered later.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=10, choices=Paper.Edition)
    version = models.PositiveSmallIntegerField()
    draft = models.PositiveSmallIntegerField(default=1)
    slug = models.SlugField(max_length=80)
    classification = models.CharField(max_length=5, choices=Classification)
    because = models.CharField("why there is another version", max_length=300, blank=True)
    snapshot = models.TextField()
    snapshot_hash = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="packs", null=True)
    composed_on = models.DateField()
    composed_at = models.DateTimeField()
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="issued_packs", null=True, blank=True)
    told = models.TextField("who was told", blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "edition", "version", "draft"]
        constraints = [
            models.UniqueConstraint(name="pack_draft_once", fields=["meeting", "edition", "version", "draft"]),
            models.UniqueConstraint(
                name="pack_version_issued_once",
                fields=["meeting", "edition", "version"],
                condition=Q(issued_at__isnull=False),
            ),
            models.CheckConstraint(name="pack_version_says_why", condition=Q(version=1) | ~Q(because="")),
            models.CheckConstraint(
                name="pack_edition_is_as_open_as_it_says",
                condition=Q(edition="public", classification="white") | Q(edition="restricted", classification="amber"),
            ),
            models.CheckConstraint(
                name="pack_told_when_issued",
                condition=Q(issued_at__isnull=False, issued_on__isnull=False)
                | Q(issued_at__isnull=True, issued_on__isnull=True, told="", issued_by__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Pack {self.label} of {self.meeting}"

    def get_absolute_url(self):
        """The file."""
        return reverse("papers:pack_file", args=[self.slug, self.label])

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def is_restricted(self) -> bool:
        return self.edition == Paper.Edition.RESTRICTED

    @property
    def label(self) -> str:
        """“2” once it is issued, “2-draft-1” before."""
        return f"{self.version}" if self.is_issued else f"{self.version}-draft-{self.draft}"


class PackItem(models.Model):
    """One paper of a pack, in its place. The agenda, which comes first, is of no ``item``."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="pack_items", null=True, blank=True)
    paper_version = models.ForeignKey(PaperVersion, on_delete=models.PROTECT, related_name="pack_items")
    sha256 = models.CharField("hash of what the paper says", max_length=64)

    objects = PackItemQuerySet.as_manager()

    class Meta:
        ordering = ["pack", "order"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="pack_place_once", fields=["pack", "order"]),
            models.UniqueConstraint(name="paper_once_in_a_pack", fields=["pack", "paper_version"]),
        ]

    def __str__(self):
        return f"{self.paper_version} in {self.pack_id}"


class PackFile(models.Model):
    """The file of a pack, made once. ``places``: for each paper its first page, how many it has, and the digest of
    what stands on each, by which the next version tells which pages have changed."""

    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, related_name="made")
    file = models.FileField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveSmallIntegerField()
    places = models.JSONField()
    made_at = models.DateTimeField()

    objects = PackItemQuerySet.as_manager()

    class Meta:
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"File of {self.pack}"

"""What SECAS makes of responses: tags, redactions, and the points that are answered one by one."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.models import User
from audit.models import APPEND_ONLY
from bodies.models import Committee
from consultations.models.consultation import Consultation
from consultations.models.responses import ClauseComment, Enclosure, QuestionAnswer, Submission
from consultations.queries.consultations import PointQuerySet, SecasOnlyQuerySet
from consultations.queries.responses import SaidQuerySet

ONE_PLACE = (
    Q(answer__isnull=False, clause_comment__isnull=True, general_of__isnull=True)
    | Q(answer__isnull=True, clause_comment__isnull=False, general_of__isnull=True)
    | Q(answer__isnull=True, clause_comment__isnull=True, general_of__isnull=False)
)


class Said(models.Model):
    """A place in what was submitted: an answer, a comment on a clause, or the general comments of a submission."""

    answer = models.ForeignKey(
        QuestionAnswer, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )
    clause_comment = models.ForeignKey(
        ClauseComment, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )
    general_of = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(name="%(class)s_is_of_one_place", condition=ONE_PLACE)]


class Tag(models.Model):
    """A word under which what was said is gathered."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="tags")
    name = models.CharField(max_length=60)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = SecasOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", Lower("name")]
        constraints = [
            models.UniqueConstraint("consultation", Lower("name"), name="tag_named_once"),
            models.CheckConstraint(name="tag_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self):
        return self.name


class Tagging(Said):
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taggings", null=True)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        ordering = ["tag", "pk"]
        constraints = [
            *Said.Meta.constraints,
            models.UniqueConstraint(
                name="tagged_once",
                fields=["tag", "answer", "clause_comment", "general_of"],
                nulls_distinct=False,
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.tag_id}"


class Redaction(Said):
    """Words that are not published, and why. ``quote``: exactly the words; empty for the whole of it. Lifted where it
    was wrong; that it was there stays."""

    quote = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="redactions", null=True)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        ordering = ["pk"]
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(name="a_redaction_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="redaction_lifted_whole",
                condition=Q(lifted_at__isnull=True, lifted_because="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_because=""),
            ),
        ]

    def __str__(self):
        return f"Redaction {self.pk}"


class WithheldFile(models.Model):
    """A file of a response that others do not get, and why. It holds for the same file in every version of the response
    (``Enclosure.objects.withheld``). Lifted where it was wrong; that it was there stays."""

    enclosure = models.ForeignKey(Enclosure, on_delete=models.PROTECT, related_name="withheld")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="withheld_files", null=True)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    objects = SaidQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="file_withheld_once", fields=["enclosure"], condition=Q(lifted_at__isnull=True)
            ),
            models.CheckConstraint(name="withheld_file_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="withheld_file_lifted_whole",
                condition=Q(lifted_at__isnull=True, lifted_because="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_because=""),
            ),
        ]

    def __str__(self):
        return f"Withheld file {self.enclosure_id}"


class PublicationTakenBack(models.Model):
    """From when to when responses were published, and why they are no more: what was issued meanwhile tells of them."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="publications_taken_back")
    published_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="publications_taken_back", null=True)
    at = models.DateTimeField()

    objects = SecasOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(name="taken_back_after_it_was_published", condition=Q(at__gte=F("published_at"))),
            models.CheckConstraint(name="publication_taken_back_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"Publication of {self.consultation_id} taken back"


class PointMade(models.Model):
    """One point that respondents made, in SECAS's words, and what became of it. It is open until it has a
    ``disposition``; ``reply`` is what respondents read. ``number`` counts within the consultation."""

    class Disposition(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        REJECTED = "rejected", "Not accepted"
        OUT_OF_SCOPE = "out_of_scope", "Out of scope"
        ALREADY_COVERED = "covered", "Already covered"
        MERGED = "merged", "Merged with another point"
        REFERRED = "referred", "Referred to a body"
        NOTED = "noted", "Noted"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveIntegerField()
    text = models.TextField()
    disposition = models.CharField(max_length=12, choices=Disposition, blank=True)
    merged_with = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True)
    referred_to = models.ForeignKey(
        Committee, on_delete=models.PROTECT, related_name="points_referred", null=True, blank=True
    )
    reply = models.TextField(blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="settled_points", null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    adopted_in = models.CharField("version of the legal text that has it", max_length=12, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="points_made", null=True)
    at = models.DateTimeField()

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["consultation", "number"]
        verbose_name_plural = "points made"
        constraints = [
            models.UniqueConstraint(name="point_numbered_once", fields=["consultation", "number"]),
            models.CheckConstraint(name="point_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="point_settled_whole",
                condition=Q(disposition="", settled_at__isnull=True) | ~Q(disposition="") & Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="point_merged_with_another",
                condition=Q(disposition="merged", merged_with__isnull=False) & ~Q(merged_with=F("id"))
                | ~Q(disposition="merged") & Q(merged_with__isnull=True),
            ),
            models.CheckConstraint(
                name="point_referred_to_a_body",
                condition=Q(disposition="referred", referred_to__isnull=False)
                | ~Q(disposition="referred") & Q(referred_to__isnull=True),
            ),
            models.CheckConstraint(
                name="point_is_answered_in_words",
                condition=Q(disposition__in=["", "merged", "noted"]) | ~Q(reply=""),
            ),
            models.CheckConstraint(
                name="point_published_once_settled", condition=Q(published_at__isnull=True) | ~Q(disposition="")
            ),
            models.CheckConstraint(
                name="point_dropped_whole",
                condition=Q(dropped_at__isnull=True, dropped_because="")
                | Q(dropped_at__isnull=False) & ~Q(dropped_because=""),
            ),
        ]

    def __str__(self):
        return f"Point {self.number}"

    @property
    def became(self) -> str:
        """What became of it, in a word or two; of one that was referred, to whom."""
        return f"Referred to {self.referred_to.named}" if self.referred_to else self.get_disposition_display()

    @property
    def is_open(self) -> bool:
        return not self.disposition and self.dropped_at is None


class PointSource(Said):
    """Where a point was made. ``quote``: the words, or empty for the whole of it."""

    point = models.ForeignKey(PointMade, on_delete=models.PROTECT, related_name="sources")
    quote = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="point_sources", null=True)
    at = models.DateTimeField()

    objects = SaidQuerySet.as_manager()

    class Meta(Said.Meta):
        ordering = ["point", "pk"]
        constraints = [
            *Said.Meta.constraints,
            models.UniqueConstraint(
                name="a_place_makes_a_point_once",
                fields=["point", "answer", "clause_comment", "general_of"],
                nulls_distinct=False,
                condition=Q(removed_at__isnull=True),
            ),
        ]

    def __str__(self):
        return f"Source of {self.point_id}"

from django.db import models
from django.db.models import F, Q

from proposals.models import SecDocument, SecVersion, Solution
from proposals.references import clause_key


class Clause(models.Model):
    """One clause of the code as a version has it. Plain text, one paragraph a line; ``(a)`` begins a list item."""

    document = models.ForeignKey(SecDocument, on_delete=models.PROTECT, related_name="clauses")
    version = models.ForeignKey(SecVersion, on_delete=models.PROTECT, related_name="clauses")
    number = models.CharField(max_length=20)
    key = models.CharField(max_length=80, editable=False, db_collation="C")
    heading = models.CharField("heading that stands above it", max_length=160, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ["document__sort", "key"]
        constraints = [
            models.UniqueConstraint(name="clause_once_per_version", fields=["version", "document", "number"])
        ]

    def __str__(self):
        return f"{self.document.code} {self.number} in {self.version}"

    def save(self, *args, **kwargs):
        self.key = clause_key(self.number)
        super().save(*args, **kwargs)


class LegalDraft(models.Model):
    """The legal text of a solution, the proposed one or an Alternative's: edits against a named version of the code,
    with its own version number."""

    solution = models.OneToOneField(Solution, on_delete=models.PROTECT, related_name="legal_draft")
    drafted_against = models.ForeignKey(SecVersion, on_delete=models.PROTECT, related_name="drafts")
    major = models.PositiveSmallIntegerField(default=0)
    minor = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(name="draft_is_numbered", condition=Q(major__gt=0) | Q(minor__gt=0))]

    def __str__(self):
        return f"Legal text {self.label} of solution {self.solution_id}"

    @property
    def label(self) -> str:
        return f"{self.major}.{self.minor}"


class Edit(models.Model):
    """One instruction of a draft: amend a clause, insert one after it, delete it, or show it unchanged as context."""

    class Operation(models.TextChoices):
        AMEND = "amend", "Amend"
        INSERT_AFTER = "insert_after", "Insert after"
        DELETE = "delete", "Delete"
        CONTEXT = "context", "Show unchanged"

    draft = models.ForeignKey(LegalDraft, on_delete=models.CASCADE, related_name="edits")
    document = models.ForeignKey(SecDocument, on_delete=models.PROTECT, related_name="edits")
    clause = models.CharField("clause", max_length=20)
    key = models.CharField(max_length=80, editable=False, db_collation="C")
    operation = models.CharField(max_length=12, choices=Operation)
    new_number = models.CharField("number of the inserted clause", max_length=20, blank=True)
    after = models.TextField("text after the change", blank=True)

    class Meta:
        ordering = ["document__sort", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="clause_edited_once",
                fields=["draft", "document", "clause"],
                condition=~Q(operation="insert_after"),
            ),
            models.CheckConstraint(
                name="edit_is_whole",
                condition=Q(operation="amend", new_number="") & ~Q(after="")
                | Q(operation="insert_after") & ~Q(after="") & ~Q(new_number="")
                | Q(operation__in=["delete", "context"], after="", new_number=""),
            ),
            models.CheckConstraint(name="inserted_has_its_own_number", condition=~Q(new_number=F("clause"))),
        ]

    def __str__(self):
        return f"{self.get_operation_display()} {self.clause}"

    def save(self, *args, **kwargs):
        self.key = clause_key(self.clause)
        super().save(*args, **kwargs)

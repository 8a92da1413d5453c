from django.db import models

from proposals.models.proposal import Proposal
from proposals.references import clause_key

# Typed in the place of a number where a change entered the code in a version that the record cannot name.
NOT_RECORDED = "not recorded"


def version_words(number: str) -> str:
    """“SEC version 6.18”, as it stands within a sentence."""
    if number.strip() == NOT_RECORDED:
        return "a version of the SEC whose number is not recorded here"
    return f"SEC version {number.strip()}"


class SecDocument(models.Model):
    """A part of the Smart Energy Code that can be named: a Section, a Schedule, an Appendix."""

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=160)
    sort = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort", "code"]

    def __str__(self):
        return f"{self.code} ‘{self.title}’" if self.title else self.code


class SecVersion(models.Model):
    """A version of the whole code. Numbers are typed, never computed: some versions carry designated changes."""

    number = models.CharField(max_length=12, unique=True)
    effective_on = models.DateField(null=True, blank=True)
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-effective_on", "-pk"]

    def __str__(self):
        return self.number

    @property
    def words(self) -> str:
        return version_words(self.number)


class SecReference(models.Model):
    """A place in the code that a proposal is about or changes."""

    class Kind(models.TextChoices):
        WHOLE = "whole", "Whole document"
        CLAUSE = "clause", "Clause"
        TABLE = "table", "Table"
        USE_CASE = "use_case", "Use case"
        DEFINITION = "definition", "Definition"

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="sec_references")
    document = models.ForeignKey(SecDocument, on_delete=models.PROTECT, related_name="references")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CLAUSE)
    locator = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=80, editable=False, blank=True, db_collation="C")
    purpose = models.CharField(max_length=300, blank=True)
    is_changed = models.BooleanField("the solution changes it", default=True)

    class Meta:
        ordering = ["document__sort", "key", "pk"]
        constraints = [
            models.UniqueConstraint(name="sec_reference_once", fields=["proposal", "document", "kind", "locator"])
        ]
        indexes = [models.Index(fields=["key"], name="sec_reference_key")]

    def __str__(self):
        return f"{self.document.code} {self.locator}".strip()

    def save(self, *args, **kwargs):
        self.key = clause_key(self.locator) if self.locator else ""
        super().save(*args, **kwargs)

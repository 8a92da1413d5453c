"""What was said more than once in the responses to a consultation: reckoned from what was submitted, by a job."""

from django.db import models
from django.db.models import F, Q

from consultations.models.collating import Said
from consultations.models.consultation import Consultation
from consultations.queries.consultations import OfAConsultationQuerySet
from consultations.queries.responses import OfAPassageQuerySet, PassageQuerySet


class Collation(models.Model):
    """When passages were last brought together, and of which submissions (``stamp``, see ``collation.keeping``).
    ``texts``: how many were read."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="collation")
    stamp = models.CharField(max_length=64)
    texts = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    objects = OfAConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["consultation"]

    def __str__(self):
        return f"Collation of {self.consultation_id}"


class Passage(models.Model):
    """Words that stand in more than one place, in one wording or several that differ by slips. ``respondents`` and
    ``wordings`` are of all its places; a reader who may not read them all counts those that they may."""

    collation = models.ForeignKey(Collation, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    respondents = models.PositiveIntegerField()
    wordings = models.PositiveIntegerField()

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["collation", "number"]
        constraints = [
            models.UniqueConstraint(name="passage_numbered_once", fields=["collation", "number"]),
            models.CheckConstraint(name="somebody_said_a_passage", condition=Q(respondents__gte=1, wordings__gte=1)),
        ]

    def __str__(self):
        return f"Passage {self.number}"


class PassagePlace(Said):
    """A place of a passage: from ``start`` to before ``end`` of the text as it was submitted. What a reader reads
    there, ``consultations.shown`` says."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="places")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    wording = models.PositiveIntegerField()

    objects = OfAPassageQuerySet.as_manager()

    class Meta(Said.Meta):
        ordering = ["passage", "pk"]
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(name="passage_has_words", condition=Q(end__gt=F("start"))),
        ]

    def __str__(self):
        return f"Place of {self.passage_id}"

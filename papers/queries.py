from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Greatest

from audit.classification import readable_by
from proposals.queries import as_open_as_own


def _last_since(rows, when: str) -> Subquery:
    since = rows.filter(**{"proposal": OuterRef("paper__proposal"), f"{when}__gt": OuterRef("issued_at")})
    return Subquery(since.order_by(f"-{when}").values(when)[:1])


class PaperVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued papers of classes the reader may see, on proposals they may see; drafts are SECAS's.

        A paper of the reader's own proposal is theirs to read where it is no closer than the proposal."""
        proposals = self.model._meta.get_field("paper").related_model._meta.get_field("proposal").related_model
        readable = self.filter(
            readable_by(user) | as_open_as_own(user, "paper__proposal__"),
            paper__proposal__in=proposals.objects.visible_to(user),
        )
        if getattr(user, "is_authenticated", False) and user.is_analyst:
            return readable
        return readable.filter(state="issued")

    def with_corrections(self):
        """``record_corrected_at``: when the record of its proposal was last put right after the version was issued: a
        step, or anything else that papers state."""
        proposals = self.model._meta.get_field("paper").related_model._meta.get_field("proposal").related_model
        steps = proposals._meta.get_field("moves").related_model.objects.corrections()
        others = proposals._meta.get_field("corrections").related_model.objects
        return self.annotate(record_corrected_at=Greatest(_last_since(steps, "recorded_at"), _last_since(others, "at")))

    def standing(self):
        """Without those that were taken down."""
        return self.filter(taken_down_at=None)

    def newest_first(self):
        return self.order_by("-major", "-minor")

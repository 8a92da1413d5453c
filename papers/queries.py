from django.db import models

from audit.classification import readable_by
from proposals.queries import as_open_as_own


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

    def newest_first(self):
        return self.order_by("-major", "-minor")

from django.db import models

from audit.classification import readable_by


class PaperVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued papers of classes the reader may see, on proposals they may see; drafts are SECAS's."""
        proposals = self.model._meta.get_field("paper").related_model._meta.get_field("proposal").related_model
        readable = self.filter(readable_by(user), paper__proposal__in=proposals.objects.visible_to(user))
        if getattr(user, "is_authenticated", False) and user.is_analyst:
            return readable
        return readable.filter(state="issued")

    def newest_first(self):
        return self.order_by("-major", "-minor")

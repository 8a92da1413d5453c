from django.db import models

from audit.classification import readable_by
from proposals.queries import as_open_as_own


class ViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Views of a class the reader may see, on proposals the reader may see."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        readable = readable_by(user, body_field="committee_id") | as_open_as_own(user)
        return self.filter(readable, proposal__in=proposals)

    def latest_versions(self):
        """The newest version by each giver, in the bodies' own order."""
        newest = self.order_by("proposal_id", "committee_id", "organisation_id", "-version").distinct(
            "proposal_id", "committee_id", "organisation_id"
        )
        return self.model.objects.filter(pk__in=newest.values("pk")).select_related(
            "committee", "organisation", "meeting"
        )

"""Who may read what industry said."""

from django.db import models
from django.db.models import Q

from audit.classification import Classification, readable_by, up_to


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published, of the classes the reader is cleared for; what their own organisation said, up to Amber;
        for analysts also what is not published yet. Always on proposals the reader may see."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        readable = readable_by(user) & Q(published_at__isnull=False)
        if getattr(user, "is_authenticated", False):
            if user.is_analyst:
                readable = readable_by(user)
            own = Q(organisation__in=[o.pk for o in user.organisations]) | Q(by=user)
            readable |= own & Q(classification__in=up_to(Classification.AMBER))
        return self.filter(readable, proposal__in=proposals)

    def standing(self):
        """Neither withdrawn nor replaced by a later version."""
        return self.filter(withdrawn_at=None, replaced_by=None)


class OfACommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As open as the comment; an answer that is not published yet, to analysts alone."""
        comments = self.model._meta.get_field("comment").related_model.objects.visible_to(user)
        found = self.filter(comment__in=comments)
        if getattr(user, "is_authenticated", False) and user.is_analyst:
            return found
        return found.filter(published_at__isnull=False)


class SummaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(proposal__in=self.model._meta.get_field("proposal").related_model.objects.visible_to(user))

    def holding(self):
        """The newest version for each category and stance."""
        newer = self.model.objects.filter(
            proposal=models.OuterRef("proposal"),
            category=models.OuterRef("category"),
            stance=models.OuterRef("stance"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))

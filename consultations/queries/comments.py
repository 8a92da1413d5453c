"""Who may read what industry said."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from audit.classification import Classification, readable_by, up_to
from consultations.queries.readers import is_analyst, organisations, read_on


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published, of the classes the reader is cleared for; what the reader's own organisation said, and for
        SECAS everything, up to Amber. Always on proposals the reader may see."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        below_red = Q(classification__in=up_to(Classification.AMBER))
        readable = readable_by(user) & Q(published_at__isnull=False, withdrawn_at=None)
        if is_analyst(user):
            readable = below_red
        elif own := organisations(user):
            readable |= Q(organisation__in=own) & below_red
        return self.filter(readable, proposal__in=proposals)

    def public_to(self, classes):
        """What is published in one of ``classes``: what a paper for those readers may hold."""
        return self.filter(published_at__isnull=False, withdrawn_at=None, classification__in=classes)

    def newest_of(self, seen):
        """Of the versions of each comment that are in ``seen``, the last; none of what was withdrawn."""
        later = seen.filter(
            proposal=OuterRef("proposal"), number=OuterRef("number"), version__gt=OuterRef("version")
        ).order_by()
        return seen.filter(~Exists(later), withdrawn_at=None)

    def newest_visible_to(self, user):
        return self.newest_of(self.model.objects.visible_to(user))

    def standing(self):
        """Neither withdrawn nor replaced by a later version."""
        return self.filter(withdrawn_at=None, replaced_by=None)

    def waiting(self):
        """What stands and is to be published, and has not been."""
        open_to_others = (Classification.WHITE, Classification.GREEN)
        return self.standing().filter(published_at=None, classification__in=open_to_others)

    def said_of(self, proposal):
        return self.filter(read_on(proposal))


class OfACommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As open as the comment; an answer that is not published yet, to analysts alone."""
        comments = self.model._meta.get_field("comment").related_model.objects.visible_to(user)
        found = self.filter(comment__in=comments)
        return found if is_analyst(user) else found.filter(published_at__isnull=False)

    def said_of(self, proposal):
        return self.filter(read_on(proposal, "comment__proposal"))

    def newest(self):
        """The last version to each comment, written for whichever version of that comment."""
        return self._without_later(self.model.objects.all())

    def newest_published(self):
        published = self.model.objects.filter(published_at__isnull=False)
        return self.filter(published_at__isnull=False)._without_later(published)

    def drafts(self):
        """The newest of those that are not published: what is published next."""
        return self.newest().filter(published_at=None, comment__withdrawn_at=None)

    def _without_later(self, versions):
        later = versions.filter(
            comment__proposal=OuterRef("comment__proposal"),
            comment__number=OuterRef("comment__number"),
            version__gt=OuterRef("version"),
        ).order_by()
        return self.filter(~Exists(later))


class SummaryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A summary tells of a group; it is read by those who may read one of the comments it sums up."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        found = self.filter(proposal__in=proposals)
        if is_analyst(user):
            return found
        comments = self.model._meta.get_field("proposal").related_model._meta.get_field("comments").related_model
        summed_up = comments.objects.newest_visible_to(user).filter(
            proposal=OuterRef("proposal"), category=OuterRef("category"), stance=OuterRef("stance")
        )
        return found.filter(Exists(summed_up.order_by()))

    def said_of(self, proposal):
        return self.filter(read_on(proposal))

    def holding(self):
        """The newest version for each category and stance."""
        newer = self.model.objects.filter(
            proposal=OuterRef("proposal"),
            category=OuterRef("category"),
            stance=OuterRef("stance"),
            version__gt=OuterRef("version"),
        )
        return self.filter(~Exists(newer))

"""Who may read a consultation, and what belongs to one."""

from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from audit import clock
from audit.classification import readable_by
from consultations.queries.readers import is_analyst


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was opened and not taken back, of the classes the reader is cleared for, on proposals that they may see;
        one that is being prepared or was taken back, SECAS alone."""
        found = self.told_to(user)
        return found if is_analyst(user) else found.filter(taken_back_at=None)

    def told_to(self, user):
        """Also what the reader could read until it was taken back: that it was, and why, is theirs to know."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        there = Q(proposal__isnull=True) | Q(proposal__in=proposals)
        found = self.filter(readable_by(user) & there)
        return found if is_analyst(user) else found.filter(opened_at__isnull=False)

    def with_responses(self, user):
        """``counted``: how many responses count; for others than SECAS of those alone that are published."""
        counted = self._counted() if is_analyst(user) else self._counted(held_back=False)
        if not is_analyst(user):
            counted = Case(When(responses_published_at__isnull=False, then=counted))
        return self.annotate(counted=counted)

    def with_all_responses(self):
        """``counted``: how many responses count by now."""
        return self.annotate(counted=self._counted())

    def _counted(self, **of):
        submissions = self.model._meta.get_field("responses").related_model._meta.get_field("submissions").related_model
        of_each = submissions.objects.counting().filter(response__consultation=OuterRef("pk"), **of).order_by()
        count = Subquery(of_each.values("response__consultation").annotate(n=Count("pk")).values("n"))
        return Coalesce(count, 0)

    def standing(self):
        return self.filter(taken_back_at=None)

    def opened(self):
        return self.standing().filter(opened_at__isnull=False)

    def open_at(self, instant=None):
        instant = instant or clock.now()
        return self.standing().filter(opened_at__lte=instant, closes_at__gt=instant)

    def over_at(self, instant=None):
        return self.opened().filter(closes_at__lte=instant or clock.now())

    def due(self, instant=None):
        """Whose end has come and is not written yet."""
        return self.over_at(instant).filter(settled_at=None)


class OfAConsultationQuerySet(models.QuerySet):
    """As open as the consultation."""

    def visible_to(self, user):
        consultations = self.model._meta.get_field("consultation").related_model.objects.visible_to(user)
        return self.filter(consultation__in=consultations)


class OfAQuestionQuerySet(models.QuerySet):
    """As open as the consultation in which it is asked; of a reusable set, SECAS's."""

    def visible_to(self, user):
        if is_analyst(user):
            return self.all()
        sets = self.model._meta.get_field("question").related_model._meta.get_field("of").related_model
        consultations = sets._meta.get_field("consultation").related_model.objects.visible_to(user)
        return self.filter(question__of__consultation__in=consultations)


class SecasOnlyQuerySet(OfAConsultationQuerySet):
    """What SECAS works with: who was invited by which address, and the tags under which it sorts."""

    def visible_to(self, user):
        return super().visible_to(user) if is_analyst(user) else self.none()

    def counted(self):
        """Tags with the number of texts that bear each."""
        bears = Q(taggings__removed_at__isnull=True)
        return self.annotate(texts=models.Count("taggings", filter=bears))


class PointQuerySet(OfAConsultationQuerySet):
    def visible_to(self, user):
        """A point is read by others once it is published with what became of it."""
        found = super().visible_to(user)
        return found if is_analyst(user) else found.filter(published_at__isnull=False, dropped_at=None)

    def standing(self):
        return self.filter(dropped_at=None)

    def unanswered(self):
        """Open: no report is issued while there is one."""
        return self.standing().filter(disposition="")


class OfAPointQuerySet(models.QuerySet):
    """How a point came to be what it is: SECAS's own."""

    def visible_to(self, user):
        return self.all() if is_analyst(user) else self.none()

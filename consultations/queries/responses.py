"""Who may read what was answered. A draft is its own people's; what was submitted is SECAS's and theirs, and
everybody's once responses are published, as far as it is not confidential."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from consultations.queries.readers import is_analyst, own

COUNTS = Q(late=False) | Q(late_decision="accepted")


class ResponseQuerySet(models.QuerySet):
    def of(self, user):
        """Those of the organisations that ``user`` acts for today. Whoever has left one reads it no more; what they
        wrote stays with it."""
        return self.filter(own(user))

    def visible_to(self, user):
        """Their own, from the first word; for SECAS, from the first submission on."""
        return self.filter(own(user) | Q(number__isnull=False)) if is_analyst(user) else self.of(user)

    def standing(self):
        return self.filter(withdrawn_at=None)


class OfAResponseQuerySet(models.QuerySet):
    """What is being written: its own people's alone."""

    def visible_to(self, user):
        return self.filter(own(user, "response__organisation"))


class EnclosureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For SECAS those that were submitted, the originals of what came by another way among them, which are nobody
        else's. For others the attachments of their own response; and of published ones whose respondent may be named,
        for nobody takes a name out of a file, those that are not held back."""
        submissions = self._submissions().visible_to(user)
        mine = own(user, "response__organisation")
        if is_analyst(user):
            return self.filter(mine | Q(submissions__in=submissions)).distinct()
        given_out = self._published(user) & ~Exists(self._withheld())
        return self.filter(mine | given_out, kind="attachment").distinct()

    def withheld_from(self, user):
        """Those that the reader would have if they were not held back."""
        if is_analyst(user):
            return self.none()
        kept = self.filter(self._published(user), Exists(self._withheld()), kind="attachment")
        return kept.exclude(own(user, "response__organisation")).distinct()

    def with_why_withheld(self):
        """``why_withheld``: why others do not get it; nothing where they may."""
        return self.annotate(why_withheld=Subquery(self._withheld().values("reason")[:1]))

    def _published(self, user) -> Q:
        return Q(submissions__in=self._submissions().visible_to(user).filter(consents=True), confidential=False)

    def _submissions(self):
        return self.model._meta.get_field("submissions").related_model.objects

    def _withheld(self):
        """What holds the same file of the same response back, in whichever version it came."""
        same = {"enclosure__response": OuterRef("response"), "enclosure__sha256": OuterRef("sha256")}
        return self.model._meta.get_field("withheld").related_model.objects.standing().filter(**same).order_by("pk")

    def standing(self):
        return self.filter(removed_at=None)


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for SECAS; one's own; and what counts of a consultation that the reader may see and whose responses are
        published, but nothing of a response that is confidential as a whole, or that came to count afterwards and
        which SECAS has not published yet."""
        theirs = own(user, "response__organisation")
        if is_analyst(user):
            return self.filter(theirs | Q(response__consultation__in=self._consultations(user)))
        published = self._counting() & Q(
            response__consultation__in=self._consultations(user),
            response__consultation__responses_published_at__isnull=False,
            confidential=False,
            held_back=False,
        )
        return self.filter(theirs | published)

    def by_receipt(self):
        """As they were received: of several the last is the newest, whatever its version; of two in one instant, the
        one that was entered last."""
        return self.order_by("received_at", "version")

    def counting(self):
        """The last received of those that count of each response that stands: in time, or late and accepted. One that
        was entered after another and received before it does not replace it."""
        return self.filter(self._counting())

    def _counting(self) -> Q:
        return COUNTS & Q(response__withdrawn_at=None) & ~Exists(self._after().filter(COUNTS).order_by())

    def _after(self):
        """Those of the same response that come after the one that asks, in the order of ``by_receipt``."""
        at, version = OuterRef("received_at"), OuterRef("version")
        after = Q(received_at__gt=at) | Q(received_at=at, version__gt=version)
        return self.model.objects.filter(after, response=OuterRef("response"))

    def _consultations(self, user):
        response = self.model._meta.get_field("response").related_model
        return response._meta.get_field("consultation").related_model.objects.visible_to(user)

    def undecided(self):
        """Late, and SECAS has not said whether it counts. Of several, the last."""
        waiting = self.filter(late=True, late_decision="", response__withdrawn_at=None)
        return waiting.filter(~Exists(self._after().order_by()))


class OfASubmissionQuerySet(models.QuerySet):
    """As open as the submission; what is confidential, its own people and SECAS alone. What is redacted is left out of
    the words by whoever shows them to others (see ``consultations.shown``)."""

    def visible_to(self, user):
        submissions = self.model._meta.get_field("submission").related_model.objects.visible_to(user)
        found = self.filter(submission__in=submissions)
        if is_analyst(user):
            return found
        return found.filter(Q(confidential=False) | own(user, "submission__response__organisation"))

    def of_those_that_count(self):
        return self.filter(submission__in=self.model._meta.get_field("submission").related_model.objects.counting())


class SaidQuerySet(models.QuerySet):
    """Tags, redactions and sources of points: how SECAS works, so SECAS's alone."""

    def visible_to(self, user):
        return self.all() if is_analyst(user) else self.none()

    def standing(self):
        names = {field.name for field in self.model._meta.fields}
        return self.filter(lifted_at=None) if "lifted_at" in names else self.filter(removed_at=None)


class PassageQuerySet(models.QuerySet):
    """As open as the consultation; which of its places a reader reads, the places say."""

    def visible_to(self, user):
        collations = self.model._meta.get_field("collation").related_model
        return self.filter(collation__in=collations.objects.visible_to(user))


class OfAPassageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As open as what stands there."""
        field = self.model._meta.get_field
        readable = Q()
        for name in ("answer", "clause_comment", "general_of"):
            readable |= Q(**{f"{name}__in": field(name).related_model.objects.visible_to(user)})
        return self.filter(readable)

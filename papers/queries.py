from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Greatest

from accounts.seats import SECRETARY
from audit.classification import readable_by
from papers.consultation.putright import responses_since
from proposals.queries import NOBODY, as_open_as_own
from subcommittees.models import Minute, Resolution
from subcommittees.queries import not_of_a_red_item, red_where_named

EVERYTHING = Q(pk__isnull=False)  # unlike an empty Q it counts within “or”


def _last_since(rows, when: str) -> Subquery:
    since = rows.filter(**{"proposal": OuterRef("paper__proposal"), f"{when}__gt": OuterRef("issued_at")})
    return Subquery(since.order_by(f"-{when}").values(when)[:1])


def _serves(user, at: str) -> Q:
    """Papers of the bodies that the reader serves as secretary."""
    offices = getattr(user, "offices", frozenset()) if getattr(user, "is_authenticated", False) else frozenset()
    served = [body for body, office in offices if office == SECRETARY]
    return Q(**{f"{at}committee__in": served}) if served else NOBODY


def _of_one_seen(paper, user, at: str = "") -> Q:
    """Of a consultation that the reader may see; what is collated for SECAS, by analysts alone, as it holds what was
    said in confidence."""
    consultations = paper._meta.get_field("consultation").related_model.objects.visible_to(user)
    own = Q(**{f"{at}consultation__in": consultations})
    if not (getattr(user, "is_authenticated", False) and user.is_analyst):
        own &= Q(**{f"{at}edition": "public"})
    return Q(**{f"{at}consultation": None}) | own


def _workshop_of(user, at: str = "") -> Q:
    """Papers that the reader may compose: for SECAS all."""
    if getattr(user, "is_authenticated", False) and user.is_analyst:
        return EVERYTHING
    return _serves(user, at)


def _minutes_since() -> Case:
    """When the minutes that a paper holds were last corrected, by the body at a later meeting, after it was issued; of
    the public edition, in what is, or was, open to everybody."""
    minutes = Minute.objects.filter(approved_in__isnull=False, item__meeting=OuterRef("paper__meeting"))
    resolved = Resolution.objects.filter(version__gt=1, recommendation__item__meeting=OuterRef("paper__meeting"))
    was_open = Q(item__classification="white", item__minutes__classification="white")
    public = (minutes.filter(was_open), resolved.filter(recommendation__item__classification="white"))
    return Case(
        When(paper__kind="minutes", classification="white", then=_last_of(*public)),
        When(paper__kind="minutes", then=_last_of(minutes, resolved)),
    )


def _last_of(*rows) -> Greatest:
    since = (each.filter(at__gt=OuterRef("issued_at")).order_by("-at").values("at")[:1] for each in rows)
    return Greatest(*(Subquery(each) for each in since))


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the reader may work on: SECAS every paper, a secretary those of the body; on proposals they may see."""
        proposals = self.model._meta.get_field("proposal").related_model
        seen = Q(proposal=None) | Q(proposal__in=proposals.objects.visible_to(user))
        return self.filter(_workshop_of(user), seen, not_of_a_red_item(user, "item"), _of_one_seen(self.model, user))


class OfAPaperQuerySet(models.QuerySet):
    """What belongs to the workshop of a paper."""

    def visible_to(self, user):
        return self.filter(paper__in=self.model._meta.get_field("paper").related_model.objects.visible_to(user))


class UploadQuerySet(OfAPaperQuerySet):
    def newest_of(self, paper):
        return self.filter(paper=paper).order_by("-version").first()

    def readable_by(self, user):
        """The files as they were supplied: for who works on the paper all; for others those that show no more than
        their pages, of a version that they read."""
        versions = self.model._meta.get_field("paper").related_model._meta.get_field("versions").related_model.objects
        read = versions.visible_to(user).standing().filter(paper=OuterRef("paper"), state="issued")
        holds = read.filter(snapshot__contains=OuterRef("sha256"))
        mine = self.filter(pk__in=self.visible_to(user).values("pk")).filter(pk=OuterRef("pk"))
        return self.filter(Exists(mine) | Q(is_open=True) & Exists(holds))


class WordFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For who composes the papers of the body, of items that they may see."""
        items = self.model._meta.get_field("item").related_model
        workshop = _workshop_of(user, "item__meeting__")
        return self.filter(workshop, item__in=items.objects.visible_to(user))


class FreeTextQuerySet(OfAPaperQuerySet):
    def holding(self):
        """The newest of each place, where it has words."""
        newer = self.model.objects.filter(
            paper=OuterRef("paper"), place=OuterRef("place"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(newer)).exclude(text="")


class PaperVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued papers of classes the reader may see, on proposals they may see, Amber ones of the bodies they sit on;
        drafts are for who composes them.

        A document of the reader's own proposal is theirs to read where it is no closer than the proposal."""
        proposals = self.model._meta.get_field("paper").related_model._meta.get_field("proposal").related_model
        own = Q(paper__committee=None) & as_open_as_own(user, "paper__proposal__")
        seen = Q(paper__proposal=None) | Q(paper__proposal__in=proposals.objects.visible_to(user))
        named = red_where_named(user, "paper__item")
        of_one_seen = _of_one_seen(self.model._meta.get_field("paper").related_model, user, "paper__")
        readable = self.filter(readable_by(user, body_field="paper__committee_id") | own | named, seen, of_one_seen)
        readable = readable.filter(not_of_a_red_item(user, "paper__item"))
        return readable.filter(Q(state="issued") | _workshop_of(user, "paper__"))

    def with_corrections(self):
        """``record_corrected_at``: when the record of its proposal was last put right after the version was issued: a
        step, or anything else that papers state; of minutes, when what they say was last corrected; of what tells of
        responses, when such were last taken out of them."""
        proposals = self.model._meta.get_field("paper").related_model._meta.get_field("proposal").related_model
        steps = proposals._meta.get_field("moves").related_model.objects.corrections()
        others = proposals._meta.get_field("corrections").related_model.objects
        of_it = (_last_since(steps, "recorded_at"), _last_since(others, "at"))
        return self.annotate(record_corrected_at=Greatest(*of_it, _minutes_since(), responses_since()))

    def standing(self):
        """Without those that were taken down."""
        return self.filter(taken_down_at=None)

    def newest_first(self):
        return self.order_by("-major", "-minor")


class PackQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Issued packs of classes the reader may see, Amber ones of the bodies they sit on, of papers that they may all
        see; drafts are for who composes them."""
        held = self.model._meta.get_field("items").related_model
        versions = held._meta.get_field("paper_version").related_model.objects
        closed = held.objects.filter(pack=OuterRef("pk")).exclude(paper_version__in=versions.visible_to(user))
        readable = self.filter(readable_by(user, body_field="meeting__committee_id"))
        return readable.filter(Q(issued_at__isnull=False) | _workshop_of(user, "meeting__")).filter(~Exists(closed))

    def issued(self):
        return self.filter(issued_at__isnull=False)

    def standing(self):
        """Without those that hold a paper which was taken down: these are read by nobody any more."""
        held = self.model._meta.get_field("items").related_model.objects
        return self.filter(~Exists(held.filter(pack=OuterRef("pk"), paper_version__taken_down_at__isnull=False)))


class PackItemQuerySet(models.QuerySet):
    """What belongs to a pack is as open as the pack."""

    def visible_to(self, user):
        return self.filter(pack__in=self.model._meta.get_field("pack").related_model.objects.visible_to(user))

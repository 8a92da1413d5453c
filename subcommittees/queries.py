"""Who may read what bodies do, and the lists that pages and papers are made of."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from accounts.seats import SECRETARY
from audit import clock
from audit.classification import readable_by
from proposals.queries import as_open_as_own


def _proposals(queryset, user):
    return queryset.model._meta.get_field("proposal").related_model.objects.visible_to(user)


def _of_own_organisation(user) -> Q:
    """What the reader's organisation was asked, or has said; SECAS, which belongs to none, is not asked for it."""
    if not getattr(user, "is_authenticated", False) or user.is_analyst:
        return Q(pk__in=())
    return Q(organisation__in=[organisation.pk for organisation in user.organisations])


def _open_to(user) -> Q:
    return readable_by(user, body_field="committee_id") | as_open_as_own(user) | _of_own_organisation(user)


class ViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Views of a class the reader may see, on proposals the reader may see."""
        return self.filter(_open_to(user), proposal__in=_proposals(self, user))

    def latest_versions(self):
        """The newest version by each giver, in the bodies' own order."""
        newest = self.order_by("proposal_id", "committee_id", "organisation_id", "-version").distinct(
            "proposal_id", "committee_id", "organisation_id"
        )
        return self.model.objects.filter(pk__in=newest.values("pk")).select_related(
            "committee", "organisation", "meeting"
        )


def _of_item(user, prefix: str, proposals) -> Q:
    """An item of a class the reader may see, Amber of the bodies they sit on, of a proposal they may see."""
    readable = readable_by(user, field=f"{prefix}classification", body_field=f"{prefix}meeting__committee_id")
    seen = Q(**{f"{prefix}proposal__isnull": True}) | Q(**{f"{prefix}proposal__in": proposals})
    return readable & seen


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_of_item(user, "", _proposals(self, user)))

    def standing(self):
        """Without those that were withdrawn or carried over."""
        return self.filter(state__in=("stands", "taken"))


class OfAnItemQuerySet(models.QuerySet):
    """Rows of an agenda item: as open as the item, and as themselves where they have a class of their own."""

    def visible_to(self, user):
        items = self.model._meta.get_field("item").related_model
        found = self.filter(item__in=items.objects.visible_to(user))
        own = {field.name for field in self.model._meta.fields}
        if "classification" not in own:
            return found
        return found.filter(readable_by(user, body_field="item__meeting__committee_id"))


def _takes_part(user, body_field: str) -> Q | None:
    """Of the bodies on which the reader sits; None where no such limit holds, as for SECAS."""
    if getattr(user, "is_analyst", False):
        return None
    return Q(**{f"{body_field}__in": getattr(user, "committee_ids", frozenset())})


class RecommendationQuerySet(OfAnItemQuerySet):
    def visible_to(self, user):
        """As open as the item and as the proposal it is about; until its paper is issued or the body has resolved it,
        only within the body."""
        seen = Q(proposal=None) | Q(proposal__in=_proposals(self, user))
        found, body = super().visible_to(user).filter(seen), _takes_part(user, "item__meeting__committee")
        if body is None:
            return found
        resolutions = self.model._meta.get_field("resolutions").related_model
        resolved = Exists(resolutions.objects.filter(recommendation=OuterRef("pk")))
        return found.filter(body | Q(item__fixed_at__isnull=False) | Q(resolved))

    def standing(self):
        """Without those that were dropped."""
        return self.filter(dropped_at=None)


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user):
        recommendations = self.model._meta.get_field("recommendation").related_model
        return self.filter(recommendation__in=recommendations.objects.visible_to(user))

    def holding(self):
        """The newest of each recommendation."""
        newer = self.model.objects.filter(recommendation=OuterRef("recommendation"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))

    def with_step(self):
        """``step_stands``: whether the step that it led to stands, as it was made or as it was put right since."""
        moves = self.model._meta.get_field("move").related_model
        in_its_place = {name: OuterRef(f"move__{name}") for name in ("proposal", "place", "key")}
        return self.annotate(step_stands=Exists(moves.objects.standing().filter(**in_its_place)))


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that are approved; drafts within the body."""
        body = _takes_part(user, "meeting__committee")
        return self.all() if body is None else self.filter(body | Q(state="approved"))


class MinuteQuerySet(OfAnItemQuerySet):
    def visible_to(self, user):
        """As open as the item and as itself, once the minutes are approved; drafts within the body."""
        found, body = super().visible_to(user), _takes_part(user, "item__meeting__committee")
        return found if body is None else found.filter(body | Q(item__meeting__minutes__state="approved"))

    def newest(self):
        """The newest version of each item."""
        newer = self.model.objects.filter(item=OuterRef("item"), version__gt=OuterRef("version"))
        return self.filter(~Exists(newer))


class MinuteCommentQuerySet(OfAnItemQuerySet):
    def visible_to(self, user):
        """What members would have otherwise stays within the body, and with those who read what is minuted."""
        found, body = super().visible_to(user), _takes_part(user, "item__meeting__committee")
        minutes = self.model._meta.get_field("item").related_model._meta.get_field("minutes").related_model.objects
        closed = minutes.newest().filter(item=OuterRef("item")).exclude(pk__in=minutes.visible_to(user).values("pk"))
        found = found.filter(~Exists(closed))
        return found if body is None else found.filter(body)

    def standing(self):
        return self.filter(withdrawn_at=None)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of a class the reader may see, and of an item they may see where it arose in one; and what the reader
        undertook, who is to do it."""
        items = self.model._meta.get_field("item").related_model.objects.visible_to(user)
        own = Q(owner=user) if getattr(user, "is_authenticated", False) else Q(pk__in=())
        open_to = readable_by(user, body_field="committee_id") & (Q(item=None) | Q(item__in=items))
        return self.filter(open_to | own)

    def open(self):
        return self.filter(closed_on=None)

    def by_urgency(self):
        """Overdue ones first, then as they fall due; those without a day last, in the order of their numbers."""
        return self.order_by(F("due_on").asc(nulls_last=True), "number")


class ViewRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_open_to(user), proposal__in=_proposals(self, user))

    def standing(self):
        return self.filter(withdrawn_on=None)

    def with_state(self, reader=None, on: date | None = None):
        """Each with ``reply``, the position of the newest view that answers it (none where there is none), and its
        ``state`` of that day, a ``ViewRequest.State``.

        ``reader``: for whom it is read; that a view of a class closed to them was given they learn, and not what it
        says.
        """
        day = on or clock.today()
        until = Q(given_on__lte=on) if on else Q()
        answers = self.model._meta.get_field("views").related_model.objects.filter(until, request=OuterRef("pk"))
        position = F("position")
        if reader is not None:
            position = Case(When(_open_to(reader), then=position), default=Value("closed"))
        newest = answers.annotate(told=position).order_by("-version")
        withdrawn = Q(withdrawn_on__lte=day)
        return self.annotate(
            reply=Subquery(newest.values("told")[:1]),
            state=Case(
                When(reply__isnull=False, then=F("reply")),
                When(withdrawn, then=Value("withdrawn")),
                When(due_on__lt=day, then=Value("silent")),
                default=Value("asked"),
                output_field=models.CharField(),
            ),
        )

    def unanswered(self):
        """Standing, and no view has been given to them; whether the day has come or not."""
        views = self.model._meta.get_field("views").related_model
        return self.standing().filter(~Exists(views.objects.filter(request=OuterRef("pk"))))

    def waited_for(self):
        """Unanswered on a proposal that goes on, and not overtaken: what was due while it was a Draft Proposal is not
        waited for any more once that was converted without it."""
        proposals = self.model._meta.get_field("proposal").related_model.objects
        overtaken = Q(proposal__converted_on__isnull=False, due_on__lt=F("proposal__converted_on"))
        return self.unanswered().filter(~overtaken, proposal__in=proposals.live())

    def with_history(self):
        """Each with ``moved`` and ``chased``: how its due day was changed and how it was chased, oldest first."""
        changes = self.model._meta.get_field("due_changes").related_model.objects
        chases = self.model._meta.get_field("chases").related_model.objects
        of_it = {"request": OuterRef("pk")}
        moved = JSONObject(was="from_day", now="to_day", why="why", on="on")
        chased = JSONObject(how="how", reminds="reminds", text="text", told="told", at="at")
        return self.annotate(
            moved=ArraySubquery(changes.filter(**of_it).order_by("at", "pk").values(row=moved)),
            chased=ArraySubquery(chases.filter(**of_it).order_by("at", "pk").values(row=chased)),
        )

    def due_first(self):
        return self.order_by("due_on", "proposal__number", "committee__sort", "pk")


class OfARequestQuerySet(models.QuerySet):
    """Rows of a request: as open as the request, and as themselves where they have a class of their own."""

    def visible_to(self, user):
        requests = self.model._meta.get_field("request").related_model
        found = self.filter(request__in=requests.objects.visible_to(user))
        own = {field.name for field in self.model._meta.fields}
        if "classification" not in own:
            return found
        return found.filter(readable_by(user, body_field="request__committee_id"))


class VerbalUpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As open as itself and as the item under which it stands."""
        items = self.model._meta.get_field("item").related_model.objects.visible_to(user)
        return self.filter(_of_item(user, "", _proposals(self, user)), Q(item=None) | Q(item__in=items))

    def owed(self):
        return self.filter(given_on=None, dropped_because="")


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(proposal__in=_proposals(self, user))

    def holding(self):
        """The newest word of each body on each proposal."""
        newer = self.model.objects.filter(committee=OuterRef("committee"), proposal=OuterRef("proposal"))
        return self.filter(~Exists(newer.filter(pk__gt=OuterRef("pk"))))


class BallotQuerySet(models.QuerySet):
    def visible_to(self, user):
        readable = readable_by(user, body_field="committee_id")
        return self.filter(readable, proposal__in=_proposals(self, user))

    def standing(self):
        return self.filter(void_at=None)

    def open(self):
        return self.standing().filter(closed_at=None)

    def due(self, at):
        """Open, and past the instant at which they close by themselves."""
        return self.open().filter(closes_at__lte=at)

    def undecided(self, proposal):
        """Standing ballots on the proposal whose outcome is no step of it, or none that stands."""
        no_step = Q(move=None) | Q(move__reversed_by__isnull=False)
        return self.standing().filter(no_step, proposal=proposal).with_question().order_by("pk")

    def with_question(self):
        """With what its question is said with."""
        return self.select_related("committee", "meeting__committee", "proposal", "alternative__proposal")

    def with_turnout(self):
        """``seat_count`` seats, of which ``cast_count`` have taken a position."""
        seats, cast = models.Count("seats", distinct=True), models.Count("seats__positions__seat", distinct=True)
        return self.annotate(seat_count=seats, cast_count=cast)


class BallotSeatQuerySet(models.QuerySet):
    def visible_to(self, user):
        ballots = self.model._meta.get_field("ballot").related_model
        return self.filter(ballot__in=ballots.objects.visible_to(user))

    def of(self, user):
        """The seats for which somebody votes, as holder or as alternate."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(Q(holder=user) | Q(alternate=user))


class PositionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The newest of each seat is read once the ballot is closed; until then, and with the earlier ones, by whoever
        holds or stands in for the seat, and by those who run the ballot: SECAS and the secretary of the body."""
        seats = self.model._meta.get_field("seat").related_model
        found = self.filter(seat__in=seats.objects.visible_to(user))
        closed = Q(seat__ballot__closed_at__isnull=False) & ~self._newer()
        if not getattr(user, "is_authenticated", False):
            return found.filter(closed)
        if user.is_analyst:
            return found
        serves = [committee for committee, office in user.offices if office == SECRETARY]
        own = Q(seat__holder=user) | Q(seat__alternate=user)
        return found.filter(closed | own | Q(seat__ballot__committee__in=serves))

    def counting(self):
        """The newest of each seat."""
        return self.filter(~self._newer())

    def _newer(self):
        return Exists(self.model.objects.filter(seat=OuterRef("seat"), version__gt=OuterRef("version")))


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Calls for papers stay within the body."""
        body = _takes_part(user, "meeting__committee")
        return self.all() if body is None else self.filter(body)

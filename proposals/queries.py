"""Reading proposals. ``visible_to`` is the only reading right: page, list, count, search, export and paper go through it."""

from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce

from audit import clock
from audit.classification import Classification, readable_by


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Raised proposals of the classes the reader is cleared for; a submission, its own people and SECAS only."""
        raised = Q(number__isnull=False) & readable_by(user, body_field="on_behalf_of_id")
        return self.filter(raised | _own_submission(user))

    def numbered(self, number: int, suffix: str = ""):
        return self.filter(number=number, suffix=suffix.upper())

    def live(self):
        from proposals.states import FINISHED

        return self.exclude(state__in=FINISHED)

    def for_register(self):
        """What a row of the register shows, in two queries whatever their number."""
        references = self.model._meta.get_field("sec_references").related_model
        return self.select_related(
            "proposer_organisation", "lead_analyst", "implementation", "implementation__release"
        ).prefetch_related(
            Prefetch("sec_references", queryset=references.objects.select_related("document"))
        )

    def for_page(self):
        """What the header of the proposal page needs, without another query."""
        return self.select_related(
            "proposer",
            "proposer_organisation",
            "on_behalf_of",
            "representative",
            "representative_organisation",
            "lead_analyst",
            "deputy",
            "implementation",
            "implementation__release",
            "implementation__sec_version",
        )

    def by_planned_date(self, descending: bool = False):
        date = Coalesce("implementation__implemented_on", "implementation__planned_on")
        return self.order_by(date.desc(nulls_last=True) if descending else date.asc(nulls_last=True), "-number")


def _own_submission(user) -> Q:
    if not getattr(user, "is_authenticated", False):
        return Q(pk__in=[])
    if user.is_analyst or user.is_administrator:
        return Q(number__isnull=True)
    own = Q(proposer=user) | Q(representative=user)
    own |= Q(proposer_organisation__in=[organisation.pk for organisation in user.organisations])
    return Q(number__isnull=True) & own


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_by(user))


class RelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A relation shows only to those who may read the other proposal too."""
        proposals = self.model._meta.get_field("to").related_model.objects.visible_to(user)
        return self.filter(to__in=proposals).select_related("to")


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A problem statement is as open as its proposal; the submission's own words are for its people and SECAS."""
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        return self.filter(proposal__in=proposals)

    def latest_version(self):
        return self.order_by("-sequence").first()


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        return self.filter(readable_by(user), proposal__in=proposals)

    def current(self):
        return self.filter(replaced_by=None)


class WindowQuerySet(models.QuerySet):
    def unsettled(self):
        return self.filter(outcome="")

    def due(self, at=None):
        """Windows whose end has come and whose consequence is not yet written: one indexed query."""
        return self.unsettled().filter(closes_at__lte=at or clock.now()).order_by("closes_at")

    def open_at(self, instant):
        return self.unsettled().filter(opens_at__lte=instant, closes_at__gt=instant)


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        proposals = self.model._meta.get_field("window").related_model._meta.get_field("proposal").related_model
        return self.filter(window__proposal__in=proposals.objects.visible_to(user))


def search(queryset, text: str, user):
    """Narrow ``queryset`` to what ``text`` names: a reference, a place in the SEC, or words. Best reference first."""
    from proposals.references import parse_query

    query = parse_query(text)
    found = Q()
    for ref in query.numbers:
        found |= Q(number=ref.number, suffix=ref.suffix) | Q(pk__in=_related_to(queryset, ref, user))
    for clause in query.clauses:
        found |= Q(pk__in=_touching(queryset, clause))
    if query.words:
        found |= Q(pk__in=_worded(queryset, query.words, user))
    return queryset.filter(found) if found else queryset.none()


def _related_to(queryset, ref, user):
    """Keys of proposals that name the proposal ``ref`` as a relation the reader may see: SECMP0018 finds DP131."""
    relations = queryset.model._meta.get_field("relations").related_model.objects
    return relations.visible_to(user).filter(to__number=ref.number, to__suffix=ref.suffix).values("proposal_id")


def _touching(queryset, clause: str):
    """Keys of proposals with a reference to the place ``clause`` or to anything under it."""
    from proposals.references import clause_key

    references = queryset.model._meta.get_field("sec_references").related_model.objects
    return references.filter(Q(key__startswith=clause_key(clause)) | Q(document__code__iexact=clause)).values("proposal_id")


def _worded(queryset, words: str, user):
    from django.contrib.postgres.search import SearchQuery

    rows = queryset.model._meta.get_field("search_rows").related_model.objects
    audience = widest_audience(user)
    return rows.filter(
        audience=audience, vector=SearchQuery(words, search_type="websearch", config="english")
    ).values("proposal_id")


def widest_audience(user) -> str:
    from audit.classification import clearances

    allowed = clearances(user)
    for audience in (Classification.AMBER, Classification.GREEN):
        if audience in allowed:
            return audience
    return Classification.WHITE


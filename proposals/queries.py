"""Reading proposals. ``visible_to`` is the only reading right: page, list, search, export, paper."""

from django.db import models
from django.db.models import Case, DateField, F, IntegerField, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce, Lower, TruncDate

from accounts.names import folded
from audit import clock
from audit.classification import Classification, clearances, readable_by, up_to
from proposals.states import FINISHED, Stage, State, states_of

GIVEN_UP = FINISHED - {State.IMPLEMENTED}

# A number says less: where the raising was taken back, the proposal keeps it and is a submission again.
# A submission that was refused is published with the reasons (domain §2.2 row 4); one that is being checked is not.
PUBLISHED = Q(raised_on__isnull=False) | Q(is_legacy=True) | Q(state=State.REFUSED)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is published, of the classes the reader is cleared for and, up to Amber, the reader's own; a submission
        that is being checked, its own people and SECAS only. A part whose split was taken back, nobody."""
        own = Q(classification__in=up_to(Classification.AMBER)) & _own(user)
        return self.filter(rejoined_at=None).filter(PUBLISHED & (readable_by(user) | own) | _own_submission(user))

    def numbered(self, number: int, suffix: str = ""):
        return self.filter(number=number, suffix=suffix.upper())

    def whole_of(self, number: int, suffix: str):
        """The proposal that a part of this reference has gone back into."""
        part = {"kind": "split_of", "proposal__number": number, "proposal__suffix": suffix.upper()}
        relations = self.model._meta.get_field("related_from").related_model.objects
        return self.filter(pk__in=relations.filter(**part, proposal__rejoined_at__isnull=False).values("to"))

    def live(self):
        return self.exclude(state__in=FINISHED)

    def for_register(self):
        """What a row of the register shows, in two queries whatever their number."""
        windows = self.model._meta.get_field("windows").related_model.objects.unsettled()
        people = ("proposer", "proposer_organisation", "lead_analyst")
        plan = ("implementation", "implementation__release", "implementation__sec_version")
        return (
            self.with_next_row()
            .select_related(*people, *plan)
            .prefetch_related(Prefetch("windows", queryset=windows, to_attr="unsettled_windows"))
        )

    def with_next_row(self, today=None):
        """``next_row``: what its timetable says comes next (see ``proposals.timetable.next_of``)."""
        return self.annotate(next_row=self.model._meta.get_field("timetable").related_model.objects.next_row(today))

    def with_stage_since(self):
        """``stage_since``: the day on which the proposal first entered the stage it is in."""
        moves = self.model._meta.get_field("moves").related_model.objects.standing().filter(proposal=OuterRef("pk"))
        entered = [
            When(state__in=states, then=Subquery(moves.filter(to_state__in=states).values(day=_london_day())[:1]))
            for states in map(states_of, Stage)
            if len(states) > 1
        ]
        # A part of a split proposal has been in Refinement since the whole came there.
        refined = Subquery(moves.filter(to_state=State.REFINEMENT).values(day=_london_day())[:1])
        entered.append(When(~Q(suffix=""), state=State.REFINEMENT, then=refined))
        return self.annotate(stage_since=Case(*entered, default=F("state_since"), output_field=DateField()))

    def sorted_by(self, key: str, descending: bool = False):
        """In the order of a column of the register; within it, and where no column is named, newest number first."""
        if key not in REGISTER_ORDERS:
            return self
        order = REGISTER_ORDERS[key]()
        return self.order_by(_directed(order, descending), F("number").desc(nulls_first=True), "suffix", "-pk")

    def for_page(self, today=None):
        """What the header of the proposal page needs, without another query."""
        return self.with_next_row(today).select_related(
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
            "solution",
        )

    def by_planned_date(self, descending: bool = False):
        date = Coalesce("implementation__implemented_on", "implementation__planned_on")
        return self.order_by(date.desc(nulls_last=True) if descending else date.asc(nulls_last=True), "-number")


def _london_day():
    return TruncDate("effective_at", tzinfo=clock.LONDON)


def _stage_order():
    places = [When(state__in=states_of(stage), then=place) for place, stage in enumerate(Stage)]
    return Case(*places, output_field=IntegerField())


REGISTER_ORDERS = {
    "reference": lambda: F("number"),
    "title": lambda: Lower("title"),
    "stage": _stage_order,
    "proposer": lambda: F("proposer_organisation__folded"),
    "analyst": lambda: F("lead_analyst__folded"),
    "raised": lambda: F("raised_on"),
}


def _directed(order, descending: bool):
    return order.desc(nulls_last=True) if descending else order.asc(nulls_last=True)


NOBODY = Q(pk__in=[])


def _own_submission(user) -> Q:
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    if user.is_analyst or user.is_administrator:
        return ~PUBLISHED
    return ~PUBLISHED & _raised_by(user)


def _raised_by(user, at: str = "") -> Q:
    """Proposals whose Proposer or representative is ``user``, or somebody of an organisation ``user`` acts for.

    ``at``: the way to the proposal from what is asked for, such as ``proposal__``.
    """
    organisations = [organisation.pk for organisation in user.organisations]
    own = Q(**{f"{at}proposer": user}) | Q(**{f"{at}representative": user})
    for field in ("proposer_organisation", "representative_organisation") if organisations else ():
        own |= Q(**{f"{at}{field}__in": organisations})
    return own


def _own(user, at: str = "") -> Q:
    """Proposals that are the reader's own: raised by their side, or on behalf of a body on which they sit. Of whoever
    reads everybody's Amber nothing is asked."""
    if not _reads_by_being_own(user):
        return NOBODY
    bodies = user.committee_ids
    raised = _raised_by(user, at)
    return raised | Q(**{f"{at}on_behalf_of__in": bodies}) if bodies else raised


def as_open_as_own(user, at: str = "proposal__") -> Q:
    """What hangs on a proposal of the reader's own and is of no closer class than the proposal itself, up to Amber.

    An Amber document of a White proposal is not meant: it may come from somebody else, for others.
    """
    if not _reads_by_being_own(user):
        return NOBODY
    no_closer = Q()
    for classification in (Classification.GREEN, Classification.AMBER):
        no_closer |= Q(**{f"{at}classification": classification}, classification__in=up_to(classification))
    return no_closer & _own(user, at)


def own_classes(user, proposal) -> frozenset[str]:
    """The classes, up to Amber, that ``user`` reads of what hangs on ``proposal`` because it is their own."""
    is_red = proposal.classification not in up_to(Classification.AMBER)
    if is_red or not _reads_by_being_own(user) or not _is_own(user, proposal):
        return frozenset()
    return frozenset(up_to(proposal.classification))


def _reads_by_being_own(user) -> bool:
    return getattr(user, "is_authenticated", False) and Classification.AMBER not in clearances(user)


def _is_own(user, proposal) -> bool:
    organisations = {organisation.pk for organisation in user.organisations}
    return (
        user.pk in (proposal.proposer_id, proposal.representative_id)
        or not organisations.isdisjoint((proposal.proposer_organisation_id, proposal.representative_organisation_id))
        or proposal.on_behalf_of_id in user.committee_ids
    )


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(readable_by(user) | as_open_as_own(user))

    def standing(self):
        """Without those that were corrected or taken back."""
        return self.filter(replaced_by=None, taken_back_at=None)


class RelationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A relation shows only to those who may read the other proposal too."""
        proposals = self.model._meta.get_field("to").related_model.objects.visible_to(user)
        return self.filter(to__in=proposals).select_related("to")

    def standing(self):
        return self.filter(taken_back_at=None)


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
        return self.filter(readable_by(user) | as_open_as_own(user), proposal__in=proposals)

    def current(self):
        return self.filter(replaced_by=None)

    def standing(self):
        """Without those that were taken down."""
        return self.filter(taken_down_at=None)

    def at_hand(self, proposal):
        """The files of the proposal; of a part of a split one also those of the proposal it is a part of, which its
        figures and assessments go on using."""
        own = Q(proposal=proposal)
        return self.filter(own | Q(proposal__number=proposal.number, proposal__suffix="") if proposal.suffix else own)


class OfProposalQuerySet(models.QuerySet):
    """Rows that are as open as the proposal they belong to."""

    def visible_to(self, user):
        proposals = self.model._meta.get_field("proposal").related_model.objects.visible_to(user)
        return self.filter(proposal__in=proposals)


class AssessmentQuerySet(OfProposalQuerySet):
    def outstanding(self):
        return self.filter(answered_on=None, cancelled_on=None)


class WindowQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were taken back with the step that opened them."""
        return self.exclude(outcome="void")

    def unsettled(self):
        return self.filter(outcome="")

    def due(self, at=None):
        """Windows whose end has come and whose consequence is not yet written: one indexed query.

        A consultation is closed by people, once its responses are in the register (domain §2.2 row 28)."""
        ended = self.unsettled().filter(closes_at__lte=at or clock.now())
        return ended.exclude(kind="consultation").order_by("closes_at")

    def open_at(self, instant):
        return self.unsettled().filter(opens_at__lte=instant, closes_at__gt=instant)


class MoveQuerySet(models.QuerySet):
    def standing(self):
        """The steps that count today, in their order: without those put right or taken back later."""
        return self.filter(reverses=None, replaced_by=None, reversed_by=None).order_by("place")

    def standing_everywhere(self):
        """The same, where the whole register is read: the few that were put right are looked up first, once for all."""
        put_right = self.model.objects.corrections()
        steps = self.filter(reverses=None)
        for way in ("replaces", "reverses"):
            steps = steps.exclude(pk__in=put_right.exclude(**{way: None}).values(way))
        return steps.order_by("place")

    def corrections(self):
        """The rows that put an earlier one right."""
        return self.exclude(replaces=None, reverses=None)


class AcceptanceQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(taken_back_at=None)


class StandingQuerySet(models.QuerySet):
    """What was lodged in a window: objections, appeals and adoptions."""

    def standing(self):
        return self.filter(struck_at=None)

    def visible_to(self, user):
        proposals = self.model._meta.get_field("window").related_model._meta.get_field("proposal").related_model
        return self.filter(window__proposal__in=proposals.objects.visible_to(user))

    def receipts_for(self, user):
        """Whose receipt ``user`` may open: what their organisation or body lodged; SECAS and the Authority any."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if user.is_analyst or user.is_authority:
            return self.visible_to(user)
        mine = Q(organisation__in=[organisation.pk for organisation in user.organisations])
        if any(field.name == "committee" for field in self.model._meta.fields):
            mine |= Q(committee__in=user.committee_ids)
        return self.visible_to(user).filter(mine)


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        proposals = self.model._meta.get_field("plan").related_model._meta.get_field("proposal").related_model
        return self.filter(plan__proposal__in=proposals.objects.visible_to(user))

    def outstanding(self):
        return self.filter(implemented_on=None)

    def planned(self):
        """Without those of proposals that were given up."""
        return self.exclude(plan__proposal__state__in=GIVEN_UP)


class ReleaseQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were entered by mistake and taken out."""
        return self.filter(taken_out_at=None)

    def upcoming(self):
        """Not implemented, the nearest first: one whose day has passed is still to be recorded."""
        return self.standing().filter(implemented_on=None).order_by("date", "name")

    def past(self):
        return self.exclude(implemented_on=None).order_by("-implemented_on", "name")


def search(queryset, text: str, user):
    """Narrow ``queryset`` to what ``text`` names: a reference, a place in the SEC, or words. Best reference first."""
    from proposals.references import parse_query

    query = parse_query(text)
    found, exact = Q(), Q()
    for ref in query.numbers:
        exact |= Q(number=ref.number, suffix=ref.suffix)
        found |= Q(pk__in=_related_to(queryset, ref, user))
        if ref.suffix:
            exact |= Q(pk__in=queryset.model.objects.whole_of(ref.number, ref.suffix).values("pk"))
    for clause in query.clauses:
        found |= Q(pk__in=_touching(queryset, clause))
    if query.words:
        found |= Q(pk__in=_worded(queryset, query.words, user))
    if not (found or exact):
        return queryset.none()
    first = [Case(When(exact, then=0), default=1, output_field=IntegerField())] if exact else []
    return queryset.filter(found | exact).order_by(*first, *queryset.model._meta.ordering)


def _related_to(queryset, ref, user):
    """Keys of proposals that name the proposal ``ref`` as a relation the reader may see: SECMP0018 finds DP131."""
    relations = queryset.model._meta.get_field("relations").related_model.objects
    return (
        relations.standing().visible_to(user).filter(to__number=ref.number, to__suffix=ref.suffix).values("proposal_id")
    )


def _touching(queryset, clause: str):
    """Keys of proposals with a reference to the place ``clause`` or to anything under it."""
    from proposals.references import clause_key

    references = queryset.model._meta.get_field("sec_references").related_model.objects
    return references.filter(Q(key__startswith=clause_key(clause)) | Q(document__code__iexact=clause)).values(
        "proposal_id"
    )


def searchable(text: str) -> str:
    """Folded, and with a space for each typographic sign: without a locale PostgreSQL takes “ and ’ for letters."""
    return "".join(c if c.isascii() or c.isalnum() else " " for c in folded(text))


def _worded(queryset, words: str, user):
    from django.contrib.postgres.search import SearchQuery

    rows = queryset.model._meta.get_field("search_rows").related_model.objects
    audience = widest_audience(user)
    return rows.filter(
        audience=audience, vector=SearchQuery(searchable(words), search_type="websearch", config="english")
    ).values("proposal_id")


def widest_audience(user) -> str:
    allowed = clearances(user)
    for audience in (Classification.AMBER, Classification.GREEN):
        if audience in allowed:
            return audience
    return Classification.WHITE

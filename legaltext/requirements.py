from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, OuterRef, Subquery, When

from legaltext.models import Clause, Edit
from legaltext.queries import place_name
from proposals.models import Alternative, SecVersion
from proposals.ports import SHOULD, Reason, require

TAB = ("legaltext:draft", "Draft the legal text")
INSTRUCTIONS = Edit.objects.exclude(operation=Edit.Operation.CONTEXT)


def _undrafted(on: date) -> ArraySubquery:
    standing = Alternative.objects.filter(proposal=OuterRef("pk"), withdrawn_on=None).order_by("number")
    drafted = INSTRUCTIONS.filter(draft__solution__alternative=OuterRef("pk"))
    return ArraySubquery(standing.exclude(Exists(drafted)).values("number"))


@require(
    "legal_text_drafted",
    words="the change to the legal text is drafted",
    has_legal_text=lambda on: Exists(INSTRUCTIONS.filter(draft__solution__proposal=OuterRef("pk"))),
    undrafted=_undrafted,
)
def legal_text_drafted(queryset, on: date):
    """At least one clause is amended, inserted or deleted (domain §2.2 row 13), by the proposed solution and by each
    Alternative that stands (CACoP 7)."""
    return {p.pk: list(_reasons(p)) for p in queryset}


def _reasons(proposal):
    if not proposal.has_legal_text:
        yield Reason("The legal text is not yet drafted.", *TAB)
    for number in proposal.undrafted:
        yield Reason(f"Alternative {number}: the legal text is not yet drafted.", *TAB, about=(number,))


BASE = "legaltext:base"
IN_PLACE = Case(When(operation=Edit.Operation.INSERT_AFTER, then=F("new_number")), default=F("clause"))


@require(
    "legal_text_based",
    words="the legal text is drafted against the version of the SEC that is in force, and fits it",
)
def legal_text_based(queryset, on: date):
    """The legal text is based on the version that stands before the change (domain §2.2 row 43). What a newer version
    changed of the same clauses has to be looked at; where it left them as they were, it may be accepted."""
    current = SecVersion.objects.filter(effective_on__lt=on).order_by("-effective_on", "-pk").first()
    older: dict[int, list[Edit]] = {}
    if current:
        for edit in _edits_on_older(queryset, current, on):
            older.setdefault(edit.draft.solution.proposal_id, []).append(edit)
    return {p.pk: [_older(older[p.pk], current)] if p.pk in older else [] for p in queryset}


def _edits_on_older(queryset, current: SecVersion, on: date):
    """The instructions of the proposed solutions that are drafted against an older version than ``current``, each with
    the text of its clause there (``was``), and as the newest version since holds it (``now``), if any does."""
    there = Clause.objects.filter(document=OuterRef("document"), number=OuterRef("place"))
    base = OuterRef("draft__drafted_against")
    since = there.filter(version__effective_on__lt=on, version__effective_on__gt=OuterRef("based_on"))
    found = INSTRUCTIONS.filter(draft__solution__proposal__in=queryset)
    found = found.annotate(place=IN_PLACE, based_on=F("draft__drafted_against__effective_on"))
    return (
        found.filter(based_on__lt=current.effective_on)
        .annotate(
            was=Subquery(there.filter(version=base).values("text")[:1]),
            now=Subquery(since.order_by("-version__effective_on").values("text")[:1]),
        )
        .select_related("document", "draft__drafted_against", "draft__solution")
    )


def _older(edits: list[Edit], current: SecVersion) -> Reason:
    based_on = edits[0].draft.drafted_against
    mend = (BASE, f"Base it on {current.words}")
    misfits = [place_name(edit.document.code, edit.place) for edit in edits if not _fits(edit)]
    if misfits:
        words = f"The legal text no longer fits the SEC: {_named(misfits)} {_have(misfits)} since {based_on.words}."
        return Reason(words, *mend)
    words = (
        f"The legal text is drafted against {based_on.words}. {current.words} is in force, and leaves as it was what "
    )
    return Reason(f"{words}the legal text changes.", *mend, SHOULD)


def _have(places: list[str]) -> str:
    return "has another text" if len(places) == 1 else "have another text"


def _fits(edit: Edit) -> bool:
    """Nothing newer is held of its place, or what is held is the text it was drafted against, or its own."""
    return edit.now is None or edit.now in (edit.was, edit.after)


def _named(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"

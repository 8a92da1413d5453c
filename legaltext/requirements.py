from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from legaltext.models import Edit
from proposals.models import Alternative
from proposals.ports import Reason, require

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

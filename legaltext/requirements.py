from datetime import date

from django.db.models import Exists, OuterRef

from legaltext.models import Edit
from proposals.models import Solution
from proposals.ports import Reason, require
from proposals.reportready import solutions_that_stand

TAB = ("legaltext:draft", "Draft the legal text")


@require("legal_text_drafted", words="the change to the legal text is drafted")
def legal_text_drafted(queryset, on: date):
    """At least one clause is amended, inserted or deleted (domain §2.2 row 13), by the proposed solution and by each
    Alternative that stands (CACoP 7)."""
    edits = Edit.objects.exclude(operation=Edit.Operation.CONTEXT).filter(draft__solution=OuterRef("pk"))
    held = solutions_that_stand(queryset, is_drafted=Exists(edits))
    return {p.pk: [_reason(s) for s in held[p.pk] if not s.is_drafted] for p in queryset}


def _reason(solution: Solution) -> Reason:
    if solution.alternative is None:
        return Reason("The legal text is not yet drafted.", *TAB)
    number = solution.alternative.number
    return Reason(f"Alternative {number}: the legal text is not yet drafted.", *TAB, about=(number,))

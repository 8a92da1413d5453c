from datetime import date

from django.db.models import Exists, OuterRef

from legaltext.models import Edit
from proposals.ports import Reason, require

NO_TEXT = Reason("The legal text is not yet drafted.", "legaltext:draft", "Draft the legal text")


@require(
    "legal_text_drafted",
    words="the change to the legal text is drafted",
    has_legal_text=lambda on: Exists(
        Edit.objects.exclude(operation=Edit.Operation.CONTEXT).filter(draft__proposal=OuterRef("pk"))
    ),
)
def legal_text_drafted(queryset, on: date):
    """At least one clause is amended, inserted or deleted (domain §2.2 row 13)."""
    return {p.pk: [] if p.has_legal_text else [NO_TEXT] for p in queryset}

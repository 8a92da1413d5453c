from datetime import date

from legaltext.models import Edit
from proposals.ports import Reason, require

NO_TEXT = Reason("The legal text is not yet drafted.", "legaltext:draft", "Draft the legal text")


@require("legal_text_drafted", words="the change to the legal text is drafted")
def legal_text_drafted(queryset, on: date):
    """At least one clause is amended, inserted or deleted (domain §2.2 row 13)."""
    edits = Edit.objects.exclude(operation=Edit.Operation.CONTEXT).filter(draft__proposal__in=queryset)
    drafted = set(edits.values_list("draft__proposal_id", flat=True))
    return {p.pk: [] if p.pk in drafted else [NO_TEXT] for p in queryset}

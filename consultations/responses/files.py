"""The files that came with responses to one consultation, as one reader may have them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from consultations import shown
from consultations.models import Consultation, Enclosure, Submission
from consultations.responses.receipts import Linked, linked


@dataclass(frozen=True)
class Beside:
    """``withheld``: of each file that the reader does not get, why."""

    submission: Submission
    who: str
    files: list[Linked]
    withheld: list[str]


def files_beside(consultation: Consultation, user) -> list[Beside]:
    """Of the responses that count, in the order of their numbers; three queries, or one where there is none."""
    attached = Enclosure.objects.visible_to(user).filter(kind=Enclosure.Kind.ATTACHMENT)
    withheld = Enclosure.objects.withheld_from(user)
    there = Q(pk__in=attached.values("submissions")) | Q(pk__in=withheld.values("submissions"))
    found = Submission.objects.visible_to(user).counting().filter(there, response__consultation=consultation)
    rows = found.select_related("response__organisation").prefetch_related(
        Prefetch("enclosures", attached.with_why_withheld(), to_attr="readable"),
        Prefetch("enclosures", withheld.with_why_withheld(), to_attr="withheld"),
    )
    return [_beside(row, user) for row in rows.order_by("response__number")]


def _beside(row: Submission, user) -> Beside:
    withheld = [file.why_withheld for file in row.withheld]
    return Beside(row, shown.who(row, user), linked(row, row.readable), withheld)

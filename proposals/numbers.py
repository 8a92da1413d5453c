"""The series of proposal numbers: one for Draft, Modification and SECMP proposals alike, never reused."""

from django.db import connection
from django.db.models import Max

from audit.acts import Refused
from proposals.models import Proposal

LOCK = 7301  # our advisory lock for the series


def next_number(wanted: int | None = None) -> int:
    """The next number, under a lock held until commit. ``wanted`` enters the historic record under its true number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if wanted is None:
        return (Proposal.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    if Proposal.objects.filter(number=wanted).exists():
        raise Refused(f"The number {wanted:03} has been used; numbers are never used twice.", "number")
    return wanted

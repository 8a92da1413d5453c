"""The series of proposal numbers: one for Draft, Modification and SECMP proposals alike, never reused."""

from string import ascii_uppercase

from django.db import connection
from django.db.models import Max

from audit.acts import Refused
from proposals.models import Proposal

LOCK = 7301  # our advisory lock for the series


def free_suffixes(proposal: Proposal, many: int) -> list[str]:
    """The next letters for parts of the proposal: those of a split that was taken back are not given again."""
    taken = Proposal.objects.filter(number=proposal.number).exclude(suffix="").values_list("suffix", flat=True)
    return [letter for letter in ascii_uppercase if letter not in set(taken)][:many]


def next_number(wanted: int | None = None) -> int:
    """The next number, under a lock held until commit. ``wanted`` enters the historic record under its true number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if wanted is None:
        return (Proposal.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
    if Proposal.objects.filter(number=wanted).exists():
        raise Refused(f"The number {wanted:03} has been used; numbers are never used twice.", "number")
    return wanted

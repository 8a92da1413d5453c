"""What the timetable has to do with a move: it must be there, and the Panel's decision approves what lies before it."""

from datetime import date

from django.db.models import Exists, OuterRef

from proposals.actions.timetable import approve_with_move
from proposals.models import TimetableEntry, WorkPackage
from proposals.ports import Reason, follow, require


@require(
    "timetable_laid_out",
    words="a timetable is laid out",
    has_dates=lambda on: Exists(
        TimetableEntry.objects.filter(proposal=OuterRef("pk"), removed_on=None, laid_on__lte=on)
    ),
)
def timetable_laid_out(queryset, on: date):
    """The Panel approves a first package of work with its dates, so there is at least one (domain §2.2 row 11)."""
    reason = Reason("No timetable is laid out yet.", "proposals:lay_out", "Lay out the timetable")
    return {p.pk: [] if p.has_dates else [reason] for p in queryset}


def _foresee(proposal, on: date) -> list[str]:
    waiting = WorkPackage.objects.filter(proposal=proposal, approved_on=None, laid_on__lte=on)
    return [f"{package} is approved; its dates are what happens next." for package in waiting]


@follow("approve_work_packages", foresee=_foresee, words="approves the work packages that are laid out")
def approve_work_packages(move, backdated: bool) -> None:
    approve_with_move(move)

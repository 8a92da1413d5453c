"""What the page of a meeting shows of its papers: the packs that the reader may have, and for whoever puts them
together how far that is."""

from django.urls import reverse

from papers import packing
from papers.views.pack import issued_for
from subcommittees.panels import meeting_panel
from subcommittees.rules import may_run


@meeting_panel("pack", "Papers", 5)
def pack_panel(request, meeting) -> dict | None:
    """The packs that the reader may have; for whoever puts them together, how far that is."""
    runs = may_run.test(request.user, meeting.committee)
    rows = packing.rows_of(meeting) if runs else []
    return {
        "issued": issued_for(request.user, meeting),
        "may_run": runs,
        "ready": sum(row.version is not None for row in rows),
        "missing": sum(row.missing for row in rows),
        "pack_url": reverse("papers:pack", args=[meeting.committee.code, meeting.date.isoformat()]),
    }

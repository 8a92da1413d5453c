"""What papers keep from being taken back: a step that an issued paper states is corrected instead. A paper that was
taken down states nothing any more."""

from audit import clock
from papers.models import PaperVersion
from proposals.ports import depend


@depend("papers")
def issued_since(move) -> list[str]:
    issued = PaperVersion.objects.standing().filter(paper__proposal=move.proposal_id, state=PaperVersion.State.ISSUED)
    version = issued.filter(issued_at__gte=move.recorded_at).order_by("issued_at").first()
    if version is None:
        return []
    return [f"{version}, issued on {clock.london_date(version.issued_at):%-d %B %Y}, states it."]

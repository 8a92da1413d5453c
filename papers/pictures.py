"""The pictures of a version: those of its proposal; of a paper without one there are none."""

from papers.models import PaperVersion
from proposals.models import Attachment


def pictures_of(version: PaperVersion):
    if version.paper.proposal_id is None:
        return Attachment.objects.none()
    return Attachment.objects.at_hand(version.paper.proposal).standing().filter(kind=Attachment.Kind.FIGURE)

"""The files of a proposal as the documents tab lists them: the newest of each, with what it replaced under it."""

from dataclasses import dataclass
from datetime import date

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from audit import clock
from proposals.models import Attachment, Proposal


@dataclass(frozen=True)
class File:
    pk: int
    title: str
    kind: str
    version: int
    dated: object
    url: str
    filename: str
    size: str
    sha256: str
    classification: str
    taken_down_on: date | None = None
    older: tuple["File", ...] = ()


def shelves(proposal: Proposal, user, on: date | None = None) -> list[File]:
    """Files that ``user`` may read (dated up to ``on``), newest first, in one query."""
    readable = [a for a in proposal.attachments.visible_to(user) if on is None or a.dated <= on]
    by_pk = {attachment.pk: attachment for attachment in readable}
    replaced = {attachment.replaces_id for attachment in readable}
    return [_file(a, proposal, by_pk) for a in readable if a.pk not in replaced]


def _file(attachment: Attachment, proposal: Proposal, by_pk: dict) -> File:
    older = []
    behind = by_pk.get(attachment.replaces_id)
    while behind:
        older.append(_shown(behind, proposal))
        behind = by_pk.get(behind.replaces_id)
    return _shown(attachment, proposal, tuple(older))


def _shown(attachment: Attachment, proposal: Proposal, older: tuple[File, ...] = ()) -> File:
    return File(
        pk=attachment.pk,
        title=attachment.title,
        kind=attachment.get_kind_display(),
        version=attachment.version,
        dated=attachment.dated,
        url=reverse("proposals:attachment", args=[proposal.slug, attachment.pk, attachment.filename]),
        filename=attachment.filename,
        size=filesizeformat(attachment.size),
        sha256=attachment.sha256,
        classification=attachment.get_classification_display(),
        taken_down_on=clock.london_date(attachment.taken_down_at) if attachment.is_taken_down else None,
        older=older,
    )

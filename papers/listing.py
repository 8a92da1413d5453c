"""What the documents tab of a proposal lists of its papers."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from audit import clock
from papers.models import PaperVersion
from proposals.ports import DocumentFormat, DocumentRow, list_documents


@list_documents("papers")
def papers_of(proposal, user) -> list[DocumentRow]:
    versions = PaperVersion.objects.visible_to(user).filter(paper__proposal=proposal).with_corrections()
    return [_row(version) for version in versions.select_related("paper").prefetch_related("renditions")]


def _row(version: PaperVersion) -> DocumentRow:
    return DocumentRow(
        title=version.title,
        kind=version.paper.get_kind_display() if version.is_issued else f"Draft {version.paper.get_kind_display()}",
        version=version.label,
        dated=version.composed_on,
        url=version.get_absolute_url(),
        formats=[] if version.is_taken_down else [_format(version, made) for made in version.renditions.all()],
        classification=version.classification,
        corrected_on=None if version.is_taken_down else version.corrected_on,
        taken_down_on=clock.london_date(version.taken_down_at) if version.is_taken_down else None,
    )


def _format(version: PaperVersion, rendition) -> DocumentFormat:
    url = reverse(f"papers:{rendition.format}", args=[version.slug, version.label])
    return DocumentFormat(rendition.get_format_display(), url, filesizeformat(rendition.size))

"""The files of a version, asked of the worker."""

from jobs.actions import enqueue
from papers.kinds import kind_of
from papers.models import PaperVersion


def queue_renditions(version: PaperVersion) -> None:
    """Queue the files that are not there yet; asking twice queues once."""
    there = set(version.renditions.values_list("format", flat=True))
    for format in kind_of(version.paper).formats:
        if format not in there:
            enqueue("render_paper", rendition_key(version, format), version_id=version.pk, format=format)


def rendition_key(version: PaperVersion, format: str) -> str:
    return f"version-{version.pk}-{format}"

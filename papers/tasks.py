"""Rendering a version to a file, in the worker. Running twice makes one file: it is stored under its hash."""

from django.utils import timezone

from papers import document as d
from papers.models import PaperVersion, Rendition, Upload
from papers.pictures import pictures_of
from papers.render_parts import is_large, render_in_parts
from papers.render_pdf import render_pdf
from papers.render_word import render_word
from proposals.actions.documents import store
from proposals.models import Attachment


def render(job, progress) -> dict:
    """Render the format of one version, store the file, then write its row. An existing row is left as it is."""
    version = PaperVersion.objects.get(pk=job.payload["version_id"])
    format = job.payload["format"]
    made = version.renditions.filter(format=format).first() or _make(version, format, progress)
    return {"rendition": made.pk, "sha256": made.sha256}


def _make(version: PaperVersion, format: str, progress) -> Rendition:
    document = d.from_json(version.snapshot)
    figures = pictures(version)
    if format == Rendition.Format.PDF:
        content = (render_in_parts if is_large(document) else render_pdf)(document, figures, progress)
    else:
        progress(20, "Writing the Word file")
        content = render_word(document, figures)
    name, digest = store(content, "papers", f".{format}")
    rendition, _ = Rendition.objects.get_or_create(
        version=version,
        format=format,
        defaults={
            "file": name,
            "sha256": digest,
            "size": len(content),
            "pages": _pages(content) if format == Rendition.Format.PDF else None,
            "made_at": timezone.now(),
        },
    )
    return rendition


def pictures(version: PaperVersion) -> dict[str, bytes]:
    """The bytes of the proposal's figures, and of the file that was supplied, under the name that the snapshot knows
    them by: their hash."""
    held = [*pictures_of(version), *version.paper.uploads.all()]
    return {each.sha256: _content(each) for each in held if each.sha256 in version.snapshot}


def _content(kept: Attachment | Upload) -> bytes:
    with kept.file.open("rb") as opened:
        return opened.read()


def _pages(pdf: bytes) -> int:
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)

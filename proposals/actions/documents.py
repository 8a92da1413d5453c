"""Files and figures of a proposal. A file is stored under its own hash before its row is written."""

import hashlib
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audit import clock
from audit.acts import Refused, act, current, record
from audit.classification import Classification
from proposals import rules
from proposals.actions.ground import check_has_come, check_not_split, take
from proposals.models import Attachment, Figure, ProblemStatement, Proposal
from proposals.uploads import Inspected, inspect

MANAGED = "Only SECAS may add documents."
TITLE_LENGTH = Attachment._meta.get_field("title").max_length


def store(content: bytes, folder: str, extension: str) -> tuple[str, str]:
    """Put ``content`` where its SHA-256 says; storing it twice keeps one file. Returns (name, hash)."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{folder}/{digest[:2]}/{digest}{extension}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name, digest


@act
def attach(
    *,
    proposal: Proposal,
    by,
    upload,
    title: str = "",
    kind: str = Attachment.Kind.OTHER,
    dated: date | None = None,
    classification: str = Classification.WHITE,
    replaces: Attachment | None = None,
) -> Attachment:
    """Check the file by its content, store it under its hash, write the row. A new version leaves the old in place."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    check_not_split(proposal)
    check_has_come(dated, "dated")
    found = inspect(upload)
    if len(title.strip()) > TITLE_LENGTH:
        raise Refused(f"The title may have {TITLE_LENGTH} characters; this one has {len(title.strip())}.", "title")
    _check_replaced(replaces, proposal)
    attachment = _write(proposal, by, found, title, kind, dated, classification, replaces)
    verb = f"Version {attachment.version} of “{attachment.title}”" if replaces else f"“{attachment.title}”"
    record(
        "document_attached",
        subject=attachment,
        about=proposal,
        by=by,
        sentence=f"{verb} ({found.name}).",
        after={"sha256": attachment.sha256},
        classification=classification,
    )
    return attachment


def keep(proposal: Proposal, by, upload, *, title: str, kind: str, dated: date, classification: str) -> Attachment:
    """The file of another act, which records it in its own event."""
    return _write(proposal, by, inspect(upload), title, kind, dated, classification, None)


def _check_replaced(replaces: Attachment | None, proposal: Proposal) -> None:
    if replaces and replaces.proposal_id != proposal.pk:
        raise Refused(f"“{replaces}” is a document of another proposal.", "replaces")
    if replaces and Attachment.objects.filter(replaces=replaces).exists():
        raise Refused("That document already has a newer version; replace the newest one.", "replaces")


def _write(proposal, by, found: Inspected, title, kind, dated, classification, replaces) -> Attachment:
    name, digest = store(found.content, "attachments", found.extension)
    return Attachment.objects.create(
        proposal=proposal,
        kind=replaces.kind if replaces else kind,
        title=title.strip() or (replaces.title if replaces else found.stem),
        dated=dated or clock.today(),
        file=name,
        filename=found.name,
        content_type=found.content_type,
        size=len(found.content),
        sha256=digest,
        classification=classification,
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        by=by,
        at=current().at,
    )


@act
def add_figure(
    *, proposal: Proposal, by, statement: ProblemStatement, upload, caption: str, alternative_text: str
) -> Figure:
    """A picture for a problem statement: attached as a document, numbered after the last, described for all readers."""
    proposal = take(proposal)
    rules.check(rules.may_manage, by, proposal, sentence=MANAGED)
    if statement.proposal_id != proposal.pk:
        raise Refused("That problem statement is one of another proposal.")
    if not caption.strip():
        raise Refused("Give the figure a caption.", "caption")
    if not alternative_text.strip():
        raise Refused("Say in words what the figure shows, for those who cannot see it.", "alternative_text")
    if not inspect(upload).is_picture:
        raise Refused("A figure has to be a picture (PNG, JPEG or GIF).", "upload")
    upload.seek(0)
    attachment = attach(
        proposal=proposal,
        by=by,
        upload=upload,
        title=caption[:TITLE_LENGTH],
        kind=Attachment.Kind.FIGURE,
        dated=statement.on,
    )
    figure = Figure.objects.create(
        statement=statement,
        number=statement.figures.count() + 1,
        attachment=attachment,
        caption=caption.strip(),
        alternative_text=alternative_text.strip(),
    )
    record("figure_added", subject=figure, about=proposal, by=by, sentence=f"{figure}.")
    return figure

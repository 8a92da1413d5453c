"""A file of a response, kept within another act, which records it."""

from audit.acts import Refused, current
from consultations.models import Enclosure, Response
from proposals.actions.documents import store
from proposals.uploads import inspect

TITLE_LENGTH = Enclosure._meta.get_field("title").max_length
FOLDER = "responses"


def as_enclosure(
    by, *, upload, title: str = "", kind: str = Enclosure.Kind.ORIGINAL, confidential: bool = False
) -> Enclosure:
    """Checked by its content and stored under its hash; its row is not written yet."""
    found = inspect(upload)
    title = title.strip() or found.stem[:TITLE_LENGTH]
    if len(title) > TITLE_LENGTH:
        raise Refused(f"The title may have {TITLE_LENGTH} characters; this one has {len(title)}.", "title")
    name, digest = store(found.content, FOLDER, found.extension)
    return Enclosure(
        kind=kind,
        title=title,
        file=name,
        filename=found.name,
        content_type=found.content_type,
        size=len(found.content),
        sha256=digest,
        confidential=confidential,
        by=by,
        at=current().at,
    )


def kept(row: Enclosure, response: Response) -> Enclosure:
    """Written for the response. The same file given to it twice is one."""
    same = {name: getattr(row, name) for name in ("sha256", "kind", "title", "confidential", "removed_at")}
    if found := response.enclosures.filter(**same).first():
        return found
    row.response = response
    row.save()
    return row

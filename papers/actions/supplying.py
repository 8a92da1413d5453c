"""A paper that somebody else wrote and supplied as a file."""

from io import BytesIO

from audit.acts import Refused, act, current, record
from papers.actions.composing import About, draft, paper_for
from papers.models import Paper, PaperVersion, Upload
from proposals.actions.documents import store
from proposals.uploads import DOCX, Inspected, inspect
from subcommittees.models import AgendaItem

MOST_PAGES = 150
TITLE_LENGTH = Upload._meta.get_field("title").max_length
AUTHOR_LENGTH = Upload._meta.get_field("author").max_length


@act
def supply_paper(*, item: AgendaItem, by, upload, author: str, title: str = "", edition: str = "") -> PaperVersion:
    """Check the file by its content, store it under its hash, compose the next draft of the item's paper: a cover that
    says what it is, and its pages. It is issued as any other."""
    author, title = author.strip(), title.strip() or item.title
    if not author:
        raise Refused("Say who wrote the paper.", "author")
    for name, text, limit in (("author", author, AUTHOR_LENGTH), ("title", title, TITLE_LENGTH)):
        if len(text) > limit:
            raise Refused(f"Write at most {limit} characters; these are {len(text)}.", name)
    paper = paper_for(Paper.Kind.UPLOADED, by, About(item=item, edition=edition))
    found = inspect(upload)
    pages = pages_of(found)
    supplied = _keep(paper, by, found, pages, author, title)
    record(
        "paper_supplied",
        subject=supplied,
        about=paper.about,
        by=by,
        sentence=f"“{title}” by {author} supplied as a file ({found.name}).",
        after={"sha256": supplied.sha256},
        classification=item.classification,
    )
    return draft(paper, by)


def _keep(paper: Paper, by, found: Inspected, pages: int, author: str, title: str) -> Upload:
    name, digest = store(found.content, "papers", found.extension)
    last = paper.uploads.order_by("-version").first()
    if last and (last.sha256, last.title, last.author) == (digest, title, author):
        raise Refused("This is the file that is there already.", "upload")
    return Upload.objects.create(
        paper=paper,
        version=last.version + 1 if last else 1,
        title=title,
        author=author,
        file=name,
        filename=found.name,
        sha256=digest,
        size=len(found.content),
        pages=pages,
        by=by,
        at=current().at,
    )


def pages_of(found: Inspected) -> int:
    """How many pages it has. ``Refused`` where they could not be put into a pack.

    Word is laid out anew by whatever opens it, so that the meeting would not read what its author saw; a PDF is the
    pages themselves."""
    if found.content_type == DOCX:
        raise Refused(
            f"“{found.name}” is a Word file: save it as PDF and send that, so that the meeting reads the pages as "
            "their author saw them.",
            "upload",
        )
    if found.content_type != "application/pdf":
        raise Refused(f"“{found.name}” is no PDF: a paper is supplied as PDF.", "upload")
    pages = _count(found)
    if not pages:
        raise Refused(f"“{found.name}” has no pages.", "upload")
    if pages > MOST_PAGES:
        raise Refused(f"“{found.name}” has {pages} pages; a paper may have {MOST_PAGES}.", "upload")
    return pages


def _count(found: Inspected) -> int:
    """Each page is read as it will be when it is put into the file."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(found.content))
        if reader.is_encrypted:
            raise Refused(
                f"“{found.name}” is protected by a password: save it without one and send it again.", "upload"
            )
        for page in reader.pages:
            if not float(page.cropbox.width) * float(page.cropbox.height):
                raise ValueError("a page without an area")
            page.get_contents()
        return len(reader.pages)
    except Refused:
        raise
    except Exception as error:  # whatever a broken file makes of it
        raise Refused(f"“{found.name}” is damaged: it cannot be opened as a PDF.", "upload") from error

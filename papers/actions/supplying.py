"""A paper that somebody else wrote and supplied as a file: as PDF, or as Word, which is printed first."""

from dataclasses import asdict, dataclass
from datetime import date

from audit.acts import Refused, act, current, nothing_changed, record
from jobs.actions import enqueue
from papers.actions.composing import About, asked_for, draft, paper_for
from papers.models import Paper, PaperVersion, Upload, WordFile
from papers.pdffiles import hides, pages_of
from papers.word.contents import Finding, examine
from proposals.actions.documents import store
from proposals.uploads import DOCX, Inspected, inspect
from subcommittees.models import AgendaItem

TITLE_LENGTH = Upload._meta.get_field("title").max_length
AUTHOR_LENGTH = Upload._meta.get_field("author").max_length


@dataclass(frozen=True)
class _Named:
    title: str
    author: str


@act
def supply_paper(
    *,
    item: AgendaItem,
    by,
    upload,
    author: str,
    title: str = "",
    edition: str = "",
    effective: date | None = None,
) -> PaperVersion | WordFile:
    """Check the file by its content, store it under its hash. Of a PDF compose the next draft of the item's paper: a
    cover that says what it is, and its pages; it is issued as any other. A Word file is kept and its printing queued;
    ``take_word_file`` makes the paper of it, once somebody has looked at the pages. ``effective``: the day on which a
    paper of the past was supplied."""
    named = _named(author, title or item.title)
    about = About(item=item, edition=edition)
    wanted = asked_for(Paper.Kind.UPLOADED, by, about)
    found = inspect(upload)
    if found.content_type == DOCX:
        return _keep_word(wanted, by, found, named, edition)
    pages = pages_of(found.name, found.content, found.content_type)
    name, digest = store(found.content, "papers", found.extension)
    file = {"file": name, "sha256": digest, "filename": found.name, "size": len(found.content), "pages": pages}
    paper = paper_for(Paper.Kind.UPLOADED, by, about)
    return _supplied(paper, by, named, file | {"is_open": not hides(found.content)}, effective)


def _named(author: str, title: str) -> _Named:
    author, title = author.strip(), title.strip()
    if not author:
        raise Refused("Say who wrote the paper.", "author")
    for name, text, limit in (("author", author, AUTHOR_LENGTH), ("title", title, TITLE_LENGTH)):
        if len(text) > limit:
            raise Refused(f"Write at most {limit} characters; these are {len(text)}.", name)
    return _Named(title, author)


def _supplied(paper: Paper, by, named: _Named, file: dict, effective: date | None) -> PaperVersion:
    """``file``: the columns of the upload that say which pages it has."""
    last = paper.uploads.order_by("-version").first()
    if last and (last.sha256, last.title, last.author) == (file["sha256"], named.title, named.author):
        raise Refused("This is the file that is there already.", "upload")
    file |= {"version": last.version + 1 if last else 1, "effective_on": effective, "at": current().at}
    supplied = Upload.objects.create(paper=paper, by=by, **asdict(named), **file)
    record(
        "paper_supplied",
        subject=supplied,
        about=paper.about,
        by=by,
        sentence=f"“{named.title}” by {named.author} supplied as a file ({supplied.filename}).",
        after={"sha256": supplied.sha256},
        effective_on=effective,
        classification=paper.item.classification,
    )
    return draft(paper, by, effective)


# Word


def _keep_word(paper: Paper, by, found: Inspected, named: _Named, edition: str) -> WordFile:
    """``paper``: as it would be. It is begun when the pages are taken."""
    findings = [asdict(finding) for finding in examine(found).findings]
    name, digest = store(found.content, "papers", found.extension)
    word = WordFile.objects.create(
        item=paper.item,
        edition=edition,
        file=name,
        filename=found.name,
        sha256=digest,
        size=len(found.content),
        findings=findings,
        by=by,
        at=current().at,
        **asdict(named),
    )
    record(
        "word_file_supplied",
        subject=word,
        about=paper.about,
        by=by,
        sentence=f"“{named.title}” by {named.author} supplied as a Word file ({word.filename}), to be printed.",
        after={"sha256": word.sha256},
        classification=paper.item.classification,
    )
    _queue(word)
    return word


def word_key(word: WordFile) -> str:
    return f"word-{word.pk}"


def _queue(word: WordFile) -> None:
    enqueue("print_word_file", word_key(word), word_id=word.pk)


@act
def print_again(*, word: WordFile, by) -> WordFile:
    """Queue its printing again, where it came to nothing because of the machine and not of the file."""
    asked_for(Paper.Kind.UPLOADED, by, About(item=word.item, edition=word.edition))
    if hasattr(word, "printed"):
        raise Refused("It was printed meanwhile.")
    nothing_changed()
    _queue(word)
    return word


@act
def take_word_file(*, word: WordFile, by, effective: date | None = None) -> PaperVersion:
    """The pages that were printed become the paper of the item: its next draft is composed with its cover."""
    paper = paper_for(Paper.Kind.UPLOADED, by, About(item=word.item, edition=word.edition))
    printed = getattr(word, "printed", None)
    if printed is None:
        raise Refused("It is still being printed: wait until its pages are there, and look at them first.")
    if printed.refused:
        raise Refused(printed.refused)
    if Upload.objects.filter(word=word).exists():
        raise Refused("Somebody else was faster: it is the paper already.")
    file = {
        "file": printed.file.name,
        "sha256": printed.sha256,
        "filename": word.filename,
        "size": printed.size,
        "pages": printed.pages,
        "word": word,
        "is_open": not any(finding.is_private for finding in findings_of(word)),
    }
    return _supplied(paper, by, _Named(word.title, word.author), file, effective)


def findings_of(word: WordFile) -> list[Finding]:
    """What was found in the file and, once it is printed, in its pages."""
    printed = getattr(word, "printed", None)
    return [Finding(**row) for row in (*word.findings, *(printed.findings if printed else ()))]

"""Printing a Word file in the worker. Running twice makes one file: it is stored under its hash."""

from dataclasses import asdict

from django.utils import timezone

from audit.acts import Refused
from papers.models import WordFile, WordPrint
from papers.pdffiles import pages_of
from papers.word.contents import examine
from papers.word.printing import NotPrinted, NoWriter, printed, replaced
from proposals.actions.documents import store
from proposals.uploads import DOCX, Inspected

NO_WRITER = (
    "No program that opens Word files (LibreOffice) is installed where this site works. The file is kept: print it "
    "again when there is one, or save it as PDF and supply that."
)
FAILED = "“{name}” could not be printed: save it as PDF in Word and supply that."


def render(job, progress) -> dict:
    """Print it, store the pages, then write their row. What was printed is left as it is. Without the program no row is
    written, so that it can be tried again."""
    word = WordFile.objects.select_related("printed").get(pk=job.payload["word_id"])
    made = getattr(word, "printed", None)
    if made is None:
        try:
            made = _make(word, progress)
        except NoWriter:
            return {"missing": True}
    return {"print": made.pk, "sha256": made.sha256}


def _make(word: WordFile, progress) -> WordPrint:
    progress(5, f"Opening “{word.filename}”")
    with word.file.open("rb") as opened:
        content = opened.read()
    try:
        row = _pages(word.filename, content, progress)
    except (NotPrinted, Refused) as problem:
        sentence = getattr(problem, "sentence", FAILED.format(name=word.filename))
        row = {"refused": sentence}
    made, _ = WordPrint.objects.get_or_create(word=word, defaults={**row, "made_at": timezone.now()})
    return made


def _pages(filename: str, content: bytes, progress) -> dict:
    examined = examine(Inspected(filename, ".docx", DOCX, content))
    progress(20, "Printing its pages")
    pdf = printed(examined)
    progress(85, "Looking at what was printed")
    pages = pages_of(filename, pdf)
    name, digest = store(pdf, "papers", ".pdf")
    findings = [asdict(finding) for finding in replaced(pdf, examined.typefaces)]
    return {"file": name, "sha256": digest, "size": len(pdf), "pages": pages, "findings": findings}

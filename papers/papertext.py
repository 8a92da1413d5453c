"""What was added by hand to a paper, put where it belongs, and the places where something may be added."""

from dataclasses import dataclass, replace

from papers.document import AddedText, Document, Note, RichText, Section
from papers.models import FreeText, Paper
from papers.report.prose import rich_text


@dataclass(frozen=True)
class Place:
    """``key`` is the section's, ``words`` its headings: “Proposed progression, Areas of assessment”."""

    key: str
    words: str


def with_added(document: Document, paper: Paper) -> Document:
    """The document with what was added by hand at the end of its sections."""
    texts = {text.place: text for text in FreeText.objects.filter(paper=paper).holding()} if paper.pk else {}
    if not texts:
        return document
    deep = _goes_below_chapters(paper)
    return replace(document, sections=tuple(_with(section, texts, deep) for section in document.sections))


def _goes_below_chapters(paper: Paper) -> bool:
    """Below the chapters of a paper of a consultation stand responses, clauses and questions by their place: another
    may come before them, and what was added to one would stand in the next."""
    return paper.consultation_id is None


def _with(section: Section, texts: dict[str, FreeText], deep: bool) -> Section:
    inner = tuple(_with(each, texts, deep) for each in section.sections) if deep else section.sections
    own = (added(texts[section.key]),) if section.key in texts else ()
    return replace(section, blocks=(*section.blocks, *own), sections=inner)


def added(text: FreeText) -> AddedText:
    lifted: RichText = rich_text(f"{text.place}.added", text.text)
    return AddedText(lifted.key, lifted.html, lifted.notes)


def places_of(document: Document, paper: Paper) -> list[Place]:
    deep = _goes_below_chapters(paper)
    return [place for section in document.sections for place in _places(section, ())[: None if deep else 1]]


def _places(section: Section, above: tuple[str, ...]) -> list[Place]:
    here = (*above, "".join(part.text for part in section.heading if not isinstance(part, Note)))
    return [Place(section.key, ", ".join(here)), *(p for inner in section.sections for p in _places(inner, here))]

"""How the tests read a document, and the page that shows it."""

import re

from papers import document as d
from papers.render_html import fragment

SCALARS = ("reference", "title", "version", "status", "classification", "composed_on", "contact", "checkpoint")

HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def stated(document: d.Document) -> dict:
    """What stands under each key: a section's own heading, a block whole; the document's own fields under '@name'."""
    return {part.key: _own(part) for part in document.walk()} | {
        f"@{name}": getattr(document, name) for name in SCALARS
    }


def _own(part):
    if isinstance(part, d.Section):
        return part.heading
    if isinstance(part, d.Annex):
        return (part.label, part.title, part.version)
    return part


def text(words: d.Words) -> str:
    return "".join(inline.text for inline in words if not isinstance(inline, d.Note))


def sentence(document: d.Document, key: str) -> str:
    return text(stated(document)[key].words)


def items(document: d.Document, key: str) -> list[str]:
    return [text(item) for item in stated(document)[key].items]


def headings(document: d.Document) -> list[str]:
    return [text(part.heading) for part in document.walk() if isinstance(part, d.Section)]


def section(document: d.Document, key: str) -> d.Section:
    return next(part for part in document.sections if part.key == key)


def recommended(document: d.Document) -> list[tuple[str, str]]:
    """Verb and words of each recommendation."""
    rows = stated(document)["recommendations.list"].items
    return [(row[0].text, text(row[1:]).strip()) for row in rows]


def html_of(document: d.Document) -> str:
    return fragment(document, lambda source: f"/{source}")


def plain(html: str) -> str:
    return " ".join(TAG.sub("", html).split())


def ranked(html: str) -> list[tuple[int, str]]:
    return [(int(rank), plain(words)) for rank, words in HEADING.findall(html)]


def said(part: d.Section) -> str:
    """The words of a section, however they are marked up."""
    only = d.Document("x", "", "", "", "", "draft", (), None, (), (part,), cover=False, numbered=False)
    return plain(html_of(only))

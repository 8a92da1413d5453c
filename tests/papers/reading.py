"""How the tests read a document."""

from papers import document as d

SCALARS = ("reference", "title", "version", "status", "classification", "composed_on", "contact", "checkpoint")


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

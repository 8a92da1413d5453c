"""What one composition says that another does not: block by block, named by the headings they stand under."""

from dataclasses import dataclass

from papers.document import Document, Note

CHANGED, ADDED, REMOVED = "Changed", "New", "Gone"


@dataclass(frozen=True)
class Change:
    """``key`` is the block's anchor on the page; ``where`` its headings, “Costs, DCC costs”."""

    kind: str
    key: str
    where: str


def between(before: Document, after: Document) -> list[Change]:
    """In the reading order of ``after``, what is gone at the end."""
    old, new = _blocks(before), _blocks(after)
    kept = [
        Change(CHANGED if key in old else ADDED, key, where)
        for key, (block, where) in new.items()
        if key not in old or old[key][0] != block
    ]
    return kept + [Change(REMOVED, key, where) for key, (_, where) in old.items() if key not in new]


def _blocks(document: Document) -> dict[str, tuple[object, str]]:
    """Every block with where it stands. Sections are left out: a section differs exactly where its blocks do."""
    found = {block.key: (block, "About this document") for block in (*document.about, *document.enclosures)}
    for section in (*document.sections, *document.appendices):
        found |= _under(section, ())
    for annex in document.annexes:
        found |= {block.key: (block, annex.label) for block in annex.about}
        for section in annex.sections:
            found |= _under(section, (annex.label,))
    return found


def _under(section, headings: tuple[str, ...]) -> dict[str, tuple[object, str]]:
    here = (*headings, "".join(part.text for part in section.heading if not isinstance(part, Note)))
    found = {block.key: (block, ", ".join(here)) for block in section.blocks}
    for inner in section.sections:
        found |= _under(inner, here)
    return found

"""What one composition says that another does not, block by block."""

from dataclasses import dataclass

from papers.document import Document


@dataclass(frozen=True)
class Changes:
    """Keys of blocks, which are also their anchors on the page."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)


def between(before: Document, after: Document) -> Changes:
    old, new = _blocks(before), _blocks(after)
    return Changes(
        changed=tuple(key for key in new if key in old and new[key] != old[key]),
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
    )


def _blocks(document: Document) -> dict:
    """Blocks only: a section differs exactly where its blocks do."""
    return {part.key: part for part in document.walk() if not hasattr(part, "sections")}


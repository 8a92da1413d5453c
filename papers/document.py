"""The typed document: what a paper says, in what order, before it is put on a screen, a page or in Word.

Values only. The same document gives the same three renditions on any machine on any day, so an issued paper is this
value in JSON.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date

SCHEMA = 1
# A part that came after the first snapshots: left out of the text where it holds nothing, so that the text of an older
# document, and its hash, stay what they were.
LATER = {"later": True}


def later(default):
    return field(default=default, metadata=LATER)


@dataclass(frozen=True)
class Text:
    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Note:
    """A footnote, standing where its mark stands. Numbers are given by the rendition, in reading order."""

    text: str


Inline = Text | Link | Note
Words = tuple[Inline, ...]


def words(*parts: str | Inline) -> Words:
    return tuple(Text(part) if isinstance(part, str) else part for part in parts if part != "")


def strong(text: str) -> Text:
    return Text(text, strong=True)


@dataclass(frozen=True)
class Paragraph:
    key: str
    words: Words


@dataclass(frozen=True)
class RichText:
    """Sanitised HTML. ``[[note: 1]]`` in it stands for ``notes[0]``, ``[[passage: 1]]`` for what tells which passage of
    the document stands there, ``passages[0]``."""

    key: str
    html: str
    notes: tuple[str, ...] = ()
    passages: tuple[str, ...] = later(())


@dataclass(frozen=True)
class AddedText(RichText):
    """What somebody added by hand to what the record says; ``mark`` says so in every rendition."""

    mark: str = "Added by SECAS"


@dataclass(frozen=True)
class BulletList:
    key: str
    items: tuple[Words, ...]


@dataclass(frozen=True)
class NumberedList:
    key: str
    items: tuple[Words, ...]


@dataclass(frozen=True)
class Table:
    """The first cell of each row heads it; ``leading``: it is the wide one; ``counting``: it holds no more than a
    number."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    leading: bool = later(False)
    counting: bool = later(False)


@dataclass(frozen=True)
class Tick:
    name: str
    ticked: bool


@dataclass(frozen=True)
class TickTable:
    """``ticked_means`` and ``blank_means`` are said to those who cannot see the tick."""

    key: str
    caption: str
    cells: tuple[Tick, ...]
    columns: int = 2
    ticked_means: str = "impacted"
    blank_means: str = "not impacted"

    @property
    def rows(self) -> tuple[tuple[Tick, ...], ...]:
        return tuple(self.cells[start : start + self.columns] for start in range(0, len(self.cells), self.columns))


@dataclass(frozen=True)
class Figure:
    """``source`` names the picture's bytes; whoever renders hands them over under that name."""

    key: str
    number: int
    source: str
    caption: str
    alternative: str


@dataclass(frozen=True)
class Sheets:
    """The pages of a file that somebody supplied, as they are. ``source`` names its bytes, as that of a figure."""

    key: str
    source: str
    title: str
    pages: int


@dataclass(frozen=True)
class FactList:
    key: str
    caption: str
    facts: tuple[tuple[str, Words], ...]


KEEP, INSERT, DELETE = "keep", "insert", "delete"


@dataclass(frozen=True)
class RedlineRun:
    kind: str
    text: str


@dataclass(frozen=True)
class RedlineLine:
    """One line of legal text: 'G3.20' at level 0, '(a)' at level 1. ``was`` is the label before, where it changes."""

    label: str
    runs: tuple[RedlineRun, ...]
    level: int = 0
    heading: bool = False
    was: str | None = None

    @property
    def label_runs(self) -> tuple[RedlineRun, ...]:
        """A label comes and goes with its line."""
        if self.was is not None:
            return tuple(RedlineRun(kind, text) for kind, text in ((DELETE, self.was), (INSERT, self.label)) if text)
        kinds = {run.kind for run in self.runs}
        kind = kinds.pop() if len(kinds) == 1 else KEEP
        return (RedlineRun(kind, self.label),) if self.label else ()


@dataclass(frozen=True)
class Redline:
    key: str
    instruction: str
    lines: tuple[RedlineLine, ...]


Block = Paragraph | RichText | BulletList | NumberedList | Table | TickTable | Figure | Sheets | FactList | Redline


@dataclass(frozen=True)
class Section:
    key: str
    heading: Words
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()

    def walk(self) -> Iterator["Section | Block"]:
        yield self
        yield from self.blocks
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Annex:
    """A document of its own behind the paper, with its own title page and version: legal text, or (``prose``) another
    document as it stood then. ``reference`` and ``name``: what it is about, where the paper is about something else."""

    key: str
    label: str
    title: str
    version: str
    about: tuple[Block, ...]
    sections: tuple[Section, ...]
    reference: str = later("")
    name: str = later("")
    prose: bool = later(False)

    @property
    def version_line(self) -> str:
        return f"{self.title} – version {self.version}" if self.version else self.title

    def walk(self) -> Iterator["Annex | Section | Block"]:
        yield self
        yield from self.about
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True)
class Contact:
    """Lines are printed one beneath the other; an e-mail address among them becomes a link."""

    heading: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Numbered:
    """A section of the first rank with what the contents print before it: '1.' or 'Appendix 1:'."""

    number: str
    section: Section


@dataclass(frozen=True)
class Header:
    """What stands at the head of a paper for a meeting: its reference, and what it is there for."""

    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SignOff:
    name: str
    team: str
    on: date


DRAFT, ISSUED = "draft", "issued"


@dataclass(frozen=True)
class Document:
    """``enclosures`` stand after the contents. ``classification`` is the sentence on every page.

    A paper for a meeting has no ``cover``: it begins with a ``header`` and its title and ends with who signs it and the
    list of its ``attachments``. ``version_words`` say another version than its own: that of the text it is made of.
    ``flowing``: its chapters are short and run on, where otherwise each begins a page.
    """

    kind: str
    reference: str
    title: str
    document_title: str
    version: str
    status: str
    classification: Words
    composed_on: date
    about: tuple[Block, ...]
    sections: tuple[Section, ...]
    enclosures: tuple[Block, ...] = ()
    appendices: tuple[Section, ...] = ()
    annexes: tuple[Annex, ...] = ()
    contact: Contact | None = None
    checkpoint: str = ""
    numbered: bool = True
    contents: bool = True
    language: str = "en-GB"
    cover: bool = later(True)
    header: Header | None = field(default=None, metadata=LATER)
    sign_off: SignOff | None = field(default=None, metadata=LATER)
    attachments: tuple[Words, ...] = later(())
    version_words: str = later("")
    place: str = later("")
    flowing: bool = later(False)

    def __post_init__(self):
        repeated = [key for key, times in Counter(part.key for part in self.walk()).items() if times > 1]
        if repeated:
            raise ValueError(f"Keys used twice in one document: {', '.join(repeated)}")

    @property
    def version_line(self) -> str:
        return self.version_words or f"Version {self.version}"

    @property
    def full_title(self) -> str:
        """What the file is called: “MP087 ‘…’ – Modification Report, version 1.0”."""
        if self.cover:
            return f"{self.reference} {self.quoted_title} – {self.document_title}, version {self.version}"
        return f"{self.title} – {self.document_title}, version {self.version}"

    @property
    def listed_title(self) -> str:
        """What lists call it: “MP087 Modification Report”, “SECP_69_1406_11: DP075 conversion”."""
        if self.cover:
            return f"{self.reference} {self.document_title}"
        if self.header is None:
            return self.document_title
        return f"{self.reference}: {self.title}" if self.reference else self.title

    @property
    def running_title(self) -> str:
        """What stands at the head of each page."""
        return f"{self.reference} {self.document_title if self.cover else self.title}".strip()

    @property
    def quoted_title(self) -> str:
        return f"‘{self.title}’"

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT

    @property
    def slug(self) -> str:
        """The address; ``place`` where it is not that of a document of its proposal."""
        return self.place or f"{self.reference}-{self.kind}".lower()

    def chapters(self) -> tuple[Numbered, ...]:
        return (
            *(Numbered(f"{n}." if self.numbered else "", section) for n, section in enumerate(self.sections, 1)),
            *(Numbered(f"Appendix {n}:", section) for n, section in enumerate(self.appendices, 1)),
        )

    def walk(self) -> Iterator[Annex | Section | Block]:
        """Everything that has a key, in reading order."""
        yield from self.about
        yield from self.enclosures
        for part in (*self.sections, *self.appendices, *self.annexes):
            yield from part.walk()


TYPES = {
    cls.__name__: cls
    for cls in (
        *(
            Text,
            Link,
            Note,
            Paragraph,
            RichText,
            AddedText,
            BulletList,
            NumberedList,
            Table,
            Tick,
            TickTable,
            Figure,
            Sheets,
            FactList,
        ),
        *(RedlineRun, RedlineLine, Redline, Section, Annex, Contact, Header, SignOff, Document),
    )
}


def _encoded(value):
    if is_dataclass(value):
        held = [part.name for part in fields(value) if not _is_later_and_empty(part, value)]
        return {"is": type(value).__name__} | {name: _encoded(getattr(value, name)) for name in held}
    if isinstance(value, date):
        return {"is": "date", "day": value.isoformat()}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    return value


def _is_later_and_empty(part, value) -> bool:
    return "later" in part.metadata and part.default is not MISSING and getattr(value, part.name) == part.default


def _decoded(value):
    if isinstance(value, list):
        return tuple(_decoded(item) for item in value)
    if not isinstance(value, dict):
        return value
    if value["is"] == "date":
        return date.fromisoformat(value["day"])
    return TYPES[value["is"]](**{name: _decoded(item) for name, item in value.items() if name != "is"})


def to_json(document: Document) -> str:
    """Canonical: one document has one text, so that its hash can be compared."""
    frozen = {"schema": SCHEMA, "document": _encoded(document)}
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Document:
    """Raises ``ValueError`` on a snapshot of a schema that this version does not know."""
    frozen = json.loads(text)
    if frozen.get("schema") != SCHEMA:
        raise ValueError(f"This is a snapshot of schema {frozen.get('schema')}; schema {SCHEMA} is known.")
    return _decoded(frozen["document"])


def snapshot_hash(document: Document) -> str:
    return hashlib.sha256(to_json(document).encode()).hexdigest()

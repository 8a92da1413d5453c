"""What is in a Word file: what its printed pages cannot keep, and the same file without what would reach beyond it.

A .docx is an archive of XML parts. Whoever opens it fetches whatever the parts point to – pictures, templates, files of
the machine – so that all such pointing is taken out before it is opened here. Links that a reader may follow stay.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from audit.acts import Refused
from papers.numbers import counted, plural
from proposals.uploads import MEGABYTE, Inspected

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MOST_XML = 60 * MEGABYTE
MOST_PARTS = 3_000
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
FONT_NAMED = re.compile(rb'(?:w:ascii|w:hAnsi|typeface)="([^"+]{1,80})"|<w:font w:name="([^"]{1,80})"')

LINK, TEMPLATE = "/hyperlink", "/attachedTemplate"
WITHIN = ("/aFChunk", "/control")  # another document within this one, and a program's control
TRACKED = [f"{WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo")]
FIELD, SIMPLE = f"{WORD}instrText", f"{WORD}fldSimple"
DRAWN_IN = ("INCLUDETEXT", "INCLUDEPICTURE", "DDEAUTO", "DDE", "LINK", "DATABASE", "RD", "IMPORT")
OF_TODAY = ("DATE", "TIME", "PRINTDATE", "SAVEDATE")
PRIVATE = {"comments", "hidden", "embedded", "tracked"}


@dataclass(frozen=True)
class Finding:
    """Something that the pages do not keep, or show otherwise than Word does."""

    key: str
    sentence: str

    @property
    def is_private(self) -> bool:
        """The file holds what its pages do not show, and its author may not mean everybody to have."""
        return self.key in PRIVATE


@dataclass(frozen=True)
class Examined:
    """``content``: the file without what would reach beyond it; ``typefaces``: all that it names."""

    content: bytes
    findings: tuple[Finding, ...]
    typefaces: frozenset[str]


class _Tally:
    def __init__(self):
        self.tracked = self.comments = self.hidden = self.embedded = self.elsewhere = self.within = self.today = 0
        self.typefaces: set[str] = set()


def examine(found: Inspected) -> Examined:
    """Raises ``Refused`` where it cannot be read as a Word file."""
    try:
        return _examined(found)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, EOFError, NotImplementedError, ValueError) as error:
        raise Refused(f"“{found.name}” is damaged: it cannot be opened as a Word file.", "upload") from error


def _examined(found: Inspected) -> Examined:
    tally, made = _Tally(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(found.content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        _check_size(found.name, given.infolist())
        given.getinfo("word/document.xml")
        for part in given.infolist():
            if not part.is_dir():
                kept.writestr(part.filename, _without_reach(part.filename, given.read(part), tally))
    return Examined(made.getvalue(), tuple(_findings(tally)), frozenset(tally.typefaces))


def _check_size(name: str, parts: list[zipfile.ZipInfo]) -> None:
    """What all of it unpacks to was asked when it was inspected; XML takes many times its size to open."""
    written = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if written > MOST_XML or len(parts) > MOST_PARTS:
        raise Refused(f"“{name}” unpacks to more than can be printed: save it as PDF and send that.", "upload")


def _without_reach(name: str, content: bytes, tally: _Tally) -> bytes:
    """The part as it may be opened; what is in it is counted on the way."""
    if name.startswith("word/embeddings/"):
        tally.embedded += 1
    if not name.endswith((".xml", ".rels")):
        return content
    tally.typefaces |= {(a or b).decode("utf-8", "replace") for a, b in FONT_NAMED.findall(content)}
    if name.endswith(".rels"):
        return _relationships(_parsed(content), tally)
    if TEXT_PARTS.fullmatch(name):
        return _text(name, _parsed(content), tally)
    if b"<!DOCTYPE" in content:
        raise ValueError("a document type within a part")
    return content


def _parsed(content: bytes):
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type within a part")
    return root


def _relationships(root, tally: _Tally) -> bytes:
    for each in list(root.iter(RELATIONSHIP)):
        kind, outside = each.get("Type", ""), each.get("TargetMode") == "External"
        if kind.endswith(WITHIN):
            tally.within += 1
        elif not outside or kind.endswith(LINK):
            continue
        elif not kind.endswith(TEMPLATE):
            tally.elsewhere += 1
        each.getparent().remove(each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(name: str, root, tally: _Tally) -> bytes:
    tally.tracked += sum(1 for _ in root.iter(*TRACKED))
    tally.comments += sum(1 for _ in root.iter(f"{WORD}comment"))
    tally.hidden += sum(1 for each in root.iter(f"{WORD}vanish") if _is_on(each) and _is_of_a_run(each))
    for field in _fields(root):
        words = field.instruction.split()
        verb = words[0].upper() if words else ""
        tally.today += verb in OF_TODAY
        if verb in DRAWN_IN:
            tally.elsewhere += 1
            field.empty()
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_on(element) -> bool:
    return element.get(f"{WORD}val", "true") not in ("false", "0", "off")


def _is_of_a_run(element) -> bool:
    """Not that of the mark at the end of a paragraph, which is nothing to read."""
    run = element.getparent().getparent()
    return run is not None and run.tag == f"{WORD}r"


@dataclass(frozen=True)
class _Field:
    """A field of Word; what it does may be cut up among several elements."""

    elements: tuple

    @property
    def instruction(self) -> str:
        return "".join(_instruction(each) for each in self.elements)

    def empty(self) -> None:
        for each in self.elements:
            if each.tag == SIMPLE:
                each.set(f"{WORD}instr", "QUOTE")
            else:
                each.text = ""


def _instruction(element) -> str:
    return element.get(f"{WORD}instr", "") if element.tag == SIMPLE else element.text or ""


def _fields(root) -> Iterable[_Field]:
    """In the order of the text. A field may hold others: each beginning opens one, each end closes the innermost."""
    open_ones: list[list] = []
    for element in root.iter(FIELD, SIMPLE, f"{WORD}fldChar"):
        if element.tag == SIMPLE:
            yield _Field((element,))
        elif element.tag == FIELD:
            (open_ones[-1] if open_ones else []).append(element)
        elif element.get(f"{WORD}fldCharType") == "begin":
            open_ones.append([])
        elif element.get(f"{WORD}fldCharType") == "end" and open_ones:
            yield _Field(tuple(open_ones.pop()))
    yield from (_Field(tuple(left)) for left in open_ones)


def _findings(tally: _Tally) -> Iterable[Finding]:
    if tally.tracked:
        words = counted(tally.tracked, "tracked change")
        yield Finding(
            "tracked",
            f"It has {words}: what was added is printed underlined, what was deleted struck through. Accept or reject "
            "them in Word first if the meeting is to read the text without them.",
        )
    if tally.comments:
        yield Finding(
            "comments",
            f"Its {counted(tally.comments, 'comment')} {plural(tally.comments, 'is', 'are')} not printed.",
        )
    if tally.hidden:
        yield Finding("hidden", "It has hidden text, which is not printed.")
    if tally.embedded:
        yield Finding(
            "embedded",
            f"It holds {counted(tally.embedded, 'other file')}, such as the sheet behind a chart: of "
            f"{plural(tally.embedded, 'it', 'each')} the picture alone is printed.",
        )
    if tally.elsewhere or tally.within:
        yield Finding(
            "elsewhere",
            "It draws in text or pictures from other files or from the web. Nothing is fetched for it: what was not "
            "saved with it is missing.",
        )
    if tally.today:
        yield Finding("today", "It has a date that Word fills in by itself: look at what stands there now.")

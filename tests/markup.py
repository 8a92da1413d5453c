"""Pages as trees, and what the HTML standard's parser finds wrong with them, without asking it twice about the same.

html5lib follows the standard step by step and takes some milliseconds for a page; thousands of pages come that
differ in their words alone. What it finds depends on the elements, the names of their attributes and on where anything
stands between them, not on what the words are. So a page is reduced to that, its *frame*, and a page whose frame was
found sound is sound. Where a page holds anything that is not plainly read, it has no frame and is read by html5lib.

For a sound frame the tree is made by libxml2, in a twentieth of the time, where the first page of that frame gave the
same tree both ways; else by html5lib, always.
"""

import functools
import hashlib
import re
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib
from lxml import etree

# Every character that stands in no page by mistake: whatever else there is, html5lib is to judge.
PLAIN = re.compile(r"[\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
REFERENCE = r"&(?:amp|lt|gt|quot|nbsp|#39|#x27);"
WORDS = rf"(?:[^<&]|{REFERENCE})+"
VALUES = rf"""="(?:[^"<&]|{REFERENCE})*"|='(?:[^'<&]|{REFERENCE})*'"""
ATTRIBUTE = rf"[a-z][a-z0-9:@-]*(?:{VALUES})?"
PIECE = re.compile(
    rf"(?P<words>{WORDS})|(?P<tag><[a-z][a-z0-9-]*(?:\s+{ATTRIBUTE})*\s*/?>)|</[a-z][a-z0-9-]*>"
    r"|<!doctype html>",
    re.IGNORECASE,
)
# Two values say what the element is: of a field in a table, and of foreign markup.
VALUE = re.compile(r"""(?<!\stype)(?<!\sencoding)=(?:"[^"]*"|'[^']*')""", re.IGNORECASE)

_sound: dict[bytes, bool] = {}  # by frame, whether libxml2 gives the tree that html5lib gives


def frame(html: str) -> bytes | None:
    """What the parser's findings depend on; None where that is not plain."""
    if not PLAIN.fullmatch(html):
        return None
    pieces, place = [], 0
    for piece in PIECE.finditer(html):
        if piece.start() != place:
            return None
        place = piece.end()
        if piece.lastgroup == "words":
            pieces.append(" " if piece[0].isspace() else "x")
        else:
            pieces.append(VALUE.sub("=", piece[0]) if piece.lastgroup == "tag" else piece[0])
    return hashlib.sha256("".join(pieces).encode()).digest() if place == len(html) else None


@functools.lru_cache(maxsize=256)
def read(html: str) -> tuple[Element, list[tuple]]:
    """The page as a tree, and what the parser found wrong with it: where, the standard's code, and circumstances."""
    built = frame(html)
    if _sound.get(built):
        return _quick(html), []
    tree, errors = _strict(html)
    if built and not errors and built not in _sound:
        _sound[built] = _alike(tree, _quick(html))
    return tree, errors


def errors(html: str) -> list[tuple]:
    """What is wrong with it, where nobody asks for the tree."""
    return [] if frame(html) in _sound else read(html)[1]


def _strict(html: str) -> tuple[Element, list[tuple]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html), parser.errors


class _Builder(TreeBuilder):
    """Makes the same kind of tree as html5lib."""

    def start(self, tag, attributes):
        return super().start(tag, dict(attributes))


def _quick(html: str) -> Element:
    return etree.fromstring(html, etree.HTMLParser(target=_Builder(), huge_tree=True))


def _alike(one: Element, other: Element) -> bool:
    """The same but for the white space around head and body, which the standard moves."""
    return [*_said(one)] == [*_said(other)]


def _said(tree: Element):
    yield " ".join("".join(tree.itertext()).split())
    for element in tree.iter():
        if isinstance(element.tag, str):
            within = [child.tag for child in element if isinstance(child.tag, str)]
            yield element.tag, element.attrib, within, element is tree or element.text or ""

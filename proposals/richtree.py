"""Rich text as a small tree: whatever is pasted comes out as the few shapes that pages, papers and Word files know.

Blocks hold blocks or runs of text, never both mixed, except that a list item or table cell may begin with bare text. A
run of text has its marks in one order. So one text has one spelling, and reading what was written gives the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

import nh3

HEADINGS = ("h3", "h4", "h5")
LISTS = ("ul", "ol")
MARKS = ("a", "strong", "em", "sub", "sup", "code")
TAGS = {
    *HEADINGS,
    *LISTS,
    *MARKS,
    "p",
    "br",
    "li",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
URL_SCHEMES = {"http", "https", "mailto"}
SCOPES = {"row", "col", "rowgroup", "colgroup"}
# Tags whose words are no words of the author.
DROPPED = {"script", "style", "title", "xml", "svg", "math", "template", "noscript", "iframe", "object"}

_SPELLED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h6": "h5"}
# Not allowed themselves, but their edges are the edges of paragraphs.
_EDGES = {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "details"),
    *("summary", "form", "fieldset", "address", "center", "pre", "dl", "dt", "dd", "hr", "tfoot"),
}
_READ_TAGS = TAGS | set(_SPELLED) | _EDGES
_READ_ATTRIBUTES = {**ATTRIBUTES, "p": {"class"}}
_VOID = {"br", "hr"}

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[ \t\r\n\xa0]+")
_WORD_BULLET = re.compile(r"(?:[·•§o\-–]|(?P<number>\(?(?:\d{1,3}|[a-z]{1,3})[.)]))[ \xa0]")
_BREAK = "\n"
# Deeper than any text needs, and far from what would exhaust the stack.
_MOST_TAGS_DEEP = 100
_MOST_BLOCKS_DEEP = 8
_MOST_CELLS = 50


class Mark(NamedTuple):
    tag: str
    href: str = ""


class Text(NamedTuple):
    """Words with the same marks; a lone line feed without marks is a line break."""

    text: str
    marks: tuple[Mark, ...] = ()


class Markup(NamedTuple):
    """HTML that is written as it stands. Reading never makes it."""

    html: str


@dataclass
class Node:
    tag: str
    children: list[Node | Text | Markup]
    attributes: dict[str, str] = field(default_factory=dict)
    # Word writes list items as paragraphs: such a list is put together from neighbours.
    is_gathered: bool = False


@dataclass
class _Raw:
    tag: str
    attributes: dict[str, str]
    children: list[_Raw | str] = field(default_factory=list)
    holds_block: bool = False


class _Where(NamedTuple):
    depth: int = 0
    in_cell: bool = False
    in_item: bool = False

    def inside(self, *, cell: bool = False, item: bool = False) -> _Where:
        return _Where(self.depth + 1, self.in_cell or cell, self.in_item or item)


# Reading ------------------------------------------------------------------------------------------


def read(html: str) -> list[Node]:
    """The blocks of any HTML, however it was made."""
    sound = html.encode("utf-8", "replace").decode()
    builder = _Builder()
    builder.feed(
        nh3.clean(
            sound,
            tags=_READ_TAGS,
            attributes=_READ_ATTRIBUTES,
            attribute_filter=keep_attribute,
            clean_content_tags=DROPPED,
            url_schemes=URL_SCHEMES,
            link_rel=None,
        )
    )
    builder.close()
    return _flow(builder.root.children, _Where())


def keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        address = value.strip()
        return address if address and not address.startswith(("//", "\\")) and not _CONTROLS.search(address) else None
    if name in ("colspan", "rowspan"):
        return _number_between(value, 2, _MOST_CELLS)
    if name == "start":
        return None if value.strip() == "1" else _number_between(value, 0, 9999)
    if name == "scope":
        return value if value in SCOPES else None
    return value


def _number_between(value: str, least: int, most: int) -> str | None:
    value = value.strip()
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        return None
    return str(int(value)) if least <= int(value) <= most else None


class _Builder(HTMLParser):
    """Takes what the sanitiser wrote, which is well formed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = _Raw("", {})
        self.stack = [self.root]

    def handle_starttag(self, tag, attrs):
        tag = _SPELLED.get(tag, tag)
        if tag not in MARKS and tag != "br":
            self._tell_holders()
        element = _Raw(tag, {name: value or "" for name, value in attrs})
        too_deep = len(self.stack) > _MOST_TAGS_DEEP
        if not too_deep or tag in _VOID:
            self.stack[-1].children.append(element)
        if tag not in _VOID:
            self.stack.append(self.stack[-1] if too_deep else element)

    def _tell_holders(self):
        for holder in reversed(self.stack):
            if holder.holds_block:
                return
            holder.holds_block = True

    def handle_endtag(self, tag):
        if tag not in _VOID:
            self.stack.pop()

    def handle_data(self, data):
        self.stack[-1].children.append(data)


# Putting in shape ---------------------------------------------------------------------------------


def _flow(children: Iterable[_Raw | str], where: _Where) -> list[Node]:
    blocks: list[Node] = []
    pending: list[Text] = []
    for child in children:
        if _is_inline(child):
            pending += _texts([child])
            continue
        blocks += _paragraphs(pending)
        pending = []
        _append(blocks, _blocks(child, where))
    return blocks + _paragraphs(pending)


def _is_inline(child: _Raw | str) -> bool:
    return isinstance(child, str) or (child.tag in (*MARKS, "br") and not child.holds_block)


def _append(blocks: list[Node], new: list[Node]) -> None:
    gathers = blocks and new and blocks[-1].is_gathered and new[0].is_gathered and blocks[-1].tag == new[0].tag
    if gathers:
        blocks[-1].children += new[0].children
    else:
        blocks += new


def _blocks(raw: _Raw, where: _Where) -> list[Node]:
    too_deep = where.depth >= _MOST_BLOCKS_DEEP
    if raw.tag in HEADINGS:
        return _heading(raw, where)
    if raw.tag in LISTS and not too_deep:
        return _list(raw, where)
    if raw.tag == "table" and not where.in_cell and not too_deep:
        return _table(raw, where)
    if raw.tag == "blockquote" and not too_deep:
        return _filled("blockquote", _flow(raw.children, where.inside()))
    inner = _flow(raw.children, where)
    is_word_item = raw.tag == "p" and "MsoList" in raw.attributes.get("class", "") and len(inner) == 1
    return _word_item(inner[0]) if is_word_item else inner


def _filled(tag: str, children: list, attributes: dict[str, str] | None = None) -> list[Node]:
    return [Node(tag, children, attributes or {})] if children else []


def _heading(raw: _Raw, where: _Where) -> list[Node]:
    return _filled("p" if where.in_cell or where.in_item else raw.tag, _line_of(raw))


def _list(raw: _Raw, where: _Where) -> list[Node]:
    items = [
        item
        for content in _item_contents(raw)
        for item in _filled("li", _bare(_flow(content, where.inside(item=True))))
    ]
    return _filled(raw.tag, items, raw.attributes if raw.tag == "ol" else {})


def _item_contents(raw: _Raw) -> list[list[_Raw | str]]:
    """A list put straight into a list belongs to the item before it; anything else there is an item of its own."""
    contents: list[list[_Raw | str]] = []
    for child in raw.children:
        if isinstance(child, str):
            contents += [[child]] if child.strip() else []
        elif child.tag in LISTS and contents:
            contents[-1].append(child)
        else:
            contents.append(list(child.children) if child.tag == "li" else [child])
    return contents


def _bare(blocks: list[Node]) -> list:
    """One paragraph, with lists under it or nothing, needs no paragraph tag."""
    if blocks and blocks[0].tag == "p" and all(block.tag in LISTS for block in blocks[1:]):
        return [*blocks[0].children, *blocks[1:]]
    return blocks


def _word_item(paragraph: Node) -> list[Node]:
    first = paragraph.children[0] if paragraph.tag == "p" else None
    bullet = _WORD_BULLET.match(first.text) if isinstance(first, Text) else None
    if not bullet:
        return [paragraph]
    texts = _tidy([first._replace(text=first.text[bullet.end() :]), *paragraph.children[1:]])
    return [Node("ol" if bullet["number"] else "ul", _filled("li", texts), is_gathered=True)] if texts else []


def _table(raw: _Raw, where: _Where) -> list[Node]:
    parts = [child for child in raw.children if isinstance(child, _Raw)]
    caption = next((_filled("caption", _line_of(part)) for part in parts if part.tag == "caption"), [])
    head = [row for part in parts if part.tag == "thead" for row in _rows(part, where)]
    body = [row for part in parts if part.tag in ("tbody", "tfoot") for row in _rows(part, where)]
    if not head and not body:
        return [Node("p", node.children) for node in caption]
    return [Node("table", [*caption, *_filled("thead", head), *_filled("tbody", body)])]


def _rows(part: _Raw, where: _Where) -> list[Node]:
    return [
        row
        for child in part.children
        if isinstance(child, _Raw) and child.tag == "tr"
        for row in _filled("tr", _cells(child, where))
    ]


def _cells(row: _Raw, where: _Where) -> list[Node]:
    return [
        Node(cell.tag, _bare(_flow(cell.children, where.inside(cell=True))), cell.attributes)
        for cell in row.children
        if isinstance(cell, _Raw) and cell.tag in ("th", "td")
    ]


# Runs of text -------------------------------------------------------------------------------------


def _texts(children: Iterable[_Raw | str], marks: tuple[Mark, ...] = ()) -> Iterator[Text]:
    for child in children:
        if isinstance(child, str):
            yield Text(_SPACES.sub(_one_space, _CONTROLS.sub("", child)), marks)
        elif child.tag == "br":
            yield Text(_BREAK)
        else:
            yield from _texts(child.children, _with(marks, child))


def _one_space(found: re.Match) -> str:
    """A lone hard space is the author's, as in 4 November; more are what Word uses for indents."""
    return found[0] if found[0] == "\xa0" else " "


def _with(marks: tuple[Mark, ...], raw: _Raw) -> tuple[Mark, ...]:
    is_link = raw.tag == "a"
    if raw.tag not in MARKS or (is_link and "href" not in raw.attributes):
        return marks
    others = [mark for mark in marks if mark.tag != raw.tag]
    return tuple(
        sorted(
            [*others, Mark(raw.tag, raw.attributes["href"] if is_link else "")], key=lambda mark: MARKS.index(mark.tag)
        )
    )


def _line_of(raw: _Raw) -> list[Text]:
    return _tidy(Text(" ") if text.text == _BREAK else text for text in _texts([raw]))


def _paragraphs(texts: Iterable[Text]) -> list[Node]:
    """Two line breaks in a row are where a paragraph ends."""
    lines: list[list[Text]] = [[]]
    for text in texts:
        if text.text == _BREAK:
            lines.append([])
        else:
            lines[-1].append(text)
    tidied = [_tidy(line) for line in lines]
    return [
        Node("p", [text for n, line in enumerate(group) for text in ([Text(_BREAK)] if n else []) + line])
        for is_written, found in groupby(tidied, key=bool)
        if is_written and (group := list(found))
    ]


def _tidy(texts: Iterable[Text]) -> list[Text]:
    """One line: single spaces, none at its ends, neighbours of the same marks joined, no marks on a mere space."""
    line: list[Text] = []
    after_space = True
    for text, marks in texts:
        text = text.lstrip(" \xa0") if after_space else text
        if text:
            line.append(Text(text, marks if text.strip(" \xa0") else ()))
            after_space = text[-1] in " \xa0"
    while line and not line[-1].text.rstrip(" \xa0"):
        line.pop()
    if line:
        line[-1] = line[-1]._replace(text=line[-1].text.rstrip(" \xa0"))
    return [
        Text("".join(text.text for text in group), marks) for marks, group in groupby(line, key=lambda text: text.marks)
    ]


# Writing ------------------------------------------------------------------------------------------


def write(children: Iterable[Node | Text | Markup]) -> str:
    parts = []
    for is_text, group in groupby(children, key=lambda child: isinstance(child, Text)):
        neighbours = list(group)
        parts.append(_write_texts(neighbours) if is_text else "".join(map(_write_one, neighbours)))
    return "".join(parts)


def _write_one(child: Node | Markup) -> str:
    if isinstance(child, Markup):
        return child.html
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in sorted(child.attributes.items()))
    return f"<{child.tag}{attributes}>{write(child.children)}</{child.tag}>"


def _write_texts(texts: Sequence[Text], depth: int = 0) -> str:
    """Marks shared by neighbours are opened once."""
    parts = []
    for mark, group in groupby(texts, key=lambda text: text.marks[depth] if len(text.marks) > depth else None):
        if mark is None:
            parts += ["<br>" if text.text == _BREAK else _escaped(text.text) for text in group]
        else:
            href = f' href="{escape(mark.href)}"' if mark.tag == "a" else ""
            parts.append(f"<{mark.tag}{href}>{_write_texts(list(group), depth + 1)}</{mark.tag}>")
    return "".join(parts)


def _escaped(words: str) -> str:
    return escape(words, quote=False).replace("\xa0", "&nbsp;")


# Looking at ---------------------------------------------------------------------------------------


def plain(children: Iterable[Node | Text | Markup]) -> str:
    """The words of a block: nested blocks on lines of their own, table cells apart by a bar."""
    lines = [""]
    for child in children:
        if isinstance(child, Text):
            lines[-1] += child.text
        elif isinstance(child, Node):
            lines += [_row_text(child) if child.tag == "tr" else plain(child.children), ""]
    return "\n".join(line for line in lines if line)


def _row_text(row: Node) -> str:
    return " | ".join(plain(cell.children).replace("\n", " ") for cell in row.children)


def leaves(blocks: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Each paragraph, heading, list item, caption and table row as (tag, words), in reading order."""
    for block in blocks:
        if block.tag == "tr":
            yield "tr", _row_text(block)
            continue
        words = "".join(child.text for child in block.children if isinstance(child, Text))
        if words:
            yield block.tag, words
        yield from leaves(child for child in block.children if isinstance(child, Node))

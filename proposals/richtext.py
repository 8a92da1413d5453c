"""The rich text of the record: what may stand in it, how it is shown, and how two versions of it differ.

One allow-list serves pages, papers and Word files. Two markers, plain text to every editor, stand for what HTML has no
tag for: `[[note: words]]` is a footnote and `[[figure: 1]]` the place of a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

import nh3
from django.utils.safestring import SafeString, mark_safe

from proposals import richtree
from proposals.richtree import Markup, Node, Text
from proposals.worddiff import DELETE, INSERT, KEEP, Piece, Run, align, diff_words, is_changed

SAME, CHANGED, INSERTED, DELETED = "same", "changed", "inserted", "deleted"

_MARKER = re.compile(
    r"\[\[\s*(?:note\s*:\s*(?P<note>[^\s](?:(?!\[\[).)*?)|figure\s*:\s*(?P<figure>\d{1,3}))\s*\]\](?!\])",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(r"\s*[-•]\s+(?=\S)")
_HEADING_TAG = re.compile(r"(</?h)([1-6])(?=[\s>])")
LOWEST_HEADING = 6


class RenderedFigure(NamedTuple):
    src: str
    alternative_text: str
    caption: str


class Rendered(NamedTuple):
    """`notes` are the footnotes' words, in order, as safe HTML; `placed` the figures that stand in the text."""

    html: SafeString
    notes: list[SafeString]
    placed: tuple[int, ...]


class DiffBlock(NamedTuple):
    kind: str
    tag: str
    runs: tuple[Run, ...]


# In and out ---------------------------------------------------------------------------------------


def sanitise(html: str) -> str:
    """Only what the allow-list has, spelled in one way; sanitising again changes nothing."""
    return nh3.clean(
        richtree.write(richtree.read(html)),
        tags=richtree.TAGS,
        attributes=richtree.ATTRIBUTES,
        attribute_filter=richtree.keep_attribute,
        url_schemes=richtree.URL_SCHEMES,
        link_rel=None,
    )


def from_plain(text: str) -> str:
    """What a Party wrote without an editor: a blank line ends a paragraph, `- ` or `• ` begins a list item."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return sanitise("".join(_block(is_list, group) for is_list, group in _grouped(lines)))


def _grouped(lines: Iterable[str]) -> Iterator[tuple[bool, list[str]]]:
    """Lines that make one paragraph, or the items of one list; an indented line goes on with the item above it."""
    is_list, group = False, []
    for line in lines:
        item = _ITEM.match(line)
        if is_list and group and not item and line[:1].isspace() and line.strip():
            group[-1] += f" {line.strip()}"
            continue
        if not line.strip() or bool(item) != is_list:
            yield is_list, group
            is_list, group = bool(item), []
        group += [line[item.end() :] if item else line] if line.strip() else []
    yield is_list, group


def _block(is_list: bool, lines: Iterable[str]) -> str:
    words = [escape(line, quote=False) for line in lines]
    if is_list:
        return f"<ul>{''.join(f'<li>{item}</li>' for item in words)}</ul>"
    return f"<p>{'<br>'.join(words)}</p>"


def to_plain(html: str) -> str:
    """The words alone, each block on its own line; markers become the words they stand for."""
    return _MARKER.sub(_marker_words, richtree.plain(richtree.read(html)))


def _marker_words(marker: re.Match) -> str:
    return f"({marker['note']})" if marker["note"] else f"Figure {int(marker['figure'])}"


def demote(html: str, by: int) -> SafeString:
    """Every heading `by` levels lower, so that the text can stand under a heading; below h6 there is none."""
    return _safe(_HEADING_TAG.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + by, LOWEST_HEADING)}", html))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  the tree escapes every word as it writes it


# Showing ------------------------------------------------------------------------------------------


def render(
    html: str,
    *,
    figures: Mapping[int, RenderedFigure],
    note_prefix: str = "note",
    first_note: int = 1,
    append_figures: bool = True,
) -> Rendered:
    """The text with its footnotes numbered and its figures in place.

    A reference links to `#note-1` and is itself `#note-ref-1`: the caller writes the list of notes. Figures without a
    marker come at the end, unless `append_figures` is off because another part of the document is to have them.
    """
    renderer = _Renderer(figures, note_prefix, first_note)
    blocks = renderer.blocks(richtree.read(html))
    if append_figures:
        blocks += [renderer.figure(number) for number in sorted(set(figures) - set(renderer.placed))]
    return Rendered(_safe(richtree.write(blocks)), renderer.notes, tuple(renderer.placed))


def notes(html: str) -> list[SafeString]:
    return render(html, figures={}).notes


class _Renderer:
    def __init__(self, figures: Mapping[int, RenderedFigure], note_prefix: str, first_note: int):
        self.figures = figures
        self.note_prefix = note_prefix
        self.first_note = first_note
        self.notes: list[SafeString] = []
        self.placed: list[int] = []

    def blocks(self, nodes: Iterable[Node]) -> list[Node | Markup]:
        return [made for node in nodes for made in self._block(node)]

    def _block(self, node: Node) -> list[Node | Markup]:
        texts = [child for child in node.children if isinstance(child, Text)]
        rest = [child for child in node.children if isinstance(child, Node)]
        if node.tag == "p":
            return self._paragraph(texts)
        can_hold_figures = node.tag in ("li", "td", "th")
        words = [self._inline(piece, can_hold_figures) for piece in self._pieces(texts)]
        return [Node(node.tag, [*(child for piece in words for child in piece), *self.blocks(rest)], node.attributes)]

    def _paragraph(self, texts: Sequence[Text]) -> list[Node | Markup]:
        """A figure cannot stand inside a paragraph: it ends it."""
        made: list[Node | Markup] = []
        line: list[Text | Markup] = []
        for piece in self._pieces(texts):
            if isinstance(piece, int) and piece not in self.placed:
                made += [*_paragraph_of(line), self.figure(piece)]
                line = []
            else:
                line += self._inline(piece, False)
        return made + _paragraph_of(line)

    def _inline(self, piece: int | Sequence[Text | Markup], can_hold_figures: bool) -> Sequence[Text | Markup]:
        if not isinstance(piece, int):
            return piece
        if piece not in self.figures:
            return [Text(_missing(piece))]
        if can_hold_figures and piece not in self.placed:
            return [self.figure(piece)]
        return [Markup(f'<a href="#figure-{piece}">Figure {piece}</a>')]

    def _pieces(self, texts: Sequence[Text]) -> Iterator[int | Sequence[Text | Markup]]:
        """The words between markers, the references to notes, and the number of each figure asked for."""
        whole, at = "".join(text.text for text in texts), 0
        for marker in _MARKER.finditer(whole):
            words = whole[at : marker.start()]
            yield _cut(texts, at, at + len(words.rstrip() if marker["note"] else words))
            yield [self._reference(_cut(texts, *marker.span("note")))] if marker["note"] else int(marker["figure"])
            at = marker.end()
        yield _cut(texts, at, len(whole))

    def _reference(self, words: Sequence[Text]) -> Markup:
        number = self.first_note + len(self.notes)
        self.notes.append(_safe(richtree.write(words)))
        name = escape(self.note_prefix)
        names = f'id="{name}-ref-{number}" href="#{name}-{number}" role="doc-noteref" aria-label="Note {number}"'
        return Markup(f'<sup class="note-reference"><a {names}>{number}</a></sup>')

    def figure(self, number: int) -> Markup:
        if number not in self.figures:
            return Markup(f"<p>{_missing(number)}</p>")
        self.placed.append(number)
        figure = self.figures[number]
        image = f'<img src="{escape(figure.src)}" alt="{escape(figure.alternative_text)}">'
        caption = f"Figure {number}: {figure.caption}" if figure.caption else f"Figure {number}"
        return Markup(
            f'<figure id="figure-{number}">{image}<figcaption>{escape(caption, quote=False)}</figcaption></figure>'
        )


def _missing(number: int) -> str:
    return f"Figure {number} is not in this document."


def _paragraph_of(line: Sequence[Text | Markup]) -> list[Node]:
    words = list(line)
    while words and _is_blank(words[-1]):
        words.pop()
    while words and _is_blank(words[0]):
        words.pop(0)
    return [Node("p", words)] if words else []


def _is_blank(part: Text | Markup) -> bool:
    return isinstance(part, Text) and not part.text.strip()


def _cut(texts: Iterable[Text], start: int, end: int) -> list[Text]:
    """Characters [start, end) of the joined words, with their marks."""
    found, at = [], 0
    for text in texts:
        words = text.text[max(start - at, 0) : max(end - at, 0)]
        found += [text._replace(text=words)] if words else []
        at += len(text.text)
    return found


# Comparing ----------------------------------------------------------------------------------------


def difference(before_html: str, after_html: str) -> list[DiffBlock]:
    """Block by block, then by words inside a block. Words count, marks such as bold do not."""
    old = [Piece(words, kind=tag) for tag, words in richtree.leaves(richtree.read(before_html))]
    new = [Piece(words, kind=tag) for tag, words in richtree.leaves(richtree.read(after_html))]
    return [_diff_block(None if i is None else old[i], None if j is None else new[j]) for i, j in align(old, new)]


def difference_of_plain(before: str, after: str) -> list[DiffBlock]:
    return difference(from_plain(before), from_plain(after))


def _diff_block(old: Piece | None, new: Piece | None) -> DiffBlock:
    if new is None:
        return DiffBlock(DELETED, old.kind, (Run(DELETE, old.text),))
    if old is None:
        return DiffBlock(INSERTED, new.kind, (Run(INSERT, new.text),))
    if old.text == new.text:
        return DiffBlock(SAME, new.kind, (Run(KEEP, new.text),))
    runs = tuple(diff_words(old.text, new.text))
    return DiffBlock(CHANGED if is_changed(runs) else SAME, new.kind, runs)

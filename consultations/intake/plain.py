"""Pasted text: an e-mail with its quotation marks, HTML that was pasted as such, columns that stand side by side."""

import html
import re
from html.parser import HTMLParser

from consultations.intake.shapes import Line

PAGE = "\f"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0e-\x1f]")
_QUOTED = re.compile(r"^(?:[>|]\s?)+")
_TAGS = re.compile(r"</?(?:p|div|br|td|tr|li|span|table|html|body)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = {"p", "div", "br", "tr", "li", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "td", "th"}
_SILENT = {"style", "script", "title"}
_GUTTER = re.compile(r"(?<=\S) {3,}(?=\S)")
LEAST_TAGS = 4
# Of the lines that reach so far, so many must have a gap there before a page is taken for two columns.
MOSTLY = 0.8
LEAST_PARTED = 5
LEAST_LINES = 8
SLACK = 2


def from_text(text: str) -> list[Line]:
    text = tidied(text)
    if len(_TAGS.findall(text)) >= LEAST_TAGS:
        text = without_tags(text)
    lines, gap, new_page = [], 0, False
    for number, raw, begins_page in _numbered(text):
        new_page = new_page or begins_page
        words = _QUOTED.sub("", raw.strip()).strip()
        if not words:
            gap += 1
            continue
        for cell in filter(None, map(str.strip, words.split("\t"))):
            lines.append(Line(cell, f"line {number}", gap, "\t" in words, new_page))
            new_page = False
        gap = 0
    return lines


def tidied(text: str) -> str:
    """Without what nobody sees; every kind of line end and of space as one."""
    text = text.encode("utf-8", "replace").decode()  # a PDF may give halves of characters
    text = re.sub(r"\r\n?|\x85|\u2028|\x0b", "\n", text).replace("\u2029", "\n\n")
    return re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000]", " ", _INVISIBLE.sub("", text))


def _numbered(text: str):
    """Each line with its number in the source and whether a page begins with it; columns one after the other."""
    number = 1
    for count, page in enumerate(text.split(PAGE)):
        lines = page.split("\n")
        for place, line in enumerate(one_column(lines)):
            yield number + min(place, len(lines) - 1), line, bool(count) and place == 0
        number += len(lines) - 1


def one_column(lines: list[str]) -> list[str]:
    at = _gutter(lines)
    if at is None:
        return lines
    halves = [_halves(line, at) for line in lines]
    return [left for left, _ in halves] + [right for _, right in halves]


def _gutter(lines: list[str]) -> int | None:
    """Where the right one of two columns begins."""
    filled = [line for line in lines if line.strip()]
    starts = [found.end() for line in filled for found in _GUTTER.finditer(line)]
    if len(filled) < LEAST_LINES or not starts:
        return None
    at = max(set(starts), key=lambda start: (starts.count(start), -start))
    reaching = [line for line in filled if len(line.rstrip()) > at]
    parted = sum(_is_parted(line, at) for line in reaching)
    return at if parted >= max(LEAST_PARTED, MOSTLY * len(reaching)) else None


def _is_parted(line: str, at: int) -> bool:
    return not line[:at].strip() or any(abs(found.end() - at) <= SLACK for found in _GUTTER.finditer(line))


def _halves(line: str, at: int) -> tuple[str, str]:
    for found in _GUTTER.finditer(line):
        if abs(found.end() - at) <= SLACK:
            return line[: found.start()], line[found.end() :]
    return ("", line) if not line[: at - SLACK].strip() else (line, "")


def without_tags(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return tidied(html.unescape("".join(reader.parts)))


class _Words(HTMLParser):
    """The words of HTML: a paragraph apart by an empty line, a line break by a line end, cells by tabs."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in _SILENT
        if tag in _BLOCKS:
            self.parts.append("\n" if tag in ("br", "li", "tr") else "\n\n")

    def handle_endtag(self, tag):
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BLOCKS - {"br"}:
            self.parts.append("\n\n")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(" ".join(data.split("\n")))

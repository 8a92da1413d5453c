"""The words of a clause as somebody asked for them: where a change applies, and what the clause then says.

The text is plain: one paragraph a line, which may begin with its label. Nothing is guessed: where the place cannot be
found, or could be two, it is said, and a person writes the change.
"""

import re
from dataclasses import dataclass

from legaltext.redline import Placed, placed_paragraphs

REFERENCE = re.compile(r"^(?P<clause>[^(]+?)\s*(?P<path>(?:\([^()]*\))*)$")
READABLE = re.compile(r"(?:\((?:[a-z]{1,3}|[ivxl]{1,6}|[A-Z]{1,2}|\d{1,2})\))+")
LABEL = re.compile(r"^\((?P<label>[a-z]{1,2})\)$")
# What stands at the end of a paragraph of a list, after its last word.
ENDING = re.compile(r"(?P<end>\s*[.;:,]?(?:\s+(?:and|or))?\s*)$")
MARKS = ".,;:)"
AROUND = " '\"‘’“”"  # what people put around words that they quote


class NotFound(Exception):
    """The place cannot be found. The sentence says what was looked for."""


@dataclass(frozen=True)
class Reference:
    """``path``: the paragraph within the clause, “(e)”; empty for the whole of it, or where it cannot be read."""

    clause: str
    path: str = ""


def reference(text: str) -> Reference:
    """“H9.1(e)” is paragraph (e) of H9.1; of “L8.1(?)” the paragraph cannot be read."""
    found = REFERENCE.match(text.strip())
    if not found:
        return Reference(text.strip())
    path = found["path"] if READABLE.fullmatch(found["path"]) else ""
    return Reference(found["clause"], path)


def reworded(text: str, path: str, operation: str, anchor: str, words: str) -> str:
    """What the clause says after the change; empty where all of it goes."""
    paragraphs = placed_paragraphs(text)
    scope = _scope(paragraphs, path)
    changes = {"add_after": _add_after, "insert": _insert, "replace": _replace, "delete": _delete}
    return changes[operation](paragraphs, scope, anchor.strip(AROUND), words.strip(AROUND), whole=not path)


def _scope(paragraphs: list[Placed], path: str) -> list[int]:
    """The paragraphs meant: that of the path with those beneath it, or all."""
    if not path:
        return list(range(len(paragraphs)))
    found = [at for at, each in enumerate(paragraphs) if each.path == path or each.path.startswith(f"{path}(")]
    if not found:
        raise NotFound(f"It has no paragraph {path}.")
    return found


def _add_after(paragraphs: list[Placed], scope: list[int], anchor: str, words: str, whole: bool) -> str:
    """After a label, a new paragraph; after words that end one, too; after other words, within it."""
    if label := LABEL.match(anchor):
        return _new_paragraph(paragraphs, _labelled(paragraphs, scope, anchor), words, label["label"])
    if not anchor:
        return _new_paragraph(paragraphs, scope[-1], words, paragraphs[scope[0]].label.strip("()") if not whole else "")
    at, _, end = _place(paragraphs, scope, anchor)
    rest = paragraphs[at].raw[end:]
    if not ENDING.sub("", rest).strip():
        return _new_paragraph(paragraphs, at, words, paragraphs[at].label.strip("()"))
    return _insert(paragraphs, scope, anchor, words, whole)


def _labelled(paragraphs: list[Placed], scope: list[int], label: str) -> int:
    """The last paragraph under the one of that label."""
    found = [at for at in scope if paragraphs[at].label == label]
    if not found:
        raise NotFound(f"It has no paragraph {label}.")
    if len(found) > 1:
        raise NotFound(f"It has more than one paragraph {label}.")
    path = paragraphs[found[0]].path
    return max(at for at, each in enumerate(paragraphs) if each.path == path or each.path.startswith(f"{path}("))


def _new_paragraph(paragraphs: list[Placed], at: int, words: str, label: str) -> str:
    """(b) is followed by (ba), as in the SEC, so that the labels of those after it stay."""
    lines = [each.raw for each in paragraphs]
    own = placed_paragraphs(words)[0].label if words else ""
    text = words if own or not label else f"({label}a) {words}"
    return "\n".join([*lines[: at + 1], text, *lines[at + 1 :]])


def _insert(paragraphs: list[Placed], scope: list[int], anchor: str, words: str, whole: bool) -> str:
    """After the anchor; without one at the end of the sentence."""
    if anchor:
        at, _, end = _place(paragraphs, scope, anchor)
    else:
        at = scope[-1]
        end = ENDING.search(paragraphs[at].raw).start()
    raw = paragraphs[at].raw
    return _with(paragraphs, at, _joined(raw[:end], words, raw[end:]))


def _replace(paragraphs: list[Placed], scope: list[int], anchor: str, words: str, whole: bool) -> str:
    if not words:
        raise NotFound("It was not said what is to stand there instead.")
    if not anchor:
        if whole:
            return words
        label = paragraphs[scope[0]].label
        own = placed_paragraphs(words)[0].label
        return _without(paragraphs, scope, words if own else f"{label} {words}")
    at, start, end = _place(paragraphs, scope, anchor)
    raw = paragraphs[at].raw
    return _with(paragraphs, at, _joined(raw[:start], words, raw[end:]))


def _delete(paragraphs: list[Placed], scope: list[int], anchor: str, words: str, whole: bool) -> str:
    if not anchor:
        return "" if whole else _without(paragraphs, scope)
    at, start, end = _place(paragraphs, scope, anchor)
    raw = paragraphs[at].raw
    left = _joined(raw[:start], "", raw[end:])
    return _with(paragraphs, at, left) if left.strip() != paragraphs[at].label else _without(paragraphs, [at])


def _place(paragraphs: list[Placed], scope: list[int], anchor: str) -> tuple[int, int, int]:
    """Where the anchor stands, once; capitals and the shape of quotation marks say nothing."""
    wanted = re.compile(r"\s+".join(map(re.escape, _plain(anchor).split())), re.IGNORECASE)
    hits = [(at, hit.start(), hit.end()) for at in scope for hit in wanted.finditer(_plain(paragraphs[at].raw))]
    if not hits:
        raise NotFound(f"The words ‘{anchor}’ do not stand in it.")
    if len(hits) > 1:
        raise NotFound(f"The words ‘{anchor}’ stand in it {len(hits)} times.")
    return hits[0]


def _plain(text: str) -> str:
    """Letter for letter as long as ``text``."""
    return text.translate(str.maketrans("‘’“”–—", "''\"\"--"))


def _joined(before: str, words: str, after: str) -> str:
    """One space between words, none before a mark."""
    text = before.rstrip()
    for part in (words, after):
        part = part.strip()
        if part:
            text += part if not text or part[0] in MARKS else f" {part}"
    return text


def _with(paragraphs: list[Placed], at: int, raw: str) -> str:
    return "\n".join(raw if place == at else each.raw for place, each in enumerate(paragraphs))


def _without(paragraphs: list[Placed], gone: list[int], instead: str = "") -> str:
    lines = [each.raw for each in paragraphs]
    kept = [*lines[: gone[0]], *([instead] if instead else []), *lines[gone[-1] + 1 :]]
    return "\n".join(kept)

"""What the chapters share: paragraphs, analysts' rich text as blocks, and the names things go by."""

import re
from dataclasses import dataclass

from papers import facts as f
from papers.document import Block, Figure, Paragraph, RichText, Section, Text, words
from proposals.richtext import from_plain, to_plain

# The markers of ``proposals.richtext``, where they have been sanitised.
NOTE = re.compile(r"\s*\[\[\s*note\s*:\s*(.*?)\s*\]\]", re.DOTALL | re.IGNORECASE)
FIGURE = re.compile(r"\[\[\s*figure\s*:\s*(\d+)\s*\]\]", re.IGNORECASE)
OPENING = re.compile(r"\[(?=\[)")
FIGURE_ALONE = re.compile(rf"<p>\s*{FIGURE.pattern}\s*</p>", re.IGNORECASE)

PATH_NAMES = {
    f.Path.AUTHORITY_LED: "Authority-Led",
    f.Path.AUTHORITY_DETERMINED: "Authority-Determined",
    f.Path.SELF_GOVERNANCE: "Self-Governance",
    f.Path.FAST_TRACK: "Fast-Track",
}


def paragraph(key: str, *parts) -> Paragraph:
    return Paragraph(key, words(*parts))


def section(key: str, heading: str, *blocks: Block, sections: tuple[Section, ...] = ()) -> Section:
    return Section(key, words(heading), blocks, sections)


def is_blank(html: str) -> bool:
    return not to_plain(html).strip()


def figures_named(html: str) -> list[int]:
    return [int(number) for number in FIGURE.findall(html)]


def rich(key: str, html: str, figures: tuple[f.Figure, ...] = ()) -> tuple[Block, ...]:
    """Rich text as blocks. A figure stands where its marker stands alone, or after the text that first mentions it."""
    blocks: list[Block] = []
    shown: set[int] = set()
    for order, piece in enumerate(FIGURE_ALONE.split(html)):
        is_figure = bool(order % 2)
        if not is_figure and not is_blank(piece):
            blocks.append(rich_text(f"{key}.{order + 1}" if order else key, FIGURE.sub(r"Figure \1", piece)))
        for number in [int(piece)] if is_figure else figures_named(piece):
            if number not in shown:
                shown.add(number)
                blocks.append(figure(key, number, figures))
    return tuple(blocks)


@dataclass(frozen=True)
class Passage:
    """Stands where words were that are printed elsewhere; ``name`` tells where."""

    name: str


def as_written(key: str, *pieces: str | Passage) -> tuple[Block, ...]:
    """Plain text that came from somebody else: what looks like a marker of ours in it is words of theirs."""
    text, ours = "", []
    for piece in pieces:
        if isinstance(piece, Passage):
            ours.append(len(text))
            text += f"[[passage: {len(ours)}]]"
        else:
            text += piece
    if not text.strip():
        return ()
    # Each pair of brackets comes through in its order.
    is_ours = iter([match.start() in ours for match in OPENING.finditer(text)])
    html = OPENING.sub(lambda match: match[0] if next(is_ours) else "&#91;", from_plain(text))
    return (RichText(key, html, passages=tuple(piece.name for piece in pieces if isinstance(piece, Passage))),)


def figure(key: str, number: int, figures: tuple[f.Figure, ...]) -> Block:
    place = f"{key}.figure-{number}"
    for found in figures:
        if found.number == number:
            return Figure(place, number, found.source, found.caption, found.alternative)
    return paragraph(place, Text(f"Figure {number} has not been supplied.", emphasis=True))


def rich_text(key: str, html: str) -> RichText:
    """The footnotes of rich text are lifted out and leave their number in this text."""
    notes: list[str] = []

    def lift(match: re.Match) -> str:
        notes.append(to_plain(match[1]))
        return f"[[note: {len(notes)}]]"

    return RichText(key, NOTE.sub(lift, html), tuple(notes))


def written(key: str, html: str, absent: str, figures: tuple[f.Figure, ...] = ()) -> tuple[Block, ...]:
    """Rich text, or the plain statement that it is not there yet."""
    return (paragraph(key, absent),) if is_blank(html) else rich(key, html, figures)


def path_name(path: f.Path) -> str:
    """'a Fast-Track Modification Proposal', 'an Authority-Led Modification Proposal'."""
    name = f"{PATH_NAMES.get(path, '')} Modification Proposal".strip()
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def the(body: f.Body) -> str:
    return f"the {body.short_name}"


def document_name(document: f.SecDocument) -> str:
    return f"{document.code} ‘{document.title}’"


def release_name(implementation: f.Implementation) -> str:
    """'' while no release has been chosen."""
    if implementation.release_kind is None:
        return ""
    if implementation.release_kind == f.ReleaseKind.AD_HOC:
        return "an ad-hoc SEC Release"
    return f"the scheduled {implementation.release_name or 'SEC Release'}"

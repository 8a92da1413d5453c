"""Problem statements as they are read: one version rendered, and what differs between two."""

import re
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from proposals import richtext, richtree
from proposals.models import Attachment, Figure, ProblemStatement, Proposal
from proposals.richtext import RenderedFigure
from proposals.worddiff import DELETE, INSERT, KEEP

SECTIONS = (
    ("issue", "What is the issue or problem?"),
    ("sec_context", "How does it relate to the SEC?"),
    ("do_nothing", "What are the impacts of doing nothing?"),
)
OPS = {KEEP: "same", INSERT: "insert", DELETE: "delete"}
ENOUGH = 500  # characters of a lead
_MARKER = re.compile(r"\s*\[\[.*?\]\]", re.DOTALL)
_HEADING = re.compile(r"<h([1-6])[\s>]")
_NOTE = re.compile(r"\s*\[\[\s*note\s*:\s*(.*?)\s*\]\]", re.IGNORECASE | re.DOTALL)
_FIGURE = re.compile(r"\[\[\s*figure\s*:\s*(\d+)\s*\]\]", re.IGNORECASE)
IN_A_TAB = 3  # the headings of a tab's sections are h2
IN_A_SECTION = 4  # a section's heading is an h3


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    html: SafeString


@dataclass(frozen=True)
class Reading:
    """A version as it is read: its sections, and its footnotes numbered through."""

    sections: list[Section]
    notes: list[SafeString]


def html_of(statement: ProblemStatement, key: str) -> str:
    """The submission is plain text, kept word for word; later versions are rich text."""
    text = getattr(statement, key)
    return richtext.from_plain(text) if statement.is_submission else text


def under(html: str, rank: int) -> SafeString:
    """The text with its highest heading at ``rank``, so that it follows the heading above it."""
    ranks = [int(found) for found in _HEADING.findall(html)]
    return richtext.demote(html, rank - min(ranks, default=rank))


def rich(html: str, prefix: str, rank: int = IN_A_TAB) -> dict:
    """Rich text for the template ``proposals/_rich.html``, with its highest heading at ``rank``."""
    made = richtext.render(html, figures={}, note_prefix=prefix)
    return {"html": under(made.html, rank), "notes": made.notes, "prefix": prefix}


def lead(html: str) -> list[str]:
    """The first paragraphs in plain words: enough to know what the matter is."""
    taken: list[str] = []
    for tag, words in richtree.leaves(richtree.read(html)):
        plain = _MARKER.sub("", words).strip()
        if tag == "p" and plain:
            taken.append(plain)
        if sum(map(len, taken)) >= ENOUGH:
            break
    return taken


def figures_of(statement: ProblemStatement, proposal: Proposal, user) -> dict[int, RenderedFigure]:
    readable = Attachment.objects.at_hand(proposal).standing().visible_to(user)
    figures = Figure.objects.filter(statement=statement, attachment__in=readable)
    return {
        f.number: RenderedFigure(f.attachment.get_absolute_url(), f.alternative_text, f.caption)
        for f in figures.select_related("attachment__proposal")
    }


def read(statement: ProblemStatement, figures: dict[int, RenderedFigure]) -> Reading:
    """Figures that no marker places stand at the end of the issue."""
    rest = [html_of(statement, key) for key, _ in SECTIONS[1:]]
    elsewhere = {n for html in rest for n in richtext.render(html, figures=figures, append_figures=False).placed}
    sections, notes = [], []
    for key, title in SECTIONS:
        own = figures if key != "issue" else {n: f for n, f in figures.items() if n not in elsewhere}
        made = richtext.render(
            html_of(statement, key), figures=own, first_note=len(notes) + 1, append_figures=key == "issue"
        )
        notes += made.notes
        if made.html:
            sections.append(Section(key, title, under(made.html, IN_A_SECTION)))
    return Reading(sections, notes)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list item or cell with its changes; ``tag`` says which."""

    tag: str
    kind: str
    parts: list[dict]

    @property
    def changed(self) -> bool:
        return self.kind != richtext.SAME


@dataclass(frozen=True)
class Compared:
    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def changes(self) -> list[Block]:
        return [block for block in self.blocks if block.changed]


def compare(before: ProblemStatement, after: ProblemStatement) -> list[Compared]:
    """Section by section; a section that both leave empty is left out."""
    made = [Compared(key, title, _blocks(_in_words(before, key), _in_words(after, key))) for key, title in SECTIONS]
    return [section for section in made if section.blocks]


def _in_words(statement: ProblemStatement, key: str) -> str:
    """Notes and figures as a reader would name them: here they stand in the running text."""
    return _FIGURE.sub(r"Figure \1", _NOTE.sub(r" (note: \1)", html_of(statement, key)))


def _blocks(before: str, after: str) -> list[Block]:
    return [
        Block(found.tag, found.kind, [{"op": OPS[run.kind], "text": run.text} for run in found.runs])
        for found in richtext.difference(before, after)
    ]

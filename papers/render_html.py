"""The document as semantic HTML: the page's fragment. The PDF and Word renditions are variants of it.

Everything goes through ``format_html``; only ``RichText``, sanitised before it was stored, is taken as it stands.
"""

import re
from collections.abc import Callable, Iterable
from functools import singledispatchmethod

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from papers import document as d
from papers.numbers import capitalised, counted, long_date, plural
from proposals.richtext import demote

NOTE = re.compile(r"\[\[note: (\d+)\]\]")
PASSAGE = re.compile(r"\[\[passage: (\d+)\]\]")
HEADING = re.compile(r"<h([1-6])[\s>]")
TICKED = SafeString('<span class="paper-tick" aria-hidden="true">✓</span>')
GONE = SafeString("<p><em>This picture is not shown here.</em></p>")
BLANK = SafeString('<span class="paper-tick">&nbsp;</span>')
SPOKEN = {d.INSERT: ("ins", "[Inserted: ", " end inserted]"), d.DELETE: ("del", "[Deleted: ", " end deleted]")}


def fragment(document: d.Document, figure_address: Callable[[str], str]) -> SafeString:
    """For the page around it to include. ``figure_address`` turns a figure's source into an address."""
    return Rendition(document, figure_address).article()


def preview(document: d.Document) -> SafeString:
    """A document without figures below the heading of another page."""
    return Preview(document, lambda source: "").article()


def joined(pieces: Iterable[SafeString], between: str = "\n") -> SafeString:
    return format_html_join(SafeString(between), "{}", ((piece,) for piece in pieces))


def demoted(html: str, top: int) -> str:
    """The headings of rich text begin one rank below the heading that the text stands under."""
    ranks = [int(rank) for rank in HEADING.findall(html)]
    return demote(html, top - min(ranks, default=top))


class Rendition:
    """One walk through one document: footnotes are numbered on the way, and printed at the end of their chapter."""

    chapter_rank = 2

    def __init__(self, document: d.Document, figure_address: Callable[[str], str]):
        self.document = document
        self.figure_address = figure_address
        self.rank = self.chapter_rank
        self.notes: list[str] = []
        self.notes_shown = 0

    # The parts of the document, in order

    def article(self) -> SafeString:
        kind = "paper" if self.document.cover else "paper paper-brief"
        kind += " paper-flowing" * self.document.flowing
        return format_html(
            '<article class="{}" lang="{}">\n{}\n</article>', kind, self.document.language, joined(self.parts())
        )

    def parts(self) -> tuple[SafeString, ...]:
        return self.whole_parts() if self.document.cover else self.brief_parts()

    def brief_parts(self) -> tuple[SafeString, ...]:
        """A paper for a meeting: neither cover nor contents."""
        chapters = [self.chapter(numbered) for numbered in self.document.chapters()]
        annexes = [self.annex(annex) for annex in self.document.annexes]
        ending = (self.sign_off(), self.attachments(), self.brief_checkpoint())
        return (self.opening(), self.blocks(self.document.about), *chapters, *ending, *annexes)

    def whole_parts(self) -> tuple[SafeString, ...]:
        chapters = [self.chapter(numbered) for numbered in self.document.chapters()]
        annexes = [self.annex(annex) for annex in self.document.annexes]
        return (self.cover(), self.front(), *chapters, self.contact(), *annexes)

    def cover(self) -> SafeString:
        return format_html(
            '<header class="paper-cover" id="cover">\n{}\n<h1><span class="paper-reference">{}</span> '
            '<span class="paper-title">{}</span> <span class="paper-kind">{}</span></h1>\n'
            '<p class="paper-version">{}{}</p>\n<p class="paper-date">{}</p>\n</header>',
            self.classification(),
            self.document.reference,
            self.document.quoted_title,
            self.document.document_title,
            self.document.version_line,
            " – draft" if self.document.is_draft else "",
            long_date(self.document.composed_on),
        )

    def opening(self) -> SafeString:
        return format_html(
            '<header class="paper-opening" id="cover">\n{}\n{}\n{}\n<p class="paper-version">{}</p>\n</header>',
            self.classification(),
            joined(self.header_line(*line) for line in self.header_lines()),
            self.opening_title(),
            self.brief_version(),
        )

    def opening_title(self) -> SafeString:
        return self.heading(self.document.title, 1)

    def header_lines(self) -> tuple[tuple[str, str], ...]:
        return self.document.header.lines if self.document.header else ()

    def header_line(self, name: str, value: str) -> SafeString:
        return format_html('<p class="paper-head-line"><strong>{}:</strong> {}</p>', name, value)

    def brief_version(self) -> str:
        return f"{self.document.version_line}{' – draft' if self.document.is_draft else ''}"

    def sign_off(self) -> SafeString:
        signed = self.document.sign_off
        if signed is None:
            return SafeString("")
        lines = (format_html("<strong>{}</strong>", signed.name), signed.team, long_date(signed.on))
        return self.signed(joined((format_html("{}", line) for line in lines if line), SafeString("<br>")))

    def signed(self, lines: SafeString) -> SafeString:
        return format_html('<p class="paper-sign-off" id="sign-off">{}</p>', lines)

    def attachments(self) -> SafeString:
        if not self.document.attachments:
            return SafeString("")
        items = self.items(self.document.attachments)
        return format_html(
            '<section class="paper-attachments" id="attachments">\n{}\n<ul>\n{}\n</ul>\n</section>',
            self.attachments_heading(),
            items,
        )

    def attachments_heading(self) -> SafeString:
        return self.heading("Attachments", self.chapter_rank)

    def brief_checkpoint(self) -> SafeString:
        if not self.document.checkpoint:
            return SafeString("")
        return format_html('<p class="paper-checkpoint">{}</p>', self.document.checkpoint)

    def classification(self) -> SafeString:
        return format_html('<p class="paper-classification">{}</p>', self.words(self.document.classification))

    def front(self) -> SafeString:
        return format_html(
            '<div class="paper-front">\n<section id="about">\n{}\n{}\n</section>\n{}\n'
            '<div class="paper-enclosures">{}</div>\n</div>',
            self.about_heading(2),
            self.blocks(self.document.about),
            self.contents() if self.document.contents else "",
            self.blocks(self.document.enclosures),
        )

    def about_heading(self, rank: int) -> SafeString:
        return self.heading("About this document", rank)

    def contents(self) -> SafeString:
        rows = joined(self.contents_row(numbered) for numbered in self.document.chapters())
        return format_html(
            '<nav class="paper-contents" id="contents" aria-labelledby="contents-heading">\n'
            '<h2 id="contents-heading">Contents</h2>\n<ol>\n{}\n</ol>\n</nav>',
            rows,
        )

    def contents_row(self, numbered: d.Numbered) -> SafeString:
        return format_html(
            '<li><a href="#{}"><span class="paper-entry">{}</span></a></li>',
            numbered.section.key,
            self.chapter_title(numbered, notes=False),
        )

    def chapter_title(self, numbered: d.Numbered, *, notes: bool = True) -> SafeString:
        title = self.words(numbered.section.heading if notes else without_notes(numbered.section.heading))
        if not numbered.number:
            return title
        return format_html('<span class="paper-number">{}</span> {}', numbered.number, title)

    def chapter(self, numbered: d.Numbered) -> SafeString:
        section = numbered.section
        heading = self.heading(self.chapter_title(numbered), self.chapter_rank)
        body = self.body(section, self.chapter_rank)
        return format_html(
            '<section class="paper-chapter" id="{}">\n{}\n{}\n{}\n</section>',
            section.key,
            heading,
            body,
            self.notes_so_far(),
        )

    def section(self, section: d.Section, rank: int) -> SafeString:
        heading, body = self.section_heading(section, rank), self.body(section, rank)
        return format_html('<section id="{}">\n{}\n{}\n</section>', section.key, heading, body)

    def section_heading(self, section: d.Section, rank: int) -> SafeString:
        return self.heading(self.words(section.heading), rank)

    def body(self, section: d.Section, rank: int) -> SafeString:
        blocks = self.blocks(section.blocks, rank)
        inner = [self.section(inner, rank + 1) for inner in section.sections]
        return joined((blocks, *inner))

    def heading(self, title: str, rank: int) -> SafeString:
        return format_html("<h{0}>{1}</h{0}>", rank, title)

    def contact(self) -> SafeString:
        contact = self.document.contact
        groups = joined(self.contact_group(group) for group in contact.groups) if contact else ""
        return format_html(
            '<footer class="paper-contact" id="contact">\n{}\n{}\n{}\n</footer>',
            format_html('<p class="paper-contact-lead">{}</p>', contact.heading) if contact else "",
            groups,
            format_html('<p class="paper-checkpoint">{}</p>', self.document.checkpoint)
            if self.document.checkpoint
            else "",
        )

    def contact_group(self, lines: tuple[str, ...]) -> SafeString:
        first, *rest = (self.contact_line(line) for line in lines)
        return format_html("<p><strong>{}</strong>{}</p>", first, joined(format_html("<br>{}", line) for line in rest))

    def contact_line(self, line: str) -> SafeString:
        return format_html('<a href="mailto:{0}">{0}</a>', line) if "@" in line else format_html("{}", line)

    def annex(self, annex: d.Annex) -> SafeString:
        rank = self.chapter_rank
        sections = joined(self.section(section, rank + 1) for section in annex.sections)
        return format_html(
            '<section class="paper-annex" id="{}">\n{}\n'
            '<div class="paper-annex-body">\n{}\n{}\n{}\n{}\n</div>\n</section>',
            annex.key,
            self.annex_cover(annex),
            self.about_heading(rank + 1) if annex.about else "",
            self.blocks(annex.about),
            sections,
            self.notes_so_far(),
        )

    def annex_cover(self, annex: d.Annex) -> SafeString:
        title = format_html(
            '<span class="paper-reference">{}</span> <span class="paper-title">{}</span> '
            '<span class="paper-kind">{}</span>',
            annex.reference or self.document.reference,
            f"‘{annex.name}’" if annex.reference else self.document.quoted_title,
            annex.label,
        )
        return format_html(
            '<header class="paper-annex-cover">\n{}\n{}\n<p class="paper-version">{}</p>\n</header>',
            self.classification(),
            self.heading(title, self.chapter_rank),
            annex.version_line,
        )

    # Blocks

    def blocks(self, blocks: tuple[d.Block, ...], rank: int = 2) -> SafeString:
        self.rank = rank
        return joined(self.block(block) for block in blocks)

    @singledispatchmethod
    def block(self, block) -> SafeString:
        raise TypeError(f"No rendition of {type(block).__name__}")

    @block.register
    def _(self, block: d.Paragraph) -> SafeString:
        return format_html('<p id="{}">{}</p>', block.key, self.words(block.words))

    @block.register
    def _(self, block: d.RichText) -> SafeString:
        return format_html('<div class="paper-rich" id="{}">{}</div>', block.key, self.rich(block))

    @block.register
    def _(self, block: d.AddedText) -> SafeString:
        return self.added(block, self.rich(block))

    def added(self, block: d.AddedText, html: SafeString) -> SafeString:
        return format_html(
            '<div class="paper-rich paper-added" id="{}">\n<p class="paper-added-mark">{}</p>\n{}\n</div>',
            block.key,
            block.mark,
            html,
        )

    def rich(self, block: d.RichText) -> SafeString:
        html = demoted(block.html, self.rank + 1)
        html = NOTE.sub(lambda match: self.note(block.notes[int(match[1]) - 1]), html)
        if block.passages:
            html = PASSAGE.sub(lambda match: self.passage(block.passages[int(match[1]) - 1]), html)
        return SafeString(html)

    def passage(self, name: str) -> SafeString:
        """Set apart, so that nobody takes for it what a respondent wrote."""
        return format_html('<strong class="paper-passage">[{}]</strong>', name)

    @block.register
    def _(self, block: d.BulletList) -> SafeString:
        return format_html('<ul id="{}">\n{}\n</ul>', block.key, self.items(block.items))

    @block.register
    def _(self, block: d.NumberedList) -> SafeString:
        return format_html('<ol id="{}">\n{}\n</ol>', block.key, self.items(block.items))

    def items(self, items: tuple[d.Words, ...]) -> SafeString:
        return joined(format_html("<li>{}</li>", self.words(item)) for item in items)

    @block.register
    def _(self, block: d.Table) -> SafeString:
        head = joined((format_html('<th scope="col">{}</th>', name) for name in block.head), "")
        return format_html(
            '<table class="paper-table{}" id="{}">\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n'
            "<tbody>\n{}\n</tbody>\n</table>",
            " paper-leading" * block.leading + " paper-counting" * block.counting,
            block.key,
            block.caption,
            head,
            joined(self.row(row) for row in block.rows),
        )

    def row(self, row: tuple[d.Words, ...]) -> SafeString:
        first, *rest = (self.words(cell) for cell in row)
        cells = joined((format_html("<td>{}</td>", cell) for cell in rest), "")
        return format_html('<tr><th scope="row">{}</th>{}</tr>', first, cells)

    @block.register
    def _(self, block: d.TickTable) -> SafeString:
        rows = (joined((self.tick(cell, block) for cell in row), "") for row in block.rows)
        return format_html(
            '<table class="paper-ticks" id="{}">\n<caption>{}</caption>\n<tbody>\n{}\n</tbody>\n</table>',
            block.key,
            block.caption,
            joined(format_html("<tr>{}</tr>", row) for row in rows),
        )

    def tick(self, cell: d.Tick, block: d.TickTable) -> SafeString:
        mark = TICKED if cell.ticked else BLANK
        meaning = block.ticked_means if cell.ticked else block.blank_means
        return format_html('<td>{} {}<span class="paper-meaning"> – {}</span></td>', mark, cell.name, meaning)

    @block.register
    def _(self, block: d.Figure) -> SafeString:
        """A picture that was taken down, or is not open to this reader, is said to be missing."""
        address = self.figure_address(block.source)
        picture = format_html('<img src="{}" alt="{}">', address, block.alternative) if address else GONE
        return format_html(
            '<figure class="paper-figure" id="{}">{}<figcaption>Figure {}: {}</figcaption></figure>',
            block.key,
            picture,
            block.number,
            block.caption,
        )

    @block.register
    def _(self, block: d.Sheets) -> SafeString:
        return self.sheets(block)

    def sheets(self, block: d.Sheets) -> SafeString:
        """A page of paper cannot stand on a page of the web: the file has them."""
        pages = f"{capitalised(counted(block.pages, 'page'))} {plural(block.pages, 'stands', 'stand')}"
        return format_html('<p id="{}">{} in the PDF file.</p>', block.key, pages)

    @block.register
    def _(self, block: d.FactList) -> SafeString:
        rows = joined(self.row((d.words(name), value)) for name, value in block.facts)
        table = '<table class="paper-facts" id="{}">\n<caption>{}</caption>\n<tbody>\n{}\n</tbody>\n</table>'
        return format_html(table, block.key, block.caption, rows)

    @block.register
    def _(self, block: d.Redline) -> SafeString:
        lines = joined(self.clause(line) for line in block.lines)
        return format_html(
            '<div class="paper-redline" id="{}">\n{}\n{}\n</div>', block.key, self.instruction(block), lines
        )

    def instruction(self, block: d.Redline) -> SafeString:
        return format_html('<p class="paper-instruction">{}</p>', block.instruction)

    def clause(self, line: d.RedlineLine) -> SafeString:
        classes = f"paper-clause paper-level-{min(line.level, 3)}" + " paper-clause-heading" * line.heading
        label = (
            format_html('<span class="paper-label">{}</span> ', self.runs(line.label_runs)) if line.label_runs else ""
        )
        return format_html('<p class="{}">{}{}</p>', classes, label, self.runs(line.runs))

    def runs(self, runs: tuple[d.RedlineRun, ...]) -> SafeString:
        return joined((self.run(run) for run in runs), "")

    def run(self, run: d.RedlineRun) -> SafeString:
        if run.kind == d.KEEP:
            return format_html("{}", run.text)
        tag, opening, closing = SPOKEN[run.kind]
        spoken = '<span class="paper-spoken">{1}</span><{0}>{2}</{0}><span class="paper-spoken">{3}</span>'
        return format_html(spoken, tag, opening, run.text, closing)

    # Words

    def words(self, words: d.Words) -> SafeString:
        return joined((self.inline(inline) for inline in words), "")

    @singledispatchmethod
    def inline(self, inline) -> SafeString:
        raise TypeError(f"No rendition of {type(inline).__name__}")

    @inline.register
    def _(self, inline: d.Text) -> SafeString:
        html = format_html("{}", inline.text)
        html = format_html("<strong>{}</strong>", html) if inline.strong else html
        return format_html("<em>{}</em>", html) if inline.emphasis else html

    @inline.register
    def _(self, inline: d.Link) -> SafeString:
        return format_html('<a href="{}">{}</a>', inline.href, inline.text)

    @inline.register
    def _(self, inline: d.Note) -> SafeString:
        return self.note(inline.text)

    # Footnotes

    def note(self, text: str) -> SafeString:
        self.notes.append(text)
        return format_html(
            '<sup class="paper-note-mark">'
            '<a href="#note-{0}" id="note-mark-{0}" role="doc-noteref" aria-label="Footnote {0}">{0}</a></sup>',
            len(self.notes),
        )

    def notes_so_far(self) -> SafeString:
        """Those met since they were last shown."""
        first, self.notes_shown = self.notes_shown + 1, len(self.notes)
        if first > self.notes_shown:
            return SafeString("")
        items = joined(self.note_item(number) for number in range(first, self.notes_shown + 1))
        return format_html('<ol class="paper-notes" start="{}" aria-label="Footnotes">\n{}\n</ol>', first, items)

    def note_item(self, number: int) -> SafeString:
        return format_html(
            '<li id="note-{0}">{1} '
            '<a href="#note-mark-{0}" role="doc-backlink" aria-label="Back to the text of footnote {0}">↩</a></li>',
            number,
            self.notes[number - 1],
        )


class Preview(Rendition):
    """Below the heading of another page."""

    chapter_rank = 3

    def opening_title(self) -> SafeString:
        return self.heading(self.document.title, 2)


def without_notes(words: d.Words) -> d.Words:
    return tuple(inline for inline in words if not isinstance(inline, d.Note))

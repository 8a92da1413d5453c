"""The document as Word: pandoc from the same HTML, with our own styles and the redline as true tracked changes."""

import base64
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import filetype
import pypandoc
from django.utils.html import format_html
from django.utils.safestring import SafeString

from papers import document as d
from papers import word_styles
from papers.render_html import Rendition, joined

AUTHOR = "SECAS"
TRACKED = {d.INSERT: "insertion", d.DELETE: "deletion"}


class WordRendition(Rendition):
    """Styles by name for pandoc, footnotes as pandoc reads them, tracked changes in place of marks."""

    chapter_rank = 1

    def article(self) -> SafeString:
        return joined((super().article(), self.endnotes()))

    def styled(self, style: str, *paragraphs: str) -> SafeString:
        return format_html(
            '<div custom-style="{}">{}</div>', style, joined(format_html("<p>{}</p>", text) for text in paragraphs)
        )

    def cover(self) -> SafeString:
        draft = " – draft" if self.document.is_draft else ""
        return joined(
            (
                self.styled(word_styles.CLASSIFICATION, self.words(self.document.classification)),
                self.styled(word_styles.REFERENCE, self.document.reference),
                self.styled("Title", self.document.quoted_title),
                self.styled("Subtitle", self.document.document_title),
                self.styled("Date", f"{self.document.version_line}{draft}"),
            )
        )

    def opening(self) -> SafeString:
        return joined(
            (
                self.styled(word_styles.BRIEF_CLASSIFICATION, self.words(self.document.classification)),
                *(self.header_line(*line) for line in self.header_lines()),
                self.styled("Title", self.document.title),
                self.styled("Date", self.brief_version()),
            )
        )

    def header_line(self, name: str, value: str) -> SafeString:
        return self.styled(word_styles.HEAD_LINE, format_html("<strong>{}:</strong> {}", name, value))

    def signed(self, lines: SafeString) -> SafeString:
        return self.styled(word_styles.SIGN_OFF, lines)

    def added(self, block: d.AddedText, html: SafeString) -> SafeString:
        return joined((self.styled(word_styles.ADDED_MARK, block.mark), html))

    def passage(self, name: str) -> SafeString:
        return format_html('<span custom-style="{}">[{}]</span>', word_styles.PASSAGE, name)

    def front(self) -> SafeString:
        return joined(
            (
                self.about_heading(self.chapter_rank),
                self.blocks(self.document.about),
                self.contents() if self.document.contents else SafeString(""),
                self.blocks(self.document.enclosures),
            )
        )

    def about_heading(self, rank: int) -> SafeString:
        return self.styled(word_styles.FRONT_PAGE, "About this document")

    def contents(self) -> SafeString:
        heading = self.styled(word_styles.FRONT_HEADING, "Contents")
        titles = (self.chapter_title(numbered, notes=False) for numbered in self.document.chapters())
        return joined((heading, *(self.styled(word_styles.CONTENTS, title) for title in titles)))

    def contact(self) -> SafeString:
        contact = self.document.contact
        lead = self.styled(word_styles.BACK_PAGE, contact.heading) if contact else SafeString("")
        groups = [self.contact_group(group) for group in contact.groups] if contact else []
        checkpoint = [format_html("<p>{}</p>", self.document.checkpoint)] if self.document.checkpoint else []
        return joined((lead, *groups, *checkpoint))

    def annex_cover(self, annex: d.Annex) -> SafeString:
        if annex.prose:
            return self.appended(annex)
        return joined(
            (
                self.heading(annex.label, self.chapter_rank),
                self.styled(word_styles.CLASSIFICATION, self.words(self.document.classification)),
                self.styled(word_styles.REFERENCE, self.document.reference),
                self.styled("Title", self.document.quoted_title),
                self.styled("Date", annex.version_line),
            )
        )

    def appended(self, annex: d.Annex) -> SafeString:
        """Another document behind a paper for a meeting: on a page of its own, without a title page."""
        name = f"{annex.reference} ‘{annex.name}’" if annex.reference else self.document.title
        return joined(
            (
                self.styled(word_styles.ANNEX, f"{annex.label}: {annex.title}"),
                self.styled("Title", name),
                self.styled("Date", annex.version_line),
            )
        )

    def clause(self, line: d.RedlineLine) -> SafeString:
        style = word_styles.CLAUSE_HEADING if line.heading else f"{word_styles.CLAUSE} {min(line.level, 3)}"
        label = format_html("{}{}", self.runs(line.label_runs), word_styles.TAB) if line.label_runs else ""
        return self.styled(style, format_html("{}{}", label, self.runs(line.runs)))

    def instruction(self, block: d.Redline) -> SafeString:
        return self.styled(word_styles.CLAUSE_HEADING, block.instruction)

    def row(self, row: tuple[d.Words, ...]) -> SafeString:
        first, *rest = (self.words(cell) for cell in row)
        cells = joined((format_html("<td>{}</td>", cell) for cell in rest), "")
        return format_html("<tr><td><strong>{}</strong></td>{}</tr>", first, cells)

    def run(self, run: d.RedlineRun) -> SafeString:
        if run.kind == d.KEEP:
            return format_html("{}", run.text)
        span = '<span class="{}" data-author="{}" data-date="{}T00:00:00Z">{}</span>'
        return format_html(span, TRACKED[run.kind], AUTHOR, self.document.composed_on.isoformat(), run.text)

    def note(self, text: str) -> SafeString:
        self.notes.append(text)
        return format_html('<a href="#note-{0}" id="note-mark-{0}" role="doc-noteref">{0}</a>', len(self.notes))

    def notes_so_far(self) -> SafeString:
        return SafeString("")

    def endnotes(self) -> SafeString:
        note = '<li id="note-{0}" role="doc-endnote"><p>{1}</p></li>'
        items = joined(format_html(note, number, text) for number, text in enumerate(self.notes, 1))
        return (
            format_html('<section role="doc-endnotes"><ol>{}</ol></section>', items) if self.notes else SafeString("")
        )


def render_word(document: d.Document, figures: Mapping[str, bytes]) -> bytes:
    """The same document and figures give the same bytes."""
    html = WordRendition(document, lambda source: _data_address(figures[source])).article()
    with TemporaryDirectory() as folder:
        reference, result = Path(folder, "reference.docx"), Path(folder, "paper.docx")
        word_styles.write_reference(document, reference)
        _pandoc(html, reference, result, document)
        return word_styles.finished(document, result)


def _pandoc(html: str, reference: Path, result: Path, document: d.Document) -> None:
    """Raises ``CalledProcessError`` with pandoc's own words. The sandbox keeps it from every other file."""
    composed = datetime.combine(document.composed_on, time(), UTC)
    subprocess.run(
        [
            *(
                pypandoc.get_pandoc_path(),
                "--from=html",
                "--to=docx",
                "--sandbox",
                "--metadata",
                f"lang={document.language}",
            ),
            *("--reference-doc", str(reference), "--output", str(result)),
        ],
        input=html.encode(),
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(composed.timestamp()))},
        check=True,
        capture_output=True,
        timeout=120,
    )


def _data_address(picture: bytes) -> str:
    return f"data:{filetype.guess_mime(picture) or 'image/png'};base64,{base64.b64encode(picture).decode()}"

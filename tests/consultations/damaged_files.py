"""Variants that are files: Word documents of several shapes and PDFs."""

import io

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from weasyprint import CSS, HTML

from consultations.intake.pdf import from_pdf
from consultations.intake.word import from_word
from tests.consultations.corpus import Written, fixture, paragraphs
from tests.consultations.damage import named


def saved(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def table(document, rows: list[list[str]]) -> None:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *more = text.split("\n\n")
            cell.text = first
            for part in more:
                cell.add_paragraph(part)


def clauses_below(document, written: Written) -> None:
    document.add_heading("Clause specific comments", 1)
    table(document, [["Clause", "Comments"], *([on.written, on.remark] for on in written.clauses)])


def general_above(document, written: Written) -> None:
    document.add_heading("General comments", 1)
    for part in written.general:
        document.add_paragraph(part)


def split_answer(asked) -> tuple[str, str]:
    """Yes or No in one column, why in the other."""
    lead, comma, why = asked.answer[0].partition(", ")
    if lead not in ("Yes", "No") or not comma or why.startswith(("however", "although")):
        return asked.answer[0], "\n\n".join(asked.answer[1:])
    asked.answer = [lead, why, *asked.answer[1:]]
    return lead, "\n\n".join([why, *asked.answer[2:]])


@named("Word, running text")
def _():
    written = fixture()
    document = docx.Document()
    for part in paragraphs(written):
        if part.endswith(("Comments", "questions:", "comments:")):
            document.add_heading(part, 1)
        else:
            document.add_paragraph(part)
    return from_word(saved(document)), [written]


@named("Word, a table of question, answer and reason")
def _():
    written = fixture()
    document = docx.Document()
    general_above(document, written)
    document.add_heading("Answers to the consultation questions", 1)
    rows = [[f"{asked.label} {asked.asked}", *split_answer(asked)] for asked in written.questions]
    table(document, [["Question", "Response", "Rationale"], *rows])
    clauses_below(document, written)
    return from_word(saved(document)), [written]


@named("Word, a table of number, question and answer")
def _():
    written = fixture()
    document = docx.Document()
    general_above(document, written)
    rows = [[str(asked.number), asked.asked, asked.text] for asked in written.questions]
    table(document, [["No.", "Consultation question", "Your response"], *rows])
    clauses_below(document, written)
    return from_word(saved(document)), [written]


@named("Word, questions and answers in rows by turns")
def _():
    written = fixture()
    document = docx.Document()
    general_above(document, written)
    made = document.add_table(rows=0, cols=2)
    for asked in written.questions:
        for text in (f"Q{asked.number}. {asked.asked}", asked.text):
            cells = made.add_row().cells
            cells[0].merge(cells[1]).text = text
    clauses_below(document, written)
    return from_word(saved(document)), [written]


@named("Word, a table for each question")
def _():
    written = fixture()
    written.details = [("Name of respondent", "Ada Clarke"), ("Organisation", "Harbour Energy Supply")]
    document = docx.Document()
    table(document, [[label, text] for label, text in written.details])
    general_above(document, written)
    for asked in written.questions:
        table(document, [[f"Question {asked.number}", asked.asked], ["Response", asked.text]])
    clauses_below(document, written)
    return from_word(saved(document)), [written]


@named("Word, numbered by itself, with tracked changes")
def _():
    """The numbers are Word's and not in the text; some answers were put in as tracked changes or in content controls."""
    written = fixture()
    document = docx.Document()
    general_above(document, written)
    for asked in written.questions:
        document.add_paragraph(asked.asked, style="List Number")
        for part in asked.answer:
            paragraph = document.add_paragraph()
            _wrapped(paragraph, "w:ins" if asked.number % 2 else "w:sdt", part)
            _deleted(paragraph, " Not agreed yet.")
    document.add_heading("Clause specific comments", 1)
    for on in written.clauses:
        document.add_paragraph(f"{on.written} {on.remark}")
    return from_word(saved(document)), [written]


def _wrapped(paragraph, tag: str, text: str) -> None:
    run = paragraph.add_run(text)._r
    outer = inner = OxmlElement(tag)
    if tag == "w:sdt":
        inner = OxmlElement("w:sdtContent")
        outer.append(inner)
    paragraph._p.append(outer)
    inner.append(run)


def _deleted(paragraph, text: str) -> None:
    deleted, run, words = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    deleted.append(run)
    paragraph._p.append(deleted)


PAGE = """@page { size: A4; margin: 22mm; @top-left { content: "Harbour Energy Supply – response to the consultation" }
 @bottom-right { content: "Page " counter(page) " of " counter(pages) } } body { font: 11pt/1.4 sans-serif }
 table { border-collapse: collapse } td { border: 0.5pt solid; padding: 3pt; vertical-align: top } """


def printed(body: str, more: str = "") -> bytes:
    return HTML(string=f"<html><body>{body}</body></html>").write_pdf(stylesheets=[CSS(string=PAGE + more)])


def in_paragraphs(written: Written) -> str:
    return "".join(f"<p>{part}</p>" for part in paragraphs(written))


@named("PDF, running text")
def _():
    written = fixture()
    return from_pdf(printed(in_paragraphs(written))), [written]


@named("PDF, two columns")
def _():
    written = fixture()
    return from_pdf(printed(in_paragraphs(written), "body { columns: 2; font-size: 9pt }")), [written]


@named("PDF, a table of question and answer")
def _():
    written = fixture()
    rows = "".join(f"<tr><td>{asked.label} {asked.asked}</td><td>{asked.text}</td></tr>" for asked in written.questions)
    general = "".join(f"<p>{part}</p>" for part in written.general)
    clauses = "".join(f"<p>{on.written} {on.remark}</p>" for on in written.clauses)
    body = f"<h2>General comments</h2>{general}<table>{rows}</table><h2>Clause specific comments</h2>{clauses}"
    return from_pdf(printed(body)), [written]

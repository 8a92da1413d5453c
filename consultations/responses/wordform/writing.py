"""The form made from what a consultation asks. The same questions give the same form, byte for byte."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

from docx import Document as open_word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from accounts.models import Category
from audit import clock
from consultations.models import Agreement, Asks, Consultation, Operation, Position, Question
from consultations.questions.conditions import condition_words
from consultations.responses.wordform import tags
from consultations.responses.wordform.controls import Numbers, Row, table

FONT = "Source Sans Pro"
INK, ACCENT, MUTED = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x0B, 0x5F, 0x5A), RGBColor(0x44, 0x50, 0x5A)
# Name: size in points, colour, bold, space before and after in points.
LOOKS = {
    "Normal": (11, INK, False, 0, 6),
    "Title": (22, INK, True, 0, 6),
    "Heading 1": (16, ACCENT, True, 18, 6),
    "Heading 2": (13, INK, True, 14, 4),
    "Heading 3": (11.5, INK, True, 12, 4),
    "Form Lead": (11, INK, False, 0, 6),
    "Form Label": (10.5, INK, True, 2, 2),
    "Form Hint": (9, MUTED, False, 0, 2),
    "Form Answer": (11, INK, False, 2, 2),
    "Form End": (2, INK, False, 0, 0),
}
KEEPS_WITH_NEXT = ("Form Lead", "Form Label")
OWN = ("Form Lead", "Form Label", "Form Hint", "Form Answer", "Form End")
ON_PAPER = "On paper, ring one: "
OPERATIONS = tuple(zip(Operation.values, Operation.labels, strict=True))
POSITIONS = tuple(zip(Position.values, Position.labels, strict=True))
AGREEMENTS = tuple(zip(Agreement.values, Agreement.labels, strict=True))
CATEGORIES = tuple(zip(Category.values, Category.labels, strict=True))
CLOSES = "Responses have to arrive before 17:00 on {day}."
SEND = (
    "Send it to {to}, as a Word file or printed and filled in by hand. Only where a question says so is an answer "
    "needed, and you may answer in words without choosing one of the answers offered. What you have to say beside the "
    "questions has a place at the end."
)
EPOCH = (1980, 1, 1, 0, 0, 0)


def form_of(consultation: Consultation, email: str = "") -> bytes:
    """``email``: where it is sent to. One query."""
    asked = consultation.questions.questions.filter(withdrawn_at=None).select_related("only_if")
    return written(consultation, list(asked), email)


def written(consultation: Consultation, questions: list[Question], email: str = "") -> bytes:
    word, numbers = _blank(consultation), Numbers()
    _head(word, consultation, email, numbers)
    _respondent(word, numbers)
    word.add_heading("Questions", 1)
    group = ""
    for question in questions:
        if question.group != group:
            group = question.group
            word.add_heading(group or "Other questions", 2)
        _question(word, question, numbers)
    _general(word, numbers)
    _clauses(word, numbers)
    return _saved(word)


def is_of_its_day(line: str) -> bool:
    """What a form says otherwise than another of the same consultation made later: the close before it was extended,
    and the address of SECAS."""
    day, to = r"\w+ \d{1,2} \w+ \d{4}", r"(?:SECAS|\S+@\S+)"
    patterns = (re.escape(CLOSES).replace(r"\{day\}", day), re.escape(SEND).replace(r"\{to\}", to))
    return any(re.fullmatch(pattern, line) for pattern in patterns)


def _head(word, consultation: Consultation, email: str, numbers: Numbers) -> None:
    about = f" on {consultation.proposal.reference}" if consultation.proposal_id else ""
    word.add_paragraph(f"{consultation.get_kind_display()}{about}: response form", style="Subtitle")
    word.add_paragraph(consultation.title, style="Title")
    if consultation.closes_at:
        day = clock.london_date(consultation.closes_at)
        word.add_paragraph(CLOSES.format(day=f"{day:%A} {day.day} {day:%B %Y}"))
    word.add_paragraph(SEND.format(to=email or "SECAS"))
    number = Row(tags.consultation(consultation.pk), "Number of the consultation", "short", "Consultation")
    made = parse_xml(table((number,), numbers))
    for text in made.iter(qn("w:t")):
        text.text = str(consultation.pk) if text.text == tags.WRITE else text.text
    for untouched in list(made.iter(qn("w:showingPlcHdr"))):
        untouched.getparent().remove(untouched)
    _put(word, made)


def _respondent(word, numbers: Numbers) -> None:
    word.add_heading("Who responds", 1)
    part = tags.respondent
    rows = (
        Row(part("organisation"), "Organisation", "short", "Organisation", "For which you speak; others beneath it."),
        Row(part("name"), "Your name", "short", "Your name"),
        Row(part("email"), "E-mail address", "short", "E-mail address"),
        _one_of(part("category"), "Party Category", "Party Category", CATEGORIES),
        _one_of(
            part("position"), "The change as a whole", "The change as a whole", POSITIONS, "If you want to say so."
        ),
        Row(
            part("confidential"),
            "The whole response is confidential",
            "box",
            "The whole response is confidential",
            "It is then counted and never published.",
        ),
        Row(
            part("consents"),
            "It may be published with your name",
            "box",
            "It may be published with your name",
            "Otherwise it is published under your Party Category alone.",
        ),
    )
    _put(word, parse_xml(table(rows, numbers)))


def _question(word, question: Question, numbers: Numbers) -> None:
    word.add_heading(f"{question.number}. {question.text}", 3)
    for line in _beneath(question):
        word.add_paragraph(line, style="Form Lead")
    _put(word, parse_xml(table(_rows(question), numbers)))


def _beneath(question: Question) -> Iterable[str]:
    if condition := condition_words(question):
        yield f"{condition}; otherwise leave it empty."
    if question.help:
        yield question.help
    if question.required:
        yield "An answer is needed."


def _rows(question: Question) -> Iterable[Row]:
    about = f"Question {question.number}"
    yield from _values(question, about)
    words = "Your answer" if question.asks == Asks.TEXT else "Your reasons" if _is_agreement(question) else "In words"
    yield Row(tags.question(question.number, "text"), words, "text", f"{about}: {words.lower()}")
    hidden = "This answer is confidential"
    yield Row(tags.question(question.number, "confidential"), hidden, "box", f"{about}: {hidden.lower()}")


def _values(question: Question, about: str) -> Iterable[Row]:
    number = question.number
    if _is_agreement(question):
        yield _one_of(tags.question(number, "agreement"), "Your answer", f"{about}: your answer", AGREEMENTS)
    elif question.asks == Asks.CHOICE and question.several:
        for place, words in enumerate(question.options, 1):
            beneath = "Tick all that apply." if place == 1 else ""
            yield Row(tags.option(number, place), words, "box", f"{about}: {words}", beneath)
    elif question.asks == Asks.CHOICE:
        items = tuple((words, words) for words in question.options)
        yield _one_of(tags.question(number, "chosen"), "Your answer", f"{about}: your answer", items)
    elif question.asks == Asks.DATE:
        yield Row(tags.question(number, "day"), "Date", "date", f"{about}: date")
    elif question.asks == Asks.COST:
        yield Row(tags.question(number, "least"), "At least, in pounds", "short", f"{about}: at least, in pounds")
        yield Row(tags.question(number, "most"), "At most, in pounds", "short", f"{about}: at most, in pounds")


def _is_agreement(question: Question) -> bool:
    return question.asks == Asks.AGREEMENT


def _one_of(tag: str, label: str, name: str, items, beneath: str = "") -> Row:
    offered = f"{ON_PAPER}{' / '.join(words for _, words in items)}."
    return Row(tag, label, "one_of", name, f"{beneath} {offered}".strip(), tuple(items))


def _general(word, numbers: Numbers) -> None:
    word.add_heading("General comments", 1)
    word.add_paragraph("Anything that belongs to none of the questions.")
    _put(word, parse_xml(table((Row(tags.general(), "Comments", "text", "General comments"),), numbers)))


def _clauses(word, numbers: Numbers) -> None:
    word.add_heading("Comments on clauses", 1)
    word.add_paragraph(
        "One comment on one clause of the legal text in each of these tables: what should happen there, at which "
        "words, and the words that you propose. Leave those empty that you do not need."
    )
    for row in range(1, tags.CLAUSE_ROWS + 1):
        word.add_heading(f"Comment on a clause: {row}", 3)
        _put(word, parse_xml(table(_clause(row), numbers)))


def _clause(row: int) -> Iterable[Row]:
    about = f"Clause comment {row}"
    yield Row(tags.clause(row, "clause"), "Clause", "short", f"{about}: clause", "Such as L8.7.")
    yield _one_of(tags.clause(row, "operation"), "What should happen", f"{about}: what should happen", OPERATIONS)
    yield Row(tags.clause(row, "anchor"), "At these words", "short", f"{about}: at these words")
    yield Row(tags.clause(row, "text"), "Words or question", "text", f"{about}: words or question")


def _put(word, made) -> None:
    """At the end of what there is, before the properties of the section."""
    body = word.element.body
    body.insert(len(body) - 1, made)


# The file


def _blank(consultation: Consultation):
    word = open_word()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)
    for name in OWN:
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, look in LOOKS.items():
        _dress(word.styles[name], *look)
    _dress(word.styles["Subtitle"], 11, MUTED, True, 0, 2)
    placeholder = word.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    placeholder.font.color.rgb = MUTED
    for name in KEEPS_WITH_NEXT:
        word.styles[name].paragraph_format.keep_with_next = True
    for spacing in word.styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        spacing.getparent().remove(spacing)  # the letters of the template’s own subtitle stand apart
    _footer(section, f"{consultation.title}: response form, consultation {consultation.pk}")
    about = word.core_properties
    about.title, about.author, about.language = f"Response form: {consultation.title}", "SECAS", "en-GB"
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)
    about.comments = ""
    return word


def _dress(style, size: float, colour: RGBColor, bold: bool, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:cs"), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)


def _footer(section, words: str) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{words[:120]} – page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _saved(word) -> bytes:
    """Each part bears the same time, so that the bytes depend on what the form says alone."""
    written, made = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in parts.infolist():
            kept.writestr(zipfile.ZipInfo(part.filename, EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)
    return made.getvalue()

"""The look of the Word rendition: a reference document for pandoc before, and what pandoc cannot do afterwards."""

import io
import subprocess
import zipfile
from datetime import datetime, time
from functools import cache
from pathlib import Path

import pypandoc
from docx import Document as open_word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from papers import document as d

FONT = "Source Sans Pro"
INK, ACCENT, MUTED = RGBColor(0x17, 0x21, 0x2B), RGBColor(0x0B, 0x5F, 0x5A), RGBColor(0x44, 0x50, 0x5A)
RULE, QUIET = "D5DBD9", "F4F6F5"

CLASSIFICATION, REFERENCE = "Paper Classification", "Paper Reference"
FRONT_PAGE, FRONT_HEADING, BACK_PAGE = "Paper Front Page", "Paper Front Heading", "Paper Back Page"
CONTENTS = "Paper Contents"
BRIEF_CLASSIFICATION, HEAD_LINE, SIGN_OFF = "Paper Brief Classification", "Paper Head Line", "Paper Sign-off"
ADDED_MARK, ANNEX = "Paper Added Mark", "Paper Annex"
PASSAGE = "Paper Passage"  # of letters, where the others are of paragraphs
# pandoc folds a tab into a space; this sign stands for it on the way through.
TAB = "\N{EM SPACE}"
CLAUSE, CLAUSE_HEADING = "Paper Clause", "Paper Clause Heading"

# Name: size in points, colour, bold, space before and after in points.
PARAGRAPHS = {
    "Title": (23, INK, True, 0, 24),
    "Subtitle": (16, INK, False, 0, 24),
    "Date": (11, INK, False, 0, 6),
    "Heading 1": (21, ACCENT, True, 0, 16),
    "Heading 2": (14, INK, True, 18, 6),
    "Heading 3": (11.5, ACCENT, True, 12, 4),
    "Heading 4": (11, INK, True, 10, 4),
    "Table Caption": (11, INK, True, 10, 4),
    "Footnote Text": (9, INK, False, 0, 2),
    CLASSIFICATION: (9.5, MUTED, False, 0, 150),
    REFERENCE: (40, ACCENT, True, 0, 6),
    FRONT_PAGE: (16, ACCENT, True, 0, 10),
    FRONT_HEADING: (16, ACCENT, True, 20, 10),
    BACK_PAGE: (15, INK, False, 220, 18),
    CONTENTS: (11, INK, False, 0, 4),
    CLAUSE_HEADING: (11, INK, True, 6, 6),
    BRIEF_CLASSIFICATION: (9.5, MUTED, False, 0, 14),
    HEAD_LINE: (11, INK, False, 0, 2),
    SIGN_OFF: (11, INK, False, 14, 14),
    ADDED_MARK: (9, MUTED, True, 8, 2),
    ANNEX: (16, ACCENT, True, 0, 10),
}
# A paper for a meeting runs on, as one of short chapters does: they are smaller and begin no page.
FLOWING = {"Heading 1": (16, ACCENT, True, 16, 6), "Heading 2": (13, INK, True, 12, 4)}
BRIEF = FLOWING | {"Title": (20, INK, True, 14, 8)}
STARTS_PAGE = ("Heading 1", FRONT_PAGE, BACK_PAGE, ANNEX)
KEEPS_WITH_NEXT = ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Table Caption", CLAUSE_HEADING, ADDED_MARK)
MANY_COLUMNS = 4
CLAUSE_INDENTS = (Mm(14), Mm(22), Mm(30), Mm(38))


@cache
def _pandocs_own() -> bytes:
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, check=True, capture_output=True).stdout


# Before: styles, page, header and footer


def write_reference(document: d.Document, place: Path) -> None:
    word = open_word(io.BytesIO(_pandocs_own()))
    _set_page(word.sections[0])
    for name in ("Normal", "Body Text", "First Paragraph", "Compact"):
        _set_font(word.styles[name], 11, INK)
    own = FLOWING if document.flowing else {} if document.cover else BRIEF
    for name, look in (PARAGRAPHS | own).items():
        _set_paragraph(_style(word, name), *look)
    if own:
        word.styles["Heading 1"].paragraph_format.page_break_before = False
    _set_font(word.styles.add_style(PASSAGE, WD_STYLE_TYPE.CHARACTER), 10, ACCENT, bold=True)
    for level, indent in enumerate(CLAUSE_INDENTS):
        _set_clause(_style(word, f"{CLAUSE} {level}"), level, indent)
    _style(word, CONTENTS).paragraph_format.tab_stops.add_tab_stop(Mm(154), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _set_header(word.sections[0], document)
    _set_footer(word.sections[0], document)
    word.save(place)


def _style(word, name: str):
    if name not in word.styles:
        base = "Heading 1" if name in (FRONT_PAGE, FRONT_HEADING, ANNEX) else "Body Text"
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles[base]
    return word.styles[name]


def _set_page(section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.top_margin, section.bottom_margin = Mm(31), Mm(32)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)


def _set_font(style, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:cs"), FONT)


def _set_paragraph(style, size: float, colour: RGBColor, bold: bool, before: float, after: float) -> None:
    _set_font(style, size, colour, bold=bold)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.alignment = None
    layout.page_break_before = style.name in STARTS_PAGE
    layout.keep_with_next = style.name in KEEPS_WITH_NEXT


def _set_clause(style, level: int, indent) -> None:
    _set_font(style, 11, INK)
    hanging = Mm(14) if level == 0 else Mm(8)
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = indent, -hanging
    style.paragraph_format.space_after = Pt(7)


def _set_header(section, document: d.Document) -> None:
    paragraph = section.header.paragraphs[0]
    _write(paragraph, document.running_title, bold=True)
    _write(paragraph, f"  {document.version_line}{' – draft' if document.is_draft else ''}")


def _set_footer(section, document: d.Document) -> None:
    paragraph = section.footer.paragraphs[0]
    for inline in document.classification:
        _write(paragraph, inline.text, bold=inline.strong)
    number = section.footer.add_paragraph()
    _write(number, "Page ")
    _add_field(number, "PAGE", "1")


def _write(paragraph, text: str, *, bold: bool = False):
    run = paragraph.add_run(text)
    run.bold, run.font.size, run.font.name, run.font.color.rgb = bold, Pt(8.5), FONT, MUTED
    return run


def _add_field(paragraph, instruction: str, shown: str) -> None:
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", shown), ("end", "")):
        run = _write(paragraph, text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(_field_mark(kind))
        elif not kind:
            run._r.append(_instruction(text))


def _field_mark(kind: str):
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(text: str):
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {text} "
    return instruction


# After: properties, contents with page numbers, table lines


def finished(document: d.Document, result: Path) -> bytes:
    word = open_word(result)
    _set_properties(word, document)
    _number_contents(word, document)
    _bring_marks_in(word)
    _align_clauses(word)
    for table in word.tables:
        _rule(table)
        _shade_head(table)
        _set_widths(table, _widths(document))
    written = io.BytesIO()
    word.save(written)
    return _undated(written.getvalue(), document)


def _set_properties(word, document: d.Document) -> None:
    properties = word.core_properties
    properties.title = document.full_title
    properties.author = properties.last_modified_by = "Smart Energy Code Administrator and Secretariat"
    properties.language = document.language
    properties.created = properties.modified = datetime.combine(document.composed_on, time())


def _number_contents(word, document: d.Document) -> None:
    """Each line of the contents ends with a field that Word fills with the page of its chapter."""
    if not document.contents:
        return
    lines = [paragraph for paragraph in word.paragraphs if paragraph.style.name == CONTENTS]
    for paragraph, numbered in zip(lines, document.chapters(), strict=True):
        paragraph.add_run("\t")
        _add_field(paragraph, f"PAGEREF {numbered.section.key} \\h", "")
    if lines:
        _ask_to_fill_fields(word.settings.element)


def _bring_marks_in(word) -> None:
    """A mark that begins right behind a table and ends elsewhere is lost to LibreOffice, and the contents then name no
    page: each begins and ends in the paragraph before which it stands."""
    start, end, number = qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:id")
    body = word.element.body
    ends = {mark.get(number): mark for mark in body.iter(end)}
    for paragraph in body.iterchildren(qn("w:p")):
        while (mark := paragraph.getprevious()) is not None and mark.tag == start:
            properties = paragraph.find(qn("w:pPr"))
            paragraph.insert(0 if properties is None else 1, mark)
            paragraph.append(ends[mark.get(number)])


def _ask_to_fill_fields(settings) -> None:
    """The schema of settings has an order, which Word minds."""
    element = OxmlElement("w:updateFields")
    element.set(qn("w:val"), "true")
    settings.insert_element_before(
        element, "w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:rsids", "m:mathPr"
    )


def _align_clauses(word) -> None:
    clauses = (paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith(f"{CLAUSE} "))
    for run in (run for clause in clauses for run in clause.runs if TAB in run.text):
        run.text = run.text.replace(TAB, "\t", 1)


def _shade_head(table) -> None:
    for row in table.rows:
        if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None:
            for cell in row.cells:
                cell._tc.get_or_add_tcPr().append(_shading())
                cell.paragraphs[0].runs[0].bold = True


def _shading():
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", QUIET)):
        shading.set(qn(f"w:{name}"), value)
    return shading


def _rule(table) -> None:
    table.autofit = True
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")


def _widths(document: d.Document) -> dict[str, tuple]:
    """By caption: what heads a row is narrow, the cells of a tick table are alike."""
    blocks = list(document.walk())
    wide = {block.caption: _shares(block) for block in blocks if isinstance(block, d.Table)}
    narrow = wide | {block.caption: (Mm(40), Mm(114)) for block in blocks if _has_two_columns(block)}
    return narrow | {block.caption: (Mm(77),) * block.columns for block in blocks if isinstance(block, d.TickTable)}


def _has_two_columns(block) -> bool:
    return isinstance(block, d.FactList) or (isinstance(block, d.Table) and len(block.head) == 2 and not block.leading)


def _shares(block: d.Table) -> tuple:
    """What leads has most of the width, and what heads rows of figures enough to stand in one line; otherwise all
    columns are alike."""
    rest = len(block.head) - 1
    if block.leading:
        return (Mm(154 - 40 * rest), *(Mm(40),) * rest)
    if len(block.head) > MANY_COLUMNS and not block.counting:
        return (Mm(46), *(Mm((154 - 46) / rest),) * rest)
    return (Mm(154 / len(block.head)),) * len(block.head)


def _set_widths(table, widths: dict[str, tuple]) -> None:
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    chosen = widths.get(caption.get(qn("w:val"))) if caption is not None else None
    if chosen and len(chosen) == len(table.columns):
        for column, width in zip(table.columns, chosen, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width


def _undated(archive: bytes, document: d.Document) -> bytes:
    """Every member of the archive dated with the document, so that the same document gives the same bytes."""
    day = document.composed_on
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED
            )
    return written.getvalue()

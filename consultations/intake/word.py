"""Word documents, by python-docx, which opens the package; the text is walked at XML level, since python-docx's own
paragraphs leave out what stands in content controls, tracked insertions and text boxes."""

import io

import docx
from docx.oxml.ns import qn

from audit.acts import Refused
from consultations.intake.shapes import Line

# Deleted text is gone, and a fallback says again what stands beside it.
_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = qn("w:txbxContent")
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment in the margin"}


def from_word(content: bytes, name: str = "The file") -> list[Line]:
    try:
        document = docx.Document(io.BytesIO(content))
        return [*_Walk().of(document.element.body), *_notes(document)]
    except Exception as error:
        raise Refused(f"“{name}” is damaged: it cannot be opened as a Word document.", "upload") from error


class _Walk:
    """Paragraphs and cells in the order in which they are read."""

    def __init__(self):
        self.lines: list[Line] = []
        self.paragraphs = 0
        self.tables = 0

    def of(self, body) -> list[Line]:
        self._blocks(body, "")
        return self.lines

    def _blocks(self, parent, where: str) -> None:
        for block in parent:
            if block.tag == qn("w:p"):
                self.paragraphs += 1
                self._paragraph(block, where or f"paragraph {self.paragraphs}")
            elif block.tag == qn("w:tbl"):
                self.tables += 1
                self._table(block, f"table {self.tables}")
            elif block.tag not in _SKIPPED and block.tag != _FALLBACK:
                self._blocks(block, where)

    def _table(self, table, where: str) -> None:
        for number, row in enumerate(table.iter(qn("w:tr")), start=1):
            if _nearest(row, qn("w:tbl")) is table:
                for column, cell in enumerate(_cells(row), start=1):
                    self._blocks(cell, f"{where}, row {number}, column {column}")

    def _paragraph(self, paragraph, where: str) -> None:
        boxes: list = []
        text = "".join(_texts(paragraph, boxes))
        for words in filter(None, map(str.strip, text.split("\n"))):
            self.lines.append(Line(words, where, gap=1, whole=True))
        for box in boxes:
            self._blocks(box, f"text box at {where}")


def _texts(element, boxes: list):
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == _BOX:
            boxes.append(child)
        elif child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        else:
            yield from _texts(child, boxes)


def _cells(row):
    """Each cell once, also inside content controls; what a merged cell goes on with is empty."""
    return [cell for cell in row.iter(qn("w:tc")) if _nearest(cell, qn("w:tr")) is row]


def _nearest(element, tag: str):
    return next(element.iterancestors(tag), None)


def _notes(document) -> list[Line]:
    lines = []
    for part in document.part.package.iter_parts():
        kind = _NOTES.get(str(part.partname).rpartition("/")[2].removesuffix(".xml"))
        if kind:
            root = part.element if hasattr(part, "element") else docx.oxml.parse_xml(part.blob)
            lines += [Line(line.text, kind, 1, True) for line in _Walk().of(root)]
    return lines

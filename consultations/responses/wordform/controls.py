"""Rows and controls of the form, as WordprocessingML."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from consultations.responses.wordform import tags

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
LABEL_WIDTH, WIDTH = 3000, 9072  # twentieths of a point
LINES = {"short": 420, "text": 2000, "box": 360}  # how high a row is at least, so that there is room for a pen
DATE = (
    '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/>'
    '<w:calendar w:val="gregorian"/></w:date>'
)
BOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
SYMBOL = '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>'
GREY = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'


@dataclass
class Row:
    """``name`` is what the control is called, to those who hear the form; ``beneath``: small words under the label."""

    tag: str
    label: str
    kind: str  # short, text, box, date or one_of
    name: str
    beneath: str = ""
    items: tuple[tuple[str, str], ...] = ()  # value and words


@dataclass
class Numbers:
    """Controls and bookmarks are numbered through the file."""

    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def next(self) -> int:
        return next(self.ids)


def table(rows: Iterable[Row], numbers: Numbers) -> str:
    answer = WIDTH - LABEL_WIDTH
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{WIDTH}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstColumn="1" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{LABEL_WIDTH}"/><w:gridCol w:w="{answer}"/></w:tblGrid>'
        f"{''.join(_row(row, numbers) for row in rows)}</w:tbl>"
    )


def _row(row: Row, numbers: Numbers) -> str:
    split = "" if row.kind == "text" else "<w:cantSplit/>"
    height = LINES.get(row.kind, LINES["short"])
    return (
        f'<w:tr><w:trPr>{split}<w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
        f"{_cell(LABEL_WIDTH, _label(row, numbers), shaded=True)}"
        f"{_cell(WIDTH - LABEL_WIDTH, _control(row, numbers))}</w:tr>"
    )


def _cell(width: int, content: str, *, shaded: bool = False) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F4F6F5"/>' if shaded else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def _label(row: Row, numbers: Numbers) -> str:
    number = numbers.next()
    begins = f'<w:bookmarkStart w:id="{number}" w:name="{tags.bookmark(row.tag)}"/>'
    label = _paragraph("FormLabel", f'{begins}{run(row.label)}<w:bookmarkEnd w:id="{number}"/>')
    return label + (_paragraph("FormHint", run(row.beneath)) if row.beneath else "")


def _control(row: Row, numbers: Numbers) -> str:
    if row.kind == "text":
        paragraph = _paragraph("FormAnswer", run(tags.WRITE, GREY))
        return f"{_sdt(row, numbers, '', paragraph)}{_paragraph('FormEnd', '')}"
    kind, shown, look = {
        "short": ("<w:text/>", tags.WRITE, GREY),
        "date": (DATE, tags.A_DATE, GREY),
        "box": (BOX, "☐", SYMBOL),
        "one_of": (_items(row.items), tags.CHOOSE, GREY),
    }[row.kind]
    return _paragraph("FormAnswer", _sdt(row, numbers, kind, run(shown, look)))


def _items(items: tuple[tuple[str, str], ...]) -> str:
    listed = (f"<w:listItem w:displayText={quoteattr(words)} w:value={quoteattr(value)}/>" for value, words in items)
    return f"<w:dropDownList>{''.join(listed)}</w:dropDownList>"


def _sdt(row: Row, numbers: Numbers, kind: str, content: str) -> str:
    untouched = "" if row.kind == "box" else "<w:showingPlcHdr/>"
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(row.name[:64])}/><w:tag w:val={quoteattr(row.tag)}/>"
        f'<w:id w:val="{numbers.next()}"/><w:lock w:val="sdtLocked"/>{untouched}{kind}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _paragraph(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def run(text: str, look: str = "") -> str:
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'

"""The places of a form in a Word file: where they are found, and the words that stand in them and around them."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from consultations.responses.wordform import tags

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PART = "word/document.xml"
MOST_XML = 60 * 1024 * 1024


class NotAForm(ValueError):
    """It is no Word file, or one that was not made from a form of ours."""


@dataclass
class Place:
    """A row of the form as it came: what stands in its control, what beside it, and what the control offers."""

    tag: str
    words: tuple[str, ...]  # of the form: the label, and what stands beneath it
    within: str
    beside: str
    items: dict[str, str] = field(default_factory=dict)  # words to value
    box: bool | None = None
    full_date: str = ""

    @property
    def label(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def part(self) -> str:
        return self.tag.split(":")[-1]

    @property
    def all_of_it(self) -> str:
        return "\n\n".join(text for text in (self.within, self.beside) if text)


# The file


def root_of(content: bytes):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if parts.getinfo(PART).file_size > MOST_XML:
                raise NotAForm("It unpacks to more than a form has.")
            xml = parts.read(PART)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(xml, parser)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, etree.XMLSyntaxError, ValueError) as error:
        raise NotAForm("It cannot be opened as a Word file.") from error
    if root.getroottree().docinfo.doctype:
        raise NotAForm("It cannot be opened as a Word file.")
    return root


def places_in(root) -> list[Place]:
    in_rows = [place for row in root.iter(f"{W}tr") if (place := _place(row)) is not None]
    alone = [_alone(control) for control in root.iter(f"{W}sdt") if _is_alone(control)]
    return in_rows + alone


def _place(row) -> Place | None:
    tag = _tag_of(row)
    cells = list(row.iter(f"{W}tc"))
    if not tag or len(cells) < 2:
        return None
    label, *answers = cells
    controls = [control for cell in answers for control in cell.iter(f"{W}sdt")] or _around(answers[0])
    within = _joined(_paragraphs(control) for control in controls)
    beside = "" if _around(answers[0]) else _joined(_paragraphs(cell, outside=True) for cell in answers)
    return Place(tag, tuple(_paragraphs(label)), _said(within), _said(beside), *_offered(controls))


def _around(cell) -> list:
    """A control that holds the whole cell."""
    above = cell.getparent().getparent()
    return [above] if above is not None and above.tag == f"{W}sdt" else []


def _tag_of(row) -> str:
    """By the bookmark in its first cell; by the tag of its control where there is none."""
    cell = next(row.iter(f"{W}tc"), None)
    if cell is not None:
        for mark in cell.iter(f"{W}bookmarkStart"):
            if tag := tags.of_bookmark(mark.get(f"{W}name", "")):
                return tag
    return next((tag for control in row.iter(f"{W}sdt") if (tag := _own_tag(control))), "")


def _own_tag(control) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    found = tag.get(f"{W}val", "") if tag is not None else ""
    return found if found.startswith(tags.PREFIX) else ""


def _is_alone(control) -> bool:
    """A control of the form that somebody moved out of its table."""
    return bool(_own_tag(control)) and not any(_tag_of(row) for row in control.iterancestors(f"{W}tr"))


def _alone(control) -> Place:
    return Place(_own_tag(control), (), _said(_joined([_paragraphs(control)])), "", *_offered([control]))


def _offered(controls: list) -> tuple[dict[str, str], bool | None, str]:
    items, box, full_date = {}, None, ""
    for control in controls:
        for item in control.iterfind(f"{W}sdtPr/{W}dropDownList/{W}listItem"):
            value = item.get(f"{W}value", "")
            items[item.get(f"{W}displayText") or value] = value
        checked = control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        if checked is not None:
            box = checked.get(f"{W14}val") in ("1", "true")
        if (day := control.find(f"{W}sdtPr/{W}date")) is not None:
            full_date = day.get(f"{W}fullDate", "")
    return items, box, full_date


# Words


def _said(text: str) -> str:
    """Without what stands in a place before anybody writes there."""
    for words in tags.PLACEHOLDERS:
        text = text.removeprefix(words).removesuffix(words)
    return text.strip()


def _joined(parts: Iterable[Iterable[str]]) -> str:
    """A paragraph after a blank line, and the lines of a list each beneath the other."""
    whole = ""
    for text in (text for paragraphs in parts for text in paragraphs):
        in_a_list = text.startswith("- ") and whole.rpartition("\n")[2].startswith("- ")
        whole += f"{(chr(10) if in_a_list else chr(10) * 2) if whole else ''}{text}"
    return whole


def _paragraphs(element, *, outside: bool = False) -> Iterator[str]:
    """The text of each paragraph that has any; ``outside``: without what stands in controls."""
    own = list(element.iter(f"{W}p"))
    if not own or element.tag == f"{W}p":
        own = [element]
    for paragraph in own:
        if outside and _within(paragraph, element, f"{W}sdt"):
            continue
        text = "".join(_text(paragraph, outside=outside)).strip()
        if text:
            yield f"- {text}" if _is_listed(paragraph) else text


def _within(part, whole, tag: str) -> bool:
    for above in part.iterancestors():
        if above is whole:
            return False
        if above.tag == tag:
            return True
    return False


def _is_listed(paragraph) -> bool:
    return paragraph.find(f"{W}pPr/{W}numPr") is not None


LEFT_OUT = {FALLBACK, f"{W}del", f"{W}moveFrom", f"{W}sdtPr", f"{W}pPr", f"{W}rPr"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def _text(element, *, outside: bool = False) -> Iterator[str]:
    for part in element:
        if part.tag in LEFT_OUT or part.tag == f"{W}p" or (outside and part.tag == f"{W}sdt"):
            continue
        if part.tag == f"{W}t":
            yield part.text or ""
        elif part.tag in SIGNS:
            yield SIGNS[part.tag]
        else:
            yield from _text(part, outside=outside)


def lines_outside(root) -> Iterator[str]:
    """Of the body, without the rows of its places."""
    body = root.find(f"{W}body")
    for paragraph in body.iter(f"{W}p"):
        in_a_place = any(_tag_of(row) for row in paragraph.iterancestors(f"{W}tr"))
        if not in_a_place and (text := "".join(_text(paragraph)).strip()):
            yield text

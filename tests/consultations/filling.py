"""Filling in a form as Word does: what stands in a control is replaced, and it is no longer called a placeholder."""

import copy
import io
import zipfile
from datetime import date

from lxml import etree

from consultations.responses.wordform import tags
from consultations.responses.wordform.places import PART, W14, W


def filled(form: bytes, given: dict, change=lambda root: None) -> bytes:
    """``given``: by tag, words (a blank line begins a paragraph), True for a box, or a date. ``change`` does the rest
    to the parsed body."""
    root = etree.fromstring(_part(form))
    for tag, value in given.items():
        fill(control(root, tag), value)
    change(root)
    return _with_part(form, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def control(root, tag: str):
    found = [each for each in root.iter(f"{W}sdt") if each.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag]
    assert len(found) == 1, (tag, len(found))
    return found[0]


def row(root, tag: str):
    """The row of a place, whether or not its control is still there."""
    mark = next(each for each in root.iter(f"{W}bookmarkStart") if each.get(f"{W}name") == tags.bookmark(tag))
    return next(mark.iterancestors(f"{W}tr"))


def answer_paragraph(root, tag: str):
    """The paragraph of the answer, to write beside the control."""
    return list(row(root, tag).iter(f"{W}tc"))[1].find(f"{W}p")


def run(text: str):
    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}t").text = text
    return made


def fill(held, value) -> None:
    properties = held.find(f"{W}sdtPr")
    for untouched in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(untouched)
    if value is True:
        properties.find(f"{W14}checkbox/{W14}checked").set(f"{W14}val", "1")
        value = "☒"
    if isinstance(value, date):
        properties.find(f"{W}date").set(f"{W}fullDate", f"{value.isoformat()}T00:00:00Z")
        value = f"{value.day} {value:%B %Y}"
    _write(held.find(f"{W}sdtContent"), value)


def _write(content, words: str) -> None:
    paragraph = content.find(f"{W}p")
    paragraphs = words.split("\n\n") if paragraph is not None else [words]
    for place, text in enumerate(paragraphs):
        at = content if paragraph is None else paragraph if place == 0 else copy.deepcopy(paragraph)
        for old in at.findall(f"{W}r"):
            at.remove(old)
        at.append(run(text))
        if place:
            content.append(at)


def _part(form: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(form)) as parts:
        return parts.read(PART)


def _with_part(form: bytes, body: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in parts.namelist():
            kept.writestr(part, body if part == PART else parts.read(part))
    return made.getvalue()

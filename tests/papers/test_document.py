"""The typed document and its frozen form."""

import json
from dataclasses import replace
from datetime import date

import pytest

from papers import document as d
from papers.modification_report import compose
from tests.papers.reports import MP087, PATH_2


def small(*about: d.Block, **changes) -> d.Document:
    return d.Document(
        **{
            "kind": "note",
            "reference": "MP087",
            "title": "Title",
            "document_title": "Note",
            "version": "1.0",
            "status": d.ISSUED,
            "classification": d.words("White"),
            "composed_on": date(2019, 10, 11),
            "about": about,
            "sections": (),
        }
        | changes
    )


EVERY_BLOCK = (
    d.Paragraph("a", d.words("Text ", d.strong("strong"), d.Link("link", "#a"), d.Note("‘note’"))),
    d.RichText("b", "<p>Text[[note: 1]]</p>", ("words",)),
    d.BulletList("c", (d.words("one"),)),
    d.NumberedList("d", (d.words("one"),)),
    d.Table("e", "Caption", ("A", "B"), ((d.words("1"), d.words("2")),)),
    d.TickTable("f", "Caption", (d.Tick("DCC", True),)),
    d.Figure("g", 1, "figure.png", "Caption", "Alternative"),
    d.Sheets("sheets", "file.pdf", "Title", 3),
    d.FactList("h", "Caption", (("Raised", d.words("today")),)),
    d.Redline("i", "Amend:", (d.RedlineLine("(a)", (d.RedlineRun(d.INSERT, "new"),), 1),)),
)


@pytest.mark.parametrize("document", [compose(MP087), compose(PATH_2), small(*EVERY_BLOCK)])
def test_a_snapshot_gives_the_same_document_back(document):
    assert d.from_json(d.to_json(document)) == document
    assert d.snapshot_hash(d.from_json(d.to_json(document))) == d.snapshot_hash(document)


def test_every_kind_of_block_has_been_through_the_snapshot():
    assert {type(block) for block in EVERY_BLOCK} == set(d.Block.__args__)


def test_the_snapshot_is_canonical():
    text = d.to_json(small(*EVERY_BLOCK))
    assert json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text


def test_another_fact_gives_another_hash():
    assert d.snapshot_hash(compose(MP087)) == d.snapshot_hash(compose(MP087))
    assert d.snapshot_hash(compose(replace(MP087, version="1.1"))) != d.snapshot_hash(compose(MP087))


def test_a_snapshot_of_another_schema_is_refused():
    frozen = json.loads(d.to_json(small()))
    with pytest.raises(ValueError, match="schema 99"):
        d.from_json(json.dumps(frozen | {"schema": 99}))


def test_a_key_may_stand_only_once():
    with pytest.raises(ValueError, match="twice in one document: a"):
        small(EVERY_BLOCK[0], replace(EVERY_BLOCK[1], key="a"))


def test_chapters_are_numbered_unless_the_document_has_no_numbers():
    section, appendix = d.Section("one", d.words("One")), d.Section("two", d.words("Two"))
    numbered = small(sections=(section,), appendices=(appendix,))
    assert [chapter.number for chapter in numbered.chapters()] == ["1.", "Appendix 1:"]
    assert [chapter.number for chapter in replace(numbered, numbered=False).chapters()] == ["", "Appendix 1:"]


def test_six_ticks_make_three_rows_of_two():
    table = d.TickTable("t", "Caption", tuple(d.Tick(name, False) for name in "abcdef"))
    assert [[cell.name for cell in row] for row in table.rows] == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_a_label_comes_and_goes_with_its_line():
    inserted = d.RedlineLine("(b)", (d.RedlineRun(d.INSERT, "new"),), 1)
    mixed = d.RedlineLine("(b)", (d.RedlineRun(d.KEEP, "old "), d.RedlineRun(d.INSERT, "new")), 1)
    moved = d.RedlineLine("(c)", (d.RedlineRun(d.KEEP, "old"),), 1, was="(b)")
    assert inserted.label_runs == (d.RedlineRun(d.INSERT, "(b)"),)
    assert mixed.label_runs == (d.RedlineRun(d.KEEP, "(b)"),)
    assert moved.label_runs == (d.RedlineRun(d.DELETE, "(b)"), d.RedlineRun(d.INSERT, "(c)"))

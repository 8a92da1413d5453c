"""The front of a pack grows where many changed pages are named in it; the papers then begin a page later."""

import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from papers import document as d
from papers import render_pack, render_pdf
from papers.packs import AGAIN, Change, Content, Cover, Part, Place

MANY = 32
COVER = Cover(
    body="Panel",
    short_name="Panel",
    number=69,
    on=date(2019, 6, 14),
    place="",
    version=2,
    edition="Public edition",
    classification="White",
    composed_on=date(2019, 6, 7),
    because="Papers were issued again.",
)
# “Issued again: ….” takes one line without its pages, and two with them.
PARTS = [
    Part(
        f"item-{n}",
        str(n),
        "A title that fills its line almost to the end of what it holds",
        f"SECP_69_1406_{n:02}",
        "2.0",
        f"{n:064}",
    )
    for n in range(1, MANY + 1)
]


def short(part: Part) -> d.Document:
    return d.Document(
        kind="single-proposal",
        reference=part.reference,
        title=part.title,
        document_title="Paper for the Panel",
        version="2.0",
        status=d.ISSUED,
        classification=d.words("White"),
        composed_on=date(2019, 6, 7),
        about=(),
        sections=(),
        contents=False,
        cover=False,
    )


def test_papers_begin_where_the_front_says_although_it_grew():
    changes = [Change(AGAIN, part) for part in PARTS]
    before = {part.key: Place(part.key, 3, ("of the version before",)) for part in PARTS}
    contents = [Content(part, short(part)) for part in PARTS]
    press = render_pdf.Press({})
    expected = press.lay_out(render_pack._front(COVER, PARTS, {}, changes), render_pack._style(press))
    made = render_pack.render_pack(COVER, contents, {}, changes, before)
    front = made.places[0].first - 1
    assert front > len(expected.pages)
    assert [place.first for place in made.places] == list(range(front + 1, front + 1 + MANY))
    reader = PdfReader(io.BytesIO(made.pdf))
    assert len(reader.pages) == made.pages == front + MANY
    for place, part in zip(made.places, PARTS, strict=True):
        text = reader.pages[place.first - 1].extract_text()
        assert part.reference in text
        assert f"Page {place.first}" in text
    named = " ".join(" ".join(page.extract_text() for page in reader.pages[:front]).split())
    last = made.places[-1]
    assert f"{replace(changes[-1], pages=(last.first,)).sentence}" in named

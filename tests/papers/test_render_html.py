"""The HTML fragment: well-formed, anchored, numbered, escaped."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import html5lib
import pytest

from papers import document as d
from papers.modification_report import compose
from papers.render_html import fragment
from tests.papers.reports import MP087, PATH_2
from tests.papers.test_document import EVERY_BLOCK, small


def page(document: d.Document) -> str:
    return f"<!doctype html><html lang=en><head><title>t</title></head><body>{html(document)}</body></html>"


def html(document: d.Document) -> str:
    return fragment(document, lambda source: f"/figures/{source}")


class Reader(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.ids, self.targets, self.headings = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids += [attributes["id"]] if "id" in attributes else []
        href = attributes.get("href", "")
        self.targets += [href[1:]] if href.startswith("#") else []
        self.headings += [int(tag[1])] if re.fullmatch(r"h[1-6]", tag) else []


@pytest.fixture(params=[MP087, PATH_2], ids=["MP087", "Path 2"])
def document(request):
    return compose(request.param)


def test_it_is_well_formed(document):
    html5lib.HTMLParser(strict=True).parse(page(document))


def test_every_key_is_an_anchor_and_every_link_within_leads_to_one(document):
    reader = Reader(html(document))
    assert len(reader.ids) == len(set(reader.ids))
    assert {part.key for part in document.walk()} <= set(reader.ids)
    assert set(reader.targets) <= set(reader.ids)
    assert len(reader.targets) > 8


def test_one_h1_and_no_rank_left_out(document):
    ranks = Reader(html(document)).headings
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_nothing_inline_that_the_content_policy_forbids(document):
    assert not re.search(r"<(script|style)|\sstyle=|\son\w+=", html(document))


@pytest.mark.parametrize("field", ["title", "proposer"])
def test_words_are_escaped(field):
    text = html(compose(replace(MP087, **{field: "<script>alert(1)</script> & more"})))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text


def test_footnotes_are_numbered_through_and_lead_back():
    text = html(compose(replace(MP087, issue="<p>Words[[note: of the issue & more]].</p>")))
    assert re.findall(r'id="note-mark-(\d)"', text) == ["1", "2", "3"]
    assert re.findall(r'href="#note-mark-(\d)"', text) == ["1", "2", "3"]
    assert '<li id="note-1">of the issue &amp; more ' in text
    assert '<ol class="paper-notes" start="2"' in text


def test_changes_are_marked_and_spoken():
    text = html(compose(MP087))
    assert '[Inserted: </span><ins> which forms part of a SMETS2+ Device</ins><span class="paper-spoken"> end' in text
    assert '[Deleted: </span><del>responsible</del><span class="paper-spoken"> end deleted]' in text


def test_a_tick_is_said_in_words():
    text = html(compose(MP087))
    assert text.count("– impacted</span></td>") == 3
    assert text.count("– not impacted</span></td>") == 3
    assert text.count('aria-hidden="true">✓') == 3


def test_the_headings_of_rich_text_stand_below_the_heading_above_them():
    text = html(compose(replace(MP087, issue="<h2>Topic</h2><p>Words.</p><h3>Subtopic</h3><p>Words.</p>")))
    assert "<h4>Topic</h4>" in text
    assert "<h5>Subtopic</h5>" in text


def test_a_figure_has_caption_and_alternative():
    text = html(compose(PATH_2))
    assert '<img src="/figures/failed-updates.png" alt="The DCC sends an update to a hub; no arrow leads' in text
    assert "<figcaption>Figure 1: Where a failed update is lost</figcaption>" in text


def test_every_kind_of_block_has_a_rendition():
    text = html(small(*EVERY_BLOCK))
    assert all(f'id="{block.key}"' in text for block in EVERY_BLOCK)


def test_a_draft_says_so():
    assert "Version 0.3 – draft" in html(compose(PATH_2))
    assert "– draft" not in html(compose(MP087))

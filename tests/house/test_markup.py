"""That a page is not parsed anew where only its words are new hides no fault of a page."""

import html5lib
import pytest

from tests import markup

SOUND = """<!DOCTYPE html>
<html lang="en-GB"><head><title>A page</title></head>
<body><main><h1 id="top">Words &amp; more</h1><p class="lead">Some.</p>
<form action="/"><input type="hidden" name="a" value="b"><table><tbody><tr><td>1</td></tr></tbody></table></form>
<textarea name="t">Kept</textarea></main></body></html>
"""


def found_by_html5lib(html: str) -> list[tuple]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    return parser.errors


@pytest.fixture(autouse=True)
def known():
    """The page as it should be has been read before."""
    assert markup.read(SOUND)[1] == found_by_html5lib(SOUND) == []


def test_a_page_like_it_is_known_to_be_sound_and_read_as_it_stands(monkeypatch):
    monkeypatch.setattr(markup, "_strict", None)
    like = SOUND.replace("Some.", "Other &lt;words&gt; – “so”.").replace('class="lead"', "class='two words'")
    tree, errors = markup.read(like)
    assert errors == markup.errors(like) == []
    assert "".join(tree.find(".//p").itertext()) == "Other <words> – “so”."
    assert tree.find(".//p").get("class") == "two words"
    assert tree.find(".//textarea").text == "Kept"


def test_where_the_quick_tree_is_another_the_whole_one_is_made():
    """libxml2 puts no tbody into a table that has none."""
    for number in ("1", "2"):
        tree, errors = markup.read(SOUND.replace("<tbody>", "").replace("</tbody>", "").replace(">1<", f">{number}<"))
        assert errors == []
        assert tree.find(".//tbody/tr/td").text == number


# What is done to the page, that it is no longer sound.
SPOILED = {
    "not closed": ("</h1>", ""),
    "closed twice": ("</h1>", "</h1></h1>"),
    "crossed": ("Words", "<b><i>Words</b></i>"),
    "an attribute twice": ('class="lead"', 'class="lead" class="more"'),
    "no space between": ('id="top"', 'id="top"class="x"'),
    "an open quote": ('id="top"', 'id="top'),
    "a field in a table": ("<tbody>", '<input type="text"><tbody>'),
    "a hidden field in a table": ("<tbody>", '<input type="hidden"><tbody>'),
    "a paragraph in a table": ("<tr>", "<p>Words</p><tr>"),
    "a form in a form": ("<table>", "<form></form><table>"),
    "no such character": ("&amp;", "&unknown;"),
    "a number of none": ("&amp;", "&#0;"),
    "NUL": ("Some.", "So\x00me."),
    "a control character": ("Some.", "So\x1bme."),
    "a character of no plane": ("Some.", "So\ufdd0me."),
    "a half tag": ("Some.", "Some <p"),
    "a lone bracket": ("Some.", "1 < 2 <> 3"),
    "an open comment": ("Some.", "Some. <!-- seen by nobody"),
    "no doctype": ("<!DOCTYPE html>\n", ""),
    "after the end": ("</html>", "</html>Words"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_every_fault_is_found_as_html5lib_finds_it(how):
    old, new = SPOILED[how]
    assert SOUND.count(old) >= 1
    spoiled = SOUND.replace(old, new, 1)
    wanted = found_by_html5lib(spoiled)
    assert wanted != []
    assert markup.errors(spoiled) == wanted
    assert markup.read(spoiled)[1] == wanted

import re

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proposals.richtext import (
    DiffBlock,
    RenderedFigure,
    demote,
    difference,
    difference_of_plain,
    from_plain,
    notes,
    render,
    sanitise,
    to_plain,
)
from proposals.worddiff import Run, accept, reject

ROUTES = RenderedFigure("/figures/routes.png", "A map of two routes", "Possible routes")
COSTS = RenderedFigure("/figures/costs.png", "", "Costs & <time>")

SOUP = (
    "p h1 h3 h5 div ul ol li table tbody thead tr td th caption "
    "blockquote strong b em i a sub sup code span br hr pre figure"
)
ALLOWED = "h3 h4 h5 p br strong em ul ol li table caption thead tbody tr th td a blockquote sub sup code"
tags = st.sampled_from(SOUP.split())
words = st.sampled_from(
    ["text", " ", "&nbsp;", "0xFE", "a  b", "\n", "&lt;b&gt;", "&amp;", "[[note: x]]", "[[figure: 1]]", "“q”", "\x01"]
)
attributes = st.sampled_from(
    [
        "",
        ' href="/x"',
        ' href="javascript:x"',
        ' start="4"',
        ' colspan="2"',
        ' class="MsoListParagraph"',
        ' onclick="x"',
        ' scope="row"',
    ]
)


def wrapped(children):
    return st.builds(
        lambda tag, attribute, inner, closes: f"<{tag}{attribute}>{''.join(inner)}" + (f"</{tag}>" if closes else ""),
        tags,
        attributes,
        st.lists(children, max_size=4),
        st.booleans(),
    )


soup = st.lists(st.recursive(words, wrapped, max_leaves=12), max_size=4).map("".join)


def tags_in(html):
    return set(re.findall(r"<([a-z0-9]+)", html))


class TestSanitising:
    @pytest.mark.parametrize(
        "html",
        [
            "<h3>Issue</h3><h4>Part</h4><h5>Point</h5>",
            "<p>One <strong>bold</strong> and <em>italic</em> with CO<sub>2</sub>, m<sup>2</sup> and <code>0xFE</code>.</p>",
            "<p>One<br>two</p>",
            '<ul><li>one<ol start="4"><li>two</li></ol></li></ul>',
            "<blockquote><p>Quoted.</p></blockquote>",
            '<p><a href="https://example.org/a?b=1&amp;c=2">site</a> <a href="mailto:sec@example.org">mail</a> <a href="/sec/G/G3.20/">G3.20</a></p>',
            '<table><caption>Costs</caption><thead><tr><th scope="col">Who</th><th colspan="2" scope="col">What</th></tr></thead>'
            '<tbody><tr><td rowspan="2">DCC</td><td></td><td>0</td></tr></tbody></table>',
            "<table><tbody><tr><td><p>one</p><p>two</p></td></tr></tbody></table>",
            "<p>4&nbsp;November 2019</p>",
            "<p>See [[note: Meter <em>Asset</em> Manager]] and</p><p>[[figure: 1]]</p>",
        ],
    )
    def test_what_is_allowed_stays_as_it_is(self, html):
        assert sanitise(html) == html

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<script>alert(1)</script><p>x</p>", "<p>x</p>"),
            ("<style>p{color:red}</style><p style='color:red' class=big id=x>x</p>", "<p>x</p>"),
            ('<p onclick="x()" onmouseover=x>x</p>', "<p>x</p>"),
            ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
            ('<p><a href="jAvAsCript&colon;alert(1)">x</a></p>', "<p>x</p>"),
            ('<p><a href="data:text/html,x">x</a></p>', "<p>x</p>"),
            ('<p><a href="//example.org/">x</a></p>', "<p>x</p>"),
            ('<p><a href="/x" target=_blank rel=opener>x</a></p>', '<p><a href="/x">x</a></p>'),
            ('<p>a<img src=x onerror="alert(1)">b</p>', "<p>ab</p>"),
            ("<svg><script>alert(1)</script></svg><math><mi>x</mi></math>", ""),
            ("<p>x<!-- secret --></p>", "<p>x</p>"),
            ("<iframe src=x>inside</iframe><p>x</p>", "<p>x</p>"),
            (
                "<table><tr><td colspan=1000000 rowspan=-1>x</table>",
                "<table><tbody><tr><td>x</td></tr></tbody></table>",
            ),
            ("<table><tr><th scope=everything>x</table>", "<table><tbody><tr><th>x</th></tr></tbody></table>"),
            ("<ol start=1><li>x</ol>", "<ol><li>x</li></ol>"),
            ("<ol start='many'><li>x</ol>", "<ol><li>x</li></ol>"),
        ],
    )
    def test_what_is_not_allowed_goes(self, html, expected):
        assert sanitise(html) == expected

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("bare words", "<p>bare words</p>"),
            ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
            ("<div>one<p>two</p>three</div>", "<p>one</p><p>two</p><p>three</p>"),
            ("<b>bold</b> <i>slanted</i>", "<p><strong>bold</strong> <em>slanted</em></p>"),
            ("<h1>a</h1><h2>b</h2><h6>c</h6>", "<h3>a</h3><h3>b</h3><h5>c</h5>"),
            ("<h3>a<br>b</h3>", "<h3>a b</h3>"),
            ("<p>a<br><br>b</p>", "<p>a</p><p>b</p>"),
            ("<p><br>a<br></p>", "<p>a</p>"),
            ("<p></p><p> </p><p>&nbsp;</p><p><strong> </strong></p><h3></h3><ul><li></li></ul>", ""),
            ("<p>a&nbsp;&nbsp; b</p>", "<p>a b</p>"),
            ("<p> a\n b <strong> c </strong> </p>", "<p>a b <strong>c</strong></p>"),
            ("<strong><p>one</p><p>two</p></strong>", "<p>one</p><p>two</p>"),
            (
                "<ul><li><p>one</p></li><li><p>two</p><p>three</p></li></ul>",
                "<ul><li>one</li><li><p>two</p><p>three</p></li></ul>",
            ),
            ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            ("<ul>loose</ul>", "<ul><li>loose</li></ul>"),
            ("<ul><li><h3>a</h3></li></ul>", "<ul><li>a</li></ul>"),
            (
                "<table><tr><td><p>a</p></td><td><h3>b</h3></td></tr></table>",
                "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            ),
            (
                "<table><tr><td><table><tr><td>deep</td></tr></table></td></tr></table>",
                "<table><tbody><tr><td>deep</td></tr></tbody></table>",
            ),
            ("<em><strong>x</strong></em><strong><em>y</em></strong>", "<p><strong><em>xy</em></strong></p>"),
            ("<p>a\x00b\x01c</p>", "<p>abc</p>"),
        ],
    )
    def test_every_text_has_one_spelling(self, html, expected):
        assert sanitise(html) == expected

    def test_words_pasted_from_word(self):
        pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
            <!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
            <style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=EN-GB><!--StartFragment-->
            <p class=MsoNormal style='margin-left:36.0pt'><span style='font-size:11.0pt'>The value is 0xFE<o:p></o:p></span></p>
            <p class=MsoNormal><o:p>&nbsp;</o:p></p>
            <p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
            style='font-family:Symbol'>·<span>&nbsp;&nbsp;&nbsp;&nbsp; </span></span><![endif]>first</p>
            <p class=MsoListParagraphCxSpLast><![if !supportLists]>·<span>&nbsp; </span><![endif]><b>second</b></p>
            <p class=MsoListParagraph>1.<span>&nbsp;&nbsp; </span>numbered</p>
            <p class=MsoListParagraph>no bullet</p><!--EndFragment--></body></html>"""
        assert sanitise(pasted) == (
            "<p>The value is 0xFE</p><ul><li>first</li><li><strong>second</strong></li></ul><ol><li>numbered</li></ol><p>no bullet</p>"
        )

    def test_half_a_character_does_not_break_it(self):
        assert sanitise("a\ud800b") == "<p>a?b</p>"

    @pytest.mark.parametrize("tag", ["div", "blockquote", "ul", "ol", "b", "li"])
    def test_deep_nesting_keeps_its_words(self, tag):
        html = f"<{tag}>" * 3000 + "words" + f"</{tag}>" * 3000
        assert to_plain(sanitise(html)) == "words"
        assert sanitise(sanitise(html)) == sanitise(html)

    @given(soup)
    def test_sanitising_again_changes_nothing(self, html):
        once = sanitise(html)
        assert sanitise(once) == once

    @given(soup)
    def test_only_the_allow_list_comes_out(self, html):
        out = sanitise(html)
        assert tags_in(out) <= set(ALLOWED.split())
        assert not re.search(r"<[^>]*\s(?!href|start|scope|colspan|rowspan)[a-z]+=", out)

    @given(soup)
    def test_what_comes_out_is_sound_html(self, html):
        html5lib.HTMLParser(strict=True).parseFragment(sanitise(html))

    @given(st.text(max_size=60))
    @example("<p><table><p>")
    def test_no_input_is_too_odd(self, text):
        once = sanitise(text)
        assert sanitise(once) == once


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ""),
            ("One line", "<p>One line</p>"),
            ("One\ntwo", "<p>One<br>two</p>"),
            ("One\n\n \n\ntwo", "<p>One</p><p>two</p>"),
            ("One\r\n\r\ntwo\rthree", "<p>One</p><p>two<br>three</p>"),
            ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("• a\n• b", "<ul><li>a</li><li>b</li></ul>"),
            ("We think:\n- a\n- b\nand so on", "<p>We think:</p><ul><li>a</li><li>b</li></ul><p>and so on</p>"),
            ("- a\n  goes on\n- b", "<ul><li>a goes on</li><li>b</li></ul>"),
            ("- a\n\n- b", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
            ("-5 degrees\n- ", "<p>-5 degrees<br>-</p>"),
            ("0xFE < 0xFF & <b>so</b>", "<p>0xFE &lt; 0xFF &amp; &lt;b&gt;so&lt;/b&gt;</p>"),
        ],
    )
    def test_what_a_party_writes(self, text, expected):
        assert from_plain(text) == expected

    @given(st.text(max_size=80))
    def test_plain_text_is_sanitised(self, text):
        assert sanitise(from_plain(text)) == from_plain(text)

    @given(st.text(alphabet="ab <>&-•\n\t", max_size=60))
    def test_no_word_is_lost(self, text):
        letters = re.sub(r"[\s\-•]", "", text)
        assert re.sub(r"[\s\-•]", "", to_plain(from_plain(text))) == letters

    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<h3>Issue</h3><p>One<br>two</p>", "Issue\nOne\ntwo"),
            ("<ul><li>a <strong>b</strong>c<ul><li>d</li></ul></li></ul>", "a bc\nd"),
            (
                "<table><caption>Costs</caption><tr><th>Who<th>What<tr><td>DCC<td>0</table>",
                "Costs\nWho | What\nDCC | 0",
            ),
            ("<p>&lt;b&gt; &amp; 0xFE</p>", "<b> & 0xFE"),
            (
                "<p>MAM [[note: Meter Asset Manager]] and</p><p>[[figure: 01]]</p>",
                "MAM (Meter Asset Manager) and\nFigure 1",
            ),
        ],
    )
    def test_words_alone(self, html, expected):
        assert to_plain(html) == expected


class TestNotes:
    def test_a_note_becomes_a_numbered_link(self):
        rendered = render("<p>A MAM [[note: Meter Asset Manager]], then.</p>", figures={})
        assert rendered.html == (
            '<p>A MAM<sup class="note-reference"><a id="note-ref-1" href="#note-1" role="doc-noteref" aria-label="Note 1">1</a></sup>, then.</p>'
        )
        assert rendered.notes == ["Meter Asset Manager"]

    def test_notes_go_on_counting(self):
        rendered = render(
            "<p>a[[note: x]]</p><ul><li>b[[note: y]]</li></ul>", figures={}, note_prefix="issue-note", first_note=3
        )
        assert re.findall(r'href="#([^"]+)"', rendered.html) == ["issue-note-3", "issue-note-4"]
        assert re.findall(r'id="([^"]+)"', rendered.html) == ["issue-note-ref-3", "issue-note-ref-4"]
        assert rendered.notes == ["x", "y"]

    def test_a_note_keeps_its_marks_and_is_escaped(self):
        html = '<p>a [[note: see <em>the</em> <a href="/x">guide [1]</a> &lt;b&gt;]]</p>'
        assert notes(html) == ['see <em>the</em> <a href="/x">guide [1]</a> &lt;b&gt;']

    def test_marks_round_a_marker_do_not_hide_it(self):
        rendered = render("<p>a<strong>b[[no</strong>te: x]] c</p>", figures={})
        assert rendered.notes == ["x"]
        assert re.sub(r"<sup.*</sup>", "*", rendered.html) == "<p>a<strong>b</strong>* c</p>"

    @pytest.mark.parametrize("words", ["[[note: open", "[[note:]]", "[note: x]", "[[notes: x]]", "[[figure: one]]"])
    def test_what_is_no_marker_stays_as_written(self, words):
        assert render(f"<p>{words}</p>", figures={}).html == f"<p>{words}</p>"

    def test_notes_in_headings_cells_and_captions_count_in_reading_order(self):
        html = (
            "<h3>a[[note: one]]</h3><table><caption>b[[note: two]]</caption><tr><td>c[[note: three]]</td></tr></table>"
        )
        assert notes(html) == ["one", "two", "three"]


class TestFigures:
    figure_1 = (
        '<figure id="figure-1"><img src="/figures/routes.png" alt="A map of two routes">'
        "<figcaption>Figure 1: Possible routes</figcaption></figure>"
    )
    figure_2 = (
        '<figure id="figure-2"><img src="/figures/costs.png" alt="">'
        "<figcaption>Figure 2: Costs &amp; &lt;time&gt;</figcaption></figure>"
    )

    def test_a_marker_alone_replaces_its_paragraph(self):
        rendered = render("<p>a</p><p> [[figure: 1]]</p><p>b</p>", figures={1: ROUTES})
        assert rendered.html == f"<p>a</p>{self.figure_1}<p>b</p>"
        assert rendered.placed == (1,)

    def test_a_marker_inside_a_paragraph_ends_it(self):
        rendered = render("<p>as in <em>this [[Figure:1]]</em> and so on</p>", figures={1: ROUTES})
        assert rendered.html == f"<p>as in <em>this </em></p>{self.figure_1}<p> and so on</p>"

    def test_a_line_break_beside_a_marker_goes(self):
        assert render("<p>a<br>[[figure: 1]]<br>b</p>", figures={1: ROUTES}).html == f"<p>a</p>{self.figure_1}<p>b</p>"

    def test_a_figure_without_marker_comes_at_the_end(self):
        rendered = render("<p>[[figure: 2]]</p><p>a</p>", figures={1: ROUTES, 2: COSTS})
        assert rendered.html == f"{self.figure_2}<p>a</p>{self.figure_1}"
        assert rendered.placed == (2, 1)

    def test_another_part_may_have_the_rest(self):
        rendered = render("<p>[[figure: 2]]</p>", figures={1: ROUTES, 2: COSTS}, append_figures=False)
        assert (rendered.html, rendered.placed) == (self.figure_2, (2,))

    def test_an_unknown_figure_is_said_in_words(self):
        assert (
            render("<p>[[figure: 9]]</p>", figures={1: ROUTES}, append_figures=False).html
            == "<p>Figure 9 is not in this document.</p>"
        )

    def test_a_second_marker_points_back(self):
        rendered = render("<p>[[figure: 1]]</p><p>See [[figure: 1]].</p>", figures={1: ROUTES})
        assert rendered.html == f'{self.figure_1}<p>See <a href="#figure-1">Figure 1</a>.</p>'

    def test_a_heading_points_to_its_figure(self):
        rendered = render("<h3>Routes [[figure: 1]]</h3>", figures={1: ROUTES})
        assert rendered.html == f'<h3>Routes <a href="#figure-1">Figure 1</a></h3>{self.figure_1}'

    def test_a_figure_may_stand_in_a_list_or_cell(self):
        assert (
            render("<ul><li>a [[figure: 1]]</li></ul>", figures={1: ROUTES}).html
            == f"<ul><li>a {self.figure_1}</li></ul>"
        )

    def test_what_people_typed_about_a_figure_is_escaped(self):
        figure = RenderedFigure('/x?a=1&b="', '"><script>', "<b>")
        html = render("", figures={1: figure}).html
        assert html == (
            '<figure id="figure-1"><img src="/x?a=1&amp;b=&quot;" alt="&quot;&gt;&lt;script&gt;">'
            "<figcaption>Figure 1: &lt;b&gt;</figcaption></figure>"
        )

    @given(soup)
    def test_whatever_is_rendered_is_sound_html_with_ids_used_once(self, html):
        rendered = render(html, figures={1: ROUTES, 2: COSTS}).html
        html5lib.HTMLParser(strict=True).parseFragment(rendered)
        ids = re.findall(r'id="([^"]+)"', rendered)
        assert len(ids) == len(set(ids))
        assert rendered.count('<figure id="figure-1">') == rendered.count('<figure id="figure-2">') == 1

    @given(soup)
    def test_without_markers_nothing_is_added(self, html):
        plain = re.sub(r"\[", "(", html)
        assert render(plain, figures={}).html == sanitise(plain)

    def test_rendering_never_trusts_what_was_stored(self):
        assert render('<p onclick="x">a</p><script>x</script>', figures={}).html == "<p>a</p>"


class TestDemoting:
    def test_headings_go_down(self):
        assert demote('<h3>a</h3><p>h3</p><h5 id="x">b</h5>', 1) == '<h4>a</h4><p>h3</p><h6 id="x">b</h6>'

    def test_there_is_nothing_below_six(self):
        assert demote("<h4>a</h4><h5>b</h5>", 2) == "<h6>a</h6><h6>b</h6>"

    def test_by_nothing(self):
        assert demote("<h3>a</h3>", 0) == "<h3>a</h3>"

    def test_words_that_look_like_a_heading_stay(self):
        assert demote(sanitise("<p>&lt;h3&gt;</p>"), 1) == "<p>&lt;h3&gt;</p>"


def same(tag, text):
    return DiffBlock("same", tag, (Run("keep", text),))


class TestDifference:
    def test_block_by_block_then_word_by_word(self):
        before = "<h3>Issue</h3><p>The User shall tell the DCC.</p><ul><li>first of all</li><li>gone</li></ul>"
        after = "<h3>Issue</h3><p>The User must tell the DCC.</p><p>Entirely new.</p><ul><li>first of all</li></ul>"
        assert difference(before, after) == [
            same("h3", "Issue"),
            DiffBlock(
                "changed",
                "p",
                (
                    Run("keep", "The User "),
                    Run("delete", "shall"),
                    Run("insert", "must"),
                    Run("keep", " tell the DCC."),
                ),
            ),
            DiffBlock("inserted", "p", (Run("insert", "Entirely new."),)),
            same("li", "first of all"),
            DiffBlock("deleted", "li", (Run("delete", "gone"),)),
        ]

    def test_table_rows(self):
        before = "<table><caption>Costs</caption><tr><th>DCC<th>none<tr><td>SECAS</td><td>2 days</td></tr></table>"
        after = "<table><caption>Costs</caption><tr><th>DCC<th>none<tr><td>SECAS</td><td>3 days</td></tr></table>"
        assert difference(before, after) == [
            same("caption", "Costs"),
            same("tr", "DCC | none"),
            DiffBlock(
                "changed", "tr", (Run("keep", "SECAS | "), Run("delete", "2"), Run("insert", "3"), Run("keep", " days"))
            ),
        ]

    def test_a_nested_item_is_a_block_of_its_own(self):
        before, after = "<ul><li>a b<ul><li>c d</li></ul></li></ul>", "<ul><li>a b<ul><li>c d e</li></ul></li></ul>"
        assert [(block.kind, block.tag) for block in difference(before, after)] == [("same", "li"), ("changed", "li")]

    def test_bold_alone_is_no_change_of_words(self):
        assert difference("<p>a b</p>", "<p>a <strong>b</strong></p>") == [same("p", "a b")]

    def test_a_paragraph_made_a_heading(self):
        assert [(block.kind, block.tag) for block in difference("<p>a b</p>", "<h3>a b</h3>")] == [
            ("deleted", "p"),
            ("inserted", "h3"),
        ]

    def test_of_plain_text(self):
        assert difference_of_plain("One thing.\n\n- a b c", "One thing.\n\n- a b d\n- e") == [
            same("p", "One thing."),
            DiffBlock("changed", "li", (Run("keep", "a b "), Run("delete", "c"), Run("insert", "d"))),
            DiffBlock("inserted", "li", (Run("insert", "e"),)),
        ]

    @given(soup, soup)
    def test_both_texts_are_in_it(self, before, after):
        blocks = difference(before, after)
        new = [(block.tag, accept(block.runs)) for block in blocks if block.kind != "deleted"]
        old = [(block.tag, reject(block.runs)) for block in blocks if block.kind != "inserted"]
        assert new == [(block.tag, accept(block.runs)) for block in difference(after, after)]
        assert old == [(block.tag, accept(block.runs)) for block in difference(before, before)]

    @given(soup)
    def test_nothing_differs_from_itself(self, html):
        assert {block.kind for block in difference(html, html)} <= {"same"}

"""What a clause says after the change that somebody asked for, by the shapes in which respondents write (domain §3.5):
after a paragraph, words after words, at the end of a sentence, another figure; and where nothing can be made out."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from legaltext.redline import placed_paragraphs
from legaltext.wording import NotFound, Reference, reference, reworded

NOTICE = """The DCC shall keep a log that states:
(a) the time at which it was told;
(b) the kind of Incident:
(i) minor; or
(ii) major;
(c) who was told; and
(d) following its identification, the cause."""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("M9.1", Reference("M9.1")),
        ("H9.1(e)", Reference("H9.1", "(e)")),
        ("H9.1 (e)(ii)", Reference("H9.1", "(e)(ii)")),
        ("L8.1(?)", Reference("L8.1")),
        ("2.3", Reference("2.3")),
    ],
)
def test_which_paragraph_of_which_clause(written, meant):
    assert reference(written) == meant


@pytest.mark.parametrize(
    ("path", "operation", "anchor", "words", "was", "becomes"),
    [
        # After a paragraph, and what is beneath it; its label leaves the others as they are.
        ("", "add_after", "(b)", "its cause.", "(ii) major;", "(ii) major;\n(ba) its cause."),
        ("", "add_after", "(a)", "(aa) by whom;", "told;\n(b)", "told;\n(aa) by whom;\n(b)"),
        ("(c)", "add_after", "", "where it was;", "told; and", "told; and\n(ca) where it was;"),
        ("", "add_after", "who was told", "and how;", "told; and", "told; and\n(ca) and how;"),
        # Words after words.
        ("(d)", "insert", "identification", "and notification", "identification,", "identification and notification,"),
        ("(d)", "insert", "“Identification”", "‘ and notification’", "ification,", "ification and notification,"),
        ("(d)", "add_after", "following its", "first", "its identification", "its first identification"),
        # At the end of a sentence.
        ("(c)", "insert", "", "within 2 Working Days", "told; and", "told within 2 Working Days; and"),
        ("", "insert", "", "in writing", "the cause.", "the cause in writing."),
        # Something else instead.
        ("(a)", "replace", "the time", "the day", "(a) the time", "(a) the day"),
        ("(a)", "replace", "", "the day;", "(a) the time at which it was told;", "(a) the day;"),
        # Gone.
        ("(d)", "delete", "following its identification,", "", "(d) following its identification, the", "(d) the"),
        ("(c)", "delete", "", "", "(c) who was told; and\n", ""),
        ("(b)", "delete", "", "", "(b) the kind of Incident:\n(i) minor; or\n(ii) major;\n", ""),
    ],
)
def test_the_change_is_made_where_it_was_asked_for_and_nowhere_else(path, operation, anchor, words, was, becomes):
    assert NOTICE.count(was) == 1
    assert reworded(NOTICE, path, operation, anchor, words) == NOTICE.replace(was, becomes)


def test_the_whole_of_it_goes_or_is_another():
    assert reworded(NOTICE, "", "delete", "", "") == ""
    assert reworded(NOTICE, "", "replace", "", "The DCC shall keep no log.") == "The DCC shall keep no log."


@pytest.mark.parametrize(
    ("path", "operation", "anchor", "sentence"),
    [
        ("(e)", "insert", "told", "It has no paragraph (e)."),
        ("", "add_after", "(e)", "It has no paragraph (e)."),
        ("", "replace", "was told", "The words ‘was told’ stand in it 2 times."),
        ("(a)", "replace", "Incident", "The words ‘Incident’ do not stand in it."),
    ],
)
def test_what_cannot_be_found_is_said(path, operation, anchor, sentence):
    with pytest.raises(NotFound) as missing:
        reworded(NOTICE, path, operation, anchor, "anything")
    assert str(missing.value) == sentence


def test_instead_of_words_nothing_is_no_instruction():
    with pytest.raises(NotFound):
        reworded(NOTICE, "", "replace", "minor", " ")


LINES = NOTICE.split("\n")


@given(some.sampled_from(LINES), some.text(alphabet="xyz", min_size=1, max_size=12))
def test_only_the_paragraph_with_the_words_is_touched(line, words):
    label = placed_paragraphs(line)[0].label
    anchor = line.removeprefix(label).strip()
    after = reworded(NOTICE, "", "insert", anchor, words).split("\n")
    changed = [(old, new) for old, new in zip(LINES, after, strict=True) if old != new]
    assert [old for old, _ in changed] == [line]
    assert changed[0][1].replace(f" {words}", "") == line

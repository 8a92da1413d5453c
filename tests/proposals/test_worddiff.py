import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.worddiff import Piece, Run, accept, align, diff_words, is_changed, merge, reject

SIGNS = {"keep": "{}", "insert": "[+{}+]", "delete": "[-{}-]"}

VOCABULARY = (
    "the User shall notify DCC of a Device and its G3.20 non-domestic Supplier’s £1,200 , . ; ( ) é e\u0301 0xFE"
)
words = st.sampled_from(VOCABULARY.split())
spaces = st.sampled_from([" ", " ", " ", "", "  ", "\n", "\t", "\xa0"])
texts = st.lists(st.tuples(words, spaces).map("".join), max_size=25).map("".join)
any_text = st.one_of(texts, st.text(max_size=40))


def marked(before, after):
    return "".join(SIGNS[run.kind].format(run.text) for run in diff_words(before, after))


class TestWords:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("", "", ""),
            ("", "New words.", "[+New words.+]"),
            ("Old words.", "", "[-Old words.-]"),
            ("The User shall.", "The User shall.", "The User shall."),
            ("The User shall notify.", "The User must notify.", "The User [-shall-][+must+] notify."),
            ("any Device", "any smart Device", "any [+smart +]Device"),
            ("any smart Device", "any Device", "any [-smart -]Device"),
            ("a User", "a User today", "a User[+ today+]"),
            ("Systems; and", "Systems; or", "Systems; [-and-][+or+]"),
        ],
    )
    def test_reads_as_a_person_would_mark_it(self, before, after, expected):
        assert marked(before, after) == expected

    def test_words_joined_by_marks_are_never_split(self):
        assert (
            marked("non-domestic Supplier", "non-commercial Supplier") == "[-non-domestic-][+non-commercial+] Supplier"
        )
        assert marked("in G3.20 only", "in G3.21 only") == "in [-G3.20-][+G3.21+] only"
        assert marked("the Supplier’s duty", "the Suppliers duty") == "the [-Supplier’s-][+Suppliers+] duty"
        assert marked("about £1,200 in all", "about £1,800 in all") == "about £[-1,200-][+1,800+] in all"

    def test_punctuation_stands_alone(self):
        assert marked("the User may", "the User, may") == "the User[+,+] may"
        assert marked("a Device.", "a Device;") == "a Device[-.-][+;+]"

    def test_space_common_to_both_ends_of_a_change_is_kept(self):
        assert marked("the old Device here", "the new one here") == "the [-old Device-][+new one+] here"

    def test_a_change_of_space_alone_is_shown(self):
        assert marked("a  b", "a b") == "a [- -]b"

    def test_short_common_words_between_longer_edits_are_given_up(self):
        assert (
            marked("hardware and software", "software and hardware")
            == "[-hardware and software-][+software and hardware+]"
        )
        assert marked("A red cat sat.", "A blue cat stood.") == "A [-red cat sat-][+blue cat stood+]."

    def test_two_insertions_round_a_word_leave_the_word_alone(self):
        assert marked("any Device of it", "any smart Device in use of it") == "any [+smart +]Device [+in use +]of it"

    def test_clause_g3_20_of_mp087(self):
        before = "any Communications Hub Function or Gas Proxy Function for which it is the Responsible Supplier,"
        after = (
            "any Smart Metering System (excluding a Communications Hub Function or Gas Proxy Function which forms part of a "
            "SMETS2+ Device) for which it is the Responsible Supplier,"
        )
        assert marked(before, after) == (
            "any [+Smart Metering System (excluding a +]Communications Hub Function or Gas Proxy Function "
            "[+which forms part of a SMETS2+ Device) +]for which it is the Responsible Supplier,"
        )

    def test_a_new_sentence_is_marked_from_full_stop_to_full_stop(self):
        before = "The User shall ask. The DCC shall answer."
        after = "The User shall ask. The Panel shall hear. The DCC shall answer."
        assert marked(before, after) == "The User shall ask. [+The Panel shall hear. +]The DCC shall answer."
        assert marked(after, before) == "The User shall ask. [-The Panel shall hear. -]The DCC shall answer."

    def test_long_texts_without_a_word_in_common_place_are_one_replacement(self):
        before, after = " ".join(["yes no"] * 800), " ".join(["no maybe"] * 800)
        assert [run.kind for run in diff_words(before, after)] == ["delete", "insert"]

    def test_long_texts_are_pinned_by_words_that_stand_once(self):
        numbered = [f"word{n} of the text" for n in range(400)]
        changed = [*numbered[:100], "something new", *numbered[100:300], *numbered[310:]]
        runs = diff_words(" ".join(numbered), " ".join(changed))
        assert [run.text for run in runs if run.kind == "insert"] == ["something new "]
        assert [run.text for run in runs if run.kind == "delete"] == [" ".join(numbered[300:310]) + " "]


class TestRuns:
    def test_accept_and_reject(self):
        runs = [Run("keep", "a "), Run("delete", "b"), Run("insert", "c")]
        assert (accept(runs), reject(runs), is_changed(runs)) == ("a c", "a b", True)

    def test_merge_joins_and_puts_deletion_first(self):
        runs = [Run("insert", "c"), Run("keep", ""), Run("delete", "b"), Run("keep", " x"), Run("keep", "y")]
        assert merge(runs) == [Run("delete", "b"), Run("insert", "c"), Run("keep", " xy")]

    def test_a_deletion_put_back_is_no_change(self):
        assert merge([Run("delete", "b "), Run("insert", "b ")]) == [Run("keep", "b ")]

    @given(any_text, any_text)
    def test_round_trip(self, before, after):
        runs = diff_words(before, after)
        assert (accept(runs), reject(runs)) == (after, before)

    @given(any_text)
    def test_nothing_changes_against_itself(self, text):
        assert diff_words(text, text) == ([Run("keep", text)] if text else [])

    @given(any_text, any_text)
    def test_runs_are_as_few_as_can_be(self, before, after):
        runs = diff_words(before, after)
        assert merge(runs) == runs
        assert all(run.text for run in runs)
        assert [one.kind for one, other in pairwise(runs) if one.kind == other.kind] == []

    @given(texts, texts)
    def test_no_run_ends_inside_a_word(self, before, after):
        runs = diff_words(before, after)
        for side in ("insert", "delete"):
            parts = [run.text for run in runs if run.kind != side]
            joints = [one[-1] + other[0] for one, other in pairwise(parts)]
            assert [joint for joint in joints if re.fullmatch(r"\w[\w\u0301]", joint)] == []

    @given(st.lists(words, min_size=1, max_size=30), st.data())
    def test_one_new_word_is_the_only_change(self, before, data):
        place = data.draw(st.integers(0, len(before)))
        after = [*before[:place], "Unheard", *before[place:]]
        changed = [run for run in diff_words(" ".join(before), " ".join(after)) if run.kind != "keep"]
        assert [(run.kind, run.text.strip()) for run in changed] == [("insert", "Unheard")]


class TestAlign:
    def test_unchanged_paragraphs_hold_the_rest_in_place(self):
        before = [Piece("First of all."), Piece("The User shall notify the DCC."), Piece("Last of all.")]
        after = [
            Piece("First of all."),
            Piece("Quite another matter."),
            Piece("The User shall tell the DCC."),
            Piece("Last of all."),
        ]
        assert align(before, after) == [(0, 0), (None, 1), (1, 2), (2, 3)]

    def test_paragraphs_of_another_kind_do_not_belong_together(self):
        before, after = [Piece("Duty to notify users", kind="p")], [Piece("Duty to notify all users", kind="h3")]
        assert align(before, [after[0]._replace(kind="p")]) == [(0, 0)]
        assert align(before, after) == [(0, None), (None, 0)]

    def test_unlike_paragraphs_do_not_belong_together(self):
        assert align([Piece("Costs are low.")], [Piece("Parties may object.")]) == [(0, None), (None, 0)]

    def test_the_same_label_speaks_for_a_paragraph(self):
        before = [Piece("the Panel and its chair", label="(b)")]
        after = [Piece("the DCC and one other Party", label="(b)")]
        assert align([before[0]._replace(label="")], after) == [(0, None), (None, 0)]
        assert align(before, after) == [(0, 0)]

    def test_a_paragraph_that_grew_is_still_the_same(self):
        short = "The User shall notify the manufacturer of the Device"
        long = f"{short} {'and every other person with an interest in it ' * 5}"
        assert align([Piece(short)], [Piece(long)]) == [(0, 0)]

    def test_moved_paragraphs_are_deleted_and_inserted_in_order(self):
        one, two = Piece("One thing is this."), Piece("Another matter is that.")
        assert align([one, two], [two, one]) in ([(None, 0), (0, 1), (1, None)], [(0, None), (1, 0), (None, 1)])

    @given(st.lists(texts.map(Piece), max_size=8), st.lists(texts.map(Piece), max_size=8))
    def test_every_paragraph_stands_once_and_in_order(self, before, after):
        pairs = align(before, after)
        assert [i for i, _j in pairs if i is not None] == list(range(len(before)))
        assert [j for _i, j in pairs if j is not None] == list(range(len(after)))
        assert (None, None) not in pairs

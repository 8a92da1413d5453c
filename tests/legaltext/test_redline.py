import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaltext.redline import (
    Clause,
    Line,
    Run,
    accept,
    changes_as_list,
    redline_clauses,
    redline_lines,
    redline_text,
    reject,
)

# An invented clause with the shape of the Code's.
BEFORE = """Each User shall, where it can, agree with:
(a) the makers of the hardware which forms part of its User Systems; and
(b) the makers of any Device for which it is the Responsible Supplier,
how the User will be told of any weakness found."""
AFTER = """Each User shall, where it can, agree with:
(a) the makers of the hardware which forms part of its User Systems;
(b) the Security Sub-Committee; and
(c) the makers of any Device (other than a Gas Proxy Function) for which it is the Responsible Supplier,
how the User will be told of any weakness found."""


def keep(text):
    return (Run("keep", text),)


def insert(text):
    return (Run("insert", text),)


def delete(text):
    return (Run("delete", text),)


VOCABULARY = "the User shall notify DCC of any Device or Party; and Supplier (other) G3.18(a) part ,"
phrases = st.lists(
    st.sampled_from(VOCABULARY.split()),
    min_size=1,
    max_size=12,
).map(" ".join)
labels = st.sampled_from(["", "", "(a) ", "(b) ", "(c) ", "(i) ", "(ii) ", "(A) "])
paragraphs = st.tuples(labels, phrases).map("".join)
clause_texts = st.lists(paragraphs, max_size=6).map("\n".join)
any_text = st.one_of(clause_texts, st.text(max_size=40), st.text(alphabet="a(b) \n\t", max_size=30))


class TestText:
    @given(any_text, any_text)
    def test_round_trip(self, before, after):
        runs = redline_text(before, after)
        assert (accept(runs), reject(runs)) == (after, before)

    @given(any_text)
    def test_nothing_changes_against_itself(self, text):
        assert redline_text(text, text) == ([Run("keep", text)] if text else [])

    @given(any_text, any_text)
    def test_what_was_accepted_has_no_changes_left(self, before, after):
        accepted = accept(redline_text(before, after))
        assert all(run.kind == "keep" for run in redline_text(accepted, after))

    def test_a_label_that_moves_on_is_part_of_the_text(self):
        runs = redline_text("(a) one thing\n(b) another thing\n", "(a) one thing\n(b) new\n(c) another thing\n")
        assert runs == [
            Run("keep", "(a) one thing\n"),
            Run("insert", "(b) new\n"),
            Run("keep", "("),
            Run("delete", "b"),
            Run("insert", "c"),
            Run("keep", ") another thing\n"),
        ]


class TestLines:
    def test_paragraph_by_paragraph(self):
        assert redline_lines(BEFORE, AFTER) == [
            Line("", keep("Each User shall, where it can, agree with:"), "unchanged"),
            Line(
                "(a)",
                (*keep("the makers of the hardware which forms part of its User Systems;"), *delete(" and")),
                "amended",
                "(a)",
            ),
            Line("(b)", insert("the Security Sub-Committee; and"), "inserted", "(b)"),
            Line(
                "(c)",
                (
                    *keep("the makers of any Device "),
                    *insert("(other than a Gas Proxy Function) "),
                    *keep("for which it is the Responsible Supplier,"),
                ),
                "amended",
                "(c)",
                was="(b)",
            ),
            Line("", keep("how the User will be told of any weakness found."), "unchanged"),
        ]

    def test_a_paragraph_taken_out(self):
        assert redline_lines("(a) one thing; and\n(b) another.", "(a) one thing; and") == [
            Line("(a)", keep("one thing; and"), "unchanged", "(a)"),
            Line("(b)", delete("another."), "deleted", "(b)"),
        ]

    def test_empty_lines_are_not_shown(self):
        assert redline_lines("One.\n\n  \nTwo.", "One.\nTwo.") == [
            Line("", keep("One."), "unchanged"),
            Line("", keep("Two."), "unchanged"),
        ]

    @pytest.mark.parametrize(
        ("text", "paths"),
        [
            ("(a) one\n(b) two\n(c) three", ["(a)", "(b)", "(c)"]),
            ("(a) one:\n(i) x\n(ii) y\n(b) two", ["(a)", "(a)(i)", "(a)(ii)", "(b)"]),
            (
                "(a) x\n(i) y\n(A) z\n(B) zz\n(ii) y\n(b) x",
                ["(a)", "(a)(i)", "(a)(i)(A)", "(a)(i)(B)", "(a)(ii)", "(b)"],
            ),
            # (i) after (h) goes on with the letters, unless (h) introduces a list.
            ("(g) x\n(h) y\n(i) z\n(j) zz", ["(g)", "(h)", "(i)", "(j)"]),
            ("(g) x\n(h) any of:\n(i) z\n(ii) zz\n(i) last", ["(g)", "(h)", "(h)(i)", "(h)(ii)", "(i)"]),
            # An inserted letter stays in its list.
            ("(a) x\n(aa) y\n(b) z", ["(a)", "(aa)", "(b)"]),
            ("(b) x\n(ba) y\n(c) z", ["(b)", "(ba)", "(c)"]),
            ("(i) x\n(ii) y\n(iii) z\n(iv) w\n(v) u", ["(i)", "(ii)", "(iii)", "(iv)", "(v)"]),
            ("(1) x\n(a) y\n(2) z", ["(1)", "(1)(a)", "(2)"]),
            ("start:\n(a) x\nend", ["", "(a)", ""]),
        ],
    )
    def test_where_a_label_stands(self, text, paths):
        assert [line.path for line in redline_lines(text, text)] == paths

    def test_level_is_how_deep_the_label_stands(self):
        lines = redline_lines("start:\n(a) one:\n(i) x", "start:\n(a) one:\n(i) x")
        assert [line.level for line in lines] == [0, 1, 2]

    @pytest.mark.parametrize(
        "text", ["(or) a Device", "(if any) a Device", "(where applicable) a Device", "(a)nything"]
    )
    def test_a_bracketed_word_is_no_label(self, text):
        assert [(line.label, line.runs) for line in redline_lines(text, text)] == [("", keep(text))]

    @given(st.lists(paragraphs, min_size=1, max_size=8), st.data())
    def test_one_new_word_touches_one_paragraph(self, before, data):
        place = data.draw(st.integers(0, len(before) - 1))
        after = [*before[:place], f"{before[place]} unheard", *before[place + 1 :]]
        touched = [line for line in redline_lines("\n".join(before), "\n".join(after)) if line.kind != "unchanged"]
        assert len({line.path for line in touched}) == 1
        assert sum(run.text.count("unheard") for line in touched for run in line.runs if run.kind == "insert") == 1

    @given(st.lists(phrases, min_size=1, max_size=8, unique=True), st.data())
    def test_one_new_word_in_long_paragraphs_amends_one(self, before, data):
        before = [f"{text} whereby {n}{n}{n} is the sum of it all" for n, text in enumerate(before)]
        place = data.draw(st.integers(0, len(before) - 1))
        after = [*before[:place], f"{before[place]} unheard", *before[place + 1 :]]
        lines = redline_lines("\n".join(before), "\n".join(after))
        assert [line.kind for line in lines] == ["amended" if n == place else "unchanged" for n in range(len(before))]
        assert lines[place].runs == (*keep(before[place]), *insert(" unheard"))

    @given(clause_texts, clause_texts)
    def test_lines_give_both_texts_paragraph_by_paragraph(self, before, after):
        lines = redline_lines(before, after)
        new = [(line.label, accept(line.runs)) for line in lines if line.kind != "deleted"]
        old = [
            (line.label if line.was is None else line.was, reject(line.runs))
            for line in lines
            if line.kind != "inserted"
        ]
        assert new == [(line.label, accept(line.runs)) for line in redline_lines(after, after)]
        assert old == [(line.label, reject(line.runs)) for line in redline_lines(before, before)]


class TestClauses:
    def test_matched_by_number_in_the_order_of_numbers(self):
        before = [Clause("G3.9", "", "nine"), Clause("G3.17", "", "seventeen"), Clause("G3.18", "Duty", "eighteen")]
        after = [
            Clause("G3.18", "Duty", "eighteen and more"),
            Clause("G3.17", "", "seventeen"),
            Clause("G3.17A", "New", "(a) this"),
        ]
        changes = redline_clauses(before, after)
        assert [(change.number, change.kind) for change in changes] == [
            ("G3.9", "deleted"),
            ("G3.17", "unchanged"),
            ("G3.17A", "inserted"),
            ("G3.18", "amended"),
        ]
        assert changes[0].lines == (Line("", delete("nine"), "deleted"),)
        assert changes[2].heading_runs == insert("New")
        assert changes[2].lines == (Line("(a)", insert("this"), "inserted", "(a)"),)
        assert changes[3].heading_runs == keep("Duty")
        assert changes[3].lines == (Line("", (*keep("eighteen"), *insert(" and more")), "amended"),)

    def test_a_heading_alone_amends_its_clause(self):
        (change,) = redline_clauses([Clause("H9.1", "Old duty", "x")], [Clause("H9.1", "New duty", "x")])
        assert change.kind == "amended"
        assert change.heading_runs == (*delete("Old"), *insert("New"), *keep(" duty"))
        assert [line.kind for line in change.lines] == ["unchanged"]

    def test_definitions_without_number_are_matched_by_heading(self):
        before = [Clause("", "Device", "means one thing"), Clause("", "Party", "means that")]
        after = [
            Clause("", "Device", "means another thing"),
            Clause("", "Meter", "means this"),
            Clause("", "Party", "means that"),
        ]
        found = [(change.heading_runs, change.kind) for change in redline_clauses(before, after)]
        assert found == [(keep("Device"), "amended"), (insert("Meter"), "inserted"), (keep("Party"), "unchanged")]

    def test_one_number_twice_is_two_clauses(self):
        twice = [Clause("G3.1", "", "one"), Clause("G3.1", "", "two")]
        assert [change.kind for change in redline_clauses(twice, twice)] == ["unchanged", "unchanged"]

    def test_no_clauses(self):
        assert redline_clauses([], []) == []

    @given(st.lists(clause_texts, max_size=4), st.lists(clause_texts, max_size=4))
    def test_every_clause_stands_once(self, before, after):
        old = [Clause(f"G3.{n}", "", text) for n, text in enumerate(before, 1)]
        new = [Clause(f"G3.{n}", "", text) for n, text in enumerate(after, 1)]
        changes = redline_clauses(old, new)
        assert [change.number for change in changes] == [f"G3.{n}" for n in range(1, max(len(old), len(new)) + 1)]
        assert {
            change.kind for change in changes if change.number in {c.number for c in old} & {c.number for c in new}
        } <= {"unchanged", "amended"}


class TestSentences:
    def test_words_of_a_clause(self):
        assert changes_as_list(redline_clauses([Clause("G3.20", "", BEFORE)], [Clause("G3.20", "", AFTER)])) == [
            "In G3.20(a): deleted ‘and’ after ‘of its User Systems;’.",
            "In G3.20: inserted paragraph (b) ‘the Security Sub-Committee; and’.",
            "In G3.20: paragraph (b) becomes (c).",
            "In G3.20(c): inserted ‘(other than a Gas Proxy Function)’ after ‘makers of any Device’.",
        ]

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("The User shall tell.", "The User must tell.", "In H9.1: replaced ‘shall’ with ‘must’ after ‘The User’."),
            ("User shall tell.", "Each User shall tell.", "In H9.1: inserted ‘Each’ at the beginning."),
            ("The User  shall tell.", "The User shall tell.", "In H9.1: changed the spacing after ‘The User’."),
            ("(a) one:\n(i) x and y", "(a) one:", "In H9.1(a): deleted paragraph (i) ‘x and y’."),
            ("One thing.", "One thing.\nAnd one more.", "In H9.1: inserted paragraph ‘And one more.’."),
            ("(a) the only one of them", "the only one of them", "In H9.1: paragraph (a) loses its label."),
            (
                "the only one of them",
                "(a) the only one of them",
                "In H9.1: the paragraph ‘the only one of’ gets the label (a).",
            ),
        ],
    )
    def test_each_kind_of_change(self, before, after, expected):
        assert changes_as_list(redline_clauses([Clause("H9.1", "", before)], [Clause("H9.1", "", after)])) == [expected]

    def test_whole_clauses_and_headings(self):
        before = [Clause("G3.18", "Duty", "x"), Clause("G3.19", "Old duty", "y")]
        after = [Clause("G3.17A", "New duty", "Each:\n(a) one"), Clause("G3.19", "Old right", "y")]
        assert changes_as_list(redline_clauses(before, after)) == [
            "Inserted G3.17A ‘New duty’: ‘Each:\n(a) one’.",
            "Deleted G3.18 ‘Duty’: ‘x’.",
            "In the heading of G3.19: replaced ‘duty’ with ‘right’ after ‘Old’.",
        ]

    def test_no_change_no_sentence(self):
        same = [Clause("G3.18", "Duty", BEFORE)]
        assert changes_as_list(redline_clauses(same, same)) == []

    @given(clause_texts, clause_texts)
    def test_a_sentence_for_every_paragraph_that_changed(self, before, after):
        changes = redline_clauses([Clause("G3.1", "", before)], [Clause("G3.1", "", after)])
        changed = [line for line in changes[0].lines if line.kind != "unchanged"]
        assert len(changes_as_list(changes)) >= len(changed)

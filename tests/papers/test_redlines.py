"""Computed redlines become the lines of an annex."""

from legaltext.redline import Clause, redline_clauses
from papers.document import INSERT, KEEP, RedlineLine, RedlineRun
from papers.redlines import lines_of


def test_a_clause_begins_with_its_number_and_keeps_its_levels():
    before = Clause("G3.20", "", "Each User shall agree with:\n(a) makers; and\n(b) any Device.")
    after = Clause("G3.20", "", "Each User shall agree with:\n(a) makers; and\n(b) any SMETS2+ Device.")
    (change,) = redline_clauses([before], [after])
    first, second, third = lines_of(change)
    assert first == RedlineLine("G3.20", (RedlineRun(KEEP, "Each User shall agree with:"),))
    assert second == RedlineLine("(a)", (RedlineRun(KEEP, "makers; and"),), 1)
    assert (third.label, third.level) == ("(b)", 1)
    assert [run.kind for run in third.runs] == [KEEP, INSERT, KEEP]


def test_a_heading_stands_above_and_a_changed_label_remembers_the_old_one():
    before = Clause("G4", "Checks", "(a) one thing;\n(b) another thing.")
    after = Clause("G4", "Checks", "(a) a new first thing;\n(b) one thing;\n(c) another thing.")
    (change,) = redline_clauses([before], [after])
    heading, number, *paragraphs = lines_of(change)
    assert (heading.heading, heading.label) == (True, "")
    assert number == RedlineLine("G4", ())
    assert [(line.label, line.was) for line in paragraphs] == [("(a)", None), ("(b)", "(a)"), ("(c)", "(b)")]

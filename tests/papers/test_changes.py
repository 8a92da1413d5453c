"""What changed between two compositions, in words a reader finds again in the report."""

from dataclasses import replace

from papers.changes import ADDED, CHANGED, REMOVED, between
from papers.facts import DccCost
from papers.modification_report import compose
from tests.papers.reports import MP087


def changes(**facts) -> list[tuple[str, str]]:
    return [(change.kind, change.where) for change in between(compose(MP087), compose(replace(MP087, **facts)))]


def test_the_same_facts_change_nothing():
    assert changes() == []


def test_a_change_is_named_by_the_headings_it_stands_under():
    assert (CHANGED, "Costs, DCC costs") in changes(dcc_cost=DccCost(1_000_000, 2_000_000))


def test_an_objective_taken_out_is_gone_and_put_in_is_new():
    fewer = replace(MP087, objectives=MP087.objectives[:1])
    heading = "Conclusions, Proposer’s rationale against the General SEC Objectives, Objective (g)"
    gone = {(c.kind, c.where) for c in between(compose(MP087), compose(fewer))}
    new = {(c.kind, c.where) for c in between(compose(fewer), compose(MP087))}
    assert {(REMOVED, heading)} == {row for row in gone if row[1] == heading}
    assert {(ADDED, heading)} == {row for row in new if row[1] == heading}
